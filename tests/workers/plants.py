"""Which jobs the planted worker does in its own way."""

from uuid import UUID

from saas.jobs import Job

HANGS, KILLS = Job.PURGE_TENANTS, Job.PURGE_EXPIRED
BRIEF = UUID(int=7)  # a row of either job that ends well
