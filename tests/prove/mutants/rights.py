"""Mutants of the policy page: each right given to one more role, or while suspended, or to all; the tests blinded."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import g

from saas import permissions
from saas.permissions import EVERYBODY, GRANTS, OPEN_WHILE_SUSPENDED, STAFF_GRANTS, Can, Role, StaffCan
from tests.guards.rights import OPEN, promised_to
from tests.guards.routes import Route, routes
from tests.prove import planted
from tests.prove.crowd import Crowd, held
from tests.prove.mutants.mutant import Mutant


def mutants(crowd: Crowd, _size: str) -> Iterator[Mutant]:
    """Each page of `planted` asks for one right and nothing else, so a right that no view asks for yet counts too."""
    pages = {route.declared: route for route in routes(crowd.app) if route.blueprint.startswith(planted.NAME)}
    for right in Can:
        faults = partial(crowd.at_the_door, pages[right])
        for name, broken in {**more_roles(right), **more_open(right)}.items():
            yield Mutant(f"{right} {name}", broken, (faults,))
    yield from blinded(crowd, pages)


def more_roles(right: Can) -> dict[str, Any]:
    return {
        f"for {role}": partial(held, GRANTS, role, GRANTS[role] | {right})
        for role in Role
        if right not in promised_to(role)
    }


def more_open(right: Can) -> dict[str, Any]:
    found = {}
    if right not in promised_to(OPEN):
        found["while suspended"] = partial(widened, OPEN_WHILE_SUSPENDED, right)
    if right not in EVERYBODY:
        found["for every role of a tenant's own"] = partial(widened, EVERYBODY, right)
    return found


def blinded(crowd: Crowd, pages: dict[str, Route]) -> Iterator[Mutant]:
    """What the policy page's functions no longer ask."""
    all_pages = partial(through, crowd, tuple(page for right, page in pages.items() if right in {*Can, *StaffCan}))
    for name, function, instead in (
        ("can() asks for a membership only", "can", lambda right: bool(g.visitor and g.visitor.tenant)),
        ("can() asks for nothing", "can", lambda right: True),
        ("can() asks for any right here", "can", lambda right: bool(g.visitor and g.visitor.grants)),
        ("staff_can() asks for a sign-in only", "staff_can", lambda right: bool(g.visitor)),
        ("staff_can() asks for any staff right", "staff_can", lambda right: bool(g.visitor and g.visitor.staff_role)),
    ):
        yield Mutant(name, partial(replaced, function, instead), (all_pages,))
    choosable = partial(replaced, "CHOOSABLE", frozenset(Can))
    yield Mutant("a tenant's own role may hold every right", choosable, (all_pages,))
    everyone = partial(held, STAFF_GRANTS, None, frozenset(StaffCan))
    yield Mutant("everybody is staff", everyone, (all_pages,))


def through(crowd: Crowd, pages: tuple[Route, ...]) -> Iterator[str]:
    for page in pages:
        yield from crowd.at_the_door(page)
        yield from crowd.lesser_staff(page)
        with crowd.doors_open():
            yield from crowd.behind_the_door(page)


@contextmanager
def widened(rights: set, right: Can) -> Iterator[None]:
    rights.add(right)
    try:
        yield
    finally:
        rights.discard(right)


@contextmanager
def replaced(name: str, instead) -> Iterator[None]:
    """The function of the policy page, where its guards look it up."""
    before = getattr(permissions, name)
    setattr(permissions, name, instead)
    try:
        yield
    finally:
        setattr(permissions, name, before)
