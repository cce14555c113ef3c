"""How long the doors take to answer: no median tells a known address from an unknown one, nor whose a link is."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from flask import Flask
from uuid_utils.compat import uuid7

from saas.accounts import links
from saas.accounts.email_changes import EmailChange
from saas.accounts.models import User
from tests import servers
from tests.cast import Cast
from tests.clients import Client
from tests.guards.links import set_person
from tests.prove.copies import Failed

SAMPLES = {"ci": 10, "full": 500}  # of each side
MOST_MS = 5.0  # between the medians; below what a network's own trembling hides
UNPACED = 100  # of a link at least: nothing steadies how long it takes, and it takes milliseconds
ROUNDS = 3
WARM = 2  # samples that don't count
KNOWN = "ada@acme.test"
TYPED = {"password": "velvet-onion-harbour", "name": "Zoë Quill", "workspace": "Quill & Co", "agree": "y"}
DOORS = ("/login", "/signup", "/reset", "/confirm")
KINDS = (links.CONFIRM, links.RESET, links.ENROL)
CHANGES = (links.EMAIL, links.UNDO)

Act = Callable[[], object]


def prove(size: str) -> str:
    """Raises Failed naming the gaps that are too wide."""
    with tempfile.TemporaryDirectory(prefix="saas-doors-") as directory, servers.started(Path(directory)):
        cast = Cast(app_on("prove_doors"))
        found = {name: least_gap(name, acts, SAMPLES[size]) for name, acts in doors(cast)}
        found |= {name: least_gap(name, acts, max(UNPACED, SAMPLES[size])) for name, acts in tokens(cast)}
    return verdict(found, SAMPLES[size])


def verdict(found: dict[str, float], samples: int) -> str:
    if wide := {name: gap for name, gap in found.items() if gap >= MOST_MS}:
        told = ", ".join(f"{name} {gap:.1f} ms" for name, gap in wide.items())
        raise Failed(f"medians lie {MOST_MS:.0f} ms apart or more: {told}")
    widest = max(found, key=found.__getitem__)
    told = f"medians {found[widest]:.2f} ms apart at most ({widest})"
    return f"{len(found)} doors and links, {samples} samples a side: {told}"


def app_on(database: str) -> Flask:
    app = servers.create_app(servers.settings(servers.database(database)))
    app.test_client_class = Client
    return app


def doors(cast: Cast) -> Iterator[tuple[str, list[Act]]]:
    for door in DOORS:
        yield door, [knock(cast.app, door, lambda: KNOWN), knock(cast.app, door, nobody)]


def nobody() -> str:
    """An address as long that nobody has, another one each time: one that signed up is somebody's."""
    return f"{uuid7().hex[-3:]}@acme.test"


def knock(app: Flask, door: str, email: Callable[[], str]) -> Act:
    return lambda: app.test_client().send(door, **TYPED, email=email())


def tokens(cast: Cast) -> Iterator[tuple[str, list[Act]]]:
    """Of somebody who is there but may not use it, and of somebody who isn't there any more.

    A forged one names nobody: it is refused before anybody is looked for, with a page of its own.
    """
    for kind in KINDS:
        there, gone = (link_of(cast, kind, short) for short in ("mel", "vic"))
        set_person(cast, "mel", active=False)
        set_person(cast, "vic", fs_uniquifier=uuid7().hex)
        yield kind.endpoint, [follow(cast.app, each) for each in (there, gone)]
        set_person(cast, "mel", active=True)
    for kind in CHANGES:
        there, gone = change_of(cast, kind, cast.users["mel"]), change_of(cast, kind, uuid7())
        yield kind.endpoint, [follow(cast.app, each) for each in (there, gone)]


def link_of(cast: Cast, kind: links.Kind, short: str) -> str:
    user = set_person(cast, short)
    with cast.app.app_context():
        return links.link(kind, user)


def change_of(cast: Cast, kind: links.Kind, user_id: UUID) -> str:
    """The link of a change of address that is over, of this person."""
    with cast.app.app_context():
        return links.change_link(kind, User(id=user_id, fs_uniquifier=uuid7().hex), EmailChange(id=uuid7()))


def follow(app: Flask, address: str) -> Act:
    return lambda: app.test_client().get(address)


def least_gap(name: str, acts: list[Act], samples: int) -> float:
    """Measured again while the machine is too busy or the gap too wide: weather changes, a leak is there each time."""
    found = []
    for _ in range(ROUNDS):
        itself, others = gaps(acts, samples)
        if itself < MOST_MS:
            found.append(others)
            if others < MOST_MS:
                break
    if not found:
        raise Failed(f"too busy to measure {name}: one and the same question differs from itself by {itself:.1f} ms")
    return min(found)


def gaps(acts: list[Act], samples: int) -> tuple[float, float]:
    """Milliseconds between medians: of the first act and itself, of the two of all that lie furthest apart.

    The sides take turns, so that all meet one weather.
    """
    turns = [*acts, acts[0]]
    taken: list[list[float]] = [[] for _ in turns]
    for _ in range(WARM + samples):
        for act, times in zip(turns, taken, strict=True):
            begun = time.perf_counter()
            act()
            times.append((time.perf_counter() - begun) * 1000)
    *medians, again = (statistics.median(times[WARM:]) for times in taken)
    return abs(medians[0] - again), max(medians) - min(medians)
