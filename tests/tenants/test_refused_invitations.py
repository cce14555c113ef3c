"""An invitation that was good when it was sent and is refused at acceptance: the reason is said, the inviter told."""

from datetime import timedelta

import pytest

from saas.core import clock
from saas.permissions import GRANTS, Can, Role
from saas.plans import FREE, Limit
from saas.tenants import roles
from saas.tenants.models import CustomRole, Invitation, Membership, Tenant
from tests.guards.rows import as_owner
from tests.tenants.conftest import INVITATIONS, path
from tests.tenants.test_members import CROWD

OWNER = GRANTS[Role.OWNER]
NEW = {"name": "Bo", "password": "otter gravel lantern"}
EMAIL = "bo@new.test"


@pytest.fixture
def by_adam(adam, mailbox):
    """The link of an invitation that Adam sent, to be an admin."""
    adam.send(INVITATIONS, email=EMAIL, role="admin")
    return path(mailbox.last(EMAIL))


def demote_adam(cast, role=Role.MEMBER):
    Membership.get(cast.memberships["acme", "adam"]).change_role(role, OWNER)


def remove_adam(cast):
    Membership.get(cast.memberships["acme", "adam"]).remove(OWNER)


def suspend(_cast):
    Tenant.here().suspend("unpaid")


def plan_erasure(_cast):
    Tenant.here().update(erase_at=clock.now() + timedelta(days=14))


def narrow(cast):
    """Adam may still invite, but not to that role."""
    role = roles.create("Recruiter", [Can.INVITE_MEMBERS], OWNER)
    demote_adam(cast, role)


REASONS = {
    "demoted": (demote_adam, "may no longer invite people", "adam@acme.test"),
    "gone": (remove_adam, "may no longer invite people", "ada@acme.test"),
    "narrowed": (narrow, "holds more today than whoever sent it may give", "adam@acme.test"),
    "suspended": (suspend, "suspended at the moment", "adam@acme.test"),
    "erasing": (plan_erasure, "about to be deleted", "adam@acme.test"),
}


@pytest.mark.parametrize("reason", REASONS)
def test_it_is_refused_with_the_reason_and_who_can_do_something_is_told_once(client, cast, by_adam, mailed, reason):
    act, said, told = REASONS[reason]
    with cast.within("acme"):
        act(cast)
    page = client.get(by_adam)
    assert page.status_code == 410
    assert said in page.text
    assert "could not join" not in " ".join(mailed(told))  # looking tells nobody
    for _ in range(2):
        answer = client.send(by_adam, **NEW)
        assert answer.status_code == 410
        assert said in answer.text
        assert "is told by mail" in answer.text
    assert mailed(told).count(f"{EMAIL} could not join Acme") == 1
    with cast.within("acme"):
        assert not Membership.count(Membership.email == EMAIL)


def test_another_reason_is_another_mail(client, cast, by_adam, mailed):
    for act in (suspend, plan_erasure):
        with cast.within("acme"):
            act(cast)
            if act is plan_erasure:
                Tenant.here().reactivate()
        client.send(by_adam, **NEW)
    assert mailed("adam@acme.test").count(f"{EMAIL} could not join Acme") == 2


def test_no_free_seat_refuses_and_a_free_one_admits(client, cast, invited, mailed, transaction):
    link = invited(EMAIL)
    fill(transaction, cast)
    assert "no free seat" in client.get(link).text
    answer = client.send(link, **NEW)
    assert (answer.status_code, "is told by mail" in answer.text) == (402, True)
    assert f"{EMAIL} could not join Acme" in mailed("ada@acme.test")
    with cast.within("acme"):
        Membership.get(cast.memberships["acme", "vic"]).remove(OWNER)
    assert client.send(link, **NEW).location == "/t/acme/"


def fill(transaction, cast):
    """With strangers, until no seat is free."""
    with cast.within("acme"):
        free = FREE.limits[Limit.SEATS] - Membership.count()
    as_owner(transaction)
    transaction.execute(CROWD, {"count": free, "tenant": cast.tenants["acme"]})


def test_a_role_widened_beyond_its_inviter_admits_nobody(client, ada, adam, cast, mailbox, mailed):
    with cast.within("acme"):
        role = roles.create("Payer", [Can.VIEW_BILLING], OWNER)
    adam.send(INVITATIONS, email=EMAIL, role=str(role.id))
    link = path(mailbox.last(EMAIL))
    assert client.get(link).status_code == 200
    with cast.within("acme"):
        roles.change(CustomRole.get(role.id), "Payer", [Can.MANAGE_BILLING], OWNER)
    answer = client.send(link, **NEW)
    assert answer.status_code == 410
    assert "holds more today" in answer.text
    assert f"{EMAIL} could not join Acme" in mailed("adam@acme.test")
    with cast.within("acme"):
        [invitation] = Invitation.all()
    ada.send(f"{INVITATIONS}/{invitation.id}")  # who may give it sends it again
    assert client.send(path(mailbox.last(EMAIL)), **NEW).location == "/t/acme/"


def test_a_role_that_is_deleted_leaves_the_one_in_its_place(client, ada, cast, invited):
    with cast.within("acme"):
        role = roles.create("Payer", [Can.VIEW_BILLING], OWNER)
    link = invited(EMAIL, role=str(role.id))
    ada.send(f"/t/acme/roles/{role.id}/delete", role="viewer")
    assert "Viewer" in client.page(link).find("dl").text
    client.send(link, **NEW)
    with cast.within("acme"):
        assert [each.role for each in Membership.all() if each.email == EMAIL] == [Role.VIEWER]


def test_who_invited_reads_no_reason_for_what_they_did_themselves(client, ada, cast, invited, mailed):
    link = invited(EMAIL)
    with cast.within("acme"):
        [invitation] = Invitation.all()
    ada.send(f"{INVITATIONS}/{invitation.id}/delete")
    answer = client.send(link, **NEW)
    assert "It was withdrawn" in answer.text
    assert "told by mail" not in answer.text
    assert not mailed("ada@acme.test")


def test_an_owner_is_asked_to_help_when_the_inviter_has_left(client, adam, by_adam, mailed):
    adam.send("/t/acme/members/leave")
    client.send(by_adam, **NEW)
    assert f"{EMAIL} could not join Acme" in mailed("ada@acme.test")


def test_the_button_on_the_page_tells_without_a_form(client, cast, by_adam, mailed):
    with cast.within("acme"):
        suspend(cast)
    assert "Tell who invited me" in client.get(by_adam).text
    assert "is told by mail" in client.send(by_adam).text
    assert f"{EMAIL} could not join Acme" in mailed("adam@acme.test")
