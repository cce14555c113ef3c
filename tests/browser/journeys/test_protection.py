"""What keeps an account its owner's: a second factor that gets lost, and an address that somebody else might take."""

from infra.local import totp
from tests.browser.journey import journey
from tests.browser.past import PASSWORD, has_workspace, new_address
from tests.browser.steps import Steps

NEW_PASSWORD = "seven lanterns over water"


@journey(
    Steps(5, 7, 4),
    "the person's menu, security, the factors, one form, the sheet of codes; out by the menu, in by password and code",
    phone=Steps(presses=2),  # the sidebar's
)
def test_turn_on_a_second_factor_lose_it_and_get_in(traveller):
    traveller.opens(has_workspace(traveller))
    traveller.opens_up("Nia Okoye")
    traveller.takes("Account")
    traveller.follows("Security")
    traveller.follows("Second factors and passkeys")
    traveller.follows("Set up an authenticator app")
    traveller.fills({"Code": shown_by_app(traveller)})
    traveller.presses("Switch it on")
    traveller.sees_page("Your recovery codes")
    kept = traveller.page.locator("li").first.inner_text()
    traveller.follows("I kept them, go on")
    traveller.opens_up("Nia Okoye")
    traveller.takes("Log out")
    traveller.fills({"E-mail": traveller.email, "Password": PASSWORD})
    traveller.presses("Log in")
    traveller.sees_page("Your second factor")
    traveller.fills({"Code": kept})
    traveller.presses("Log in")
    traveller.sees("This is how Blue Heron stands.")


def shown_by_app(traveller) -> str:
    """The key was typed into it, as the page shows it."""
    return totp.code(traveller.field("Key").input_value().replace("-", "").replace(" ", ""))


@journey(
    Steps(4, 6, 2),
    "the person's menu, its page, one form; a mail and a button each way, and the new password that an undo asks for",
    phone=Steps(presses=1),  # the sidebar's
)
def test_change_the_address_and_take_it_back(traveller):
    traveller.opens(has_workspace(traveller))
    old, new = traveller.email, new_address("nia")
    traveller.opens_up("Nia Okoye")
    traveller.takes("Account")
    traveller.follows("E-mail")
    traveller.fills({"New e-mail address": new})
    traveller.presses("Send the link")
    traveller.sees(f"We wait for {new}")
    traveller.email = new
    traveller.opens_mail("/email/")
    traveller.presses("Confirm new address")
    traveller.sees(f"{new} is your address now.")
    traveller.sees(f"You sign in as {new}")
    traveller.email = old
    traveller.opens_mail("/email/undo/")
    traveller.presses("Take it back")
    traveller.sees(f"{old} is your address again.")
    traveller.sees(f"For {old}.")
    traveller.fills({"Password": NEW_PASSWORD})
    traveller.presses("Save and log in")
    traveller.sees("This is how Blue Heron stands.")
