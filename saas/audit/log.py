"""The log as a workspace reads it: narrowed by filters that stand in the address, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, select
from werkzeug.datastructures import MultiDict

from saas.audit.models import AuditActor, AuditEntry
from saas.core.db import db
from saas.events import Event

YEARS = range(2000, 2201)  # a date outside is a slip of the pen, and some would overflow
ACTORS_LISTED = 200  # in the filter; beyond that, one searches by what was done
KEYS = {"id", "tenant_id"}  # of no interest to people


@dataclass(frozen=True)
class Filters:
    """What the address asks for. A value that makes no sense asks for nothing."""

    event: Event | None
    actor: UUID | None
    since: date | None
    until: date | None
    part: str
    zone: ZoneInfo

    @classmethod
    def of(cls, args: MultiDict[str, str], zone: str) -> Self:
        return cls(
            event=args.get("event", type=Event),
            actor=args.get("actor", type=UUID),
            since=args.get("since", type=day),
            until=args.get("until", type=day),
            part=args.get("q", "").strip(),
            zone=ZoneInfo(zone),
        )

    def __bool__(self) -> bool:
        return any((self.event, self.actor, self.since, self.until, self.part))

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.event:
            yield AuditEntry.event == self.event
        if self.actor:
            yield AuditEntry.actor_id == self.actor
        if self.since:
            yield AuditEntry.at >= self.midnight(self.since)
        if self.until:
            yield AuditEntry.at < self.midnight(self.until + timedelta(days=1))
        if self.part:
            yield AuditEntry.subject_name.istartswith(self.part, autoescape=True)

    def midnight(self, begins: date) -> datetime:
        """Where the reader is."""
        return datetime.combine(begins, time.min, self.zone)


def listed(*where: ColumnElement[bool]) -> Select:
    """The entries as columns, with the names of those who acted."""
    rows = select(
        AuditEntry.id,
        AuditEntry.event,
        AuditEntry.at,
        AuditEntry.actor_kind,
        AuditActor.name.label("actor"),
        AuditEntry.subject_name.label("subject"),
        AuditEntry.changes,
    )
    named = and_(AuditActor.tenant_id == AuditEntry.tenant_id, AuditActor.id == AuditEntry.actor_id)
    return rows.outerjoin(AuditActor, named).where(*where)


def latest(count: int, *where: ColumnElement[bool]) -> list[Any]:
    return list(db.session.execute(listed(*where).order_by(AuditEntry.id.desc()).limit(count)))


def actors() -> list[tuple[UUID, str]]:
    """Who acted here, for the filter."""
    rows = select(AuditActor.id, AuditActor.name).order_by(AuditActor.name).limit(ACTORS_LISTED)
    return [(row.id, row.name) for row in db.session.execute(rows)]


def lines(changes: dict[str, Any], of: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each change as (column, before, after); those of a row made along with it carry its table's name."""
    for name, change in changes.items():
        if isinstance(change, dict):
            yield from lines(change, f"{name}.")
        elif name not in KEYS:
            yield f"{of}{name}", *change


def day(text: str) -> date:
    """Raises ValueError for what is no day, or one out of any reason."""
    found = date.fromisoformat(text)
    if found.year not in YEARS:
        raise ValueError(text)
    return found
