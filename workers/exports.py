"""Makes the copies of workspaces that their people ask for."""

from uuid import UUID

from saas.jobs import Job
from saas.leaving import emails
from saas.leaving.models import EXPORT_LIFE, Export
from saas.tenants.models import Tenant
from workers.job import job, unit_of_work


@job(Job.EXPORT_TENANT)
def export(export_id: UUID) -> None:
    """In one transaction: a worker that dies leaves nothing behind, and the next begins anew."""
    with unit_of_work():
        if made := Export.unmade(export_id):
            made.make()
            if made.asker:
                emails.send_export_ready(made.asker, Tenant.here(), EXPORT_LIFE.days)
