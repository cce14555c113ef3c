"""The runs of the schedule's entries, unique by name and due time."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import Model


class ScheduleRun(Model):
    __tablename__ = "schedule_runs"
    leaving = Leaving(OnExport.NOTHING, OnErasure.KEPT, "nobody's: when the clock struck")
    __table_args__ = (
        Index("uq_schedule_runs_name_due_at", "name", "due_at", unique=True),
        {"comment": "global: when a schedule's entry ran; unique by (name, due_at), so two beats cause one run"},
    )
    unaudited = "the clock's own notes"

    name: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
