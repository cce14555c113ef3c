"""The specimen: a resource of a tenant that only tests have; guards and benchmarks lean on it."""

from typing import Any, Self
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.audit.record import record
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel, belongs_to, has_many, within
from saas.events import Event

# Events are the product's; the specimen borrows one.
CHANGED = Event.TENANT_UPDATED


class Specimen(TenantModel):
    __tablename__ = "specimens"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    __table_args__ = (Index("ix_specimens_tenant_id_name", "tenant_id", "name", "id"),)

    name: Mapped[str] = mapped_column(String(80))
    keeper_id: Mapped[UUID | None] = within("memberships", "SET NULL")

    keeper = belongs_to("Membership", "Specimen.keeper_id")
    labels = has_many("Label.specimen_id", of="Specimen", back_populates="specimen", order_by="Label.id")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create(cls, **fields: Any) -> Self:
        specimen = cls(**fields).save()
        record(CHANGED, specimen)
        return specimen

    def update(self, **fields: Any) -> None:
        self.assign(**fields)
        record(CHANGED, self)

    def delete(self) -> None:
        db.session.delete(self)  # the database deletes its labels
        record(CHANGED, self)

    def label(self, text: str) -> "Label":
        label = Label(specimen=self, text=text).save()
        record(CHANGED, label)
        return label


class Label(TenantModel):
    __tablename__ = "specimen_labels"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)

    specimen_id: Mapped[UUID] = within("specimens")
    text: Mapped[str] = mapped_column(String(80))

    specimen = belongs_to("Specimen", "Label.specimen_id", back_populates="labels")

    def __str__(self) -> str:
        return self.text
