"""A workspace's own roles: made from the catalogue, given, changed, deleted."""

import pytest
from sqlalchemy import text

from saas.audit.models import AuditEntry
from saas.events import Event
from saas.permissions import CHOOSABLE, NEEDS, Can, with_needs
from saas.tenants import roles
from saas.tenants.models import CustomRole, Invitation, Membership
from tests.bench.statements import counted
from tests.guards.rows import as_owner
from tests.tenants.conftest import INVITATIONS

ROLES = "/t/acme/roles"
SEES = str(Can.VIEW_MEMBERS)
BATCHES = 5  # statements more, where many rows go in several batches
CROWD = text(
    """
    WITH people AS (
      INSERT INTO users (id, email, name, active, fs_uniquifier, created_at, locale, zone, theme, totp_counter,
                         mf_recovery_codes)
      SELECT gen_random_uuid(), gen_random_uuid() || '@crowd.test', 'Person', true, gen_random_uuid(), now(), 'en',
             'UTC', 'system', 0, '{}' FROM generate_series(1, :many)
      RETURNING id, name, email)
    INSERT INTO memberships (tenant_id, id, user_id, role_id, name, email, joined_at)
    SELECT :tenant, gen_random_uuid(), id, CAST(:role AS uuid), name, email, now() FROM people
    """
)


@pytest.fixture
def made(ada, cast):
    """`made("Recruiter", Can.INVITE_MEMBERS)`: the id of a role that Ada makes."""

    def make(name: str, *rights: Can) -> str:
        response = ada.send(ROLES, name=name, rights=[str(right) for right in rights])
        assert response.status_code == 302, response.text
        return role_named(cast, name)

    return make


def role_named(cast, name: str) -> str:
    with cast.within("acme"):
        return next(str(role.id) for role in CustomRole.all() if role.name == name)


def entries(cast) -> list[AuditEntry]:
    with cast.within("acme"):
        return AuditEntry.all(AuditEntry.id)


def rights_of(cast, role_id: str) -> list[str]:
    with cast.within("acme"):
        return next(role.rights for role in CustomRole.all() if str(role.id) == role_id)


def version(client, role_id: str) -> str:
    return client.page(f"{ROLES}/{role_id}").select_one("[name=version]")["value"]


def test_a_role_is_made_given_and_works_at_once(ada, mel, made, url_of):
    assert mel.get("/t/acme/audit").status_code == 403
    ada.send(url_of("mel"), role=made("Auditor", Can.VIEW_AUDIT))
    assert mel.get("/t/acme/audit").status_code == 200
    assert mel.get("/t/acme/members").status_code == 403


def test_a_right_brings_what_it_needs(made, cast):
    role = made("Recruiter", Can.INVITE_MEMBERS)
    assert rights_of(cast, role) == [str(Can.VIEW_MEMBERS), str(Can.INVITE_MEMBERS)]


def test_needs_are_rights_that_can_be_chosen():
    assert with_needs(NEEDS) <= CHOOSABLE | set(NEEDS)
    assert all(not (with_needs(needs) - needs) for needs in NEEDS.values())


def test_a_change_counts_from_the_next_request(ada, mel, made, url_of):
    role = made("Auditor", Can.VIEW_AUDIT)
    ada.send(url_of("mel"), role=role)
    ada.send(f"{ROLES}/{role}", name="Auditor", rights=[SEES], version=version(ada, role))
    assert mel.get("/t/acme/audit").status_code == 403
    assert mel.get("/t/acme/members").status_code == 200


def test_changes_stand_in_the_log_with_before_and_after(ada, made, cast, url_of):
    role = made("Auditor", Can.VIEW_AUDIT)
    ada.send(url_of("mel"), role=role)
    ada.send(f"{ROLES}/{role}", name="Reader", rights=[SEES], version=version(ada, role))
    ada.send(f"{ROLES}/{role}/delete", role="viewer")
    found = [(entry.event, entry.subject_name, entry.changes) for entry in entries(cast)[-5:]]
    assert found[0][:2] == (Event.ROLE_CREATED, "Auditor")
    assert found[1] == (Event.MEMBER_ROLE_CHANGED, "Mel Okafor", {"role": ["member", "Auditor"]})
    assert found[2][2]["name"] == ["Auditor", "Reader"]
    assert found[2][2]["rights"] == [["audit.view"], ["members.view"]]
    assert found[3] == (Event.MEMBER_ROLE_CHANGED, "Mel Okafor", {"role": ["Reader", "viewer"]})
    assert found[4][:2] == (Event.ROLE_DELETED, "Reader")


def test_giving_it_can_be_undone_and_so_can_taking_it(ada, made, cast, url_of):
    role = made("Auditor", Can.VIEW_AUDIT)
    for key in (role, "viewer"):
        before = key_of(cast, "mel")
        ada.send(url_of("mel"), role=key)
        undo = ada.page("/t/acme/members").select_one("#toasts form")
        ada.send(undo["action"], role=undo.find("input", {"name": "role"})["value"])
        assert key_of(cast, "mel") == before
        ada.send(url_of("mel"), role=key)


def key_of(cast, short: str) -> str:
    with cast.within("acme"):
        member = Membership.get(cast.memberships["acme", short])
        return str(member.role or member.role_id)


def test_a_deleted_roles_people_and_invitations_fall_back(ada, made, cast, url_of, mailbox, client):
    role = made("Recruiter", Can.INVITE_MEMBERS)
    ada.send(url_of("mel"), role=role)
    ada.send("/t/acme/members/invitations", email="bo@new.test", role=role)
    link = mailbox.last("bo@new.test").links[0]
    assert "Recruiter" in client.get(link).text
    assert ada.send(f"{ROLES}/{role}/delete", role="viewer").status_code == 302
    assert key_of(cast, "mel") == "viewer"
    assert "Viewer" in client.get(link).text
    with cast.within("acme"):
        assert CustomRole.count() == 0


def test_an_old_invitation_does_not_keep_a_role_alive(ada, made, cast, invited):
    role = made("Recruiter", Can.INVITE_MEMBERS)
    invited("bo@new.test", role)
    with cast.within("acme"):
        Invitation.all()[0].revoke()
    assert ada.send(f"{ROLES}/{role}/delete", role="member").status_code == 302


def test_a_narrowed_role_withdraws_the_invitations_it_could_not_send(ada, mel, made, cast, url_of, mailbox, client):
    role = made("Recruiter", Can.INVITE_MEMBERS)
    ada.send(url_of("mel"), role=role)
    assert mel.send("/t/acme/members/invitations", email="bo@new.test", role=role).status_code == 200
    ada.send(f"{ROLES}/{role}", name="Recruiter", rights=[SEES], version=version(ada, role))
    assert client.get(mailbox.last("bo@new.test").links[0]).status_code == 410


def test_who_accepts_has_the_role(made, invited, client, cast):
    role = made("Auditor", Can.VIEW_AUDIT)
    assert client.send(invited("bo@new.test", role), name="Bo", password="otter gravel lantern").status_code == 302
    assert client.get("/t/acme/audit").status_code == 200
    assert client.get("/t/acme/members").status_code == 403


def test_the_list_is_filtered_by_an_own_role(ada, made, url_of):
    role = made("Auditor", Can.VIEW_AUDIT)
    ada.send(url_of("mel"), role=role)
    rows = ada.page(f"/t/acme/members?role={role}").select("tbody td.lead")
    assert [row.find(class_="strong").text for row in rows] == ["Mel Okafor"]


def test_the_members_page_says_why_of_each_right(ada, made, url_of):
    ada.send(url_of("mel"), role=made("Recruiter", Can.INVITE_MEMBERS))
    reasons = {line.span.contents[0]: line.small.text for line in ada.page(url_of("mel")).select(".feat li")}
    assert reasons == {
        "See the dashboard": "As everybody in the workspace",
        "Leave the workspace": "As everybody in the workspace",
        "See who is in the workspace": "Goes with: Invite people",
        "Invite people": "Part of the role Recruiter",
    }


def test_like_another_role_starts_with_its_rights(ada):
    page = ada.page(f"{ROLES}/new?like=billing")
    ticked = {box["value"] for box in page.select("[name=rights][checked]")}
    assert ticked == {"members.view", "billing.view", "billing.manage"}
    assert not ada.page(f"{ROLES}/new?like=nonsense").select("[name=rights][checked]")


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\u3164",
        "\u200d",
        "Owner",
        "ADMIN",
        "\uff21dmin",
        "Ow\ufe0fner",
        "auditor",
        "x" * 41,
        "see http://evil.test",
    ],
)
def test_an_unfit_name_is_422(ada, made, name):
    made("Auditor", Can.VIEW_AUDIT)
    assert ada.send(ROLES, name=name, rights=[SEES]).status_code == 422


def test_its_own_name_may_stay(ada, made):
    role = made("Auditor", Can.VIEW_AUDIT)
    assert ada.send(f"{ROLES}/{role}", name="AUDITOR", rights=[SEES], version=version(ada, role)).status_code == 302


def test_somebody_elses_change_is_not_overwritten(ada, adam, made, cast):
    role = made("Auditor", Can.VIEW_AUDIT)
    seen = version(ada, role)
    adam.send(f"{ROLES}/{role}", name="Reader", rights=[SEES], version=seen)
    answer = ada.send(f"{ROLES}/{role}", name="Auditor", rights=["audit.view"], version=seen)
    assert answer.status_code == 409
    assert "Somebody changed this role" in answer.text
    assert rights_of(cast, role) == [SEES]


def test_the_twentieth_role_is_the_last(ada, made, monkeypatch):
    monkeypatch.setattr(roles, "MOST", 1)
    made("Auditor", Can.VIEW_AUDIT)
    answer = ada.send(ROLES, name="Reader", rights=[SEES])
    assert answer.status_code == 409
    assert "Delete one" in answer.text
    assert not ada.page(ROLES).find("a", href=f"{ROLES}/new")


def test_names_may_be_the_same_in_two_workspaces(made, eve):
    made("Auditor", Can.VIEW_AUDIT)
    assert eve.send("/t/globex/roles", name="Auditor", rights=[SEES]).status_code == 302


def test_an_invitations_role_stands_in_the_log_by_name(ada, made, cast):
    role = made("Auditor", Can.VIEW_AUDIT)
    for key in (role, "viewer"):
        ada.send(INVITATIONS, email="bo@new.test", role=key)
    sent, again = (entry.changes["role"] for entry in entries(cast)[-2:])
    assert (sent, again) == ([None, "Auditor"], ["Auditor", "viewer"])


def test_an_inviter_withdraws_nothing_above_them(ada, mel, made, cast, url_of):
    ada.send(url_of("mel"), role=made("Recruiter", Can.INVITE_MEMBERS))
    ada.send(INVITATIONS, email="bo@new.test", role="admin")
    with cast.within("acme"):
        [invitation] = Invitation.all()
    assert mel.send(f"{INVITATIONS}/{invitation.id}/delete").status_code == 403
    assert not mel.page(INVITATIONS).find("button", string="Withdraw")
    assert ada.send(f"{INVITATIONS}/{invitation.id}/delete").status_code == 302


def test_saving_nothing_new_is_no_event(ada, made, cast):
    role = made("Auditor", Can.VIEW_AUDIT)
    ada.send(f"{ROLES}/{role}", name="Auditor", rights=["audit.view"], version=version(ada, role))
    assert entries(cast)[-1].event == Event.ROLE_CREATED


def test_deleting_a_role_asks_no_more_for_many_than_for_few(ada, made, cast, transaction):
    costs = []
    for many in (5, 60):
        role = made(f"Role {many}", Can.VIEW_AUDIT)
        crowd(transaction, cast.tenants["acme"], role, many)
        with counted() as sent:
            assert ada.send(f"{ROLES}/{role}/delete", role="viewer").status_code == 302
        costs.append(len(sent))
    assert costs[1] <= costs[0] + BATCHES, costs


def crowd(transaction, tenant_id, role: str, many: int) -> None:
    as_owner(transaction)
    transaction.execute(CROWD, {"tenant": tenant_id, "role": role, "many": many})


def test_roles_stand_in_the_order_people_count_in():
    assert sorted(["Team 10", "team 9", "9", "Team"], key=roles.in_order) == ["9", "Team", "team 9", "Team 10"]
