"""What people type is tidied: what can't be seen goes, what can be seen stays."""

import pytest

from saas.core.forms import trim, trim_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada ", "Ada"),
        ("Line\nBreak Ltd", "Line Break Ltd"),
        ("mel\u200b@acme.test", "mel@acme.test"),
        ("eve@\u00adglobex.test", "eve@globex.test"),
        ("Jean\xa0Luc", "Jean Luc"),
        ("山田\u3000太郎", "山田 太郎"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("nul\0", "nul"),
    ],
)
def test_a_line_is_what_one_sees(typed, kept):
    assert trim(typed) == kept


def test_a_text_keeps_its_lines():
    assert trim_text(" one\r\ntwo\u200b\n") == "one\ntwo"
