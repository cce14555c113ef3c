"""What the clock triggers: the sweep's hints, the schedule's runs, and the nightly purge."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis
from sqlalchemy import func, select, text
from uuid_utils.compat import uuid7

from saas.accounts.models import UserSession
from saas.core import clock, tenancy
from saas.core.db import db, unit_of_work
from saas.core.outbox import JobRow, JobState, enqueue
from saas.core.schedule_runs import ScheduleRun
from saas.jobs import Job
from tests import servers
from workers.schedule import SCHEDULE, Entry, daily, run_due
from workers.sweep import sweep

NIGHT = datetime(2031, 3, 4, 3, 10, tzinfo=UTC)
ENTRIES = [Entry("nightly", daily("03:10"), Job.PURGE_EXPIRED)]


def count(app, model, *where):
    with app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
        return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_a_daily_entry_is_due_at_its_minute():
    due = daily("03:10")
    assert due(NIGHT) == NIGHT
    assert due(NIGHT + timedelta(hours=20)) == NIGHT
    assert due(NIGHT - timedelta(seconds=1)) == NIGHT - timedelta(days=1)


def test_an_entry_runs_once_a_night_however_often_the_clock_ticks(app):
    with time_machine.travel(NIGHT, tick=False) as traveller:
        assert [run_due(app, ENTRIES) for _ in range(3)] == [1, 0, 0]
        traveller.shift(timedelta(hours=23))
        assert run_due(app, ENTRIES) == 0
        traveller.shift(timedelta(hours=1))
        assert run_due(app, ENTRIES) == 1
    assert count(app, JobRow, JobRow.job == Job.PURGE_EXPIRED) == 2


def test_missed_runs_collapse_into_one(app):
    with time_machine.travel(NIGHT, tick=False) as traveller:
        run_due(app, ENTRIES)
        traveller.shift(timedelta(days=10))
        assert [run_due(app, ENTRIES) for _ in range(2)] == [1, 0]


def test_two_beats_at_once_cause_one_run(worker_id):
    app = servers.create_app(servers.settings(servers.database(f"beats_{worker_id}_{os.getpid()}")))
    with ThreadPoolExecutor(8) as beats:
        assert sum(beats.map(lambda _: run_due(app, ENTRIES), range(8))) == 1
    assert count(app, ScheduleRun) == 1
    with app.app_context():
        db.engine.dispose()


def test_the_names_on_the_cron_page_are_unique():
    assert len({entry.name for entry in SCHEDULE}) == len(SCHEDULE)


def test_the_sweep_hints_what_waited_for_its_time(app, cast):
    broker = Redis.from_url(app.config["SETTINGS"].redis_url)
    with cast.within("acme"):
        enqueue(Job.SEND_MAIL, uuid7(), run_at=clock.now() + timedelta(hours=1))
    key = f"hint:mail:{cast.tenants['acme']}"
    sweep(app)
    assert not broker.exists(key)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        sweep(app)
    assert broker.exists(key)


def test_with_valkey_down_enqueueing_still_works(app, cast, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "redis_url", "redis://127.0.0.1:9/0")
    with cast.within("acme"):
        enqueue(Job.SEND_MAIL, uuid7())
    with cast.within("acme"):
        assert db.session.scalars(select(JobRow)).one().state == JobState.WAITING


@pytest.fixture
def purge(app, run_jobs):
    def purge():
        with app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
            enqueue(Job.PURGE_EXPIRED, uuid7())
        run_jobs()

    return purge


def test_the_purge_takes_old_done_jobs_of_all_tenants_and_leaves_dead_ones(app, cast, purge):
    for slug in ("acme", "globex"):
        with cast.within(slug):
            for state in (JobState.DONE, JobState.DEAD):
                finished = {"state": state, "finished_at": clock.now()}
                JobRow(job=Job.SEND_MAIL, queue="mail", row_id=uuid7(), **finished).save()
    purge()
    assert remaining(cast) == [2, 2]
    with time_machine.travel(clock.now() + timedelta(days=31)):
        purge()
    assert remaining(cast) == [1, 1]


def remaining(cast):
    found = []
    for slug in ("acme", "globex"):
        with cast.within(slug):
            found.append(db.session.scalar(select(func.count()).select_from(JobRow)))
    return found


def test_the_purge_takes_old_runs_of_the_schedule(app, purge):
    with time_machine.travel(NIGHT, tick=False):
        run_due(app, ENTRIES)
        purge()
        assert count(app, ScheduleRun) == 1
    with time_machine.travel(NIGHT + timedelta(days=31)):
        purge()
    assert count(app, ScheduleRun) == 0


def test_the_purge_forgets_sessions_a_month_after_their_end(app, cast, purge):
    begun = {name: cast.signed_in(name) for name in ("ada", "eve")}
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users["eve"])
        db.session.scalars(select(UserSession)).one().revoked_at = clock.now() - timedelta(days=31)
    purge()
    assert begun["ada"].get("/t/acme/").status_code == 200
    assert [sessions(app, cast, name) for name in begun] == [1, 0]


def sessions(app, cast, name):
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users[name])
        return db.session.scalar(select(func.count()).select_from(UserSession))


def test_the_sweep_function_shows_tenants_and_queues_only(app, cast):
    with cast.within("globex"):
        enqueue(Job.SEND_MAIL, uuid7())
    with app.app_context(), unit_of_work():
        due = db.session.execute(text("select * from sec.due(:now)"), {"now": clock.now()}).mappings().all()
    assert [set(row) for row in due] == [{"tenant_id", "queue"}]
