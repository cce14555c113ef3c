"""Sending: what arrives at a real SMTP server, what a refusal does, and that nothing is sent twice."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from saas.core import clock
from saas.core.db import db
from saas.core.outbox import JobRow, JobState, enqueue
from saas.jobs import Job
from saas.mail.models import Mail, MailState
from tests.mail.servers import smtp_that_answers
from tests.mail.test_writing import URL, write
from workers import smtp
from workers.mail import message


@pytest.fixture
def written(cast):
    with cast.within("acme"):
        return write().id


def stored(cast):
    with cast.within("acme"):
        return db.session.scalars(select(Mail)).one(), db.session.scalars(select(JobRow)).one()


def test_a_mail_arrives_whole(written, mailbox):
    mail = mailbox.last("ada@acme.test")
    assert (mail.subject, mail.sender) == ("Hello Ada", "Tenantry <hello@example.com>")
    assert mail.links == [URL]
    assert URL.replace("&", "&amp;") in mail.html
    assert mail.message["Message-ID"] == f"<{written}@example.com>"
    assert mail.message["Auto-Submitted"] == "auto-generated"


def test_a_sent_mail_keeps_no_links(cast, written, mailbox):
    assert len(mailbox.all) == 1
    mail, job = stored(cast)
    assert (mail.state, mail.links, job.state) == (MailState.SENT, None, JobState.DONE)
    assert mail.sent_at
    assert "[link:confirm]" in mail.text


def test_a_mail_sent_already_is_not_sent_again(cast, written, mailbox):
    assert len(mailbox.all) == 1
    with cast.within("acme"):
        enqueue(Job.SEND_MAIL, written)
    assert len(mailbox.all) == 1


def test_names_in_any_script_arrive(cast, mailbox):
    with cast.within("acme"):
        write(name="Łukasz 山田 <i>")
    mail = mailbox.last("ada@acme.test")
    assert mail.subject == "Hello Łukasz 山田 <i>"
    assert "Welcome, Łukasz 山田 <i>." in mail.text


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_mail_refused_for_good_failed(app, cast, written, run_jobs, monkeypatch, stage):
    with smtp_that_answers(stage, "550 no such user <ada@acme.test>") as url:
        monkeypatch.setattr(app.config["SETTINGS"], "smtp_url", url)
        run_jobs()
    mail, job = stored(cast)
    assert (mail.state, mail.fault, mail.links, job.state) == (
        MailState.FAILED,
        "550 no such user <…>",
        None,
        JobState.DONE,
    )


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "MAIL"])
def test_a_mail_refused_for_now_is_tried_again(app, cast, written, mailbox, monkeypatch, stage):
    with smtp_that_answers(stage, "451 come back later") as url, monkeypatch.context() as patch:
        patch.setattr(app.config["SETTINGS"], "smtp_url", url)
        mailbox.run_jobs()
    mail, job = stored(cast)
    assert (mail.state, job.state, job.attempts) == (MailState.WAITING, JobState.WAITING, 1)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert mailbox.last("ada@acme.test").links == [URL]


def test_without_a_server_the_mail_waits(app, cast, written, run_jobs, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "smtp_url", "smtp://127.0.0.1:9")
    run_jobs()
    mail, job = stored(cast)
    assert (mail.state, job.state, job.last_error[:22]) == (
        MailState.WAITING,
        JobState.WAITING,
        "ConnectionRefusedError",
    )


def test_no_call_goes_out_inside_a_transaction(app, cast, sink):
    with cast.within("acme"):
        mail = write()
        db.session.flush()
        with pytest.raises(smtp.InTransaction):
            smtp.send(sink.server.url, message(mail, app.config["SETTINGS"]))


def test_connections_are_used_again(app, cast, mailbox, monkeypatch):
    opened = []
    monkeypatch.setitem(smtp.OPENERS, "smtp", lambda *where: opened.append(where) or smtplib.SMTP(*where))
    smtp._idle.clear()
    with cast.within("acme"):
        for number in range(3):
            write(name=number)
    assert len(mailbox.all) == 3
    assert len(opened) == 1


def test_a_connection_the_server_closed_is_replaced(app, cast, written, mailbox, sink):
    dead = smtplib.SMTP(*sink.server.url.removeprefix("smtp://").split(":"))
    dead.sock.close()
    smtp._idle.append(smtp.Idle(sink.server.url, dead, float("inf")))
    assert len(mailbox.all) == 1
