"""Inviting: the pasted list, the seats, the open invitations, sending again and withdrawing."""

from datetime import timedelta

import pytest
import time_machine
from uuid_utils.compat import uuid7

from saas.audit.models import AuditEntry
from saas.core import clock
from saas.core.security import limiter
from saas.events import Event
from saas.permissions import Role
from saas.plans import FREE, Limit
from saas.tenants.addresses import split
from saas.tenants.models import Invitation, Membership
from tests.tenants.conftest import INVITATIONS, path

NEW = f"{INVITATIONS}/new"
SEATS = FREE.limits[Limit.SEATS]


def outcomes(response) -> dict[str, str]:
    rows = response.text.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    return {row.split('break">')[1].split("<")[0]: row.split('dot">')[1].split("<")[0] for row in rows}


def the_open_one(cast) -> Invitation:
    with cast.within("acme"):
        [invitation] = [each for each in Invitation.all() if each.open]
    return invitation


def test_each_address_of_a_pasted_list_gets_its_result(ada, cast):
    ada.send(INVITATIONS, email="early@new.test", role="member")
    pasted = "Bo Best <BO@new.test>; mel@acme.test\nearly@new.test, junk  bo@new.test"
    assert outcomes(ada.send(INVITATIONS, email=pasted, role="viewer")) == {
        "bo@new.test": "Invited",
        "mel@acme.test": "Is a member already",
        "early@new.test": "Was invited already; sent again",
        "junk": "Is not an e-mail address",
    }
    with cast.within("acme"):
        assert {(each.email, each.role) for each in Invitation.all()} == {
            ("bo@new.test", Role.VIEWER),
            ("early@new.test", Role.VIEWER),
        }


def test_the_mail_names_workspace_inviter_and_role_and_hides_the_link(ada, mailbox, cast):
    ada.send(INVITATIONS, email="bo@new.test", role="billing")
    mail = mailbox.last("bo@new.test")
    assert mail.subject == "Ada Moreau invites you to Acme"
    assert "Billing" in mail.text
    assert mail.links[0].startswith("http://localhost/invitations/")
    with cast.within("acme"):
        entry = AuditEntry.all(AuditEntry.id)[-1]
    assert (entry.event, entry.subject_name) == (Event.INVITATION_SENT, "bo@new.test")
    assert entry.changes["token_hash"][1] == "…"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" , ;\n", []),
        ("a@b.test,a@b.test A@B.test", ["a@b.test"]),
        ("Ada, Lovelace <ada@b.test>", ["ada", "ada@b.test"]),
        ("<a@b.test><c@d.test>", ["a@b.test", "c@d.test"]),
    ],
)
def test_a_list_is_parted(app, text, parts):
    with app.app_context():
        assert split(text) == parts


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "", "role": "member"}, "Name at least one address."),
        ({"email": " ".join(f"p{n}@new.test" for n in range(51)), "role": "member"}, "at most 50"),
        ({"email": "bo@new.test", "role": "owner"}, "Not a valid choice"),
        ({"email": "bo@new.test", "role": "root"}, "Error:"),
        ({"email": "bo@new.test"}, "Error:"),
    ],
)
def test_a_bad_list_is_422_and_keeps_what_was_typed(ada, cast, fields, said):
    response = ada.send(INVITATIONS, **fields)
    assert response.status_code == 422
    assert said in response.text
    assert fields["email"] in response.text
    assert 'role="alert"' in response.text
    with cast.within("acme"):
        assert Invitation.count() == 0


def test_an_admin_invites_nobody_to_more_than_they_hold(adam):
    assert adam.send(INVITATIONS, email="bo@new.test", role="billing").status_code == 422
    assert not adam.page(NEW).select_one("input[value=billing]")


def test_an_admin_changes_no_invitation_to_more_than_they_hold(ada, adam, cast):
    ada.send(INVITATIONS, email="bo@new.test", role="billing")
    assert adam.send(INVITATIONS, email="bo@new.test", role="member").status_code == 403
    assert adam.send(f"{INVITATIONS}/{the_open_one(cast).id}").status_code == 403


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_other_roles_neither_invite_nor_look(cast, who):
    person = cast.signed_in(who)
    for response in (person.get(INVITATIONS), person.get(NEW), person.send(INVITATIONS, email="x@y.test")):
        assert response.status_code == 403


def test_seats_are_held_by_invitations_until_they_expire(ada, cast):
    with cast.within("acme"):
        free = SEATS - Membership.count()
    many = " ".join(f"p{n}@new.test" for n in range(free))
    assert ada.send(INVITATIONS, email=many, role="member").status_code == 200
    response = ada.send(INVITATIONS, email="late@new.test", role="member")
    assert response.status_code == 402
    assert "includes 10 members" in response.text
    assert "late@new.test" in response.text
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert outcomes(ada.send(INVITATIONS, email="late@new.test", role="member")) == {"late@new.test": "Invited"}


def test_more_than_there_is_room_for_invites_nobody(ada, cast):
    response = ada.send(INVITATIONS, email=" ".join(f"p{n}@new.test" for n in range(SEATS)), role="member")
    assert response.status_code == 402
    with cast.within("acme"):
        assert Invitation.count() == 0


def test_without_invitations_the_page_leads_to_the_form(ada):
    page = ada.page(INVITATIONS)
    assert "No open invitations" in page.text
    assert page.find("a", href=NEW)


def test_sending_again_makes_a_new_link_and_kills_the_old(ada, invited, mailbox, client, cast):
    old = invited("bo@new.test")
    ada.send(f"{INVITATIONS}/{the_open_one(cast).id}")
    new = path(mailbox.last("bo@new.test"))
    assert client.get(new).status_code == 200
    response = client.get(old)
    assert response.status_code == 410
    assert "latest mail" in response.text


def test_an_expired_invitation_is_marked_and_can_be_sent_again(ada, invited, client, mailbox, cast):
    invited("bo@new.test")
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert "Expired" in ada.page(INVITATIONS).text
        ada.send(f"{INVITATIONS}/{the_open_one(cast).id}")
        assert client.get(path(mailbox.last("bo@new.test"))).status_code == 200


def test_a_withdrawn_invitation_admits_nobody(ada, invited, client, cast):
    link = invited("bo@new.test")
    url = f"{INVITATIONS}/{the_open_one(cast).id}"
    assert ada.send(f"{url}/delete").location == INVITATIONS
    response = client.get(link)
    assert response.status_code == 410
    assert "withdrawn" in response.text
    assert ada.send(f"{url}/delete").status_code == 404
    assert ada.send(url).status_code == 404


def test_another_workspaces_invitation_is_404(eve, invited, cast):
    invited("bo@new.test")
    url = f"/t/globex/members/invitations/{the_open_one(cast).id}"
    assert eve.send(url).status_code == 404
    assert eve.send(f"{url}/delete").status_code == 404


def test_mails_are_counted_by_address_for_each_inviter(ada, adam, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    junk = " ".join(f"junk{n}" for n in range(40))
    codes = [ada.send(INVITATIONS, email=junk, role="member").status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assert adam.send(INVITATIONS, email=junk, role="member").status_code == 200


def test_nobody_is_pestered(ada, eve, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    email = f"pat-{uuid7().hex}@new.test"
    for sender, url in ((ada, INVITATIONS), (eve, "/t/globex/members/invitations")) * 3:
        answer = sender.send(url, email=email, role="member")
    assert outcomes(answer) == {email: "Got several invitations in the last hour; try again later"}
