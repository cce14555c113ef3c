"""Every way to ask a page to lead elsewhere: in `next`, in a query or a form, and by where one says to come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask_security import hash_password

from tests.cast import Cast
from tests.guards.asked import NAMES
from tests.guards.links import PASSWORD, set_person
from tests.guards.routes import Route, routes
from tests.guards.visits import visit
from tests.guards.world import Identity, World, url

ASKS = "next"
RIGHT = {"email": "ada@acme.test", "password": PASSWORD}  # so that a log-in goes on to wherever it leads
HERE = "http://localhost"
LOOK_BACK = {"accounts.theme", "members.update"}  # tried with every form; the others with a few


@dataclass(frozen=True)
class Led:
    """Where a page led that was asked to lead to `asked`."""

    route: Route
    how: str
    asked: str
    status: int
    location: str | None

    def __str__(self) -> str:
        return f"{self.route} {self.how} {self.asked!r}: {self.status} {self.location!r}"


def who_may_log_in(cast: Cast) -> None:
    with cast.app.app_context():
        hashed = hash_password(PASSWORD)
    set_person(cast, "ada", password=hashed)


def that_ask(world: World) -> Iterator[tuple[Identity, Route, str]]:
    """The routes whose view asks for `next`, for each who is in or out, with their addresses."""
    for who in (world.identity("anonymous"), world.identity("ada")):
        for route in routes(world.cast.app):
            address = url(route, "acme", world.plain, world.cast.tenants["acme"]) if route.arguments else route.rule
            NAMES.clear()
            visit(world, who, address, route.method, RIGHT)
            if ASKS in NAMES:
                yield who, route, address


def by_next(world: World, forms: list[str]) -> Iterator[Led]:
    for who, route, address in that_ask(world):
        for form in forms:
            query = f"?{ASKS}={quote(form, safe='')}" if route.method == "GET" else ""
            answer = visit(world, who, address + query, route.method, RIGHT | {ASKS: form})
            yield Led(route, ASKS, form, answer.status_code, getattr(answer, "location", None))


def by_referrer(world: World, forms: list[str]) -> Iterator[Led]:
    """Every act, as its button on another page would send it: no view says beforehand whether it looks back."""
    who = world.identity("ada")
    acts = [route for route in routes(world.cast.app) if route.method == "POST" and "console" not in route.rule]
    for route in acts:
        address = url(route, "acme", world.plain, world.cast.tenants["acme"])
        for came in comes(forms if route.endpoint in LOOK_BACK else forms[:2]):
            answer = visit(world, who, address, "POST", {"theme": "dark", "role": "viewer"}, headers={"Referer": came})
            yield Led(route, "came from", came, answer.status_code, getattr(answer, "location", None))


def comes(forms: list[str]) -> list[str]:
    """The same as a page here; a browser sends nothing unseen."""
    return [came for form in forms for came in {form, f"{HERE}{form}"} if came.isprintable() and came.isascii()]


def leaves(location: str | None) -> bool:
    """As Python reads it; Chromium is asked in tests/browser/test_leaving.py."""
    if location is None:
        return False
    parts = urlsplit(location)
    return bool(parts.scheme or parts.netloc or not location.startswith("/") or location[1:2] in ("/", "\\"))
