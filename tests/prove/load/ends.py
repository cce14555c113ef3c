"""What must hold when all is quiet again: every job ended, every row its own tenant's, nothing left open."""

import json
from collections.abc import Iterator
from pathlib import Path

from saas.core.outbox import JobState
from saas.core.tenancy import PLATFORM
from tests.prove.load.clients import Client, Tally
from tests.prove.load.disorder import until
from tests.prove.load.kinds import KINDS, NOBODY, TENANT
from tests.prove.load.plants import JOB, NAME, WAITS
from tests.prove.load.pooler import CONNECTIONS
from tests.prove.load.running import Running
from tests.prove.load.world import Customer

SEEN_BY_JOB = (TENANT, NOBODY, TENANT, TENANT)
JOBS = "select id::text, state, attempts from jobs where job = %s and tenant_id <> %s"
STRAY = "select count(*) from specimens where name <> %s || tenant_id"
BACKENDS = """select count(*), count(*) filter (where state like 'idle in transaction%%')
  from pg_stat_activity where usename = 'saas_app' and datname = current_database()"""


def judge_notes(notes: Path, customers: list[Customer], tally: Tally) -> set[str]:
    """The jobs that noted what they saw."""
    by_id = {str(customer.has.id): customer for customer in customers}
    noted = set()
    for what, tenant, job, seen in lines(notes):
        if customer := by_id.get(tenant):  # the platform's own are nobody's concern
            tally.done[f"jobs {what}"] += 1
            tally.judge(f"{customer.slug} job", customer, zip(SEEN_BY_JOB, seen, strict=bool(seen)))
            noted |= {job} if seen else set()
    return noted


def lines(notes: Path) -> Iterator[list]:
    for file in notes.iterdir():
        yield from map(json.loads, file.read_text().splitlines())


def judge_jobs(running: Running, asked: int, noted: set[str], tally: Tally) -> None:
    """Each is done and noted what it saw, or is dead after its tries."""
    jobs = running.asked(JOBS, str(JOB), PLATFORM)
    if len(jobs) != asked:
        tally.wrong.append(f"{asked} jobs were asked for, there are {len(jobs)}")
    for job, state, attempts in jobs:
        tally.done[f"jobs {state}"] += 1
        dead = state == JobState.DEAD and attempts == len(WAITS) + 1
        if not dead and not (state == JobState.DONE and job in noted):
            tally.wrong.append(f"job {job} is {state} after {attempts} tries, noted: {job in noted}")


def judge_rows(running: Running, tally: Tally) -> None:
    """Nobody wrote into another tenant's rows, and nothing stayed of what was rolled back."""
    if stray := running.asked(STRAY, NAME)[0][0]:
        tally.wrong.append(f"{stray} specimens were changed by another tenant, or by what was rolled back")


def judge_disorder(running: Running, tally: Tally) -> None:
    """Children died, it was one small pool all along, and no transaction stayed open behind a client that went."""
    if not tally.done["killed"]:
        tally.wrong.append("no worker's child was killed")
    quiet = until(lambda: running.asked(BACKENDS)[0][1] == 0, lambda: None)
    backends, _ = running.asked(BACKENDS)[0]
    if not quiet or not 0 < backends <= CONNECTIONS:
        tally.wrong.append(f"{backends} connections, where {CONNECTIONS} are allowed; all at rest: {quiet}")


def judge_service(running: Running, customers: list[Customer], tally: Tally) -> None:
    """Every workspace is still served, whole."""
    client = Client(running.port, tally)
    for customer in customers:
        client.ask("reads", KINDS["reads"], customer)
