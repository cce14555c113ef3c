"""Growth: what a tenant of a hundred pays among a million rows of others, and a tenant of 200,000 for its search."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, text

from saas.core import tenancy
from saas.core.db import db
from saas.tenants import people
from tests import servers
from tests.bench import crowd
from tests.bench.figures import Figure
from tests.bench.touched import Touched, Watched
from tests.bench.world import app_on, cast_of

SMALL = 100
TENANTS, EACH, LARGE = 10_000, 80, 200_000  # a million rows in all
COMMON = "jansen"  # the name of one in thirteen, here and in all other workspaces
RARE = "gruber 77"  # in the large tenant: some dozens
TIMES = 15
SOMEBODY = text("SELECT id, name FROM memberships WHERE tenant_id = :acme ORDER BY name, id OFFSET 60 LIMIT 1")
# The same question as a superuser asks it, with no row-level security in the way: the first thousand found, in order.
OUTSIDE = text(
    "SELECT id, name, email, role, joined_at FROM memberships WHERE tenant_id = :tenant_id AND id = any(array("
    " SELECT id FROM memberships WHERE tenant_id = :tenant_id"
    " AND (name ILIKE '%' || :part || '%' OR email ILIKE '%' || :part || '%') ORDER BY name, id LIMIT 1000"
    ")) ORDER BY name, id LIMIT 51"
)


@dataclass
class Place:
    """A database with acme in it, and what its admin's pages touch."""

    database: str
    app: Any
    acme: UUID
    touched: dict[str, Touched]


def figures() -> Iterator[Figure]:
    alone = place("bench_alone")
    among = place("bench_among", tenants=TENANTS, each=EACH, large=LARGE)
    for name, mine in among.touched.items():
        yield from against(f"{name}, {SMALL} members among a million, against alone", mine, alone.touched[name])
    for part in (COMMON, RARE):
        yield search(among, part)


def place(database: str, **others: int) -> Place:
    app = app_on(database)
    cast = cast_of(app, 0)
    present = sum(slug == "acme" for slug, _ in cast.memberships)
    acme = cast.tenants["acme"]
    crowd.fill(database, acme, ours=SMALL - present, **others)
    return Place(database, app, acme, pages(Watched(app, database), cast.signed_in("adam"), acme))


def pages(watched: Watched, admin, acme: UUID) -> dict[str, Touched]:
    somebody = watched.watch.execute(SOMEBODY, {"acme": acme}).one()
    listed, counted = watched.statements(admin, "/t/acme/members")[1:]
    row = watched.statements(admin, f"/t/acme/members/{somebody.id}")[1]
    found, found_counted = watched.statements(admin, f"/t/acme/members?q={somebody.name}")[1:]
    common = watched.statements(admin, f"/t/acme/members?q={COMMON}")[1]
    return {
        "members listed": listed, "one member": row, "members counted": counted,
        "one member found": found, "one member found, counted": found_counted, "a common name found": common,
    }  # fmt: skip


def against(name: str, mine: Touched, alone: Touched) -> Iterator[Figure]:
    yield figure(name, mine.buffers, "buffers", alone.buffers)
    yield figure(f"{name}, from the leaves on", mine.buffers - mine.above, "buffers", alone.buffers - alone.above)
    yield figure(name, mine.ms, "ms", alone.ms)


def figure(name: str, value: float, unit: str, vs: float) -> Figure:
    return Figure(name, round(value, 3), unit, round(vs, 3), round(value / vs, 2))


def search(place: Place, part: str) -> Figure:
    """The large tenant's, by the members page's own statement, against the same question asked outside the wall."""
    with create_engine(servers.url(place.database, "postgres")).connect() as outside:
        large = outside.scalar(text(f"SELECT {crowd.LARGE}"))
        with place.app.app_context():
            tenancy.enter(large)
            mine = people.listed(part).order_by(people.Membership.name, people.Membership.id).limit(51)
            pairs = [(ms(db.session, mine), ms(outside, OUTSIDE, tenant_id=large, part=part)) for _ in range(TIMES)]
            db.session.remove()
    one, two = (statistics.median(column) for column in zip(*pairs, strict=True))
    return figure(f"search for {part!r} in {LARGE} members, against the same outside the wall", one, "ms", two)


def ms(connection, statement, **values) -> float:
    begun = time.perf_counter()
    connection.execute(statement, values).all()
    return (time.perf_counter() - begun) * 1000
