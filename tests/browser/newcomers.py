"""People who come: a stranger signs up and confirms from the mail, and invites; somebody accepts in another browser."""

import secrets

PASSWORD = "ten green bottles stand"


def sign_up(people, **how) -> tuple:
    """A new owner at their dashboard: the page, the address, the workspace's path."""
    page, email = people.visitor(**how), f"nia-{secrets.token_hex(4)}@example.com"
    page.goto("/")
    page.get_by_role("link", name="Start for free").click()
    page.locator("[name=name]").fill("Nia Okoye")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=workspace]").fill("Blue Heron")
    page.locator("[name=agree]").check()
    page.locator("main form button:not([type=button])").last.click()
    page.get_by_role("heading", name="Check your mail").wait_for()
    page.goto(people.mail_link(page, email, "/confirm"))
    page.locator("main form button").last.click()
    page.wait_for_url("**/t/blue-heron*/")
    return page, email, page.url.removeprefix(people.cloud.url)


def invite(people, page, home: str, role: str = "member") -> str:
    """Invite somebody new; the link in their mail."""
    email = f"ike-{secrets.token_hex(4)}@example.com"
    page.goto(f"{home}members/invitations/new")
    page.locator("[name=email]").fill(email)
    page.locator(f"[name=role][value={role}]").check()
    page.locator("main form button:not([type=button])").last.click()
    page.get_by_text(email).first.wait_for()
    return people.mail_link(people.visitor(), email, "/invitations/")


def accept(people, link: str):
    page = people.visitor()
    page.goto(link)
    page.locator("[name=name]").fill("Ike Adu")
    page.locator("[name=password]").fill(PASSWORD)
    for box in page.locator("[name=agree]").all():
        box.check()
    page.get_by_role("button", name="Create account and join").click()
    page.wait_for_url("**/t/blue-heron*/")
    return page
