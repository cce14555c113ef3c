"""What a page's statements touch: buffers, and how many of them only lead down the B-trees; their time."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import Engine

from saas.core.db import db
from tests import servers

WARM = 3  # executions: functions plan their own statements at the first, and that reads the catalogue
TIMES = 5
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "
# The pages above the leaves that the searches of all B-trees have passed so far, from each root down.
PASSED = text(
    "SELECT sum(s.idx_scan * (public.bt_metap(s.indexrelid::regclass::text)).fastlevel) FROM pg_stat_user_indexes s"
    " JOIN pg_class c ON c.oid = s.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree'"
)


@dataclass(frozen=True)
class Touched:
    """`above` are the buffers above the leaves: a tree a thousand times as large is a page or two higher."""

    buffers: int
    above: int
    ms: float


class Watched:
    """A database whose statements are replayed as the app runs them: as saas_app, with the signed context."""

    def __init__(self, app, database: str):
        self.app = app
        self.watch = create_engine(servers.url(database, "postgres"), isolation_level="AUTOCOMMIT").connect()
        self.watch.execute(text("CREATE EXTENSION IF NOT EXISTS pageinspect"))

    def statements(self, visitor, path: str) -> list[Touched]:
        """Of each statement of the page, the look-up of who asks first."""
        with sent() as statements:
            assert visitor.get(path).status_code == 200
        told = [each for each in statements if "set_config" in each[0]]
        with self.app.app_context(), db.engine.connect() as connection:
            return [self.replayed(connection, told, each) for each in statements if each not in told]

    def replayed(self, connection: Connection, told: list, statement: tuple) -> Touched:
        before = [explained(connection, told, statement, WARM), self.passed()][1]
        plans = explained(connection, told, statement, TIMES)
        top = plans[-1]["Plan"]
        above = round((self.passed() - before) / TIMES)
        ms = statistics.median(plan["Execution Time"] for plan in plans)
        return Touched(top["Shared Hit Blocks"] + top["Shared Read Blocks"], above, ms)

    def passed(self) -> int:
        return int(self.watch.scalar(PASSED))


def explained(connection: Connection, told: list, statement: tuple, times: int) -> list[dict]:
    """In one transaction, whose counts are there to be read when this returns."""
    for each in told:
        connection.exec_driver_sql(*each)
    plans = [connection.exec_driver_sql(EXPLAIN + statement[0], statement[1]).scalar()[0] for _ in range(times)]
    connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    connection.commit()
    return plans


@contextmanager
def sent() -> Iterator[list[tuple]]:
    """The statements that are sent while this is open, with their parameters."""
    statements: list[tuple] = []

    def note(_connection, _cursor, statement, parameters, *_more) -> None:
        statements.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
