"""Owners: made, dismissed and stepping down by fresh proof, all owners told; the last one stays."""

import pytest

from saas.permissions import Role
from saas.tenants.models import Membership, Tenant
from tests.tenants.conftest import PASSWORD

LEAVE = "/t/acme/members/leave"


def role(cast, short: str) -> Role | None:
    with cast.within("acme"):
        found = Membership.get(cast.memberships["acme", short])
        return found.role if found else None


def test_making_an_owner_asks_again_who_one_is(stale, cast, url_of):
    ada = stale("ada")
    asked = ada.send(url_of("mel"), role="owner")
    assert asked.status_code == 403
    assert "Is it you?" in asked.text
    assert 'name="role" value="owner"' in asked.text
    assert role(cast, "mel") == Role.MEMBER
    wrong = ada.send(url_of("mel"), role="owner", **{"again-password": "wrong"})
    assert wrong.status_code == 422
    assert role(cast, "mel") == Role.MEMBER
    assert ada.send(url_of("mel"), role="owner", **{"again-password": PASSWORD}).status_code == 302
    assert role(cast, "mel") == Role.OWNER


@pytest.mark.parametrize("path", ["", "/delete"])
def test_dismissing_an_owner_asks_again_too(ada, stale, cast, url_of, path):
    ada.send(url_of("mel"), role="owner")
    again = stale("ada")
    assert again.send(f"{url_of('mel')}{path}", role="member").status_code == 403
    assert role(cast, "mel") == Role.OWNER
    assert again.send(f"{url_of('mel')}{path}", role="member", **{"again-password": PASSWORD}).status_code == 302
    assert role(cast, "mel") in (Role.MEMBER, None)


def test_an_owner_who_leaves_or_steps_down_is_asked_again(ada, stale, cast, url_of):
    ada.send(url_of("mel"), role="owner")
    again = stale("ada")
    assert again.send(LEAVE).status_code == 403
    assert again.send(url_of("ada"), role="member").status_code == 403
    assert role(cast, "ada") == Role.OWNER


def test_other_roles_are_given_without_being_asked(stale, cast, url_of):
    assert stale("ada").send(url_of("mel"), role="viewer").status_code == 302
    assert stale("adam").send(url_of("vic"), role="member").status_code == 302
    assert stale("vic").send(LEAVE).status_code == 302


def test_who_may_name_no_owner_is_refused_without_being_asked(stale, url_of):
    for answer in (stale("adam").send(url_of("mel"), role="owner"), stale("adam").send(f"{url_of('ada')}/delete")):
        assert answer.status_code == 403
        assert "Is it you?" not in answer.text


def test_all_owners_are_mailed_those_of_before_too(ada, mailed, url_of):
    ada.send(url_of("mel"), role="owner")
    assert "Mel Okafor is now an owner of Acme" in mailed("ada@acme.test")
    assert "Mel Okafor is now an owner of Acme" in mailed("mel@acme.test")
    assert not mailed("adam@acme.test")
    ada.send(url_of("mel"), role="member")
    for who in ("ada@acme.test", "mel@acme.test"):
        assert mailed(who).count("Mel Okafor is no longer an owner of Acme") == 1


@pytest.mark.parametrize("act", ["/delete", "leave"])
def test_an_owner_who_goes_is_told_with_the_others(ada, cast, mailed, url_of, act):
    ada.send(url_of("mel"), role="owner")
    mel = cast.signed_in("mel")
    (ada.send(f"{url_of('mel')}/delete") if act == "/delete" else mel.send(LEAVE))
    for who in ("ada@acme.test", "mel@acme.test"):
        assert "Mel Okafor is no longer an owner of Acme" in mailed(who)


def test_nobody_is_mailed_where_no_owner_changes(ada, mailed, url_of):
    ada.send(url_of("mel"), role="viewer")
    assert not mailed("ada@acme.test")


@pytest.mark.parametrize(("path", "fields"), [("{}/delete", {}), ("{}", {"role": "admin"}), (LEAVE, {})])
def test_the_last_owner_stays_and_reads_what_to_do_instead(ada, cast, url_of, path, fields):
    answer = ada.send(path.format(url_of("ada")), **fields)
    assert answer.status_code == 409
    assert "The last owner stays" in answer.text
    assert 'href="/t/acme/members"' in answer.text
    assert "Name another owner" in answer.text
    assert role(cast, "ada") == Role.OWNER


@pytest.mark.parametrize("page", ["/t/acme/settings", LEAVE])
def test_the_only_owner_is_offered_no_button_that_fails(ada, page):
    page = ada.page(page)
    assert "You are the only owner" in page.text
    assert "Name another owner" in page.select_one("main a.btn-primary").text
    assert not page.find("form", action=LEAVE)


def test_with_another_owner_the_button_is_there(ada, url_of):
    ada.send(url_of("mel"), role="owner")
    assert ada.page("/t/acme/settings").find("a", href=LEAVE)
    assert ada.page(LEAVE).find("form", action=LEAVE)


@pytest.mark.parametrize("page", ["/t/acme/settings", LEAVE])
def test_an_only_owner_of_a_suspended_workspace_is_offered_what_is_open(ada, cast, page):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid")
    page = ada.page(page)
    assert "Name another owner" not in page.text
    ways = {link["href"] for link in page.select("main section[aria-labelledby=stays] a")}
    assert ways == {"/t/acme/deletion"}
    assert {ada.get(way).status_code for way in ways} == {200}


def test_who_became_an_owner_meanwhile_is_not_dismissed_unasked(ada, url_of, monkeypatch):
    """Before the lock was had, the role said member."""
    monkeypatch.setattr("saas.tenants.views.members.names_owner", lambda _id: False)
    answer = ada.send(url_of("ada"), role="member")
    assert answer.status_code == 409
    assert "became an owner a moment ago" in answer.text
