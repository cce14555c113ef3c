"""Every night: what has had its time goes. Each step leaves the same state when it runs twice."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, text

from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.outbox import JobRow, JobState, enqueue
from saas.core.schedule_runs import ScheduleRun
from saas.jobs import Job
from saas.leaving.models import Export
from saas.mail.models import Mail
from saas.tenants.models import Tenant
from workers.job import job, unit_of_work

KEPT = timedelta(days=30)  # long enough to ask what happened; dead jobs stay until somebody retries them
MAILS_KEPT = timedelta(days=90)  # long enough to help when one is lost; the privacy page says so
TENANTS_A_STEP = 500  # a few milliseconds each, so that a step stays far below its limit
SESSIONS_A_STEP = 1000  # one short statement; a night with more goes on
FIRST = UUID(int=0)

FORGET_SESSIONS = text("select count(*) from sec.forget_sessions(:n)")
TENANT_IDS_AFTER = text("select * from sec.tenant_ids_after(:id, :n)")


@job(Job.PURGE_EXPIRED)
def purge_expired(_run_id: UUID) -> None:
    """What belongs to no tenant; then the walk over the tenants begins."""
    while forget_sessions() == SESSIONS_A_STEP:
        pass
    with unit_of_work():
        db.session.execute(delete(ScheduleRun).where(ScheduleRun.due_at < clock.now() - KEPT))
        enqueue(Job.PURGE_TENANTS, FIRST)


def forget_sessions() -> int:
    with unit_of_work():
        return db.session.scalar(FORGET_SESSIONS, {"n": SESSIONS_A_STEP}) or 0


@job(Job.PURGE_TENANTS)
def purge_tenants(after: UUID) -> None:
    """The next tenants behind the id `after`; the last of them is where the following step goes on."""
    with unit_of_work():
        ids = db.session.scalars(TENANT_IDS_AFTER, {"id": after, "n": TENANTS_A_STEP}).all()
    for tenant_id in ids:
        with tenancy.acting_for(tenant_id):
            old = JobRow.state == JobState.DONE, JobRow.finished_at < clock.now() - KEPT
            db.session.execute(delete(JobRow).where(*old))
            db.session.execute(delete(Mail).where(Mail.created_at < clock.now() - MAILS_KEPT))
            Export.purge()
            if is_to_erase(Tenant.get(tenant_id)):
                enqueue(Job.ERASE_TENANT, tenant_id)
    if ids:
        with unit_of_work():
            enqueue(Job.PURGE_TENANTS, ids[-1])


def is_to_erase(tenant: Tenant | None) -> bool:
    """Each has its job from the start; this finds those whose job died."""
    return bool(tenant and tenant.erase_at and tenant.erase_at <= clock.now() and not tenant.erased_at)
