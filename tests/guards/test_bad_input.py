"""Bad input of every kind at every route: refused with a page, never a crash."""

from base64 import urlsafe_b64encode
from itertools import product
from urllib.parse import quote

import pytest

from saas.permissions import StaffCan
from tests.guards.routes import Route, routes
from tests.guards.visits import Crash, visit
from tests.guards.world import World, url

LONG = "x" * 10_000
UNFIT = ("not-a-uuid", "%00", "..", "' OR 1=1 --", "𝔘𝔫𝔦", "[]", "0" * 36, "-1", LONG)
CURSORS = (
    "!",
    "%00",
    LONG,
    *(urlsafe_b64encode(text.encode()).decode() for text in ("", "{}", '["a"]', '[1, "\\u0000", []]', "nope")),
)
# What pages read from the query: their own names and Flask-Admin's.
NAMES = (
    *("q", "role", "state", "event", "actor", "since", "until", "next"),
    *("search", "sort", "desc", "page", "page_size", "id", "url", "flt_state", "flt_tenant", "flt0_0"),
)
FIELDS = (
    *("email", "emails", "password", "new_password", "current", "name", "workspace", "slug", "code", "consent"),
    *("role", "role_id", "version", "state", "assignee_id", "body", "reason", "message"),
    *("action", "rowid", "id", "theme", "zone", "locale"),
)
MANY = 3_000_000  # bytes; more than MAX_BODY_BYTES


def test_a_post_without_a_token_is_told_what_to_do(world):
    found = []
    for who, route, address in posts(world):
        response = visit(world, who, address, "POST", {"csrf_token": ""})
        if response.status_code != 400 or "load the page again" not in response.get_data(as_text=True):
            found.append(f"{route}: {response.status_code}")
    assert not found, "\n".join(found)


def test_a_body_over_the_limit_is_413(world):
    found = []
    for who, route, address in posts(world):
        response = visit(world, who, address, "POST", {"name": "x" * MANY})
        if response.status_code != 413:
            found.append(f"{route}: {response!s}")
    assert not found, "\n".join(found)


def test_a_forged_host_is_400(world):
    found = []
    for who, route, address in requests(world):
        response = visit(world, who, address, route.method, base_url="http://evil.example")
        if response.status_code != 400 or "evil.example" in f"{response.headers}":
            found.append(f"{route}: {response!s}")
    assert not found, "\n".join(found)


def test_an_unfit_parameter_is_missing(world):
    found = []
    for who, route, address in requests(world):
        for unfit in UNFIT:
            for name in (name for name in route.arguments if f"{name}>" in route.rule):
                response = visit(world, who, spoilt(world, route, address, name, unfit), route.method)
                if crashed(response) or response.status_code not in (302, 308, 400, 404, 410, 422):
                    found.append(f"{route}: {name} = {unfit[:20]!r}: {tell(response)}")
    assert not found, "\n".join(found)


def test_an_unfit_query_is_no_crash(world):
    found = []
    for who, route, address in requests(world):
        if route.method == "GET":
            for query in queries():
                response = visit(world, who, f"{address}{'&' if '?' in address else '?'}{query}")
                if crashed(response):
                    found.append(f"{route}: ?{query[:60]}: {tell(response)}")
    assert not found, "\n".join(found)


def test_an_unfit_cursor_is_400_or_ignored(world):
    found = []
    for who, route, address in requests(world):
        if route.endpoint.endswith((".index", ".index_view")):
            for name, cursor in product(("after", "before"), CURSORS):
                response = visit(world, who, f"{address}{'&' if '?' in address else '?'}{name}={cursor}")
                if crashed(response):
                    found.append(f"{route}: {name}={cursor[:40]}: {tell(response)}")
    assert not found, "\n".join(found)


def test_unfit_fields_are_no_crash(world):
    found = []
    for who, route, address in posts(world):
        for unfit in ("\0", LONG, "' OR 1=1 --", "-1", "😀", " "):
            fields = dict.fromkeys(FIELDS, unfit)
            response = visit(world, who, address, "POST", fields)
            if crashed(response):
                found.append(f"{route}: every field {unfit[:20]!r}: {tell(response)}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", ["/%00", "/t/%00/", "/t/acme/%ff", "/" + LONG, "/t/acme/../../etc/passwd", "/static/../config.py"]
)
def test_an_unfit_path_is_no_crash(world, path):
    response = visit(world, world.identity("ada"), path)
    assert response.status_code in (302, 308, 400, 404)


def requests(world: World):
    """Each route by somebody whom it lets in, with its address."""
    staff, owner = world.identity("olga"), world.identity("ada")
    for route in routes(world.cast.app):
        who = staff if route.declared in set(StaffCan) else owner
        yield who, route, url(route, "acme", world.plain, world.cast.tenants["acme"])


def posts(world: World):
    return (request for request in requests(world) if request[1].method == "POST")


def queries() -> list[str]:
    values = ("%00", LONG, "-1", "99999999999999999999", "%27%25%5B%ED%A0%80")
    return ["&".join(f"{name}={value}" for name in NAMES) for value in values]


def spoilt(world: World, route: Route, address: str, name: str, unfit: str) -> str:
    """The address with one parameter of the path replaced."""
    path = address.split("?")[0].split("/")
    place = next(place for place, part in enumerate(route.rule.split("/")) if part.strip("<>").split(":")[-1] == name)
    path[place] = unfit if unfit.startswith("%") else quote(unfit, safe="")
    return "/".join(path)


def crashed(response) -> bool:
    return isinstance(response, Crash) or response.status_code >= 500


def tell(response) -> str:
    return (
        str(response)
        if isinstance(response, Crash)
        else f"{response.status_code} {response.headers.get('Location', '')}"
    )
