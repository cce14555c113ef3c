"""Every route, by every method, for everybody: the answer is what the declared right says, and no canary sings."""

import pytest

from tests.guards.routes import Route, promised
from tests.guards.rows import CANARY
from tests.guards.visits import Crash, visit
from tests.guards.world import Identity, World, url

EVERYBODY = (
    "anonymous", "eve", "ada", "adam", "mel", "bea", "vic", "custom",
    "removed", "suspended", "revoked", "expired", "olga",
)  # fmt: skip
OUTSIDE_GLOBEX = ("anonymous", "ada", "mel", "bea", "vic", "custom", "removed", "suspended", "revoked", "expired")
SONGS = (CANARY, "Globex", "globex.test")


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_gets_what_their_rights_say(world, name):
    identity = world.identity(name)
    tenant_id = world.cast.tenants[identity.slug]
    found = []
    for route in promised(world.cast.app):
        response = knock(world, identity, route, url(route, identity.slug, world.plain, tenant_id))
        if wrong := fault(route, identity.answer(route), response):
            found.append(f"{route}: {identity.name} should be {identity.answer(route)}, {wrong}")
        if name in OUTSIDE_GLOBEX:
            found += sung(route, identity, response)
    assert not found, "\n".join(found)


def test_an_owner_reaches_nothing_of_another_workspace_through_their_own(world):
    """Eve, in her own workspace where she may do everything, with the ids of acme's rows."""
    eve = world.identity("eve")
    found = []
    for route in promised(world.cast.app):
        if route.of_tenant and route.arguments - {"tenant_slug"}:
            address = url(route, "globex", world.plain, world.cast.tenants["acme"])
            response = knock(world, eve, route, address)
            if response.status_code not in ((404,) if route.method == "GET" else (404, 422)):
                found.append(f"{route}: {response!r}")
    assert not found, "\n".join(found)


def test_a_leak_would_be_heard(world, monkeypatch):
    """The check can fail: the page of globex's own member is full of canaries."""
    eve = world.identity("eve")
    route = next(route for route in promised(world.cast.app) if route.endpoint == "specimens.index")
    response = knock(world, eve, route, "/t/globex/specimens/")
    assert sung(route, eve, response)


def test_a_missing_guard_would_be_seen(world, monkeypatch):
    """The check can fail: a view that says one thing and does another is named."""
    views = world.cast.app.view_functions
    monkeypatch.setitem(views, "specimens.delete", views["specimens.delete"].__wrapped__)
    mel = world.identity("mel")
    route = next(route for route in promised(world.cast.app) if route.rule.endswith("/specimens/<uuid:id>/delete"))
    response = knock(world, mel, route, url(route, "acme", world.plain, world.cast.tenants["acme"]))
    assert fault(route, "denied", response)


def knock(world: World, identity: Identity, route: Route, address: str):
    return visit(world, identity, address, route.method)


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


def sung(route: Route, identity: Identity, response) -> list[str]:
    text = "" if isinstance(response, Crash) else f"{response.headers}{response.get_data(as_text=True)}"
    return [f"{route}: {identity.name} reads {song}" for song in SONGS if song in text]
