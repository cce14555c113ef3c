"""The front door with invitations waiting: they are offered first, joined or declined there, and forced on nobody."""

import pytest
from uuid_utils.compat import uuid7

from saas.accounts import pace
from saas.accounts.models import User
from saas.audit.models import AuditEntry
from saas.core import tenancy
from saas.core.db import unit_of_work
from saas.events import Event
from saas.permissions import GRANTS, Can, Role
from saas.tenants import roles
from saas.tenants.models import CustomRole, Invitation, Membership, Tenant
from tests.tenants.conftest import INVITATIONS, PASSWORD

PERSON = {"name": "Bo Best", "email": "bo@new.test", "password": PASSWORD, "workspace": "Bo's", "agree": "y"}


@pytest.fixture(autouse=True)
def unpaced(monkeypatch):
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)


def offer(cast, email: str) -> str:
    """The address to which its Join button sends."""
    with cast.within("acme"):
        [invitation] = [each for each in Invitation.all() if each.email == email]
        return f"/workspaces/invitations/{invitation.id}"


@pytest.fixture
def eves(ada, cast):
    ada.send(INVITATIONS, email="eve@globex.test", role="viewer")
    return offer(cast, "eve@globex.test")


def test_after_signing_up_by_the_front_door_one_is_offered_them_first(client, ada, mailbox, cast):
    ada.send(INVITATIONS, email=PERSON["email"], role="viewer")
    client.send("/signup", **PERSON)
    link = mailbox.last(PERSON["email"], "Confirm").links[0].removeprefix("http://localhost:8000")
    assert client.send(link).location == "/workspaces"
    page = client.page("/workspaces")
    assert "You are invited to Acme" in page.h2.text
    assert "Ada Moreau invites you as Viewer" in page.text
    assert client.send(offer(cast, PERSON["email"])).location == "/t/acme/"
    assert client.get("/t/acme/").status_code == 200


def test_who_has_a_workspace_is_led_there_once_and_no_more(app, cast, ada, stale):
    stale("eve")
    ada.send(INVITATIONS, email="eve@globex.test", role="viewer")
    landed = []
    for _ in range(2):
        client = app.test_client()
        landed.append(client.send("/login", email="eve@globex.test", password=PASSWORD).location)
    assert landed == ["/workspaces", "/t/globex/"]


def test_joining_from_the_list(eve, eves, cast):
    page = eve.page("/workspaces")
    assert page.find("form", action=eves)
    assert "Globex" in page.text
    assert eve.send(eves).location == "/t/acme/"
    assert "You are invited" not in eve.page("/workspaces").text
    with cast.within("acme"):
        assert [each.role for each in Membership.all() if each.email == "eve@globex.test"] == [Role.VIEWER]
        assert AuditEntry.all(AuditEntry.id)[-1].event == Event.MEMBER_JOINED
    assert eve.send(eves).status_code == 404


def test_declining_from_the_list(eve, eves, mailed, cast):
    assert eve.send(f"{eves}/delete").location == "/workspaces"
    assert "You are invited" not in eve.page("/workspaces").text
    assert "eve@globex.test declined your invitation" in mailed("ada@acme.test")
    assert eve.send(eves).status_code == 404
    with cast.within("acme"):
        assert AuditEntry.all(AuditEntry.id)[-1].event == Event.INVITATION_DECLINED


@pytest.mark.parametrize("act", ["", "/delete"])
def test_nobody_answers_for_somebody_else(mel, adam, client, eves, act):
    assert mel.send(f"{eves}{act}").status_code == 404
    assert adam.send(f"{eves}{act}").status_code == 404  # of that workspace, even
    assert client.send(f"{eves}{act}").location.startswith("/login")
    assert "You are invited" not in mel.page("/workspaces").text


def test_ids_of_nothing_are_missing(eve):
    assert eve.send(f"/workspaces/invitations/{uuid7()}").status_code == 404
    assert eve.send("/workspaces/invitations/x").status_code == 404


def test_an_unconfirmed_address_is_offered_nothing(app, eve, eves, cast):
    """The session of such a person opens nothing anyhow."""
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users["eve"])
        User.get(cast.users["eve"]).confirmed_at = None
    assert eve.get("/workspaces").location.startswith("/login")
    assert eve.send(eves).location.startswith("/login")


def test_a_suspended_workspace_offers_nothing(eve, eves, cast):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid")
    assert "You are invited" not in eve.page("/workspaces").text
    assert eve.send(eves).status_code == 404


def test_the_reason_is_said_there_too(eve, adam, cast, mailed):
    """An own role, widened by an owner beyond what Adam holds, who sent the invitation."""
    with cast.within("acme"):
        role = roles.create("Payer", [Can.VIEW_BILLING], GRANTS[Role.OWNER])
    adam.send(INVITATIONS, email="eve@globex.test", role=str(role.id))
    with cast.within("acme"):
        roles.change(CustomRole.get(role.id), "Payer", [Can.MANAGE_BILLING], GRANTS[Role.OWNER])
    answer = eve.send(offer(cast, "eve@globex.test"))
    assert answer.status_code == 410
    assert "holds more today" in answer.text
    assert "eve@globex.test could not join Acme" in mailed("adam@acme.test")


def test_with_no_workspace_left_the_page_offers_both(ada, olga, cast):
    page = olga.page("/workspaces")
    assert "no workspace at the moment" in page.text
    ada.send(INVITATIONS, email="olga@operator.test", role="viewer")
    assert "Join the workspace you are invited to" in olga.page("/workspaces").text
