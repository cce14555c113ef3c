"""Changing roles: who may, what nobody may, and what is left behind."""

import pytest

from saas.audit.models import AuditEntry
from saas.core.errors import MissingRight, Refused
from saas.events import Event
from saas.permissions import GRANTS, Can, Role
from saas.tenants.models import Membership


def role_of(cast, short) -> Role:
    with cast.within("acme"):
        return Membership.get(cast.memberships["acme", short]).role


@pytest.fixture
def member(cast):
    """Acme's membership of somebody, for rules without HTTP; call it inside a unit of work."""
    return lambda short: Membership.get(cast.memberships["acme", short])


def test_a_role_is_changed_at_once_and_can_be_undone(adam, cast, url_of):
    assert adam.send(url_of("mel"), role="viewer").location == "/t/acme/members"
    assert role_of(cast, "mel") == Role.VIEWER
    undo = adam.page("/t/acme/members").select_one("#toasts form")
    assert undo["action"] == url_of("mel")
    adam.send(undo["action"], role=undo.find("input", {"name": "role"})["value"])
    assert role_of(cast, "mel") == Role.MEMBER


def test_the_change_stands_in_the_log(ada, cast, url_of):
    ada.send(url_of("mel"), role="admin")
    with cast.within("acme"):
        entry = AuditEntry.all(AuditEntry.id)[-1]
    assert (entry.event, entry.subject_name) == (Event.MEMBER_ROLE_CHANGED, "Mel Okafor")
    assert entry.changes == {"role": ["member", "admin"]}


def test_the_same_role_again_changes_nothing(ada, cast, url_of):
    ada.send(url_of("mel"), role="member")
    with cast.within("acme"):
        assert AuditEntry.count(AuditEntry.event == Event.MEMBER_ROLE_CHANGED) == 0


def test_the_new_role_counts_from_the_next_request(ada, mel, url_of):
    assert mel.get("/t/acme/audit").status_code == 403
    ada.send(url_of("mel"), role="admin")
    assert mel.get("/t/acme/audit").status_code == 200
    ada.send(url_of("mel"), role="viewer")
    assert mel.get("/t/acme/audit").status_code == 403


def test_after_the_change_one_is_where_one_was(ada, url_of):
    referer = "http://localhost/t/acme/members?q=mel"
    fields = {"role": "viewer", "csrf_token": ada.csrf_token()}
    assert ada.post(url_of("mel"), data=fields, headers={"Referer": referer}).location == "/t/acme/members?q=mel"
    elsewhere = ada.post(url_of("mel"), data=fields, headers={"Referer": "http://evil.test/t/acme/members"})
    assert elsewhere.location == "/t/acme/members"


@pytest.mark.parametrize("role", ["root", "", "OWNER", "custom"])
def test_a_forged_role_is_422(ada, cast, url_of, role):
    response = ada.send(url_of("mel"), role=role)
    assert response.status_code == 422
    assert "Error:" in response.text
    assert role_of(cast, "mel") == Role.MEMBER


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_other_roles_change_nobodys(cast, url_of, who):
    response = cast.signed_in(who).send(url_of("vic"), role="admin")
    assert response.status_code == 403
    assert str(Can.MANAGE_MEMBERS.text) in response.text


@pytest.mark.parametrize(("whom", "role"), [("mel", "owner"), ("ada", "member"), ("mel", "billing"), ("bea", "member")])
def test_an_admin_gives_and_takes_no_more_than_they_hold(adam, cast, url_of, whom, role):
    before = role_of(cast, whom)
    response = adam.send(url_of(whom), role=role)
    assert response.status_code == 403
    assert "Owner" in response.text
    assert role_of(cast, whom) == before


def test_an_owner_names_another_who_may_then_dismiss_them(ada, mel, cast, url_of):
    ada.send(url_of("mel"), role="owner")
    assert role_of(cast, "mel") == Role.OWNER
    mel.send(url_of("ada"), role="member")
    assert role_of(cast, "ada") == Role.MEMBER
    assert ada.send(url_of("mel"), role="member").status_code == 403


def test_the_last_owner_is_not_demoted(ada, cast, url_of):
    response = ada.send(url_of("ada"), role="admin")
    assert response.status_code == 409
    assert "Name another owner first" in response.text
    assert role_of(cast, "ada") == Role.OWNER


def test_the_owner_is_named_on_the_page_of_the_member_only(ada, url_of):
    assert ada.page(url_of("mel")).select_one("input[name=role][value=owner]")
    assert not ada.page("/t/acme/members").select_one("button[name=role][value=owner]")


def test_a_demoted_inviters_invitations_are_withdrawn(ada, adam, mailbox, cast, url_of, client):
    adam.send("/t/acme/members/invitations", email="bo@new.test", role="admin")
    link = mailbox.last("bo@new.test").links[0]
    ada.send(url_of("adam"), role="member")
    response = client.get(link)
    assert response.status_code == 410
    assert "may no longer invite people" in response.text


@pytest.mark.parametrize("id", ["x", "1", "00000000-0000-0000-0000-000000000000"])
def test_a_member_who_is_not_is_404(ada, id):
    assert ada.get(f"/t/acme/members/{id}").status_code == 404
    assert ada.send(f"/t/acme/members/{id}", role="admin").status_code == 404


def test_a_member_of_another_workspace_is_404(ada, cast):
    url = f"/t/acme/members/{cast.memberships['globex', 'eve']}"
    assert ada.get(url).status_code == 404
    assert ada.send(url, role="viewer").status_code == 404
    assert ada.send(f"{url}/delete").status_code == 404


def test_a_members_page_says_what_they_may_and_why(mel, url_of):
    text = mel.page(url_of("vic")).find("main").text
    assert str(Can.VIEW_MEMBERS.text) in text
    assert str(Can.MANAGE_MEMBERS.text) not in text
    assert "Because of the role Viewer" in " ".join(text.split())


def test_the_roles_page_compares_what_the_policy_says(vic):
    page = vic.page("/t/acme/roles")
    rows = {row.th.text: [cell.find(class_="sr").text for cell in row("td")] for row in page.select("tbody tr")}
    assert rows == {str(right.text): ["yes" if right in GRANTS[role] else "no" for role in Role] for right in Can}


@pytest.fixture
def vic(cast):
    return cast.signed_in("vic")


def test_rules_hold_without_a_page(cast, member):
    with pytest.raises(MissingRight), cast.within("acme"):
        member("mel").change_role(Role.ADMIN, by=GRANTS[Role.MEMBER])
    with pytest.raises(Refused), cast.within("acme"):
        member("ada").leave()
