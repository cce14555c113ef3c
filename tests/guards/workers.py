"""Jobs run as the workers run them, told of rows of one workspace or the other, and what came of it."""

from collections.abc import Iterable
from uuid import UUID

from saas.core.outbox import enqueue
from saas.jobs import Job, Queue
from tests.guards.ears import arrived, heard
from tests.guards.rows import as_owner
from tests.guards.snapshots import Snapshot, Watch
from tests.guards.world import World
from tests.jobs import Sink
from workers.app import FUNCTIONS
from workers.batch import work_off

# The table of the row that a job is about; None where it is about no tenant's row, with why.
ROWS_OF: dict[Job, str | None] = {
    Job.SEND_MAIL: "mails",
    Job.PURGE_EXPIRED: None,  # a run of the schedule; it looks at nothing of it
    Job.EXPORT_TENANT: "exports",
    Job.ERASE_TENANT: None,  # the workspace itself
    Job.ERASE_PERSON: "users",
    Job.PERFORM_ACT: "operator_acts",
    Job.ASK_FOR_FACTORS: None,  # the workspace's own id; it looks at nothing of it
    Job.PURGE_TENANTS: None,  # an id to walk on from, of whichever tenant was the last
}


class Workers:
    """Have jobs done in acme, by the product's own functions; `watch` sees what becomes of globex."""

    def __init__(self, world: World, sink: Sink):
        self.world, self.sink = world, sink
        self.watch = Watch(world.connection, world.cast.tenants["globex"])
        as_owner(world.connection)
        self.planted = list(world.connection.exec_driver_sql("SELECT id FROM jobs").scalars())

    def run(self, job: Job, row_id: UUID) -> None:
        """The job, and whatever it has done next."""
        with self.world.cast.within("acme"):
            enqueue(job, row_id)
        tenant_id = self.world.cast.tenants["acme"]
        while any(work_off(self.world.cast.app, FUNCTIONS, tenant_id, str(queue)) for queue in Queue):
            pass

    def id(self, job: Job, slug: str) -> UUID:
        """Of the job's row in that workspace; where there is none of a tenant's, of the workspace itself."""
        table, tenant_id = ROWS_OF[job], self.world.cast.tenants[slug]
        planter = self.world.canaries if slug == "globex" else self.world.plain
        return planter.row(table, tenant_id)["id"] if table else tenant_id

    def rows(self) -> frozenset:
        """All rows but the notes about the jobs themselves."""
        now: Snapshot = self.watch.snapshot()
        return frozenset((name, row) for name, row in now.theirs | now.others if name != "jobs")

    def faults(self) -> list[str]:
        """What came of the jobs outside acme. Their own rows name whatever they were told."""
        after = self.watch.snapshot()
        new = [("a new row", row.encode()) for name, row in after.new(self.watch.before) if name != "jobs"]
        errors = [("an error", error.encode()) for error in self.errors()]
        changed = [fault for fault in self.watch.faults(after) if "a row of jobs" not in fault]
        return [*changed, *heard([*arrived(self.sink), *new, *errors])]

    def errors(self) -> list[str]:
        """Of the jobs that were run here."""
        as_owner(self.world.connection)
        query = "SELECT last_error FROM jobs WHERE last_error > '' AND NOT id = ANY(%s)"
        return list(self.world.connection.exec_driver_sql(query, (self.planted,)).scalars())


def unjudged(jobs: Iterable[Job]) -> list[str]:
    """The jobs of which nobody said whose row they are about, or that nothing does."""
    return [
        f"{job} has no {lack}"
        for job in jobs
        for lack, judged in (("function", FUNCTIONS), ("verdict in ROWS_OF", ROWS_OF))
        if job not in judged
    ]
