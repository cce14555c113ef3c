"""record(): note what happened, in the same transaction as the change."""

from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import insert
from structlog.contextvars import get_contextvars

from saas.audit.changes import take
from saas.audit.models import AuditActor, AuditEntry
from saas.core import tenancy
from saas.core.db import db
from saas.core.models import Model
from saas.events import Event


def record(event: Event, row: Model, *others: Model) -> AuditEntry:
    """Add the entry about `row`; changes of `others` (a row made along with it) count as recorded too."""
    entry = _entry(event, row, others)
    name_actor(tenancy.actor())
    db.session.add(entry)
    return entry


def record_each(event: Event, rows: Iterable[Model]) -> list[AuditEntry]:
    """The same for many rows, an entry each, in a few statements for all."""
    entries = [_entry(event, row, ()) for row in rows]
    name_actor(tenancy.actor())
    db.session.add_all(entries)
    return entries


def _entry(event: Event, row: Model, others: Iterable[Model]) -> AuditEntry:
    actor = tenancy.actor()
    return AuditEntry(
        event=event,
        actor_kind=actor.kind,
        actor_id=actor.id,
        subject_table=row.__tablename__,
        subject_id=row.id,
        subject_name=str(row),
        changes=take(db.session(), row) | {other.__tablename__: take(db.session(), other) for other in others},
        request_id=get_contextvars().get("request_id", ""),
    )


def name_actor(actor: tenancy.Actor) -> None:
    """Keep the actor's name beside the log, so that it outlives the membership; the system has none."""
    if not actor.id:
        return
    named = insert(AuditActor).values(tenant_id=tenancy.tenant_id(), id=actor.id, name=actor.name)
    db.session.execute(named.on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"name": actor.name}))
