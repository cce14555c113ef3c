"""The ceiling: nobody gives, makes, changes or takes away rights beyond their own, by no form and no forged post."""

import pytest

from saas.permissions import GRANTS, Can, Role
from saas.tenants import roles
from saas.tenants.models import CustomRole, Membership

ROLES = "/t/acme/roles"
PAYS = str(Can.MANAGE_BILLING)  # what an admin doesn't hold
SEES = str(Can.VIEW_MEMBERS)
KEEPER = (Can.MANAGE_ROLES, Can.MANAGE_MEMBERS, Can.INVITE_MEMBERS)


@pytest.fixture
def own_role(cast):
    """`own_role("Payer", Can.MANAGE_BILLING)`: the id of a role made by an owner."""

    def make(name: str, *rights: Can, slug: str = "acme") -> str:
        with cast.within(slug):
            return str(roles.create(name, rights, GRANTS[Role.OWNER]).id)

    return make


@pytest.fixture
def wear(cast):
    """`wear("mel", role)`: give an own role, as an owner would."""

    def give(short: str, role: str) -> None:
        with cast.within("acme"):
            Membership.get(cast.memberships["acme", short]).change_role(roles.chosen(role), GRANTS[Role.OWNER])

    return give


def grants_of(cast, short: str) -> frozenset[Can]:
    with cast.within("acme"):
        return Membership.get(cast.memberships["acme", short]).grants


def test_an_admin_makes_no_role_beyond_their_own(adam, cast):
    assert adam.send(ROLES, name="Payer", rights=[PAYS]).status_code == 403
    with cast.within("acme"):
        assert CustomRole.count() == 0


def test_the_form_offers_no_right_beyond_ones_own(adam):
    box = adam.page(f"{ROLES}/new").select_one(f"[name=rights][value='{PAYS}']")
    assert box.has_attr("disabled")
    assert not adam.page(f"{ROLES}/new?like=billing").select(f"[name=rights][value='{PAYS}'][checked]")


@pytest.mark.parametrize("right", [Can.MANAGE_OWNERS, Can.LEAVE_WORKSPACE, "root", "", "tenants.suspend"])
def test_rights_outside_the_catalogue_are_422(ada, right):
    assert ada.send(ROLES, name="Root", rights=[str(right)]).status_code == 422


def test_what_one_does_not_hold_one_neither_changes_nor_deletes_nor_gives(adam, own_role, url_of, cast):
    role = own_role("Payer", Can.MANAGE_BILLING)
    page = adam.page(f"{ROLES}/{role}")
    assert "holds rights that yours lacks" in page.text
    assert not page.find("button", string="Save role")
    assert adam.send(f"{ROLES}/{role}", name="Payer", rights=[SEES], version="1").status_code == 403
    assert adam.send(f"{ROLES}/{role}/delete", role="viewer").status_code == 403
    assert adam.send(url_of("mel"), role=role).status_code == 403
    assert adam.send("/t/acme/members/invitations", email="bo@new.test", role=role).status_code == 422
    assert grants_of(cast, "mel") == GRANTS[Role.MEMBER]


def test_nobody_widens_the_role_they_have(own_role, wear, mel, cast):
    role = own_role("Keeper", *KEEPER)
    wear("mel", role)
    rights = [*map(str, KEEPER), str(Can.VIEW_AUDIT)]
    assert mel.send(f"{ROLES}/{role}", name="Keeper", rights=rights, version="1").status_code == 403
    assert Can.VIEW_AUDIT not in grants_of(cast, "mel")


def test_two_who_promote_each_other_in_turn_get_nowhere(own_role, wear, mel, cast, url_of):
    """One reads the log, the other sees the plan; neither can give the other what they lack, nor gather both."""
    vic = cast.signed_in("vic")
    reader, planner = own_role("Reader", *KEEPER, Can.VIEW_AUDIT), own_role("Planner", *KEEPER, Can.VIEW_BILLING)
    wear("mel", reader)
    wear("vic", planner)
    both = [*map(str, KEEPER), str(Can.VIEW_AUDIT), str(Can.VIEW_BILLING)]
    assert mel.send(url_of("vic"), role=reader).status_code == 403  # takes away what Mel doesn't hold
    assert vic.send(url_of("mel"), role=planner).status_code == 403
    assert mel.send(f"{ROLES}/{planner}", name="Planner", rights=both, version="1").status_code == 403
    assert vic.send(f"{ROLES}/{reader}", name="Reader", rights=both, version="1").status_code == 403
    assert vic.send(f"{ROLES}/{reader}/delete", role=planner).status_code == 403
    assert mel.send(ROLES, name="Both", rights=both).status_code == 403
    assert {Can.VIEW_AUDIT, Can.VIEW_BILLING} & grants_of(cast, "mel") == {Can.VIEW_AUDIT}
    assert {Can.VIEW_AUDIT, Can.VIEW_BILLING} & grants_of(cast, "vic") == {Can.VIEW_BILLING}


def test_a_role_outlives_its_makers_fall_but_not_above_who_gives_it(ada, adam, own_role, cast, url_of):
    role = own_role("Payer", Can.MANAGE_BILLING)
    ada.send(url_of("mel"), role="owner")
    cast.signed_in("mel").send(url_of("ada"), role="member")
    assert adam.send(url_of("vic"), role=role).status_code == 403
    assert ada.send(url_of("vic"), role=role).status_code == 403
    assert cast.signed_in("mel").send(url_of("vic"), role=role).status_code == 302
    assert Can.MANAGE_BILLING in grants_of(cast, "vic")


def test_another_workspaces_role_is_not_there(ada, own_role, url_of):
    foreign = own_role("Theirs", Can.VIEW_AUDIT, slug="globex")
    assert ada.send(url_of("mel"), role=foreign).status_code == 422
    assert ada.send("/t/acme/members/invitations", email="bo@new.test", role=foreign).status_code == 422
    assert ada.get(f"{ROLES}/{foreign}").status_code == 404
    assert ada.send(f"{ROLES}/{foreign}", name="Mine", rights=[SEES], version="1").status_code == 404
    assert ada.send(f"{ROLES}/{foreign}/delete", role="viewer").status_code == 404
    mine = own_role("Mine", Can.VIEW_AUDIT)
    assert ada.send(f"{ROLES}/{mine}/delete", role=foreign).status_code == 422


@pytest.mark.parametrize("key", ["owner", "itself", "root", "", "0" * 32])
def test_an_unfit_role_takes_no_place(ada, own_role, key):
    role = own_role("Auditor", Can.VIEW_AUDIT)
    answer = ada.send(f"{ROLES}/{role}/delete", role=role if key == "itself" else key)
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_others_make_no_roles(cast, own_role, who):
    client, role = cast.signed_in(who), own_role("Auditor", Can.VIEW_AUDIT)
    assert client.get(f"{ROLES}/new").status_code == 403
    assert client.send(ROLES, name="Mine", rights=[SEES]).status_code == 403
    assert client.send(f"{ROLES}/{role}", name="Mine", rights=[SEES], version="1").status_code == 403
    assert client.send(f"{ROLES}/{role}/delete", role="member").status_code == 403
    assert not client.page(ROLES).find("a", href=f"{ROLES}/new")


def test_a_role_deleted_meanwhile_is_409(cast, own_role):
    role = own_role("Auditor", Can.VIEW_AUDIT)
    with cast.within("acme"):
        roles.delete(CustomRole.all()[0], Role.MEMBER, GRANTS[Role.OWNER])
    with pytest.raises(Exception, match="deleted a moment ago"), cast.within("acme"):
        roles.chosen(role)
