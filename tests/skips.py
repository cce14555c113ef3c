"""In CI a skipped test is a failed one, unless its reason is known: nobody notices a proof that stopped running."""

import os

import pytest

# What a machine may lack without anybody being to blame.
KNOWN = ("only Linux tells a process of its parent's death", "only root lends PostgreSQL another user")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        refuse_unknown(report, str(call.excinfo.value))
    return report


def refuse_unknown(report: pytest.TestReport, reason: str) -> None:
    if not reason.endswith(KNOWN):
        report.outcome, report.longrepr = "failed", f"skipped in CI: {reason}"
