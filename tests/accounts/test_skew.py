"""Clocks that differ: of the web server and Postgres, of two web servers, of a phone; by a minute nothing breaks."""

import time

import pytest
import time_machine

from infra.local import totp
from saas.accounts import second_factor
from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import unit_of_work
from saas.core.signing import SKEW_SECONDS
from tests.accounts.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADA = {"email": "ada@acme.test", "password": PASSWORD}
MINUTE = SKEW_SECONDS
STEP = 30  # seconds a code is shown


@pytest.fixture
def recovery_codes(app, with_password):
    """Ada has a second factor; her recovery codes."""
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=with_password.users["ada"])
        sealed = app.extensions["security"].totp_factory.seal(SECRET)
        return second_factor.enable(User.get(with_password.users["ada"]), sealed)


@pytest.fixture
def asked(app, recovery_codes):
    """`asked()`: a browser in which Ada gave her password and is asked for a code."""

    def ask():
        client = app.test_client()
        assert client.send("/login", **ADA).location == "/login/code"
        return client

    return ask


def web_clock(seconds: float):
    return time_machine.travel(time.time() + seconds)


@pytest.mark.parametrize("seconds", [-MINUTE, MINUTE])
def test_a_web_server_a_minute_off_postgres_clock_serves(client, with_password, mailbox, seconds):
    with web_clock(seconds):
        assert client.send("/login", **ADA).location == "/t/acme/"
        assert client.get("/t/acme/members").status_code == 200
        client.send("/reset", email=ADA["email"])
        link = mailbox.last(ADA["email"]).links[0]
        assert client.send(link, password="velvet-onion-harbour").location == "/t/acme/"


def test_far_off_it_shows_nothing_rather_than_too_much(client, with_password):
    with web_clock(-3600):
        assert client.send("/login", **ADA).status_code == 500
        assert client.get("/t/acme/members").status_code == 302


def test_what_a_fast_web_server_signed_is_good_on_a_slow_one(client, with_password, mailbox):
    with web_clock(MINUTE):
        client.send("/login", **ADA)
        client.send("/reset", email=ADA["email"])
        link = mailbox.last(ADA["email"]).links[0]
    assert client.get("/t/acme/members").status_code == 200
    assert client.send("/account", name="Ada", zone="UTC", locale="en", theme="system").location == "/account"
    assert client.get(link).status_code == 200


def test_a_session_cookie_lives_no_longer_for_that(client, app, ada):
    with web_clock(app.permanent_session_lifetime.total_seconds() + 60):
        assert client.get("/account").status_code == 302


@pytest.mark.parametrize("second", range(0, STEP, 5))
@pytest.mark.parametrize(("off", "status"), [(-30, 302), (30, 302), (-90, 422), (90, 422)])
def test_a_phone_may_be_half_a_minute_off_and_no_minute_and_a_half(asked, second, off, status):
    """Whatever the moment within the thirty seconds of a code."""
    begins = time.time() // STEP * STEP + STEP
    with time_machine.travel(begins + second, tick=False):
        assert asked().send("/login/code", code=totp.code(SECRET, begins + second + off)).status_code == status


def test_a_used_code_stays_used_after_a_recovery_code(asked, recovery_codes):
    code = totp.code(SECRET, time.time())
    assert asked().send("/login/code", code=code).status_code == 302
    assert asked().send("/login/code", code=recovery_codes[0]).status_code == 302
    assert asked().send("/login/code", code=code).status_code == 422


def test_a_used_code_stays_used_after_a_new_password(asked, client, mailbox):
    code = totp.code(SECRET, time.time())
    assert asked().send("/login/code", code=code).status_code == 302
    client.send("/reset", email=ADA["email"])
    link = mailbox.last(ADA["email"]).links[0]
    assert client.send(link, password="velvet-onion-harbour").location == "/login/code"
    assert client.send("/login/code", code=code).status_code == 422


def test_an_older_code_is_not_good_after_a_newer_one(asked):
    """One read over a shoulder before."""
    now = time.time()
    assert asked().send("/login/code", code=totp.code(SECRET, now)).status_code == 302
    assert asked().send("/login/code", code=totp.code(SECRET, now - STEP)).status_code == 422


def test_a_recovery_code_is_good_once_however_it_is_spelt(asked, recovery_codes):
    first = recovery_codes[0]
    assert asked().send("/login/code", code=first).status_code == 302
    for spelling in (first, first.upper(), f" {first} ", " ".join(first)):
        assert asked().send("/login/code", code=spelling).status_code == 422
