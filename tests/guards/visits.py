"""One request by somebody of the world, as their browser would send it; whatever it changed is undone."""

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.http import parse_cookie

from tests.guards.world import Identity, World

STREAM = "text/event-stream"
EVENTS = 20  # chunks that are read of a stream


@dataclass(frozen=True)
class Crash:
    """An exception that no handler turned into a page; looks like an answer."""

    error: Exception
    status_code: int = 500

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {str(self.error).splitlines()[0] if str(self.error) else ''}"


def visit(world: World, who: Identity, address: str, method: str = "GET", fields=None, **options) -> Response | Crash:
    with visited(world, who, address, method, fields, **options) as response:
        return response


@contextmanager
def visited(world: World, who: Identity, address: str, method: str = "GET", fields=None, **options):
    """What was answered, for as long as what it changed stands.

    Posts carry a CSRF token, unless `fields` is given with one of its own or None of it.
    """
    client = world.cast.app.test_client()
    for cookie in who.client._cookies.values():
        client.set_cookie(cookie.key, cookie.value)
    if "json" in options:
        options["headers"] = {"X-CSRFToken": client.csrf_token()}
    elif method != "GET":
        options["data"] = {"csrf_token": client.csrf_token(), **(fields or {})}
    undone = world.connection.begin_nested()
    try:
        yield answer(client, address, method, options)
    finally:
        undone.rollback()


def answer(client: FlaskClient, address: str, method: str, options: dict[str, Any]) -> Response | Crash:
    """With the whole body, or of a stream that may never end its beginning."""
    try:
        response = client.open(address, method=method, **options)
        said = response.iter_encoded()
        response.set_data(b"".join(islice(said, EVENTS) if response.mimetype == STREAM else said))
        response.close()
        return response
    except Exception as error:
        return Crash(error)


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
