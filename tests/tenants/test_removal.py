"""Leaving and being removed: access goes with the next request, the last owner stays."""

import pytest

from saas.audit.models import AuditEntry
from saas.events import Event
from saas.permissions import Role
from saas.tenants.models import Membership, Tenant

LEAVE = "/t/acme/members/leave"


def last_entry(cast) -> AuditEntry:
    with cast.within("acme"):
        return AuditEntry.all(AuditEntry.id)[-1]


def test_a_removed_member_is_out_with_the_next_request(adam, mel, cast, url_of):
    assert mel.get("/t/acme/").status_code == 200
    assert adam.send(f"{url_of('mel')}/delete").location == "/t/acme/members"
    assert mel.get("/t/acme/").status_code == 404
    entry = last_entry(cast)
    assert (entry.event, entry.subject_name) == (Event.MEMBER_REMOVED, "Mel Okafor")
    assert entry.changes["email"] == ["mel@acme.test", None]


def test_removal_is_asked_about_by_name(adam, url_of):
    form = adam.page(url_of("mel")).select_one("#removal form")
    assert form["data-confirm"] == "Remove Mel Okafor?"
    assert "invitations they sent" in form["data-confirm-text"]


def test_a_page_of_its_own_says_what_becomes_of_what_they_made(ada, adam, mailbox, url_of, cast):
    for email in ("bo@new.test", "cy@new.test"):
        adam.send("/t/acme/members/invitations", email=email, role="viewer")
    page = ada.page(f"{url_of('adam')}/removal")
    text = page.select_one("main").text
    for said in ("on every device", "What they made here stays", "2 open invitations they sent are withdrawn"):
        assert said in text
    assert page.find("form", action=f"{url_of('adam')}/delete")
    assert "2 open invitations they sent are withdrawn" in ada.page(url_of("adam")).select_one("#removal").text
    with cast.within("acme"):
        assert Membership.get(cast.memberships["acme", "adam"])


def test_without_scripts_every_way_to_remove_leads_over_that_page(ada, url_of):
    """The dialog is its short cut, and only there with scripts."""
    assert ada.page(url_of("mel")).select_one(f"#removal a.no-js[href='{url_of('mel')}/removal']")
    assert ada.page("/t/acme/members").select(f"a.danger[href='{url_of('mel')}/removal']")
    forms = [*ada.page("/t/acme/members").find_all("form"), *ada.page(url_of("mel")).find_all("form")]
    bare = [
        form for form in forms if form.get("action", "").endswith("/delete") and not form.find_parent(class_="only-js")
    ]
    assert not bare


def test_the_page_is_for_those_who_may_remove(adam, mel, eve, url_of):
    assert adam.get(f"{url_of('ada')}/removal").status_code == 403
    assert mel.get(f"{url_of('vic')}/removal").status_code == 403
    assert eve.get(f"{url_of('vic')}/removal").status_code == 404
    assert adam.get(f"{url_of('adam')}/removal").location == LEAVE


def test_leaving_asks_first_on_a_page_of_its_own(mel, cast):
    page = mel.page(LEAVE)
    assert "What you made here stays" in page.text
    assert page.find("form", action=LEAVE)
    with cast.within("acme"):
        assert Membership.get(cast.memberships["acme", "mel"])


@pytest.mark.parametrize("whom", ["ada", "bea"])
def test_an_admin_removes_nobody_who_holds_more(adam, whom, url_of):
    assert adam.send(f"{url_of(whom)}/delete").status_code == 403


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_other_roles_remove_nobody(cast, who, url_of):
    assert cast.signed_in(who).send(f"{url_of('vic')}/delete").status_code == 403


def test_a_second_removal_is_404(ada, url_of):
    ada.send(f"{url_of('mel')}/delete")
    assert ada.send(f"{url_of('mel')}/delete").status_code == 404


def test_invitations_of_the_removed_are_withdrawn(ada, adam, mailbox, client, url_of):
    adam.send("/t/acme/members/invitations", email="bo@new.test", role="viewer")
    link = mailbox.last("bo@new.test").links[0]
    ada.send(f"{url_of('adam')}/delete")
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("who", ["adam", "mel", "bea", "vic"])
def test_everybody_but_the_last_owner_may_leave(cast, who):
    person = cast.signed_in(who)
    assert "Leave" in person.page("/t/acme/settings").text
    assert person.send(LEAVE).location.endswith("/workspaces")
    assert person.get("/t/acme/").status_code == 404
    assert last_entry(cast).event == Event.MEMBER_LEFT


def test_the_last_owner_does_not_leave(ada):
    response = ada.send(LEAVE)
    assert response.status_code == 409
    assert "Name another owner first" in response.text
    assert ada.get("/t/acme/").status_code == 200


def test_the_last_owner_is_not_removed(ada, url_of):
    assert ada.send(f"{url_of('ada')}/delete").status_code == 409


def test_with_a_second_owner_the_first_may_leave(ada, url_of):
    ada.send(url_of("mel"), role=Role.OWNER)
    assert ada.send(LEAVE).status_code == 302
    assert ada.get("/t/acme/").status_code == 404


def test_a_suspended_workspace_shows_its_reason_but_lets_one_leave(mel, cast):
    with cast.within("acme"):
        Tenant.here().suspend("An unpaid bill")
    for url in ("/t/acme/", "/t/acme/members", "/t/acme/roles"):
        response = mel.get(url)
        assert response.status_code == 403
        assert "An unpaid bill" in response.text
    assert mel.get("/t/acme/settings").status_code == 200
    assert mel.send(LEAVE).status_code == 302
    with cast.within("acme"):
        assert not Membership.get(cast.memberships["acme", "mel"])
