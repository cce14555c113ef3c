"""Somebody arrives: from the first page to a dashboard of their own, and back in without the password."""

from tests.browser.journey import journey
from tests.browser.past import PASSWORD, has_workspace, new_address
from tests.browser.steps import Steps

AGREE = "I agree to the terms and the privacy policy."
NEW_PASSWORD = "seven lanterns over water"


@journey(Steps(3, 2, 5), "the front page, one form, the mail, one button; five things that we can't guess")
def test_sign_up_to_dashboard(traveller):
    traveller.email = new_address("nia")
    traveller.opens("/")
    traveller.follows("Start for free")
    traveller.fills(
        {"Your name": "Nia Okoye", "E-mail": traveller.email, "Password": PASSWORD, "Workspace name": "Blue Heron"}
    )
    traveller.ticks(AGREE)
    traveller.presses("Create account")
    traveller.sees_page("Check your mail")
    traveller.opens_mail("/confirm/")
    traveller.presses("Confirm and log in")
    traveller.sees("This is how Blue Heron stands.")


@journey(Steps(3, 2, 2), "log-in leads to one form, the mail to another, and that one logs in")
def test_forgotten_password(traveller):
    has_workspace(owner := traveller.another())
    traveller.email = owner.email
    traveller.opens("/login")
    traveller.follows("Forgot your password?")
    traveller.fills({"E-mail": traveller.email})
    traveller.presses("Send the link")
    traveller.sees_page("Check your mail")
    traveller.opens_mail("/reset/")
    traveller.fills({"Password": NEW_PASSWORD})
    traveller.presses("Save and log in")
    traveller.sees("This is how Blue Heron stands.")
