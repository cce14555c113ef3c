"""Erases workspaces and people for good. Whatever kills it, the next run goes on where this one was."""

import time
from uuid import UUID

from flask import g
from sqlalchemy import CursorResult, Table, delete, func, select, text, update

from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.lifecycle import OnErasure, of_tenants
from saas.core.outbox import JobRow, enqueue
from saas.jobs import Job
from saas.leaving import people
from saas.tenants.models import Tenant
from workers.job import job, unit_of_work

# A step is a transaction, and what it deletes is locked until its end: it grows and shrinks to take about this long.
STEP_SECONDS = 0.2
FIRST_STEP, LARGEST_STEP = 100, 5000  # rows
ERASE_AUDIT = text("select sec.erase_audit(:now, :n)")


@job(Job.ERASE_TENANT)
def erase_tenant(tenant_id: UUID) -> None:
    """Table by table, again until nothing new turned up; then the row of the workspace is blanked."""
    give_up_at = time.monotonic() + Job.ERASE_TENANT.terms.limit / 2
    if not shut(tenant_id):
        return
    while erase_rows(give_up_at):
        if time.monotonic() > give_up_at:
            with unit_of_work():
                enqueue(Job.ERASE_TENANT, tenant_id)  # a large one takes turns with the others
            return
    blank(tenant_id)


def shut(tenant_id: UUID) -> bool:
    """Let nobody write there any more; False when it isn't due, or not any more, or erased."""
    with unit_of_work():
        tenant = Tenant.get(tenant_id)
        if tenant_id != tenancy.tenant_id() or not tenant or not tenant.erase_at or tenant.erased_at:
            return False
        if tenant.erase_at > clock.now():  # undone, and asked for again since
            enqueue(Job.ERASE_TENANT, tenant_id, run_at=tenant.erase_at)
            return False
        closed = update(Tenant).where(Tenant.id == tenant_id)
        db.session.execute(closed.values(suspended_at=func.coalesce(Tenant.suspended_at, clock.now())))
        return True


def erase_rows(give_up_at: float) -> int:
    """Once over all tables; how many rows that were."""
    erased = 0
    for table, leaving in of_tenants():
        if leaving.erasure in (OnErasure.DELETED, OnErasure.LOGGED):
            erased += erase_table(table, leaving.erasure == OnErasure.LOGGED, give_up_at)
    return erased


def erase_table(table: Table, logged: bool, give_up_at: float) -> int:
    erased, rows = 0, FIRST_STEP
    while time.monotonic() < give_up_at:
        begun = time.monotonic()
        with unit_of_work():
            gone = erase_log(rows) if logged else erase_some(table, rows)
        if not gone:
            break
        erased, took = erased + gone, time.monotonic() - begun
        rows = (
            min(LARGEST_STEP, rows * 2)
            if took < STEP_SECONDS / 2
            else max(1, rows // 2)
            if took > STEP_SECONDS
            else rows
        )
    return erased


def erase_log(rows: int) -> int:
    return db.session.scalar(ERASE_AUDIT, {"now": clock.now(), "n": rows}) or 0


def erase_some(table: Table, rows: int) -> int:
    """All but the job that does it."""
    here = table.c.tenant_id == tenancy.tenant_id()
    some = select(table.c.id).where(here)
    if table is JobRow.__table__:
        some = some.where(table.c.id != g.claim.id)
    result = db.session.execute(delete(table).where(here, table.c.id.in_(some.limit(rows))))
    return result.rowcount if isinstance(result, CursorResult) else 0


def blank(tenant_id: UUID) -> None:
    """Its id stays, when it was, and which plan it had: that is nobody's word."""
    words = {"name": "", "slug": str(tenant_id), "suspended_at": None, "suspended_reason": ""}
    with unit_of_work():
        db.session.execute(update(Tenant).where(Tenant.id == tenant_id).values(erased_at=clock.now(), **words))


@job(Job.ERASE_PERSON)
def erase_person(user_id: UUID) -> None:
    """In each workspace a unit of work; those that are done aren't named any more."""
    with unit_of_work():
        tenant_ids = people.named_in() if people.leaver(user_id) else []
    for tenant_id in tenant_ids:
        with tenancy.acting_for(tenant_id):
            if user := people.leaver(user_id):
                people.forget_here(user)
    with tenancy.acting_for(tenancy.PLATFORM):
        if user := people.leaver(user_id):
            people.blank(user)
