"""A workspace that requires a second factor: who may say so, whom it tells, and what is seen without one."""

import pytest

from saas.accounts.models import User
from saas.accounts.second_factor import METHOD
from saas.audit.models import AuditEntry
from saas.core import tenancy
from saas.core.db import unit_of_work
from saas.tenants.models import Tenant

URL, SETTINGS = "/t/acme/settings/protection", "/t/acme/settings"


@pytest.fixture
def owner(cast):
    """Ada, who gave a second factor at log-in."""
    with_factor(cast, "ada")
    return cast.signed_in("ada", mfa=True)


def with_factor(cast, short):
    with cast.app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users[short])
        User.get(cast.users[short]).tf_primary_method = METHOD


@pytest.fixture
def required(owner):
    assert owner.send(URL, required="y").location == SETTINGS
    return owner


def told(mailbox):
    return sorted(mail.to for mail in mailbox.all if "second factor" in mail.subject)


def test_the_settings_say_how_many_have_none_before(owner):
    """Adam, mel, bea and vic."""
    text = owner.page(SETTINGS).select_one("[aria-labelledby=protection-title]").text
    assert "4 members have none" in text


def test_each_member_without_one_is_mailed_once(required, mailbox):
    everybody = [f"{short}@acme.test" for short in ("adam", "bea", "mel", "vic")]
    assert told(mailbox) == everybody
    required.send(URL)
    required.send(URL, required="y")
    assert told(mailbox) == everybody


def test_who_has_none_oneself_cannot_switch_it_on(ada):
    answer = ada.send(URL, required="y")
    assert answer.status_code == 409
    assert ada.get("/t/acme/").status_code == 200


@pytest.mark.parametrize("short", ["mel", "bea", "vic"])
def test_who_may_not_change_the_settings_cannot(cast, short):
    assert cast.signed_in(short, mfa=True).send(URL, required="y").status_code == 403


def test_it_is_in_the_log_both_ways(required, cast):
    required.send(URL)
    with cast.within("acme"):
        changes = [entry.changes for entry in AuditEntry.all(AuditEntry.id) if entry.event == "tenant.updated"]
    assert changes == [{"requires_second_factor": [False, True]}, {"requires_second_factor": [True, False]}]


def test_who_has_none_is_led_to_set_one_up_and_back(required, mel):
    answer = mel.get("/t/acme/members?q=x")
    assert answer.location == "/account/factors/new?next=/t/acme/members?q%3Dx"
    assert mel.page(answer.location).select_one("[name=next]")["value"] == "/t/acme/members?q=x"


def test_who_wants_none_can_still_leave_and_sees_nothing_first(required, mel, cast):
    leave = mel.page("/account/workspaces").select_one("form[action='/t/acme/members/leave']")
    assert mel.get(leave["action"]).location.startswith("/account/factors/new")
    assert mel.send(leave["action"]).location == "/workspaces"
    assert mel.get("/t/acme/").status_code == 404


def test_who_has_one_is_asked_for_it(required, cast, adam):
    with_factor(cast, "adam")
    assert adam.get("/t/acme/").location == "/account/again?next=/t/acme/"
    assert cast.signed_in("adam", mfa=True).get("/t/acme/").status_code == 200


def test_other_workspaces_are_open(required, adam):
    assert adam.get("/t/globex/").status_code == 200


def test_outsiders_learn_nothing_of_it(required, eve, client):
    assert eve.get("/t/acme/").status_code == 404
    assert client.get("/t/acme/").location.startswith("/login")


def test_switched_off_a_password_is_enough_again(required, mel):
    required.send(URL)
    assert mel.get("/t/acme/").status_code == 200


def test_a_suspended_workspace_tells_no_reason_either(required, cast, mel):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid-bill")
    assert mel.get("/t/acme/").status_code == 302
