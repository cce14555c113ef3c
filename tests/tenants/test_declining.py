"""Saying no to an invitation: by its link, signed in or not, once; the inviter hears of it."""

import pytest

from saas.audit.models import AuditEntry
from saas.events import Event
from saas.tenants.models import Invitation
from tests.tenants.conftest import INVITATIONS


@pytest.mark.parametrize(
    ("who", "email"),
    [(None, "bo@new.test"), (None, "eve@globex.test"), ("eve", "eve@globex.test"), ("mel", "x@new.test")],
)
def test_each_way_in_has_a_button_that_says_no(app, cast, invited, mailed, who, email):
    link = invited(email)
    person = cast.signed_in(who) if who else app.test_client()
    assert person.page(link).find("form", action=f"{link}/delete")
    answer = person.send(f"{link}/delete")
    assert answer.status_code == 200
    assert "won't join Acme" in " ".join(answer.text.replace("&#39;", "'").split())
    assert f"{email} declined your invitation" in mailed("ada@acme.test")
    for again in (person.get(link), person.send(link), person.send(f"{link}/delete")):
        assert again.status_code == 410
        assert "You declined it" in again.text
    assert len([subject for subject in mailed("ada@acme.test") if "declined" in subject]) == 1


def test_the_log_says_who_declined(client, invited, cast):
    client.send(f"{invited('bo@new.test')}/delete")
    with cast.within("acme"):
        entry = AuditEntry.all(AuditEntry.id)[-1]
        assert (entry.event, entry.subject_name) == (Event.INVITATION_DECLINED, "bo@new.test")
        assert not Invitation.count(Invitation.is_open())


def test_looking_declines_nothing(client, invited):
    link = invited("bo@new.test")
    assert client.get(f"{link}/delete").status_code == 405
    assert client.get(link).status_code == 200


def test_the_inviters_list_says_declined_and_offers_to_invite_again(ada, client, invited):
    client.send(f"{invited('bo@new.test')}/delete")
    row = ada.page(INVITATIONS).find("td", string="bo@new.test").find_parent("tr")
    assert "Declined" in row.text
    page = ada.page(row.find("a")["href"])
    assert page.find("textarea").text.strip() == "bo@new.test"
    assert ada.send(INVITATIONS, email="bo@new.test", role="member").status_code == 200
    rows = [row.text for row in ada.page(INVITATIONS).select("tbody tr")]
    assert len(rows) == 1
    assert "Waiting" in rows[0]


def test_a_used_link_is_not_declined(client, invited, cast):
    link = invited("bo@new.test")
    client.send(link, name="Bo", password="otter gravel lantern")
    assert client.send(f"{link}/delete").status_code == 410
    with cast.within("acme"):
        [invitation] = Invitation.all()
        assert invitation.accepted_at
        assert not invitation.revoked_at


def test_a_forged_link_declines_nothing(client):
    assert client.send("/invitations/nonsense/delete").status_code == 400


def test_a_newer_link_takes_the_place_of_the_one_that_is_declined(ada, client, invited):
    old = invited("bo@new.test")
    new = invited("bo@new.test")
    assert client.send(f"{old}/delete").status_code == 410
    assert client.get(new).status_code == 200
