"""Tells the members of a workspace that begins to require a second factor, those who have none, once each."""

from uuid import UUID

from saas.jobs import Job
from saas.tenants import protection
from workers.job import job, unit_of_work

A_STEP = 50  # mails are rendered at some milliseconds each; no transaction takes longer than a fifth of a second


@job(Job.ASK_FOR_FACTORS)
def ask(_tenant_id: UUID) -> None:
    """In steps; one that was cut off goes on where it was."""
    while tell_some() == A_STEP:
        pass


def tell_some() -> int:
    with unit_of_work():
        return protection.tell_some(A_STEP)
