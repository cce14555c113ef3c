"""The audit log: entries that are only ever added, and the names of those who acted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock
from saas.core.base import Text
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel
from saas.events import Event


class AuditEntry(TenantModel):
    """One thing that happened to one row. `changes` is {column: [before, after]}."""

    __tablename__ = "audit_entries"
    leaving = Leaving(OnExport.ROWS, OnErasure.LOGGED)
    unaudited = "it is the log"

    event: Mapped[Event] = mapped_column(Text(Event))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_kind: Mapped[str] = mapped_column(String(8))
    actor_id: Mapped[UUID | None]
    subject_table: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    subject_name: Mapped[str] = mapped_column(String(254))
    changes: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (Index(None, "tenant_id", "event", "id"), Index(None, "tenant_id", "actor_id", "id"))


class AuditActor(TenantModel):
    """The name of somebody who acted here; its id is the user's. Erasing a person replaces it."""

    __tablename__ = "audit_actors"
    leaving = Leaving(OnExport.ROWS, OnErasure.LOGGED)
    unaudited = "names for the log"
    __table_args__ = (Index("ix_audit_actors_id", "id"),)  # sec.tenants_that_name_me

    name: Mapped[str] = mapped_column(String(80))
