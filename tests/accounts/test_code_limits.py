"""Codes are counted for the person, wherever they are asked for one."""

import os
import secrets

import pytest
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from saas.accounts import limits
from saas.core.security import limiter
from tests.accounts.conftest import PASSWORD
from tests.servers import VALKEY

A_MINUTE = int(limits.CODES_OF_ACCOUNT.split()[0])


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """Counting, in the suite's Valkey; ids are new in each test."""
    storage = storage_from_string(os.environ[VALKEY])
    monkeypatch.setattr(limiter, "_storage", storage)
    monkeypatch.setattr(limiter, "_limiter", FixedWindowRateLimiter(storage))
    monkeypatch.setattr(limiter, "enabled", True)


@pytest.fixture
def ada(app, cast, with_app, change):
    """`ada("log-in")`: her browser on the way there; her address of mail and of the network are no other test's."""
    email, network = f"{secrets.token_hex(6)}@acme.test", f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.1"
    with_app("ada")
    change("ada", email=email)

    def at(way):
        client = cast.signed_in("ada") if way != "log-in" else app.test_client()
        client.environ_base["REMOTE_ADDR"] = network
        if way == "log-in":
            assert client.send("/login", email=email, password=PASSWORD).location == "/login/code"
        return client

    return at


def log_in(client):
    return client.send("/login/code", code="000000").status_code


def show_again(client):
    return client.send("/account/again", password=PASSWORD, code="000000").status_code


def set_up(client):
    return client.send("/account/factors", code="000000").status_code


WAYS = {"log-in": log_in, "again": show_again, "setting up": set_up}


@pytest.mark.parametrize("last", WAYS)
@pytest.mark.parametrize("first", WAYS)
def test_tries_of_all_ways_count_together(ada, first, last):
    one, other = ada(first), ada(last)
    for _ in range(A_MINUTE):
        assert WAYS[first](one) == 422
    assert WAYS[last](other) == 429


def test_somebody_elses_tries_do_not_count(ada, mel, with_app):
    with_app("mel")
    hers = ada("again")
    for _ in range(A_MINUTE):
        show_again(hers)
    assert show_again(mel) == 422
