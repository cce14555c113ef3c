"""A mutant: one lock of the wall broken or loosened, and the checks that should notice."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from tests.guards import wall
from tests.guards.behaviour.stage import Stage


@dataclass(frozen=True)
class Mutant:
    """`broken()` breaks the lock for as long as it is entered; `faults()` is what behaviour shows then.

    `found()` is what the catalogue shows; it counts only where `structural`: for what no behaviour can show.
    """

    name: str
    broken: Callable[[], AbstractContextManager]
    faults: Callable[[], Iterable[str]]
    found: Callable[[], Iterable[str]] = tuple
    structural: bool = False


def of_database(stage: Stage, name: str, sql: str, *checks: Callable[[], Iterator[str]], structural=False) -> Mutant:
    """What `sql` does to the database, as its superuser."""
    return Mutant(
        name,
        lambda: damage(stage, sql),
        lambda: (fault for check in checks for fault in check()),
        lambda: catalogued(stage),
        structural,
    )


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
