"""Cursors come from outside: whatever they hold, the answer is 400."""

from base64 import urlsafe_b64encode

import pytest

ID = "00000000-0000-7000-8000-000000000000"
CURSORS = ['["\\ud800", "%s"]' % ID, "[" * 3000, '{"a":' * 1500, "[1, 2]", "null", '["a"]', "x"]  # noqa: UP031


@pytest.mark.parametrize("cursor", CURSORS)
@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_strange_cursor_is_400(ada, direction, cursor):
    sent = urlsafe_b64encode(cursor.encode()).decode()
    assert ada.get(f"/t/acme/members?{direction}={sent}").status_code == 400


def test_a_strange_referrer_is_no_crash(ada):
    answer = ada.post(
        "/account/theme", data={"csrf_token": ada.csrf_token(), "theme": "dark"}, headers={"Referer": "http://["}
    )
    assert answer.status_code == 302
