"""One's workspaces among the account's pages: each with the role, and the way out."""

from saas.tenants.models import Tenant

PAGE = "/account/workspaces"


def test_every_workspace_is_there_with_the_role(adam):
    text = adam.page(PAGE).select_one("main").text
    for word in ("Acme", "Admin", "Globex", "Member"):
        assert word in text


def test_one_leaves_a_workspace_from_here(adam):
    page = adam.page(PAGE)
    assert adam.send(page.select_one("a[href='/t/globex/members/leave']")["href"]).status_code == 302
    assert "Globex" not in adam.page(PAGE).select_one("main").text
    assert "Acme" in adam.get(PAGE).text


def test_a_suspended_workspace_is_marked_and_can_be_left(cast, adam):
    with cast.within("globex"):
        Tenant.here().suspend("unpaid")
    assert "Suspended" in adam.page(PAGE).select_one("main").text
    assert adam.send("/t/globex/members/leave").status_code == 302
    assert "Globex" not in adam.page(PAGE).select_one("main").text


def test_the_last_owner_is_told_why_they_stay(ada):
    answer = ada.send("/t/acme/members/leave")
    assert answer.status_code == 409
    assert "owner" in answer.text
    assert "Acme" in ada.get(PAGE).text


def test_who_is_in_none_may_open_one(olga):
    page = olga.page(PAGE)
    assert "You are in no workspace" in page.text
    assert page.select_one("main a[href='/workspaces/new']")
