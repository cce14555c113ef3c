"""Mutants of views: each guard removed, each weakened, the doors of blueprints without their lock."""

from collections.abc import Callable, Iterator
from functools import partial

from saas.accounts.visitors import read_visitor
from saas.console.base import enter_console
from saas.core.errors import NotFound, SignInNeeded
from saas.permissions import Can, StaffCan, public, requires, signed_in
from saas.tenants.scope import enter_tenant
from tests.guards.rights import holders
from tests.guards.routes import Route, promised
from tests.guards.visits import Crash
from tests.prove import planted
from tests.prove.crowd import Crowd, held, open_console
from tests.prove.mutants.mutant import Mutant


def mutants(crowd: Crowd, size: str) -> Iterator[Mutant]:
    guarded = [route for route in promised(crowd.app) if is_guarded(route)]
    for route in guarded:
        view = crowd.app.view_functions[route.endpoint].__wrapped__
        for name, weaker in weakened(route, view, size).items():
            broken = partial(held, crowd.app.view_functions, route.endpoint, weaker)
            yield Mutant(f"{route.method} {route.rule}: {name}", broken, (partial(crowd.faults, route),))
    yield from doors(crowd, guarded)


def is_guarded(route: Route) -> bool:
    return not route.declared.startswith("public") and not route.blueprint.startswith(planted.NAME)


def weakened(route: Route, view: Callable, size: str) -> dict[str, Callable]:
    """The guard removed; then every guard that lets somebody more in, at SIZE=ci the nearest of them."""
    found = {"no guard": view}
    if route.of_tenant:
        weaker = weaker_rights(route.declared)
        found |= {f"asks for {right}": requires(right)(view) for right in weaker[: 1 if size == "ci" else None]}
    if size == "full" or not route.of_tenant or len(found) == 1:
        found["open to all"] = public("planted")(view)
    if route.declared != "signed in" and (size == "full" or len(found) == 1 or not route.of_tenant):
        found["asks for a sign-in"] = signed_in(view)
    return found


def weaker_rights(right: str) -> list[Can]:
    """Those that somebody holds who doesn't hold this one; the one with the fewest more first."""
    known = holders()
    more = {other: len(known[other] - known[right]) for other in Can if known[other] - known[right]}
    return sorted(more, key=lambda other: (not known[right] <= known[other], more[other]))


def doors(crowd: Crowd, guarded: list[Route]) -> Iterator[Mutant]:
    for blueprint in sorted({route.blueprint for route in guarded}):
        routes = tuple(route for route in guarded if route.blueprint == blueprint)
        if routes[0].of_tenant:
            for name, door in (("no test of membership", for_anybody), ("no test of the sign-in", for_anonymous)):
                broken = partial(crowd.doors_open, blueprint, {enter_tenant: door})
                yield Mutant(f"{blueprint}: {name}", broken, (partial(at_the_doors, crowd, routes),))
        elif routes[0].declared in set(StaffCan):
            broken = partial(crowd.doors_open, blueprint, {enter_console: open_console})
            yield Mutant(f"{blueprint}: the console's door is open", broken, (partial(options, crowd, routes),))


def at_the_doors(crowd: Crowd, routes: tuple[Route, ...]) -> Iterator[str]:
    for route in routes:
        yield from crowd.at_the_door(route)


def options(crowd: Crowd, routes: tuple[Route, ...]) -> Iterator[str]:
    """No view and no guard answers OPTIONS, only the door."""
    for route in routes:
        for who in crowd.refused(route):
            response = crowd.knock(who, route, "OPTIONS")
            if isinstance(response, Crash) or response.status_code != NotFound.code:
                yield f"{route}: {who.name} gets an answer to OPTIONS: {response}"


def for_anybody(_endpoint, values) -> None:
    if not read_visitor(values.pop("tenant_slug")):
        raise SignInNeeded


def for_anonymous(_endpoint, values) -> None:
    visitor = read_visitor(values.pop("tenant_slug"))
    if visitor and not visitor.tenant:
        raise NotFound
