"""@job(Job.X): what does a job.

A function reads its row in one unit of work, acts outside of any, and writes in a second.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from flask import g
from structlog import get_logger
from structlog.contextvars import bound_contextvars

from saas.core import reporting
from saas.core.tenancy import acting_for
from saas.jobs import Job
from workers import claims
from workers.claims import Claim

log = get_logger("jobs")

Function = Callable[[UUID], None]


class TooLong(Exception):
    """The job ran longer than its limit."""


def job(name: Job) -> Callable[[Function], Function]:
    """Mark the function that does `name`; workers/app.py lists them all. It gets the row's id."""

    def mark(function: Function) -> Function:
        function.job = name  # type: ignore[attr-defined]  # read by table()
        return function

    return mark


def table(*functions: Function) -> dict[Job, Function]:
    """Which function does which job."""
    return {function.job: function for function in functions}  # type: ignore[attr-defined]  # set by job()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """A unit of work for the tenant whose job runs here."""
    with acting_for(g.claim.tenant_id):
        yield


def take(tenant_id: UUID, queue: str) -> Claim | None:
    """The tenant's next due job of this queue, started."""
    with acting_for(tenant_id):
        return claims.take(queue)


def run(functions: Mapping[Job, Function], claim: Claim) -> None:
    """Do the job and note how it went. Needs an app context of its own."""
    g.claim = claim
    with named(claim):
        began = time.monotonic()
        finish(claim, fault(functions[claim.job], claim), time.monotonic() - began)


@contextmanager
def named(claim: Claim) -> Iterator[None]:
    """Each log line and each report says of which job it tells."""
    names = {"tenant": str(claim.tenant_id), "job": str(claim.job), "row": str(claim.row_id), "attempt": claim.attempt}
    with bound_contextvars(**names):
        yield


def fault(function: Function, claim: Claim) -> Exception | None:
    try:
        function(claim.row_id)
    except Exception as error:
        reporting.report(error)
        return error
    return None


def finish(claim: Claim, error: Exception | None, seconds: float) -> None:
    with acting_for(claim.tenant_id):
        state = claims.finish(claim, error)
    failed = {"error": reporting.summary(error)} if error else {}
    tell = log.warning if error else log.info
    tell("job", state=state or "lost its lease", seconds=round(seconds, 3), **failed)
