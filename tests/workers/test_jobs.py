"""A job's life: enqueued with what it follows from, claimed, tried again, ended; in one process."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, text, update
from uuid_utils.compat import uuid7

from saas.core import clock, tenancy
from saas.core.db import db, unit_of_work
from saas.core.outbox import JobRow, JobState, enqueue
from saas.jobs import Job
from tests.jobs import RunJobs
from workers.batch import work_off
from workers.claims import WORKER_DIED

MAIL, PURGE = Job.SEND_MAIL, Job.PURGE_TENANTS


def rows(cast, slug="acme"):
    with cast.within(slug):
        return list(db.session.scalars(select(JobRow).order_by(JobRow.id)))


def only(cast):
    (row,) = rows(cast)
    return row


@pytest.fixture
def ran():
    """The rows that ran, and what the job function does to them."""
    return []


@pytest.fixture
def work(app, cast, ran):
    """`work()` runs what acme has due of `job`; `work(raising=error)` has it fail."""

    def work(job=MAIL, raising=None):
        def function(row_id):
            ran.append(row_id)
            if raising:
                raise raising

        return work_off(app, {job: function}, cast.tenants["acme"], job.terms.queue)

    return work


def ask(cast, row_id=None, **others):
    row_id = row_id or uuid7()
    with cast.within("acme"):
        enqueue(MAIL, row_id, **others)
    return row_id


def test_a_job_is_done_once(cast, work, ran):
    row_id = ask(cast)
    assert (work(), work()) == (1, 0)
    assert ran == [row_id]
    assert only(cast).state == JobState.DONE


def test_a_rollback_leaves_nothing(cast, app):
    def fail():
        with cast.within("acme"):
            enqueue(MAIL, uuid7())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert rows(cast) == []


def test_asking_twice_is_asking_once(cast):
    row_id = ask(cast)
    ask(cast, row_id)
    assert len(rows(cast)) == 1


def test_asking_again_while_it_runs_runs_it_again(app, cast, ran):
    def asks_again(row_id):
        ran.append(row_id)
        if len(ran) == 1:
            ask(cast, row_id)

    ask(cast)
    assert work_off(app, {MAIL: asks_again}, cast.tenants["acme"], MAIL.terms.queue) == 2
    assert [row.state for row in rows(cast)] == [JobState.DONE, JobState.DONE]


def test_another_tenants_jobs_stay(app, cast, work, ran):
    with cast.within("globex"):
        enqueue(MAIL, uuid7())
    assert work() == 0
    assert rows(cast, "globex")[0].state == JobState.WAITING


def test_a_job_waits_for_its_time(cast, work):
    ask(cast, run_at=clock.now() + timedelta(hours=1))
    assert work() == 0
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert work() == 1


def test_a_failed_job_is_tried_again_on_schedule_and_then_dead(cast, work, ran):
    ask(cast)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for attempt, wait in enumerate(MAIL.terms.waits, 1):
            assert work(raising=OSError("to ada@acme.test: http://x/secret\nrow")) == 1
            row = only(cast)
            assert (row.state, row.attempts, row.run_at) == (JobState.WAITING, attempt, clock.now() + wait)
            assert row.last_error == "OSError: to … …"
            traveller.shift(wait - timedelta(seconds=1))
            assert work() == 0
            traveller.shift(timedelta(seconds=1))
        work(raising=OSError())
        traveller.shift(timedelta(days=365))
        assert work() == 0
    row = only(cast)
    assert (row.state, row.attempts, len(ran)) == (JobState.DEAD, MAIL.terms.tries, MAIL.terms.tries)


def test_a_job_that_fails_after_it_was_asked_for_again_leaves_one_row_waiting(app, cast):
    def function(row_id):
        with tenancy.acting_for(cast.tenants["acme"]):
            enqueue(MAIL, row_id, run_at=clock.now() + timedelta(hours=1))
        raise OSError

    ask(cast)
    assert work_off(app, {MAIL: function}, cast.tenants["acme"], MAIL.terms.queue) == 1
    assert [row.state for row in rows(cast)] == [JobState.DONE, JobState.WAITING]


def lapse(cast, **values):
    """As if the worker had died: the row runs, and its lease is over."""
    with cast.within("acme"):
        lease = text("now() - interval '1 second'")
        db.session.execute(update(JobRow).values(state=JobState.RUNNING, lease_until=lease, **values))


def test_a_lease_that_ran_out_is_tried_again(cast, work, ran):
    ask(cast)
    lapse(cast, attempts=1)
    assert work() == 1
    assert (only(cast).state, only(cast).attempts) == (JobState.DONE, 2)


def test_a_job_that_kills_its_worker_dies_after_its_tries(cast, work, ran):
    ask(cast)
    lapse(cast, attempts=MAIL.terms.tries)
    assert work() == 0
    row = only(cast)
    assert (row.state, row.last_error, ran) == (JobState.DEAD, WORKER_DIED, [])


def test_a_try_that_lost_its_lease_changes_nothing(app, cast, ran):
    def slow(row_id):
        ran.append(row_id)
        if len(ran) == 1:
            lapse(cast)
            work_off(app, {MAIL: slow}, cast.tenants["acme"], MAIL.terms.queue)
            raise OSError("too late")

    ask(cast)
    work_off(app, {MAIL: slow}, cast.tenants["acme"], MAIL.terms.queue)
    row = only(cast)
    assert (row.state, row.attempts, row.last_error, len(ran)) == (JobState.DONE, 2, "", 2)


def test_an_operator_enqueues_for_a_tenant(app, cast, work):
    with app.app_context(), unit_of_work():
        tenancy.acting_as(tenancy.OPERATOR)
        tenancy.enter(cast.tenants["acme"])
        enqueue(MAIL, UUID(int=1))
        enqueue(MAIL, UUID(int=1))
    assert work() == 1


def test_the_sweep_sees_what_is_due_of_all_tenants(app, cast):
    ask(cast)
    with cast.within("globex"):
        enqueue(PURGE, uuid7())
    assert set(RunJobs(app).due()) == {(cast.tenants["acme"], "mail"), (cast.tenants["globex"], "default")}
