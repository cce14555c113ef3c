"""enqueue(): a row in jobs, in the same transaction as what it follows from, and a hint to the workers after the commit."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock
from saas.core.base import Text
from saas.core.models import TenantModel


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # its tries are used up; an operator sees it


class JobRow(TenantModel):
    """A piece of work for the row `row_id`. `run_at` is business time, `lease_until` machine time."""

    __tablename__ = "jobs"
    unaudited = "what caused it is in the log"

    job: Mapped[str] = mapped_column(String(40))
    queue: Mapped[str] = mapped_column(String(20))
    row_id: Mapped[UUID]
    state: Mapped[JobState] = mapped_column(Text(JobState), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        # one waiting row for each (tenant, job, row): asking twice is asking once
        Index("uq_jobs_waiting", "tenant_id", "job", "row_id", unique=True, postgresql_where=text("state = 'waiting'")),
        Index("ix_jobs_due", "run_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_jobs_lease", "lease_until", postgresql_where=text("state = 'running'")),
        Index("ix_jobs_claim", "tenant_id", "queue", "run_at", postgresql_where=text("state = 'waiting'")),
    )
