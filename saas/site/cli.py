"""Commands about the whole product: `flask jobs retry`."""

from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import select, text

from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.core.outbox import JobRow, JobState, enqueue
from saas.jobs import Job
from saas.tenants.lookup import id_of

jobs = AppGroup("jobs", help="Background jobs.")

TENANT_IDS_AFTER = text("select * from sec.tenant_ids_after(:id, 1000)")


@jobs.command()
@click.option("--tenant", help="the slug of one workspace; without it, all")
def retry(tenant: str | None) -> None:
    """Have dead jobs tried again, as often as new ones."""
    count = sum(revive(id) for id in ([id_of(tenant)] if tenant else all_ids()))
    click.echo(f"{count} dead jobs wait again.")


def revive(tenant_id: UUID) -> int:
    """Asking anew makes one row of several dead ones for the same, and knows of one that waits already."""
    with tenancy.acting_for(tenant_id):
        dead = db.session.scalars(select(JobRow).where(JobRow.state == JobState.DEAD)).all()
        for row in dead:
            enqueue(Job(row.job), row.row_id)
            db.session.delete(row)
    return len(dead)


def all_ids() -> list[UUID]:
    ids = [UUID(int=0)]
    while found := page_after(ids[-1]):
        ids += found
    return ids[1:]


def page_after(id: UUID) -> list[UUID]:
    with unit_of_work():
        return list(db.session.scalars(TENANT_IDS_AFTER, {"id": id}))
