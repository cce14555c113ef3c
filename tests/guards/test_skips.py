"""A skip that CI doesn't know is red there, and only there."""

import pytest

from tests import skips

CODE = """
import pytest

@pytest.mark.skip(reason={reason!r})
def test_something(): ...
"""


@pytest.mark.parametrize(
    ("ci", "reason", "outcome"),
    [
        ("true", "I was in a hurry", "errors"),
        ("true", skips.KNOWN[0], "skipped"),
        ("", "I was in a hurry", "skipped"),
    ],
)
def test_an_unknown_skip_is_red_in_ci(pytester, monkeypatch, ci, reason, outcome):
    monkeypatch.setenv("CI", ci)
    pytester.makepyfile(CODE.format(reason=reason))
    pytester.runpytest_inprocess("-p", "tests.skips").assert_outcomes(**{outcome: 1})
