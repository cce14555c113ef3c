"""Every route, by every method, for everybody: the answer is what the declared right says, and no canary sings."""

import pytest

from tests.guards.routes import Route, promised
from tests.guards.rows import CANARY
from tests.guards.songs import SONGS
from tests.guards.visits import Crash
from tests.guards.world import PLAIN, url

EVERYBODY = (
    "anonymous", "eve", "ada", "adam", "mel", "bea", "vic", "custom",
    "removed", "suspended", "revoked", "expired", "olga",
)  # fmt: skip
OUTSIDE_GLOBEX = ("anonymous", "ada", "mel", "bea", "vic", "custom", "removed", "suspended", "revoked", "expired")

ACMES = (f"{PLAIN}-",)  # how the texts planted there begin


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_gets_what_their_rights_say(world, listen, tally, name):
    identity = world.identity(name)
    tenant_id, ears = world.cast.tenants[identity.slug], listen(identity)
    for route in promised(world.cast.app):
        heard = ears.visit(url(route, identity.slug, world.plain, tenant_id), route.method)
        if wrong := fault(route, identity.answer(route), heard.response):
            tally.blame(route, f"{identity.name} should be {identity.answer(route)}, {wrong}")
        tally.count(route, identity, heard.sung(hidden_from(name, route)))
        if route.method == "GET":
            tally.count(route, identity, written(heard), cases=0)
        if name in OUTSIDE_GLOBEX:
            tally.count(route, identity, heard.changed, cases=0)
    tally.close()


def test_an_owner_reaches_nothing_of_another_workspace_through_their_own(world, listen, tally):
    """Eve, in her own workspace where she may do everything, with the ids of acme's rows."""
    eve = world.identity("eve")
    ears = listen(eve, "acme")
    for route in promised(world.cast.app):
        if route.of_tenant and route.arguments - {"tenant_slug"}:
            heard = ears.visit(url(route, "globex", world.plain, world.cast.tenants["acme"]), route.method)
            if heard.response.status_code not in ((404,) if route.method == "GET" else (404, 422)):
                tally.blame(route, f"eve got {heard.response!r}")
            tally.count(route, eve, [*heard.sung(ACMES), *heard.changed])
    tally.close()


def test_a_leak_would_be_heard(world, listen):
    """The check can fail: the page of globex's own member is full of canaries."""
    heard = listen(world.identity("eve")).visit("/t/globex/specimens/")
    assert any(fault.startswith("canary-name-") for fault in heard.sung())


def test_a_missing_guard_would_be_seen(world, listen, monkeypatch):
    """The check can fail: a view that says one thing and does another is named."""
    views = world.cast.app.view_functions
    monkeypatch.setitem(views, "specimens.delete", views["specimens.delete"].__wrapped__)
    route = next(route for route in promised(world.cast.app) if route.rule.endswith("/specimens/<uuid:id>/delete"))
    address = url(route, "acme", world.plain, world.cast.tenants["acme"])
    heard = listen(world.identity("mel")).visit(address, route.method)
    assert fault(route, "denied", heard.response)


def written(heard) -> list[str]:
    """Whosever it is: a link, a preview or a picture on another site could ask for the page."""
    return [f"changes {name} by opening a page" for name in heard.written]


def hidden_from(name: str, route: Route) -> tuple[str, ...]:
    """What this person must not hear there: adam is in globex too and knows its name, staff have their console."""
    if name == "eve":
        return ACMES
    if name in OUTSIDE_GLOBEX or (name == "olga" and route.of_tenant):
        return SONGS
    return (CANARY,) if name == "adam" else ()


def fault(route: Route, answer: str, response) -> str | None:
    """What is wrong with the response, None when it is as it should be."""
    if isinstance(response, Crash):
        return str(response)
    public = route.declared.startswith("public")
    status, to_log_in = response.status_code, "/login" in response.headers.get("Location", "")
    right = {
        "log in": status == 302 and to_log_in,
        "missing": status == 404,
        "denied": status == 403,
        "allowed": status < 500 and status not in forbidden(route) and (public or not to_log_in),
    }[answer]
    return None if right else f"got {status} {response.headers.get('Location', '')}"


def forbidden(route: Route) -> set[int]:
    """A made-up token or file may be missing; a row that is there may not."""
    return {401, 403, 405} | (set() if {"token", "name"} & route.arguments else {404})
