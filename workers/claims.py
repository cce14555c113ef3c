"""How a worker takes a due row of jobs, and how it gives it back: each a small commit.

One row at a time, and its lease begins with its run, so a row is running exactly while it runs: no worker ever holds
rows that it hasn't started, and a worker that dies costs only what it was at.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from saas.core import clock
from saas.core.db import db
from saas.core.outbox import JobRow, JobState
from saas.core.reporting import summary
from saas.jobs import Job

GRACE = timedelta(seconds=5)  # between a job's limit and its lease's end: the watchdog is first
KNOWN = [str(job) for job in Job]  # what a newer worker knows besides stays for that one
WORKER_DIED = "the worker died while it ran"


@dataclass(frozen=True)
class Claim:
    """One try of a job. `attempt` tells this try from a later one."""

    tenant_id: UUID
    id: UUID
    job: Job
    row_id: UUID
    attempt: int


def count_due(queue: str, at_most: int) -> int:
    """How many rows of the current tenant are due in this queue, counted no further than `at_most`."""
    due = or_(_waiting(), _lapsed())
    found = select(JobRow.id).where(JobRow.queue == queue, JobRow.job.in_(KNOWN), due).limit(at_most)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def take(queue: str) -> Claim | None:
    """Start the next due row of the current tenant: a try and a lease. None when nothing is due."""
    while row := _next(queue, _lapsed()) or _next(queue, _waiting()):
        if row.attempts < Job(row.job).terms.tries:
            return _start(row)
        _bury(row, WORKER_DIED)
    return None


def finish(claim: Claim, error: BaseException | None) -> JobState | None:
    """Done, or waiting for its next try, or dead. None when the lease ran out and the row is another worker's."""
    row = db.session.get(JobRow, (claim.tenant_id, claim.id), with_for_update=True)
    if not row or row.state != JobState.RUNNING or row.attempts != claim.attempt:
        return None
    if not error:
        _end(row, JobState.DONE, "")
    elif claim.attempt >= claim.job.terms.tries:
        _bury(row, summary(error))
    elif _has_twin(row):
        _end(row, JobState.DONE, summary(error))  # the same was asked for again meanwhile; that row tries next
    else:
        _wait(row, claim, summary(error))
    return row.state


def _next(queue: str, is_due: ColumnElement[bool]) -> JobRow | None:
    rows = select(JobRow).where(JobRow.queue == queue, JobRow.job.in_(KNOWN), is_due).order_by(JobRow.run_at).limit(1)
    return db.session.scalar(rows.with_for_update(skip_locked=True))


def _waiting() -> ColumnElement[bool]:
    return and_(JobRow.state == JobState.WAITING, JobRow.run_at <= clock.now())


def _lapsed() -> ColumnElement[bool]:
    return and_(JobRow.state == JobState.RUNNING, JobRow.lease_until < func.now())


def _start(row: JobRow) -> Claim:
    job = Job(row.job)
    row.state = JobState.RUNNING
    row.attempts += 1
    # the database's clock, which sec.due compares with: workers' clocks needn't agree
    row.lease_until = func.now() + timedelta(seconds=job.terms.limit) + GRACE
    return Claim(row.tenant_id, row.id, job, row.row_id, row.attempts)


def _wait(row: JobRow, claim: Claim, fault: str) -> None:
    row.state, row.last_error, row.lease_until = JobState.WAITING, fault, None
    row.run_at = clock.now() + claim.job.terms.waits[claim.attempt - 1]


def _bury(row: JobRow, fault: str) -> None:
    _end(row, JobState.DEAD, fault)


def _end(row: JobRow, state: JobState, fault: str) -> None:
    row.state, row.last_error, row.lease_until, row.finished_at = state, fault, None, clock.now()


def _has_twin(row: JobRow) -> bool:
    same = JobRow.job == row.job, JobRow.row_id == row.row_id, JobRow.state == JobState.WAITING
    return bool(db.session.scalar(select(JobRow.id).where(*same).limit(1)))
