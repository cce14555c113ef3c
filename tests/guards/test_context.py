"""The signed context: how long it lives, that its parts can't be exchanged, and that keys rotate."""

import os
import secrets
import time
from types import SimpleNamespace

import psycopg
import pytest
from flask_migrate import upgrade

from saas.core import signing
from saas.core.tenancy import PLATFORM
from tests import servers
from tests.guards.logins import DENIED, LogIns, drop

ASK = "SELECT sec.tenant_id(), sec.user_id()"
TELL = "SELECT set_config('app.context', %s, false)"
PARTS = ("key", "tenant", "user", "expiry", "signature")


@pytest.fixture(scope="module")
def log_ins(worker_id):
    log_ins = LogIns(f"context_{worker_id}_{os.getpid()}")
    yield log_ins
    drop(log_ins.database)


@pytest.fixture
def rotating(worker_id):
    """A database whose keys are exchanged."""
    name = servers.database(f"rotating_{worker_id}_{os.getpid()}")
    yield name
    drop(name)


@pytest.fixture
def connection(log_ins):
    with log_ins.connect("saas_app") as connection:
        yield connection


@pytest.fixture
def signed_ago(log_ins, monkeypatch):
    """A context for a workspace and a person, signed so many seconds ago; the database's clock stays."""

    def sign(seconds: float, tenant: str = "acme", user: str = "ada") -> str:
        monkeypatch.setattr(signing, "time", SimpleNamespace(time=lambda: time.time() - seconds))
        return log_ins.context(tenant, user)

    return sign


def test_a_context_says_for_whom_it_was_signed(log_ins, connection, signed_ago):
    told = answer(connection, signed_ago(0))
    assert told == (log_ins.cast.tenants["acme"], log_ins.cast.users["ada"])
    assert answer(connection, log_ins.context(None, "ada")) == (None, log_ins.cast.users["ada"])
    assert answer(connection, log_ins.context("acme", None)) == (log_ins.cast.tenants["acme"], None)


def test_none_is_nobody(connection):
    assert connection.execute(ASK).fetchone() == (None, None)
    assert answer(connection, "") == (None, None)


def test_within_its_time_it_opens_a_transaction(connection, signed_ago):
    assert answer(connection, signed_ago(signing.CONTEXT_SECONDS - 10))


def test_after_its_time_it_opens_none(connection, signed_ago):
    assert answer(connection, signed_ago(signing.CONTEXT_SECONDS + 1)) == DENIED


def test_a_transaction_outlives_its_context(log_ins, connection, signed_ago):
    """Told in its last second, and asked until that second is over."""
    with connection.transaction():
        context = signed_ago(signing.CONTEXT_SECONDS - 1)
        over = f"SELECT clock_timestamp() > to_timestamp({context.split(':')[3]})"
        while not connection.execute(over).fetchone()[0]:
            assert answer(connection, context) != DENIED
        assert answer(connection, context)[0] == log_ins.cast.tenants["acme"]
    assert answer(connection, context) == DENIED


@pytest.mark.parametrize("part", PARTS)
def test_no_part_is_exchanged_for_that_of_another_valid_one(connection, signed_ago, part):
    """Whoever is a member of two workspaces holds two valid contexts."""
    mine, other = signed_ago(0).split(":"), signed_ago(5, "globex", "eve").split(":")
    other[0] = "2"
    mine[PARTS.index(part)] = other[PARTS.index(part)]
    assert answer(connection, ":".join(mine)) == DENIED


@pytest.mark.parametrize("change", ["{0}:", ":{0}", "{0} ", "{0}0", "{1}", "{0}:{0}", "0{0}"])
def test_no_text_around_a_valid_one_passes(connection, signed_ago, change):
    context = signed_ago(0)
    assert answer(connection, change.format(context, context.upper())) == DENIED


def test_a_key_is_exchanged_without_a_pause(rotating):
    """Add the new one, deploy, drop the old one, deploy again: at each step whatever is deployed is understood."""
    old, new = os.environ["CONTEXT_KEYS"], f"2:{secrets.token_hex(32)}"
    before = deployed(rotating, old)
    between = deployed(rotating, f"{new},{old}")
    assert (before[0], between[0]) == ("1", "2"), "the first signs"
    assert understood(rotating, before)
    assert understood(rotating, between)
    after = deployed(rotating, new)
    assert understood(rotating, between)
    assert understood(rotating, after)
    assert not understood(rotating, before)
    assert not understood(rotating, "2" + before[1:])


def answer(connection: psycopg.Connection, context: str):
    """Whom Postgres takes it to name, or how it refuses."""
    try:
        with connection.transaction():
            connection.execute(TELL, (context,))
            return connection.execute(ASK).fetchone()
    except psycopg.errors.InsufficientPrivilege as error:
        return error.sqlstate


def deployed(database: str, keys: str) -> str:
    """What an app with these keys signs, once `flask db upgrade` has run in its environment."""
    app = servers.create_app(servers.settings(database, context_keys=keys))
    with app.app_context():
        upgrade(directory="migrations")
        return signing.context(PLATFORM, None)


def understood(database: str, context: str) -> bool:
    with psycopg.connect(servers.url(database, "saas_app").replace("+psycopg", ""), autocommit=True) as connection:
        return answer(connection, context) == (PLATFORM, None)
