"""What changed in this unit of work, row by row, and the guard that lets no unrecorded change be committed."""

from typing import Any

from sqlalchemy import event, inspect

from saas.core.base import Base
from saas.core.db import Session

Changes = dict[str, list[Any]]


class UnauditedWrite(RuntimeError):
    """A row changed, and neither record() named it nor does its class say `unaudited = "why"`."""


@event.listens_for(Session, "before_flush")
def gather(session, _context, _instances) -> None:
    """Note the changes before the flush forgets the old values."""
    unrecorded = session.info.setdefault("unrecorded", {})
    for row in (*session.new, *session.dirty, *session.deleted):
        if not hasattr(row, "unaudited") and (found := _changes(row, deleted=row in session.deleted)):
            _, gathered = unrecorded.setdefault(id(row), (row, {}))
            gathered.update(found)


@event.listens_for(Session, "before_commit")
def refuse_unrecorded(session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if rows := session.info.get("unrecorded"):
        names = ", ".join(sorted({type(row).__name__ for row, _ in rows.values()}))
        raise UnauditedWrite(f"{names} changed without record(Event.…)")


def take(session, row: Base) -> Changes:
    """The changes of `row` so far; with this they count as recorded."""
    state = inspect(row)
    if state.pending or state.modified or row in session.deleted:
        session.flush()
    _, changes = session.info.setdefault("unrecorded", {}).pop(id(row), (row, {}))
    return changes


def _changes(row: Base, deleted: bool) -> Changes:
    state = inspect(row)
    if deleted:
        return {attr.key: [_plain(row, attr.key, attr.value), None] for attr in _columns(state)}
    return {
        attr.key: [_plain(row, attr.key, _first(attr.history.deleted)), _plain(row, attr.key, attr.value)]
        for attr in _columns(state)
        if attr.history.has_changes()
    }


def _columns(state):
    """All but those with `info={"unaudited": "why"}`."""
    audited = (attr for attr in state.mapper.column_attrs if "unaudited" not in attr.columns[0].info)
    return [state.attrs[attr.key] for attr in audited]


def _first(values):
    return values[0] if values else None


def _plain(row: Base, name: str, value: Any) -> Any:
    """As JSON can hold it; a private column shows only that it changed."""
    if value is None or isinstance(value, bool | int):
        return value
    if type(row).__table__.columns[name].info.get("private"):
        return "…"
    return [str(item) for item in value] if isinstance(value, list) else str(value)
