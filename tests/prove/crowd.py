"""Everybody whom the matrix knows, at once, in one world: who knocks at a route for the proof."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from flask import Flask

from saas.accounts.visitors import read_visitor
from saas.console.base import enter_console
from saas.core import tenancy
from saas.core.base import Base
from saas.permissions import STAFF_GRANTS, Can, StaffCan, StaffRole, grants_of
from saas.tenants import authority
from saas.tenants.scope import enter_tenant
from tests.guards.routes import Route
from tests.guards.rows import user_tables
from tests.guards.test_matrix import EVERYBODY, fault
from tests.guards.visits import Crash, visit
from tests.guards.world import Identity, World, url

FIRST = ("revoked", "expired")  # signing ada out they end all her sessions, so they come before her
DOUBLES = ("signed out", "removed")  # to a view they are as anonymous or an outsider; the matrix has them all
REFUSED = 403  # by the guard; a view that goes on may still find nothing and say 404


class Crowd:
    """Knocks and says what was wrong, a sentence each; only where somebody should be refused."""

    def __init__(self, world: World):
        self.world = world
        self.app: Flask = world.cast.app
        for table in user_tables():
            world.canaries.row(table)
        self.people = [world.identity(name) for name in sorted(EVERYBODY, key=lambda name: name not in FIRST)]
        self.people += [of_own_role(world, "bart", []), of_own_role(world, "alma", list(map(str, Can)))]

    def faults(self, route: Route) -> Iterator[str]:
        """By the front door; then, the doors open and no second look at rights, the view's guard alone."""
        yield from self.at_the_door(route)
        with self.doors_open(), patch.object(authority, "refuse_lost", lambda *_: None):
            yield from self.behind_the_door(route)
        yield from self.lesser_staff(route)

    def at_the_door(self, route: Route) -> Iterator[str]:
        for who in self.refused(route):
            if wrong := fault(route, who.answer(route), self.knock(who, route)):
                yield f"{route}: {who.name} should be {who.answer(route)}, {wrong}"

    def behind_the_door(self, route: Route) -> Iterator[str]:
        staffs = route.declared in set(StaffCan)
        for who in self.refused(route) if route.of_tenant or staffs else ():
            response = self.knock(who, route)
            wrong = fault(route, "missing", response) if staffs else let_in(response)
            if wrong:
                yield f"{route}: with the door open, {who.name} {wrong}"

    def lesser_staff(self, route: Route) -> Iterator[str]:
        """Olga, without the one right that the route asks for."""
        if route.declared in set(StaffCan):
            olga = next(who for who in self.people if who.staff)
            with self.doors_open(), held(STAFF_GRANTS, StaffRole.OPERATOR, frozenset(StaffCan) - {route.declared}):
                if wrong := fault(route, "missing", self.knock(olga, route)):
                    yield f"{route}: staff without {route.declared}, {wrong}"

    def refused(self, route: Route) -> list[Identity]:
        return [who for who in self.people if who.name not in DOUBLES and who.answer(route) != "allowed"]

    def knock(self, who: Identity, route: Route, method: str | None = None):
        tenant_id = self.world.cast.tenants[who.slug]
        return visit(self.world, who, url(route, who.slug, self.world.plain, tenant_id), method or route.method)

    @contextmanager
    def doors_open(self, blueprint: str | None = None, to: dict | None = None) -> Iterator[None]:
        """Swap the doors of this blueprint, or of all."""
        doors = self.app.url_value_preprocessors
        before = {name: list(doors[name]) for name in doors if blueprint in (None, name)}
        for name, functions in before.items():
            doors[name] = [(to or OPEN).get(function, function) for function in functions]
        try:
            yield
        finally:
            doors.update(before)


def of_own_role(world: World, name: str, rights: list[str]) -> Identity:
    """Somebody with a role of the tenant's own: these rights, as far as such a role can have them."""
    role = world.plain.plant(Base.metadata.tables["roles"], world.cast.tenants["acme"], rights=rights)
    world.add_person(name, "acme", role_id=role["id"])
    return Identity(name, world.cast.signed_in(name), "acme", grants_of(None, rights))


def let_in(response) -> str | None:
    if isinstance(response, Crash):
        return str(response)
    to_log_in = response.status_code == 302 and "/login" in response.headers.get("Location", "")
    return None if response.status_code == REFUSED or to_log_in else f"got {response.status_code}"


def open_tenant(_endpoint, values) -> None:
    read_visitor(values.pop("tenant_slug"))


def open_console(_endpoint, _values) -> None:
    tenancy.acting_as(tenancy.OPERATOR)
    read_visitor()


OPEN = {enter_tenant: open_tenant, enter_console: open_console}


@contextmanager
def held(table: dict, key, value) -> Iterator[None]:
    """`table[key]` is `value` for a while."""
    before = dict(table)
    table[key] = value
    try:
        yield
    finally:
        table.clear()
        table.update(before)
