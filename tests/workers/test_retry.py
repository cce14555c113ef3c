"""`flask jobs retry`: dead jobs wait again."""

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from saas.core.db import db
from saas.core.outbox import JobRow, JobState, enqueue
from saas.jobs import Job

ROW = uuid7()


@pytest.fixture
def dead(cast):
    """One dead job in each of two workspaces."""
    for slug in ("acme", "globex"):
        with cast.within(slug):
            JobRow(job=Job.SEND_MAIL, queue="mail", row_id=ROW, state=JobState.DEAD, attempts=6).save()


def states(cast, slug):
    with cast.within(slug):
        return [(row.state, row.attempts) for row in db.session.scalars(select(JobRow))]


def retry(app, *words):
    return app.test_cli_runner().invoke(args=["jobs", "retry", *words])


def test_dead_jobs_of_all_workspaces_wait_again(app, cast, dead):
    assert retry(app).output == "2 dead jobs wait again.\n"
    assert states(cast, "acme") == states(cast, "globex") == [(JobState.WAITING, 0)]


def test_dead_jobs_of_one_workspace(app, cast, dead):
    assert retry(app, "--tenant", "acme").output == "1 dead jobs wait again.\n"
    assert states(cast, "acme") == [(JobState.WAITING, 0)]
    assert states(cast, "globex") == [(JobState.DEAD, 6)]


def test_what_waits_already_waits_once(app, cast, dead):
    with cast.within("acme"):
        enqueue(Job.SEND_MAIL, ROW)
    retry(app)
    assert states(cast, "acme") == [(JobState.WAITING, 0)]


def test_an_unknown_workspace_is_named(app, cast):
    result = retry(app, "--tenant", "nowhere")
    assert (result.exit_code, "nowhere" in result.output) == (1, True)
