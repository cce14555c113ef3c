"""What the planted web process, the planted workers and the proof agree on."""

from datetime import timedelta

from saas.jobs import Job

SEEN = "X-Seen"  # the header with what a page saw
JOB = Job.PURGE_TENANTS  # looks around here, in place of what it does in the product
LIMIT = 10  # seconds a run may take; some milliseconds are enough, but the machine is busy
WAITS = (timedelta(milliseconds=100),) * 7  # so that a kill a second buries few
FAILS_ONE_IN = 5  # jobs, at their first try
JOBS_A_REQUEST = 5  # one page asks for so many jobs
DIRECTORY = "LOAD_DIRECTORY"  # where the workers note what they saw, a file each process
BEGAN, SAW = "began", "saw"  # what they note of a job
NAME = "kept in "  # a specimen's name, followed by its tenant's id
UNDONE = "undone"  # a name that only transactions give that are rolled back

ADD = "insert into specimens (tenant_id, id, name) values (:tenant, :id, :name)"
LOCK_ALL = "select id from specimens order by id for update"  # in one order, so that two never wait for each other
CHANGE_ALL = "update specimens set name = :name"  # the WHERE is left out on purpose
PAUSE = "select pg_sleep(0.02)"
