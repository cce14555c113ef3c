"""Deleting a workspace: its owners ask for it and have two weeks to undo it, then a worker erases it."""

from datetime import timedelta

from sqlalchemy import delete

from saas.accounts.visitors import Visitor
from saas.audit.record import record
from saas.core import clock
from saas.core.db import db
from saas.core.outbox import JobRow, JobState, enqueue
from saas.events import Event
from saas.jobs import Job
from saas.leaving import emails
from saas.tenants.models import Tenant

GRACE = timedelta(days=14)  # business time; long enough for an owner who is on holiday to see the mail


def begin(by: Visitor) -> Tenant:
    """Have the workspace erased in two weeks, and tell all owners; asked for twice the first date stands."""
    tenant = Tenant.here()
    if not tenant.erase_at:
        schedule(tenant)
        emails.send_deletion_begun(tenant, by)
    return tenant


def schedule(tenant: Tenant, grace: timedelta = GRACE) -> None:
    tenant.erase_at = clock.now() + grace
    record(Event.TENANT_DELETION_ASKED, tenant)
    # one that waits for an earlier date, or a later one, would stand in the way
    waiting = JobRow.job == str(Job.ERASE_TENANT), JobRow.state == JobState.WAITING
    db.session.execute(delete(JobRow).where(*waiting))
    enqueue(Job.ERASE_TENANT, tenant.id, run_at=tenant.erase_at)


def undo(by: Visitor) -> Tenant:
    """The job that waits finds no date and does nothing."""
    tenant = Tenant.here()
    if tenant.erase_at:
        tenant.erase_at = None
        record(Event.TENANT_DELETION_UNDONE, tenant)
        emails.send_deletion_undone(tenant, by)
    return tenant
