"""Counting SQL statements, apart from BEGIN, COMMIT and telling the tenant."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

TELLING = ("select set_config('app.context'", "SAVEPOINT", "RELEASE", "set local role")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent while this is open."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        if not statement.startswith(TELLING):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
