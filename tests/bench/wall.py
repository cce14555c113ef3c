"""The wall's cost: the members page with it and without, in the same run; what signing and verifying alone cost."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import text

from saas.core import signing, tenancy
from saas.core.db import db
from tests.bench import crowd, unwalled
from tests.bench.figures import Figure, cpu_seconds
from tests.bench.sides import POSTGRES, WEB, Side, compared
from tests.bench.world import app_on, cast_of

PATH = "/t/acme/members"
MEMBERS = 50
TENANTS = 200  # other workspaces of as many members, so that both sides read by index, as a product with tenants does
CALLS = 2000  # signatures a round, and verifications a statement
TRIES = 5  # the best of them counts: the others met somebody else's work
VERIFYING = text("SELECT count(sec.tenant_id()::text || n) FROM generate_series(1, :calls) n")
NOT_VERIFYING = text("SELECT count(:tenant_id || n) FROM generate_series(1, :calls) n")


def figures() -> Iterator[Figure]:
    walled, acme = side("bench_wall", nullcontext)
    bare, _ = side("bench_no_wall", unwalled.trusting_where)
    unwalled.take_down("bench_no_wall")
    name = f"members page, {MEMBERS} members, with the wall against an explicit WHERE"
    yield from compared(name, PATH, walled, bare, (WEB, POSTGRES))
    with walled.app.app_context():
        signing_once = min(cpu_seconds(lambda: signing.context(acme, acme), CALLS) for _ in range(TRIES))
        yield Figure("signing a tenant context", round(signing_once * 1e6, 1), "µs CPU")
        tenancy.enter(acme)
        verifying = seconds(VERIFYING, calls=CALLS) - seconds(NOT_VERIFYING, calls=CALLS, tenant_id=str(acme))
        yield Figure("verifying it, for each table that a statement reads", round(verifying / CALLS * 1e6, 1), "µs")
        db.session.remove()


def side(database: str, within: Callable[[], AbstractContextManager[None]]) -> tuple[Side, object]:
    """A database where acme and its neighbours have so many members; acme's id."""
    app = app_on(database)
    cast = cast_of(app, 0)
    present = sum(slug == "acme" for slug, _ in cast.memberships)
    acme = cast.tenants["acme"]
    crowd.fill(database, acme, ours=MEMBERS - present, tenants=TENANTS, each=MEMBERS, large=MEMBERS)
    return Side(app, cast.signed_in("adam"), within), acme


def seconds(statement, **values) -> float:
    return min(timed(statement, values) for _ in range(TRIES))


def timed(statement, values) -> float:
    begun = time.perf_counter()
    db.session.execute(statement, values).all()
    return time.perf_counter() - begun
