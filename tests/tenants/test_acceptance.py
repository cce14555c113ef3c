"""Accepting an invitation: as a new person, with an account, as somebody else, too late, at the same moment."""

from datetime import timedelta

import pytest
import time_machine

from saas.accounts import passwords
from saas.accounts.models import Consent, User
from saas.audit.models import AuditEntry
from saas.core import clock, tenancy
from saas.core.db import db, unit_of_work
from saas.events import Event
from saas.permissions import Role
from saas.tenants.models import Invitation, Membership, Tenant

PASSWORD = "otter gravel lantern"


def memberships(cast, email: str) -> list[Membership]:
    with cast.within("acme"):
        return [each for each in Membership.all() if each.email == email]


def test_looking_changes_nothing_however_often(client, invited, cast):
    link = invited("bo@new.test", role="viewer")
    for _ in range(3):
        page = client.page(link)
    assert "Join Acme" in page.text
    assert "Ada Moreau" in page.text
    assert "bo@new.test" in page.text
    assert not page.find("input", {"name": "email"})
    with cast.within("acme"):
        assert Invitation.count(Invitation.is_open()) == 1


def test_a_new_person_joins_with_name_and_password(client, invited, cast):
    response = client.send(invited("bo@new.test", role="viewer"), name="Bo Best", password=PASSWORD)
    assert response.location == "/t/acme/"
    assert "Bo" in client.page("/t/acme/").h1.text
    [membership] = memberships(cast, "bo@new.test")
    assert (membership.name, membership.role) == ("Bo Best", Role.VIEWER)
    with cast.within("acme"):
        accepted, joined = AuditEntry.all(AuditEntry.id)[-2:]
    assert (accepted.event, joined.event) == (Event.INVITATION_ACCEPTED, Event.MEMBER_JOINED)
    assert joined.actor_id == membership.user_id
    with cast.app.app_context(), unit_of_work():
        tenancy.enter(user_id=membership.user_id)
        assert db.session.get(User, membership.user_id).confirmed_at
        assert {consent.document for consent in Consent.all()} == {"terms", "privacy"}


def test_they_log_in_with_that_password_later(app, client, invited):
    client.send(invited("bo@new.test"), name="Bo Best", password=PASSWORD)
    later = app.test_client()
    later.send("/login", email="bo@new.test", password=PASSWORD)
    assert later.get("/t/acme/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "password": PASSWORD}, "Say what people call you."),
        ({"name": "Bo", "password": "short"}, "at least 8"),
        ({"name": "Bo", "password": "password1"}, "tried first"),
        ({"name": "x" * 81, "password": PASSWORD}, "80"),
        ({"name": "www.evil.example", "password": PASSWORD}, "web address"),
    ],
)
def test_bad_input_is_422_with_the_name_kept(client, invited, cast, fields, said):
    response = client.send(invited("bo@new.test"), **fields)
    assert response.status_code == 422
    assert said in response.text
    assert 'role="alert"' in response.text
    assert f'value="{fields["name"]}"' in response.text
    assert not memberships(cast, "bo@new.test")


def test_an_account_signed_in_joins_with_one_button(eve, invited, cast):
    link = invited("eve@globex.test")
    assert "signed in as eve@globex.test" in eve.page(link).text
    assert eve.send(link).location == "/t/acme/"
    assert eve.get("/t/acme/").status_code == 200
    assert len(memberships(cast, "eve@globex.test")) == 1


def test_an_account_signed_out_logs_in_first_and_comes_back(client, invited):
    link = invited("eve@globex.test")
    form = client.page(link).select_one("main form")
    filled = {field["name"]: field["value"] for field in form.select("input[value]")}
    assert form["action"] == "/login"
    assert (filled["email"], filled["next"]) == ("eve@globex.test", link)
    assert client.send(link, name="Mallory", password=PASSWORD).location == f"/login?next={link}"


def test_the_way_by_the_log_in_page_ends_in_the_workspace(client, invited, cast):
    link = invited("bo@new.test")
    with cast.app.app_context(), unit_of_work():
        User.create(email="bo@new.test", name="Bo Best", password=passwords.hashed(PASSWORD)).confirm()
    form = client.page(f"/login?next={link}").select_one("main form")
    target = form.find("input", {"name": "next"})["value"]
    response = client.send("/login", email="bo@new.test", password=PASSWORD, next=target)
    assert response.location.endswith(link)
    assert client.send(link).location == "/t/acme/"
    assert client.get("/t/acme/").status_code == 200


def test_logging_out_to_use_the_right_account_leads_back(mel, invited):
    link = invited("bo@new.test")
    form = mel.page(link).select_one("main form[action='/logout']")
    response = mel.send("/logout", next=form.find("input", {"name": "next"})["value"])
    assert response.location.endswith(link)
    assert mel.page(link).find("input", {"name": "password"})


def test_somebody_else_is_told_whom_it_is_for(mel, invited, cast):
    link = invited("bo@new.test")
    page = mel.page(link)
    assert "You are signed in as mel@acme.test, and the invitation is for bo@new.test." in page.text
    assert page.find("form", action="/logout")
    assert mel.send(link).status_code == 403
    assert not memberships(cast, "bo@new.test")


def test_a_password_planted_by_a_stranger_is_replaced(app, client, invited, cast):
    stranger = app.test_client()
    planted = "planted by a stranger"
    stranger.send("/signup", name="M", email="bo@new.test", password=planted, workspace="Trap", consent="y")
    client.send(invited("bo@new.test"), name="Bo Best", password=PASSWORD)
    stranger.send("/login", email="bo@new.test", password=planted)
    assert stranger.get("/t/acme/").status_code == 302
    assert client.get("/t/acme/").status_code == 200
    assert [each.name for each in memberships(cast, "bo@new.test")] == ["Bo Best"]


def test_a_link_is_good_once(app, client, invited):
    link = invited("bo@new.test")
    client.send(link, name="Bo", password=PASSWORD)
    second = app.test_client().send(link, name="Bo", password=PASSWORD)
    assert second.status_code == 410
    assert "is a member of this workspace already" in second.text


def test_after_removal_the_used_link_lets_nobody_back(ada, client, invited, cast):
    link = invited("bo@new.test")
    client.send(link, name="Bo", password=PASSWORD)
    [membership] = memberships(cast, "bo@new.test")
    ada.send(f"/t/acme/members/{membership.id}/delete")
    for response in (client.get(link), client.send(link)):
        assert response.status_code == 410
        assert "used before" in response.text


def test_after_seven_days_it_says_so(client, invited):
    link = invited("bo@new.test")
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        response = client.get(link)
        assert response.status_code == 410
        assert "valid for 7 days" in response.text
        assert client.send(link, name="Bo", password=PASSWORD).status_code == 410


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "W10.x", "é", "a" * 3000])
def test_a_forged_link_is_400(client, mel, token):
    assert client.get(f"/invitations/{token}").status_code == 400
    assert mel.send(f"/invitations/{token}").status_code == 400


def test_a_link_changed_by_a_letter_is_400(client, invited):
    link = invited("bo@new.test")
    before, letter, after = link[:-9], link[-9], link[-8:]  # the last letter holds unused bits
    assert client.get(before + ("A" if letter != "A" else "B") + after).status_code == 400
    assert client.get(link[:-10]).status_code == 400


def test_a_suspended_workspace_lets_nobody_in(client, invited, cast):
    link = invited("bo@new.test")
    with cast.within("acme"):
        Tenant.here().suspend("An unpaid bill")
    assert client.get(link).status_code == 410
