"""Every job: told the id of another workspace's row it touches nothing there, and running twice is running once."""

from datetime import timedelta
from enum import StrEnum

import pytest

from saas.core import clock
from saas.jobs import Job
from tests.guards.workers import Workers, unjudged
from workers.purge import KEPT


class Unjudged(StrEnum):
    PLANTED = "planted"


@pytest.fixture
def workers(world, sink):
    sink.clear()
    return Workers(world, sink)


@pytest.fixture
def later(workers, monkeypatch):
    """When all that the world holds has had its time."""
    then = clock.now() + KEPT + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: then)


def test_every_job_has_a_function_and_a_verdict():
    assert unjudged(Job) == []


def test_a_planted_job_without_a_verdict_is_named():
    assert unjudged([*Job, Unjudged.PLANTED]) == ["planted has no function", "planted has no verdict in ROWS_OF"]


@pytest.mark.parametrize("job", Job)
def test_a_job_leaves_another_workspaces_row_alone(workers, job):
    workers.run(job, workers.id(job, "globex"))
    assert workers.faults() == []


@pytest.mark.parametrize("job", Job)
@pytest.mark.usefixtures("later")
def test_a_job_that_runs_twice_leaves_the_same_state(workers, job):
    workers.run(job, workers.id(job, "acme"))
    once = workers.rows()
    workers.run(job, workers.id(job, "acme"))
    assert workers.rows() == once
    assert workers.errors() == []


def test_a_mail_of_ones_own_is_sent_once(workers):
    """The jobs above are really run."""
    for _ in range(2):
        workers.run(Job.SEND_MAIL, workers.id(Job.SEND_MAIL, "acme"))
    assert len(list(workers.sink.directory.glob("*.eml"))) == 1
