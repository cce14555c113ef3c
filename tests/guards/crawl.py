"""Follows every link and presses every button that somebody is shown, and notes what doesn't work."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException

from tests.guards import markup
from tests.guards.routes import Route
from tests.guards.visits import Crash, Page, flashes, page_of, visit
from tests.guards.world import Identity, World

ELSEWHERE = ("mailto:", "https://", "tel:")
OURS = "http://localhost"  # as tests/servers.py sets BASE_URL
# Addresses of one shape that are looked at, and buttons of one route: rows in different states differ, lists don't.
ALIKE = {"a row's": 3, "a list's": 1, "a button": 3}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
WORKS = {200, 302, 303, 402, 409, 422}
NOT_CRAWLED = ("/dev/", "/static/")


class Crawl:
    """Everything `who` can reach from `starts`: `pages`, and `faults` with the place where each was first seen."""

    def __init__(self, world: World, who: Identity, *starts: str):
        self.world, self.who = world, who
        self.pages: list[Page] = []
        self.texts: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        self.queue = deque((start, "the start") for start in starts)
        self.seen = Counter(shape(start) for start in starts)
        self.asked = set(starts)
        self.pressed: Counter[str] = Counter()
        while self.queue:
            self.look(*self.queue.popleft())

    def look(self, address: str, source: object) -> None:
        response = visit(self.world, self.who, address)
        expected = {403, 404} if source == "the start" else set()
        if response.status_code not in WORKS | expected:
            self.blame(source, f"leads to {address}, {tell(response)}")
        if target := redirect(response):
            self.note(target, f"{source}, by way of {address},")
        if page := page_of(self.who, address, response):
            self.read(page)
        elif not isinstance(response, Crash) and response.mimetype != "application/zip":
            self.texts[address] = response.get_data(as_text=True)

    def read(self, page: Page) -> None:
        self.pages.append(page)
        self.texts[page.address] = str(page.soup)
        self.blame(page, *markup.faults(page.soup), *self.broken_assets(page))
        for link in page.soup.find_all("a"):
            self.follow(page, link, link.get("href"))
        for tag in page.soup.find_all(attrs={"hx-get": True}):
            self.follow(page, tag, tag["hx-get"])
        for form in page.soup.find_all("form"):
            self.press(page, form)

    def follow(self, page: Page, tag: Tag, href: str | None) -> None:
        if href in (None, "", "#"):
            self.blame(page, f"{markup.brief(tag)} leads nowhere")
        elif not href.startswith((*ELSEWHERE, "#")):
            self.note(urljoin(page.address, href), page)

    def note(self, address: str, source: object) -> None:
        """Look at it later, unless enough of its kind were."""
        address = address.removeprefix(OURS).split("#")[0]
        enough = ALIKE["a list's" if "?" in address else "a row's"]
        if address in self.asked or self.seen[shape(address)] >= enough or address.startswith(NOT_CRAWLED):
            return
        self.asked.add(address)
        self.seen[shape(address)] += 1
        self.queue.append((address, source))

    def press(self, page: Page, form: Tag) -> None:
        """Send the form as it stands, and with nothing filled in."""
        method, address = form.get("method", "get").upper(), urljoin(page.address, form.get("action") or page.address)
        if method == "DIALOG":
            return
        if not (route := self.route(method, address)):
            self.blame(page, f"{markup.brief(form)} sends to {method} {address}, which isn't there")
        elif (answer := self.who.answer(route)) != "allowed":
            self.blame(page, f"{markup.brief(form)} is drawn for somebody who is {answer}")
        elif method == "POST" and self.pressed[route.endpoint] < ALIKE["a button"]:
            self.pressed[route.endpoint] += 1
            self.send(page, form, address, filled_in(form))
            self.send(page, form, address, dict.fromkeys(filled_in(form), ""))

    def send(self, page: Page, form: Tag, address: str, fields: dict) -> None:
        fields = {name: value for name, value in fields.items() if name != "csrf_token"}
        response = visit(self.world, self.who, address, "POST", fields)
        if response.status_code not in WORKS:
            self.blame(page, f"{markup.brief(form)} sent {sorted(fields)}, {tell(response)}")
        if refused := page_of(self.who, address, response):
            self.pages.append(refused)
            self.blame(f"{page}, refused,", *markup.faults(refused.soup))
        for said in flashes(self.world.cast.app, response):
            self.pages.append(
                Page(self.who.name, f"{address}, done,", 200, BeautifulSoup(f"<p>{said}</p>", "html.parser"))
            )

    def blame(self, place: object, *faults: str) -> None:
        for fault in faults:
            self.faults.setdefault(fault, f"{place}: {fault}")

    def route(self, method: str, address: str) -> Route | None:
        """The route that would answer, without asking it."""
        adapter = self.world.cast.app.url_map.bind("localhost")
        try:
            rule, _values = adapter.match(urlsplit(address).path, method, return_rule=True)
        except HTTPException:
            return None
        declared = self.world.cast.app.view_functions[rule.endpoint].declared
        return Route(method, rule.rule, rule.endpoint, declared, frozenset(rule.arguments))

    def broken_assets(self, page: Page) -> Iterator[str]:
        for tag in page.soup.find_all(["img", "script", "link", "use"]):
            address = str(tag.get("src") or tag.get("href") or "")
            file, _, name = address.partition("#")
            if file.startswith("/static/") and file not in self.asked:
                self.asked.add(file)
                if visit(self.world, self.who, file).status_code != 200:
                    yield f"{file} isn't there"
            if name and tag.name == "use" and not self.drawn(file, name):
                yield f"the icon {name} isn't in {file}"

    def drawn(self, file: str, name: str) -> bool:
        sprites = self.world.__dict__.setdefault("sprites", {})
        if file not in sprites:
            response = visit(self.world, self.who, file)
            sprites[file] = set(re.findall(r'id="([^"]+)"', response.get_data(as_text=True)))
        return name in sprites[file]


def shape(address: str) -> str:
    """The address without what differs from row to row."""
    parts = urlsplit(address)
    names = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{UUID.sub('*', parts.path)}?{'&'.join(names)}"


def filled_in(form: Tag) -> dict[str, str]:
    """What a browser would send: the fields as drawn, the first button's name."""
    fields = {}
    for field in form.find_all(["input", "textarea", "select"]):
        chosen = field.get("type") not in ("checkbox", "radio") or field.has_attr("checked")
        if field.get("name") and chosen and not field.has_attr("disabled"):
            fields[field["name"]] = value(field)
    button = form.find("button", attrs={"name": True})
    return fields | ({button["name"]: button.get("value", "")} if button else {})


def value(field: Tag) -> str:
    if field.name == "select":
        option = field.find("option", selected=True) or field.find("option")
        return option.get("value", option.get_text()) if option else ""
    return field.get("value", "") if field.name == "input" else field.get_text()


def redirect(response) -> str | None:
    return None if isinstance(response, Crash) else response.headers.get("Location")


def tell(response) -> str:
    return f"which crashed: {response}" if isinstance(response, Crash) else f"which answers {response.status_code}"
