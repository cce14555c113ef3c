"""A passkey in real Chromium, with an authenticator that the browser plays: added, used alone, and as second factor."""

import re

import pytest

from tests.browser.newcomers import PASSWORD, sign_up

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def localhost(cloud):
    """Where passkeys work on a developer's machine."""
    return cloud.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def somebody(people, localhost):
    """Signed up and logged in at localhost, in a browser with an authenticator: the page, and their address."""
    _page, email, home = sign_up(people)
    page = people.visitor()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    log_in(page, localhost, email)
    page.wait_for_url(f"**{home}")
    return page, email, home


def log_in(page, localhost, email):
    page.goto(f"{localhost}/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def add(page, localhost):
    page.goto(f"{localhost}/account/factors")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("This desk")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("link", name="I kept them, go on").click()
    page.get_by_text("This desk").first.wait_for()


def test_a_passkey_is_added_and_signs_in_alone_and_as_second_factor(somebody, localhost):
    page, email, home = somebody
    add(page, localhost)
    page.context.clear_cookies()
    page.goto(f"{localhost}/login")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**{home}")
    page.context.clear_cookies()
    log_in(page, localhost, email)
    page.wait_for_url("**/login/code")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**{home}")


def test_a_browser_without_one_says_so_and_the_password_still_works(people, somebody, localhost):
    _page, email, home = somebody
    other = people.visitor()
    devices = other.context.new_cdp_session(other)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    other.goto(f"{localhost}/login")
    other.get_by_role("button", name="Use a passkey").click()
    other.get_by_text("used no passkey").wait_for()
    log_in(other, localhost, email)
    other.wait_for_url(re.compile(re.escape(home)))


def test_under_the_address_of_a_machine_the_page_says_where_passkeys_work(people, cloud, localhost):
    page = people.signed_in("ada@acme.test")
    page.goto(f"{cloud.url}/account/factors/passkeys/new")
    page.get_by_text(localhost).wait_for()
