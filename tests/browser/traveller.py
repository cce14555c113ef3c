"""A person on a journey: goes, presses, fills and sees as people do, in one manner, and each step is counted."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import axe, ways
from tests.browser.manners import MANNERS
from tests.browser.people import People
from tests.browser.post import Post
from tests.browser.steps import Steps

OPENS = "opener => opener.getAttribute('popovertarget') ?? opener.dataset.open ?? opener.dataset.menuHere"
OPEN_WITH_SCRIPTS = "[data-menu]:popover-open:focus-within, .side:popover-open, dialog[open]"  # menu.js moves the focus
SIDEBAR = "#side"  # behind a button where the window is narrow


class Traveller:
    """`steps` and what was looked at already are shared by all who take part in one journey."""

    def __init__(self, people: People, post: Post, manner: str, first: "Traveller | None" = None):
        self.people, self.post, self.manner = people, post, manner
        self.steps: Steps = first.steps if first else Steps()
        self.scripts = MANNERS[manner].scripts
        self.page: Page = people.visitor(**MANNERS[manner].profile)
        self.hands = MANNERS[manner].hands(self.page)
        self.email = ""

    def another(self) -> "Traveller":
        """Somebody else who travels in the same manner, in a browser of their own."""
        return Traveller(self.people, self.post, self.manner, self)

    # where to

    def opens(self, address: str) -> None:
        self.count(pages=1)
        self.page.goto(address)
        self.arrived()

    def opens_mail(self, path: str) -> str:
        """The link below `path` in the newest mail to them."""
        link = self.post.link(self.email, path)
        self.opens(link)
        return link

    def follows(self, name: str) -> None:
        self.count(pages=1)
        self.leaves_by(self.named("link", name))

    # what to press

    def presses(self, name: str, role: str = "button") -> None:
        """What another page answers."""
        self.count(presses=1)
        self.leaves_by(self.named(role, name))

    def confirms(self, name: str, verb: str, role: str = "button") -> None:
        """A button that asks first, where there are scripts to ask with."""
        if not self.scripts:
            return self.presses(name, role)
        self.count(presses=1)
        self.hands.press(self.named(role, name))
        self.dialog().wait_for()
        self.count(presses=1)
        self.leaves_by(self.dialog().get_by_role("button", name=verb))

    def opens_up(self, name: str, role: str = "button") -> None:
        """A menu or a dialog of the same page; what only scripts open is a link to a page without them."""
        if role == "link" and not self.scripts:
            return self.follows(name)
        self.count(presses=1)
        opener = self.named(role, name)
        opened = self.page.locator("#" + opener.evaluate(OPENS))
        self.hands.press(opener)
        opened.and_(self.page.locator(OPEN_WITH_SCRIPTS if self.scripts else ":popover-open")).wait_for()

    def takes(self, name: str) -> None:
        """An entry of the menu that is open."""
        self.presses(name, "menuitem")

    def downloads(self, name: str) -> Path:
        """What a button answers with a file."""
        self.count(presses=1)
        with self.page.expect_download() as download:
            self.hands.press(self.named("button", name))
        return download.value.path()

    # what to fill in

    def fills(self, texts: dict[str, str]) -> None:
        """Fields by their labels."""
        for label, text in texts.items():
            self.count(fields=1)
            self.hands.fill(self.field(label), text)

    def ticks(self, label: str, role: str = "checkbox") -> None:
        self.count(fields=1)
        self.hands.tick(self.named(role, label))

    def chooses(self, label: str) -> None:
        """One of several radios."""
        self.ticks(label, "radio")

    # what is there

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def sees_page(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()

    # how

    def dialog(self) -> Locator:
        return self.page.locator("dialog[open]")

    def count(self, **steps: int) -> None:
        for kind, number in steps.items():
            setattr(self.steps, kind, getattr(self.steps, kind) + number)

    def named(self, role: str, name: str) -> Locator:
        if self.is_in_closed_sidebar(role, name):
            self.opens_up("Open navigation")
        return self.page.get_by_role(role, name=re.compile(rf"^{re.escape(name)}(?!\w)")).first

    def is_in_closed_sidebar(self, role: str, name: str) -> bool:
        sidebar = self.page.locator(SIDEBAR)
        inside = sidebar.get_by_role(role, name=re.compile(rf"{re.escape(name)}(?!\w)"), include_hidden=True)
        return inside.count() > 0 and not sidebar.is_visible()

    def field(self, label: str) -> Locator:
        labelled = self.page.get_by_label(label, exact=True)
        return labelled.or_(self.page.get_by_label(f"{label} (optional)", exact=True)).locator("visible=true").first

    def leaves_by(self, target: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.hands.press(target)
        self.arrived()

    def arrived(self) -> None:
        """Every page must fit its window, every text its button and, in a run of all ways, all of it axe's rules."""
        faults = [f"{extra} px too wide"] if (extra := axe.sideways(self.page)) else []
        faults += axe.spilling(self.page)
        if ways.all_of_them() and self.scripts:
            faults += axe.violations(self.page)
        assert not faults, f"{self.page.url}: " + "\n".join(faults)
