"""An operator signs in with a second factor, finds a workspace in the console, suspends it and lets it go on."""

from tests.browser.newcomers import sign_up

REASON = "The invoice of last month is disputed."


def test_an_operator_suspends_and_reactivates_a_workspace(people):
    owner, email, home = sign_up(people)
    olga = people.signed_in("olga@operator.test")
    olga.goto("/console/users/")
    olga.get_by_role("searchbox").fill(email)
    olga.keyboard.press("Enter")
    olga.wait_for_url("**search=**")
    olga.get_by_role("row").filter(has_text=email).first.wait_for()
    slug = home.split("/")[2]
    suspend(olga, slug)
    assert owner.goto(home).status == 403
    assert REASON in owner.locator("main").inner_text()
    choose(olga, slug, "Reactivate")
    olga.get_by_text("active again").first.wait_for()
    assert owner.goto(home).status == 200


def suspend(olga, slug: str) -> None:
    choose(olga, slug, "Suspend")
    olga.locator("[name=reason]").fill(REASON)
    olga.locator("main form button:not([type=button])").last.click()
    olga.get_by_text("is suspended").first.wait_for()


def choose(olga, slug: str, act: str) -> None:
    """Open the menu of the workspace's row and take the act."""
    olga.goto(f"/console/tenants/?search={slug}")
    row = olga.get_by_role("row").filter(has_text=slug).first
    row.locator("button[popovertarget]").click()
    olga.get_by_role("menuitem", name=act).click()


def test_the_console_is_not_there_for_others(people):
    ada = people.signed_in("ada@acme.test")
    assert ada.goto("/console/").status == 404
