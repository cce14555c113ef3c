"""People at their browsers: a profile each, with what their pages complain about."""

import re
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page

from tests.browser.cloud import Cloud

PASSWORD = "demo-demo-demo"  # the demo cast's, in every development database
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000  # ms; two cores may be busy with the rest of the suite
EXPECTED = re.compile(r"the server responded with a status of (402|403|404|409|410|422|429)")


class People:
    def __init__(self, chromium: Browser, cloud: Cloud):
        self.chromium, self.cloud = chromium, cloud
        self.complaints: list[str] = []
        self.contexts = []

    def visitor(
        self, size=None, scheme: str = "light", scripts: bool = True, touch: bool = False, sign_in: dict | None = None
    ) -> Page:
        """A new profile's first page; `scripts=False` switches JavaScript off, `touch` makes it a phone's."""
        looks = {"viewport": size or DESKTOP, "color_scheme": scheme, "locale": "en-GB", "reduced_motion": "reduce"}
        context = self.chromium.new_context(
            base_url=self.cloud.url,
            java_script_enabled=scripts,
            has_touch=touch,
            is_mobile=touch,
            storage_state=sign_in,
            **looks,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def signed_in(self, email: str, **how) -> Page:
        """A new profile of somebody who logged in earlier in this run, or does now: a one-time code is good once."""
        if email not in self.cloud.sign_ins:
            self.cloud.sign_ins[email] = self.log_in(email)
        return self.visitor(sign_in=self.cloud.sign_ins[email], **how)

    def log_in(self, email: str) -> dict:
        """Through the doors of the product; the cookies that came of it."""
        page = self.visitor()
        page.goto("/login")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        if email.startswith("olga"):
            page.locator("[name=code]").fill(self.cloud.operator_code())
            page.locator("main button[type=submit], main button:not([type])").first.click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page.context.storage_state()

    def hear(self, message) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def mail_link(self, page: Page, address: str, path: str) -> str:
        """The newest link below `path` in a mail to `address`, as /dev/mail shows it; waits for the worker."""
        for _ in range(60):
            page.goto("/dev/mail")
            row = page.locator("tr, li").filter(has_text=address).first
            if row.count():
                row.locator("a").first.click()
                links = page.locator(f"a[href*='{path}']")
                if links.count():
                    return urljoin(page.url, links.first.get_attribute("href"))
            page.wait_for_timeout(250)
        raise AssertionError(f"no mail to {address} with a link below {path}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
