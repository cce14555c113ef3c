"""The functions that look over all tenants: the sweep's say which have something due, no more; searches stay inside."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from saas.core import clock
from saas.core.outbox import JobState
from tests.guards.behaviour.people import begun
from tests.guards.behaviour.stage import UNCHECKED, Speaker, Stage, fresh
from tests.guards.rows import tenant_tables
from tests.guards.world import TABLES

APP, HOUR, DAY = Speaker(), timedelta(hours=1), timedelta(days=1)
FEW = "zq"  # so few letters that some searches take another way; no planted word begins with them
PAGE = 1000  # the most that one call may return
KEPT = timedelta(days=30)  # an ended session is kept for so long
MANY = (
    UNCHECKED + "; INSERT INTO tenants (id, slug, name, plan, created_at, suspended_reason, requires_second_factor)"
    f" SELECT gen_random_uuid(), 'many' || n, '', '', now(), '', false FROM generate_series(1, {PAGE + 1}) n"
)


def due(stage: Stage) -> Iterator[str]:
    now, machine = clock.now(), datetime.now(UTC)
    cases: dict[str, dict[str, Any]] = {
        "due": {"run_at": now - HOUR},
        "lapsed": {"state": JobState.RUNNING, "run_at": now + HOUR, "lease_until": machine - HOUR},
        "early": {"run_at": now + HOUR, "lease_until": machine - HOUR},
        "running": {"state": JobState.RUNNING, "run_at": now - HOUR, "lease_until": machine + HOUR},
        "done": {"state": JobState.DONE, "run_at": now - HOUR, "lease_until": machine - HOUR},
        "dead": {"state": JobState.DEAD, "run_at": now - HOUR, "lease_until": machine - HOUR},
    }
    for queue, fields in cases.items():
        stage.plant("jobs", "globex", queue=queue, **{"state": JobState.WAITING, "lease_until": None, **fields})
    rows = stage.asked(APP, "SELECT * FROM sec.due(:now)", now=now)
    if any(set(row._fields) != {"tenant_id", "queue"} for row in rows):
        yield f"sec.due tells {rows[0]._fields}"
    if {row.queue for row in rows if row.queue in cases} != {"due", "lapsed"}:
        yield f"sec.due names {sorted({row.queue for row in rows})}"
    if seen := stage.tried(Speaker(login="", role="saas_sweep"), "SELECT count(*) FROM jobs WHERE state = 'done'"):
        yield f"the sweep's role sees {seen} jobs that are done"


def tenant_ids_after(stage: Stage) -> Iterator[str]:
    ids = sorted(stage.tenants.values())
    after = "SELECT * FROM sec.tenant_ids_after(:id, :n)"
    if [row for (row,) in stage.asked(APP, after, id=ids[0], n=9)] != ids[1:]:
        yield "sec.tenant_ids_after doesn't give exactly the ids that follow"
    if stage.asked(APP, after, id=ids[-1], n=9):
        yield "sec.tenant_ids_after begins again after the last"
    counted = "SELECT count(*) FROM sec.tenant_ids_after('00000000-0000-0000-0000-000000000000', 9999)"
    if stage.tried(APP, counted, MANY) != PAGE:
        yield "sec.tenant_ids_after gives more than a page"


def forget_sessions(stage: Stage) -> Iterator[str]:
    """Only what ended long ago, whoever's it is."""
    ada, now = stage.mine["users"], datetime.now(UTC)
    ended = now - KEPT - DAY
    gone = [stage.mine["user_sessions"], stage.foreign["user_sessions"]]  # they are of long ago
    gone += [begun(stage, ada, expires_at=now + DAY, revoked_at=ended), begun(stage, ada, expires_at=ended)]
    begun(stage, ada, expires_at=now + DAY)
    begun(stage, ada, expires_at=now - KEPT + DAY)
    if {row for (row,) in stage.asked(APP, "SELECT sec.forget_sessions(1000)")} != {row["id"] for row in gone}:
        yield "sec.forget_sessions doesn't forget exactly what ended a month ago"
    sweep = Speaker(login="", role="saas_sweep")
    for statement in ("SELECT count(id) FROM user_sessions", "DELETE FROM user_sessions"):
        if stage.tried(sweep, statement) != len(gone):
            yield f"the sweep's role reaches sessions that are open or ended lately: {statement}"


def search(stage: Stage, function: str) -> Iterator[str]:
    """sec.search_<rows>: finds in the tenant that was told what holds the text, by each column it looks at."""
    name = function.removeprefix("search_")
    table = TABLES.get(name, name)
    if table not in tenant_tables():
        yield f"say in tests/guards/behaviour/sweep.py what sec.{function} searches"
        return
    found = f"SELECT sec.{function}(:part)"
    planted = {slug: stage.plant(table, slug, name=f"{FEW}-{slug}", **other(stage, table)) for slug in stage.tenants}
    for told in ("acme", "globex", None):
        for part, slugs in {FEW: planted, **{f"{FEW}-{slug}": {slug} for slug in planted}}.items():
            rows = stage.asked(stage.told(told, "ada"), found, part=part)
            if rows != [(planted[slug]["id"],) for slug in slugs if slug == told]:
                yield f"sec.{function} finds in {told} for {part}: {rows}"
    for part in ("no such text", "%", "_"):
        if stage.asked(stage.told("acme", "ada"), found, part=part):
            yield f"sec.{function} finds something for {part!r}"


def other(stage: Stage, table: str) -> dict[str, Any]:
    """A second person, where there may be one row for each."""
    if table != "memberships":
        return {}
    name = fresh().hex
    return {"user_id": stage.person(name)["id"], "email": f"{name}@search.test"}
