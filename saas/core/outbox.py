"""enqueue(): a row in jobs, in the same transaction as what it follows from, and after the commit a hint.

The row is the truth, the hint only says "look there". Whatever becomes of a hint, the sweep sends it again.
"""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from celery import Celery
from flask import current_app
from kombu.exceptions import OperationalError
from redis import Redis, RedisError
from sqlalchemy import Index, String, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from structlog import get_logger
from uuid_utils.compat import uuid7

from saas.core import clock, tenancy
from saas.core.base import Text
from saas.core.db import after_commit, db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel

log = get_logger("outbox")

HINT = "hint"  # the Celery task's name
HINT_SECONDS = 30  # a hint that got lost keeps the next one back for no longer
VALKEY_SECONDS = 1.0  # a request waits no longer for Valkey than this
WAITING = text("state = 'waiting'")


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # its tries are used up; an operator sees it


class JobRow(TenantModel):
    """A piece of work for the row `row_id`. `run_at` is business time, `lease_until` the database's machine time."""

    __tablename__ = "jobs"
    leaving = Leaving(OnExport.NOTHING, OnErasure.DELETED, "how the work was done, not what was made")
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
        Index("uq_jobs_waiting", "tenant_id", "job", "row_id", unique=True, postgresql_where=WAITING),
        Index("ix_jobs_due", "run_at", postgresql_where=WAITING),
        Index("ix_jobs_lease", "lease_until", postgresql_where=text("state = 'running'")),
        Index("ix_jobs_claim", "tenant_id", "queue", "run_at", postgresql_where=WAITING),
    )


def enqueue(job: Any, row_id: UUID, run_at: datetime | None = None) -> None:
    """Have `job` (a saas.jobs.Job) done for this row of the current tenant; not before `run_at`, if given."""
    enqueue_each(job, [row_id], run_at)


def enqueue_each(job: Any, row_ids: list[UUID], run_at: datetime | None = None) -> None:
    """The same for many rows, in one statement."""
    tenant_id, queue = tenancy.tenant_id(), str(job.terms.queue)
    fields = {"tenant_id": tenant_id, "job": str(job), "queue": queue, **({"run_at": run_at} if run_at else {})}
    db.session.execute(
        insert(JobRow).on_conflict_do_nothing(
            index_elements=["tenant_id", "job", "row_id"], index_where=WAITING
        ),  # uq_jobs_waiting
        [{**fields, "id": uuid7(), "row_id": row_id} for row_id in row_ids],
    )
    hinted = db.session().info.setdefault("hinted", set())
    if queue not in hinted and not run_at:
        hinted.add(queue)
        after_commit(lambda: send_hint(tenant_id, queue))


def send_hint(tenant_id: UUID | None, queue: str) -> None:
    """Tell the workers that this tenant has something due, unless they know; never raises."""
    url = current_app.config["SETTINGS"].redis_url
    try:
        if _valkey(url).set(_key(tenant_id, queue), 1, nx=True, ex=HINT_SECONDS):
            sender(url).send_task(HINT, args=[str(tenant_id), queue], queue=queue, retry=False, ignore_result=True)
    except (RedisError, OperationalError, OSError) as error:
        log.warning("hint not sent; the sweep will", queue=queue, error=type(error).__name__)


def take_hint(tenant_id: UUID, queue: str) -> None:
    """A worker holds the hint now; from here on a commit sends the next one."""
    try:
        _valkey(current_app.config["SETTINGS"].redis_url).delete(_key(tenant_id, queue))
    except RedisError as error:
        log.warning("hint not taken; it expires", queue=queue, error=type(error).__name__)


@cache
def sender(url: str) -> Celery:
    """Celery as the one who sends: knows the broker, no tasks. Its connections are pooled."""
    celery = Celery("saas", broker=url, set_as_current=False)
    celery.conf.update(
        task_serializer="json",
        broker_connection_timeout=VALKEY_SECONDS,
        broker_transport_options={"socket_timeout": VALKEY_SECONDS, "socket_connect_timeout": VALKEY_SECONDS},
    )
    return celery


@cache
def _valkey(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=VALKEY_SECONDS, socket_connect_timeout=VALKEY_SECONDS)


def _key(tenant_id: UUID | None, queue: str) -> str:
    return f"hint:{queue}:{tenant_id}"
