"""Codes after the password: from the app, from the sheet, each once."""

import time

import pytest
import time_machine

from infra.local import totp
from saas.accounts import second_factor
from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import unit_of_work
from tests.accounts.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADA = {"email": "ada@acme.test", "password": PASSWORD}


@pytest.fixture
def recovery_codes(app, with_password):
    """Ada has a second factor; her recovery codes."""
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=with_password.users["ada"])
        sealed = app.extensions["security"].totp_factory.seal(SECRET)
        return second_factor.enable(User.get(with_password.users["ada"]), sealed)


@pytest.fixture
def asked(client, recovery_codes):
    """Ada gave her password and is asked for a code."""
    assert client.send("/login", **ADA).location == "/login/code"
    return client


def test_a_password_alone_opens_nothing(asked):
    assert asked.get("/t/acme/").status_code == 302
    assert asked.page("/login/code").select_one("[name=code]")["autocomplete"] == "one-time-code"


def test_the_code_lets_in(asked):
    assert asked.send("/login/code", code=totp.code(SECRET)).location == "/t/acme/"
    assert asked.get("/t/acme/").status_code == 200


def test_a_code_with_a_gap_is_the_same_code(asked):
    code = totp.code(SECRET)
    assert asked.send("/login/code", code=f"{code[:3]} {code[3:]}").status_code == 302


def test_a_code_is_good_once(asked, app):
    code = totp.code(SECRET)
    asked.send("/login/code", code=code)
    other = app.test_client()
    other.send("/login", **ADA)
    assert other.send("/login/code", code=code).status_code == 422


@pytest.mark.parametrize("code", ["", "000000", "abc", "１２３４５６", "x" * 41, "\x01", "0000-0000-0000"])
def test_a_wrong_code_is_422(asked, code):
    assert asked.send("/login/code", code=code).status_code == 422
    assert asked.get("/t/acme/").status_code == 302


def test_an_old_code_is_422(asked):
    assert asked.send("/login/code", code=totp.code(SECRET, time.time() - 120)).status_code == 422


def test_a_recovery_code_works_once(asked, app, recovery_codes):
    assert asked.send("/login/code", code=recovery_codes[0].upper()).status_code == 302
    other = app.test_client()
    other.send("/login", **ADA)
    assert other.send("/login/code", code=recovery_codes[0]).status_code == 422
    assert other.send("/login/code", code=recovery_codes[1]).status_code == 302


def test_recovery_codes_are_stored_as_hashes(recovery_codes, change):
    stored = change("ada").mf_recovery_codes
    assert len(stored) == len(recovery_codes) == second_factor.CODES
    assert not any(code in kept for code in recovery_codes for kept in stored)


def test_after_ten_minutes_the_password_is_asked_for_again(asked):
    with time_machine.travel(time.time() + 601):
        assert asked.get("/login/code").location == "/login"
        assert asked.send("/login/code", code=totp.code(SECRET)).location == "/login"


def test_a_changed_password_ends_the_wait(asked, change):
    change("ada", fs_uniquifier="changed")
    assert asked.send("/login/code", code=totp.code(SECRET)).location == "/login"


def test_without_a_password_there_is_no_code_page(client):
    assert client.get("/login/code").location == "/login"
    assert client.send("/login/code", code="123456").location == "/login"


def test_the_way_back_is_kept_over_the_code(client, recovery_codes):
    client.send("/login", **ADA, next="/t/acme/members")
    assert client.send("/login/code", code=totp.code(SECRET)).location == "/t/acme/members"


def test_staff_without_a_second_factor_cannot_come_in(client, with_password):
    answer = client.send("/login", email="olga@operator.test", password=PASSWORD)
    assert answer.status_code == 403
    assert "flask operator add" in answer.text
    assert client.get("/workspaces").status_code == 302


def test_a_reset_does_not_go_round_the_second_factor(client, recovery_codes, mailbox):
    client.send("/reset", email=ADA["email"])
    answer = client.send(mailbox.last(ADA["email"]).links[0], password="velvet-onion-harbour")
    assert answer.location == "/login/code"
    assert client.get("/t/acme/").status_code == 302
