"""The cron page: what runs when, one line an entry. Times are UTC.

A run is a row unique by (name, due time): two beats cause one run; runs missed while all was down collapse into one.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from flask import Flask
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.outbox import enqueue
from saas.core.schedule_runs import ScheduleRun
from saas.jobs import Job

LatestDue = Callable[[datetime], datetime]


def daily(at: str) -> LatestDue:
    """Each day at "HH:MM": the latest such moment up to `now`."""

    def latest_due(now: datetime) -> datetime:
        today = datetime.combine(now.date(), time.fromisoformat(at), now.tzinfo)
        return today if today <= now else today - timedelta(days=1)

    return latest_due


class Entry(NamedTuple):
    name: str
    latest_due: LatestDue
    job: Job


SCHEDULE = [
    Entry("purge_expired", daily("03:10"), Job.PURGE_EXPIRED),  # while Europe and America sleep
]


def run_due(app: Flask, entries: list[Entry] = SCHEDULE) -> int:
    """Enqueue what is due and hasn't run, in the platform's name; how many entries that were."""
    with app.app_context():
        return sum(run_once(entry) for entry in entries)


def run_once(entry: Entry) -> bool:
    with tenancy.acting_for(tenancy.PLATFORM):
        run = insert(ScheduleRun).values(id=uuid7(), name=entry.name, due_at=entry.latest_due(clock.now()))
        run_id = db.session.scalar(run.on_conflict_do_nothing().returning(ScheduleRun.id))
        if run_id:
            enqueue(entry.job, run_id)
    return bool(run_id)
