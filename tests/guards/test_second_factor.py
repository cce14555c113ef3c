"""Where a second factor is required, no route of the workspace tells or does anything for a member without one."""

import pytest
from sqlalchemy import text

from saas.tenants.scope import LEAVING
from tests.guards.routes import promised
from tests.guards.rows import CANARY, as_owner
from tests.guards.songs import SONGS
from tests.guards.world import Identity, url

SET_UP, SHOW = "/account/factors/new", "/account/again"


@pytest.fixture
def strict(world):
    """Globex, which is full of canaries, requires a second factor."""
    as_owner(world.connection)
    globex = {"id": world.cast.tenants["globex"]}
    world.connection.execute(text("UPDATE tenants SET requires_second_factor = true WHERE id = :id"), globex)
    return world


@pytest.mark.parametrize("short", ["eve", "adam"])
def test_a_member_without_one_is_told_nothing_by_any_route(strict, listen, tally, short):
    """Whatever the role: eve owns it."""
    knock(strict, listen, tally, short, SET_UP)


def test_a_member_who_has_one_but_did_not_use_it_is_told_nothing_either(strict, listen, tally):
    as_owner(strict.connection)
    eve = {"id": strict.cast.users["eve"]}
    strict.connection.execute(text("UPDATE users SET tf_primary_method = 'authenticator' WHERE id = :id"), eve)
    knock(strict, listen, tally, "eve", SHOW)


def knock(world, listen, tally, short, where):
    """At every route of the workspace; only leaving it does something, and tells no more than its name."""
    outside = Identity(short, world.cast.signed_in(short, mfa=False), "globex")
    ears, tenant_id = listen(outside, "globex"), world.cast.tenants["globex"]
    for route in promised(world.cast.app):
        if route.of_tenant:
            heard = ears.visit(url(route, "globex", world.canaries, tenant_id), route.method)
            leaving = route.endpoint == LEAVING
            if not leaving and not led_away(heard.response, where):
                tally.blame(route, f"{short} got {heard.response!r}")
            tally.count(route, outside, heard.sung((CANARY,)) if leaving else [*heard.sung(SONGS), *heard.written])
    tally.close()


def test_with_one_the_same_pages_sing(strict, listen):
    """The check can fail."""
    inside = Identity("eve", strict.cast.signed_in("eve", mfa=True), "globex")
    assert listen(inside, "globex").visit("/t/globex/specimens/").sung(SONGS)


def led_away(response, where) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(where)
