"""How long others wait while something is being done: rows are written meanwhile, and transactions watched."""

import time
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import Connection, create_engine, text
from uuid_utils.compat import uuid7

from tests import servers

PAUSE = 0.005  # seconds between two looks
AGE = text(
    "SELECT extract(epoch FROM max(clock_timestamp() - xact_start)) FROM pg_stat_activity"
    " WHERE usename = 'saas_app' AND datname = current_database()"
)
WRITE = text("INSERT INTO audit_actors (tenant_id, id, name) VALUES (:tenant_id, :id, 'x')")
CHANGE = text("UPDATE tenants SET plan = plan WHERE id = :tenant_id")


class Waits:
    """`longest`: seconds of the longest write in the workspace itself, in another, and of the longest transaction."""

    def __init__(self, database: str, here: UUID, elsewhere: UUID):
        self.engine = create_engine(servers.url(database, "postgres"))
        self.longest: dict[str, float] = {}
        self.over = Event()
        acts = {
            "the longest write in the workspace": lambda connection: write(connection, here),
            "the longest write in another": lambda connection: write(connection, elsewhere),
            "the longest transaction": lambda connection: connection.scalar(AGE) or 0.0,
        }
        self.threads = [Thread(target=self.repeat, args=item) for item in acts.items()]

    def __enter__(self) -> "Waits":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
        self.engine.dispose()

    def repeat(self, name: str, act) -> None:
        with self.engine.connect() as connection:
            while not self.over.wait(PAUSE):
                self.longest[name] = max(self.longest.get(name, 0.0), float(act(connection)))
                connection.rollback()


def write(connection: Connection, tenant_id: UUID) -> float:
    """A new row, with its key to the workspace, and a change of the workspace's own row: how long both waited."""
    begun = time.perf_counter()
    with connection.begin() as transaction:
        connection.execute(WRITE, {"tenant_id": tenant_id, "id": uuid7()})
        connection.execute(CHANGE, {"tenant_id": tenant_id})
        took = time.perf_counter() - begun
        transaction.rollback()  # or there would be more to erase for ever
    return took
