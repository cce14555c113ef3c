"""Errors reach Sentry, from pages and from jobs: with the ids of tenant and user, and nothing personal."""

import json

import pytest
import sentry_sdk
from sqlalchemy import text
from structlog.contextvars import clear_contextvars
from uuid_utils.compat import uuid7

from saas.core import reporting
from saas.core.db import db
from saas.core.outbox import enqueue
from saas.jobs import Job
from saas.permissions import public
from tests.workers.receiver import receiver
from workers.batch import work_off


@pytest.fixture
def sentry():
    clear_contextvars()
    with receiver() as server:
        reporting.init_reporting(server.dsn, "test")
        yield server
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)


def only(sentry):
    reporting.flush(10)
    (event,) = sentry.events
    return event


def crash(app, monkeypatch, view):
    monkeypatch.setitem(app.view_functions, "dashboard.index", public("it crashes")(view))


def test_a_page_that_crashes_is_reported_with_ids(app, cast, ada, monkeypatch, sentry):
    def view():
        password = "correct-horse"  # a local variable
        raise ValueError(f"no luck for ada@acme.test at http://x/{password}")

    crash(app, monkeypatch, view)
    headers = {"X-Request-ID": "request-0001", "Referer": "http://localhost/t/acme/?token=secret"}
    assert ada.get("/t/acme/?token=secret", headers=headers).status_code == 500
    event = only(sentry)
    assert event["tags"]["tenant"] == str(cast.tenants["acme"])
    assert event["tags"]["user"] == event["user"]["id"] == str(cast.users["ada"])
    assert event["tags"]["request_id"] == "request-0001"
    assert event["exception"]["values"][0]["value"] == "no luck for … at …"
    frames = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "view"
    assert_nothing_personal(event)


def assert_nothing_personal(event):
    told = json.dumps({name: value for name, value in event.items() if name != "exception"})
    told += json.dumps([fault["value"] for fault in event["exception"]["values"]])
    for word in ("acme.test", "Moreau", "secret", "correct-horse", "cookie", "127.0.0.1", "token"):
        assert word not in told, word
    for fault in event["exception"]["values"]:
        assert not any("vars" in frame for frame in fault["stacktrace"]["frames"])


def test_what_postgres_says_about_a_row_stays_here(app, ada, monkeypatch, sentry):
    def view():
        db.session.execute(text("do $$ begin raise 'odd' using detail = 'Key (email)=(ada@acme.test) exists'; end $$"))

    crash(app, monkeypatch, view)
    ada.get("/t/acme/")
    event = only(sentry)
    assert event["exception"]["values"][-1]["value"] == "(psycopg.errors.RaiseException) odd"
    assert_nothing_personal(event)


def test_a_job_that_fails_is_reported_with_its_tenant(app, cast, sentry):
    def fail(row_id):
        raise ValueError("no luck")

    with cast.within("acme"):
        enqueue(Job.SEND_MAIL, uuid7())
    work_off(app, {Job.SEND_MAIL: fail}, cast.tenants["acme"], "mail")
    event = only(sentry)
    assert event["tags"] == {"tenant": str(cast.tenants["acme"]), "job": "send_mail"}


def test_without_a_dsn_nothing_is_sent(app, ada, monkeypatch):
    crash(app, monkeypatch, lambda: 1 / 0)
    reporting.init_reporting("", "test")
    assert ada.get("/t/acme/").status_code == 500
    assert not sentry_sdk.is_initialized()
