"""The Celery app: which functions do which jobs, the hints, and what the clock triggers. Derived from saas/jobs.py."""

import logging
import os
from functools import cache
from typing import Any
from uuid import UUID

from celery import Celery
from flask import Flask
from structlog import get_logger

from saas.app import create_app
from saas.config import Settings
from saas.core import logs, outbox, reporting
from saas.jobs import Queue
from workers import acts, erasure, exports, mail, protection, purge, schedule, sweep
from workers.batch import Batch, Hung, is_more_due
from workers.job import table

log = get_logger("workers")

FUNCTIONS = table(
    mail.send,
    purge.purge_expired,
    purge.purge_tenants,
    exports.export,
    erasure.erase_tenant,
    erasure.erase_person,
    acts.perform,
    protection.ask,
)

CLOCK = "clock"  # the queue of the two ticks; it goes before all others
SWEEP_SECONDS = 5  # what waits for its time, or lost its hint or its worker, starts at most this late
SCHEDULE_SECONDS = 20  # cron lines are due to the minute
FLUSH_SECONDS = 2
CHATTY = ("celery.worker.strategy", "celery.app.trace", "celery.beat")  # a line a tick; jobs tell for themselves

celery = Celery("workers", set_as_current=False)


@celery.add_defaults
def configuration() -> dict[str, Any]:
    """Asked for when a worker or beat starts, not by an import."""
    logs.configure(settings().log_level, pretty=settings().development)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    return {
        "broker_url": settings().redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # for ever: Valkey comes back
        "broker_transport_options": {"queue_order_strategy": "priority"},  # in the order of task_queues
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        "task_acks_late": False,  # a lost hint is sent again; one that kills its worker must not come back at once
        "task_queues": {name: {} for name in (CLOCK, *map(str, Queue))},
        "task_default_queue": str(Queue.DEFAULT),
        "worker_disable_prefetch": True,  # a hint waits in the queue, where any process finds it, not in a busy one
        "worker_hijack_root_logger": False,  # ours is set up above
        "worker_redirect_stdouts": False,
        "beat_schedule": {"sweep": tick("sweep", SWEEP_SECONDS), "schedule": tick("schedule", SCHEDULE_SECONDS)},
    }


def tick(task: str, seconds: int) -> dict[str, Any]:
    """A tick that found no worker in time is of no use later."""
    return {"task": task, "schedule": seconds, "options": {"queue": CLOCK, "expires": seconds}}


@cache
def settings() -> Settings:
    settings = Settings()
    settings.refuse_unsafe()
    return settings


@cache
def flask() -> Flask:
    """One for each process, made after the fork: no two processes share a connection."""
    return create_app(settings())


@celery.task(name=outbox.HINT)
def hint(tenant: str, queue: str) -> None:
    """Do some of what this tenant has due, then go behind the others if there is more."""
    app, tenant_id = flask(), UUID(tenant)
    with app.app_context():
        outbox.take_hint(tenant_id, queue)
    try:
        Batch(app, FUNCTIONS, tenant_id, queue).run()
    except Hung as error:
        log.error("this process ends: a job hangs in it", jobs=str(error))
        hint_again(app, tenant_id, queue)
        reporting.flush(FLUSH_SECONDS)
        os._exit(1)  # Celery starts another in its place
    hint_again(app, tenant_id, queue)


def hint_again(app: Flask, tenant_id: UUID, queue: str) -> None:
    if is_more_due(app, tenant_id, queue):
        with app.app_context():
            outbox.send_hint(tenant_id, queue)


@celery.task(name="sweep")
def run_sweep() -> None:
    sweep.sweep(flask())


@celery.task(name="schedule")
def run_schedule() -> None:
    schedule.run_due(flask())
