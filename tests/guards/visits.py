"""One request by somebody of the world, as their browser would send it; whatever it changed is undone."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask import Flask, Response
from werkzeug.http import parse_cookie

from tests.guards.world import Identity, World


@dataclass(frozen=True)
class Crash:
    """An exception that no handler turned into a page; looks like an answer."""

    error: Exception
    status_code: int = 500

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {str(self.error).splitlines()[0] if str(self.error) else ''}"


def visit(world: World, who: Identity, address: str, method: str = "GET", fields=None, **options) -> Response | Crash:
    """Posts carry a CSRF token, unless `fields` is given with one of its own or None of it."""
    client = world.cast.app.test_client()
    for cookie in who.client._cookies.values():
        client.set_cookie(cookie.key, cookie.value)
    if method != "GET":
        options["data"] = {"csrf_token": client.csrf_token(), **(fields or {})}
    undone = world.connection.begin_nested()
    try:
        return client.open(address, method=method, buffered=True, **options)
    except Exception as error:
        return Crash(error)
    finally:
        undone.rollback()


@dataclass(frozen=True)
class Page:
    """What somebody saw. `address` is what they asked for, `answered` the status."""

    who: str
    address: str
    answered: int
    soup: BeautifulSoup

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    def __str__(self) -> str:
        return f"{self.who} at {self.address}"


def page_of(who: Identity, address: str, response: Response | Crash) -> Page | None:
    """None where nobody sees HTML."""
    if isinstance(response, Crash) or response.mimetype != "text/html" or response.location:
        return None
    return Page(who.name, address, response.status_code, BeautifulSoup(response.get_data(as_text=True), "html.parser"))


def flashes(app: Flask, response: Response | Crash) -> list[str]:
    """What the next page would say, from the session cookie that came along; one with an Undo is a dict."""
    headers = [] if isinstance(response, Crash) else response.headers.getlist("Set-Cookie")
    sent = [parse_cookie(header.split(";")[0]).get(app.config["SESSION_COOKIE_NAME"]) for header in headers]
    serializer = app.session_interface.get_signing_serializer(app)
    said = [what for cookie in filter(None, sent) for _category, what in serializer.loads(cookie).get("_flashes", [])]
    return [what["text"] if isinstance(what, dict) else what for what in said]
