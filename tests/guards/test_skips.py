"""A skip that CI doesn't know is red there."""

from types import SimpleNamespace

import pytest

from tests import skips


@pytest.mark.parametrize(
    ("reason", "outcome"), [("Skipped: I was in a hurry", "failed"), (f"Skipped: {skips.KNOWN[0]}", "skipped")]
)
def test_an_unknown_skip_is_red(reason, outcome):
    report = SimpleNamespace(outcome="skipped", longrepr=None)
    skips.refuse_unknown(report, reason)
    assert report.outcome == outcome


def test_the_rule_is_in_force(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("tests.skips")
