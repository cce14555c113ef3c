"""A mutant: one lock of the wall broken or loosened, and the checks that should notice."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial

from tests.guards import wall
from tests.guards.behaviour.stage import Stage


@dataclass(frozen=True)
class Mutant:
    """`broken()` breaks the lock for as long as it is entered; `checks` are the behaviour that should show it then.

    `found()` is what the catalogue shows; it counts only where `structural`: for what no behaviour can show.
    """

    name: str
    broken: Callable[[], AbstractContextManager]
    checks: tuple[partial, ...]
    found: Callable[[], Iterable[str]] = tuple
    structural: bool = False

    def faults(self) -> Iterator[str]:
        for check in self.checks:
            yield from check()


def of_database(stage: Stage, name: str, sql: str, *checks: partial, structural: bool = False) -> Mutant:
    """What `sql` does to the database, as its superuser."""
    return Mutant(name, partial(damage, stage, sql), checks, partial(catalogued, stage), structural)


@contextmanager
def damage(stage: Stage, sql: str) -> Iterator[None]:
    savepoint = stage.connection.begin_nested()
    try:
        stage.as_superuser(sql)
        yield
    finally:
        savepoint.rollback()


def catalogued(stage: Stage) -> Iterator[str]:
    """As tests/guards/test_tables.py asks, on the stage's own transaction."""
    stage.as_superuser()
    connection = stage.connection.connection.driver_connection
    for faults in (wall.table_faults, wall.function_faults, wall.view_faults, wall.role_faults):
        yield from faults(connection)
