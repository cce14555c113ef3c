"""The checks of jobs can fail: each harm that a planted job does is named."""

import pytest

from saas.jobs import Job
from tests.guards import planted_jobs as planted
from tests.guards.workers import Workers
from workers import mail
from workers.app import FUNCTIONS


@pytest.fixture
def workers(world, sink):
    sink.clear()
    return Workers(world, sink)


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        (planted.changes_a_foreign_row, "changes mails of the other workspace"),
        (planted.mails_a_foreign_row, "canary-name-"),
        (planted.fails_with_foreign_words, "canary-name-"),
        (planted.keeps_a_foreign_id, "writes a row of specimens that names the other workspace's mails"),
    ],
)
def test_a_job_that_reaches_across_is_named(workers, monkeypatch, function, fault):
    monkeypatch.setitem(FUNCTIONS, Job.SEND_MAIL, function)
    monkeypatch.setitem(FUNCTIONS, Job.PURGE_EXPIRED, mail.send)  # so that the planted mail arrives
    workers.run(Job.SEND_MAIL, workers.id(Job.SEND_MAIL, "globex"))
    assert any(found.startswith(fault) for found in workers.faults()), workers.faults()


def test_a_mail_that_a_job_sends_is_read(workers, monkeypatch):
    monkeypatch.setitem(FUNCTIONS, Job.SEND_MAIL, planted.mails_a_foreign_row)
    monkeypatch.setitem(FUNCTIONS, Job.PURGE_EXPIRED, mail.send)
    workers.run(Job.SEND_MAIL, workers.id(Job.SEND_MAIL, "globex"))
    assert any(fault.endswith("in a mail") for fault in workers.faults()), workers.faults()


def test_a_job_that_adds_up_is_named(workers, monkeypatch):
    monkeypatch.setitem(FUNCTIONS, Job.SEND_MAIL, planted.adds_a_row_each_time)
    workers.run(Job.SEND_MAIL, workers.id(Job.SEND_MAIL, "acme"))
    once = workers.rows()
    workers.run(Job.SEND_MAIL, workers.id(Job.SEND_MAIL, "acme"))
    assert workers.rows() != once
