"""A copy of all that a workspace holds: asked for, made by a worker, kept as parts of a ZIP for a week."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from saas.audit.record import record
from saas.core import clock, tenancy
from saas.core.base import Text
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel, belongs_to, within
from saas.core.outbox import enqueue
from saas.events import Event
from saas.jobs import Job
from saas.leaving import archive
from saas.tenants.models import Tenant

EXPORT_LIFE = timedelta(days=7)  # business time; a copy of everything is a risk for as long as it lies about


class ExportState(StrEnum):
    WAITING = "waiting"
    READY = "ready"


class Export(TenantModel):
    """`rows`, `size` in bytes and `sha256` are of the whole ZIP, once it is ready."""

    __tablename__ = "exports"
    leaving = Leaving(OnExport.NOTHING, OnErasure.DELETED, "copies of what the other files hold")
    unaudited = "the log says who asked for one and who took it"

    asked_by: Mapped[UUID | None] = within("memberships", "SET NULL")
    state: Mapped[ExportState] = mapped_column(Text(ExportState), default=ExportState.WAITING)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")

    asker = belongs_to("Membership", "Export.asked_by")

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    @classmethod
    def ask(cls, membership_id: UUID) -> Self:
        """A new one, or the one that is being made: asked for twice is asked for once."""
        Tenant.lock()
        waiting = db.session.scalar(select(cls).where(cls.state == ExportState.WAITING).limit(1))
        now = clock.now()
        export = waiting or cls(asked_by=membership_id, created_at=now, expires_at=now + EXPORT_LIFE).save()
        if not waiting:
            record(Event.EXPORT_ASKED, export)
        enqueue(Job.EXPORT_TENANT, export.id)
        return export

    @classmethod
    def unmade(cls, id: UUID) -> Self | None:
        """For the one worker that makes it: a second one waits, and then finds it made."""
        export = db.session.get(cls, cls.key(id), with_for_update=True)
        return export if export and export.state == ExportState.WAITING else None

    @classmethod
    def listed(cls) -> list[Self]:
        """The newest first; those whose time is over wait for the night."""
        return list(db.session.scalars(select(cls).where(cls.expires_at > clock.now()).order_by(cls.id.desc())))

    @classmethod
    def purge(cls) -> None:
        """The database deletes their parts."""
        db.session.execute(delete(cls).where(cls.expires_at <= clock.now()))

    def make(self) -> None:
        """Write the ZIP part by part; all of it is there, or nothing."""
        written = archive.write(self._add_part, Tenant.here())
        self.rows, self.size, self.sha256 = written.rows, written.size, written.sha256
        self.state, self.ready_at = ExportState.READY, clock.now()
        self.expires_at = self.ready_at + EXPORT_LIFE

    def _add_part(self, number: int, data: bytes) -> None:
        part = ExportPart(export_id=self.id, number=number, data=data).save()
        db.session.flush()
        db.session.expunge(part)  # or the session would hold the whole ZIP

    @property
    def is_ready(self) -> bool:
        return self.state == ExportState.READY and self.expires_at > clock.now()

    def take(self) -> Iterator[bytes]:
        """Note who takes it, and hand out its parts, each read in a unit of work of its own: clients may be slow."""
        record(Event.EXPORT_DOWNLOADED, self)
        return ExportPart.read(self.tenant_id, self.id)


class ExportPart(TenantModel):
    __tablename__ = "export_parts"
    __table_args__ = (Index("uq_export_parts_number", "tenant_id", "export_id", "number", unique=True),)
    leaving = Leaving(OnExport.NOTHING, OnErasure.DELETED, "copies of what the other files hold")
    unaudited = "the log says who asked for the export"

    export_id: Mapped[UUID] = within("exports")
    number: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, info={"private": True})

    @classmethod
    def read(cls, tenant_id: UUID, export_id: UUID) -> Iterator[bytes]:
        number = 0
        while data := cls._data(tenant_id, export_id, number):
            yield data
            number += 1

    @classmethod
    def _data(cls, tenant_id: UUID, export_id: UUID, number: int) -> bytes | None:
        with tenancy.acting_for(tenant_id):
            return db.session.scalar(select(cls.data).where(cls.export_id == export_id, cls.number == number))
