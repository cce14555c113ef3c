"""Export and erasure of a workspace of 100,000 rows: speed, memory that stays flat, and how long others wait."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from saas.core.db import db
from saas.jobs import Job
from saas.leaving import deletion
from saas.leaving.models import Export
from saas.tenants.models import Tenant
from tests import servers
from tests.bench.figures import Figure
from tests.bench.waits import Waits
from tests.bench.world import app_on, cast_of
from workers.app import FUNCTIONS
from workers.batch import work_off

SMALL, LARGE = 10_000, 100_000  # rows, in three tables
BAR = 1.0  # seconds that a lock may be held
FILLED = """
INSERT INTO specimens (tenant_id, id, name) SELECT :id, md5('s' || n)::uuid, 'Specimen ' || n
  FROM generate_series(1, :rows * 4 / 10) n;
INSERT INTO specimen_labels (tenant_id, id, specimen_id, text)
SELECT :id, md5('l' || n)::uuid, md5('s' || n)::uuid, 'Label ' || n FROM generate_series(1, :rows * 4 / 10) n;
INSERT INTO audit_entries (tenant_id, id, event, at, actor_kind, subject_table, subject_id, subject_name, changes,
                           request_id)
SELECT :id, md5('e' || n)::uuid, 'tenant.updated', now(), 'system', 'specimens', md5('s' || n)::uuid, 'Specimen ' || n,
       jsonb_build_object('name', jsonb_build_array(NULL, 'Specimen ' || n)), ''
  FROM generate_series(1, :rows * 2 / 10) n
"""


def figures() -> Iterator[Figure]:
    peaks = {}
    for rows in (SMALL, LARGE):
        database = f"bench_leaving_{rows}"
        app = app_on(database)
        cast = cast_of(app, 7)
        fill(database, cast.tenants["acme"], rows)
        seconds, peaks[rows] = exported(app, cast)
        if rows == LARGE:
            yield Figure(f"export of {rows} rows", round(rows / seconds), "rows/s")
            yield from erased(app, cast, database)
    ratio = round(peaks[LARGE] / peaks[SMALL], 2)
    yield Figure(f"export, memory at its peak, {LARGE} rows against {SMALL}", peaks[LARGE], "kB", peaks[SMALL], ratio)


def fill(database: str, tenant_id, rows: int) -> None:
    with create_engine(servers.url(database, "postgres")).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in FILLED.split(";"):
            connection.execute(text(statement), {"id": tenant_id, "rows": rows})


def exported(app, cast) -> tuple[float, int]:
    """Seconds, and the most memory that this process ever held meanwhile (kB)."""
    with cast.within("acme"):
        Export.ask(cast.memberships["acme", "ada"])
    Path("/proc/self/clear_refs").write_text("5")  # Linux: the high-water mark begins anew
    begun = time.perf_counter()
    work_off(app, FUNCTIONS, cast.tenants["acme"], str(Job.EXPORT_TENANT.terms.queue))
    seconds = time.perf_counter() - begun
    (peak,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    with cast.within("acme"):
        made = db.session.query(Export).one()
    assert made.is_ready, "the export was not made"
    return seconds, int(peak)


def erased(app, cast, database: str) -> Iterator[Figure]:
    with cast.within("acme"):
        deletion.schedule(Tenant.here(), timedelta())
    with Waits(database, cast.tenants["acme"], cast.tenants["globex"]) as waits:
        begun = time.perf_counter()
        work_off(app, FUNCTIONS, cast.tenants["acme"], str(Job.ERASE_TENANT.terms.queue))
        seconds = time.perf_counter() - begun
    with cast.within("acme"):
        assert Tenant.here().erased_at, "the workspace was not erased"
    yield Figure(f"erasure of {LARGE} rows", round(seconds, 2), "s")
    for name, longest in waits.longest.items():
        yield Figure(f"erasure, {name}", round(longest, 3), "s", BAR, round(longest / BAR, 2))
