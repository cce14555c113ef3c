"""A hint's work: up to ROWS due jobs of one tenant and queue in a few threads, watched by the thread that called."""

import time
from collections.abc import Mapping
from threading import Thread
from uuid import UUID

from flask import Flask
from structlog import get_logger

from saas.core import reporting
from saas.core.tenancy import acting_for
from saas.jobs import Job
from workers import claims
from workers.claims import Claim
from workers.job import Function, TooLong, finish, named, run, take

log = get_logger("batch")

ROWS = 50  # then the next tenant has its turn
THREADS = 4  # jobs wait for others most of the time; with the watching thread no more than Settings.pool_size
LOOK_EVERY = 0.5  # seconds


class Hung(RuntimeError):
    """A job ran longer than its limit and can't be stopped: only the end of this process ends it."""


def work_off(app: Flask, functions: Mapping[Job, Function], tenant_id: UUID, queue: str) -> int:
    """Do what is due in this very thread; how many jobs that were."""
    done = 0
    with app.app_context():
        while done < ROWS and (claim := take(tenant_id, queue)):
            run(functions, claim)
            done += 1
    return done


def is_more_due(app: Flask, tenant_id: UUID, queue: str) -> bool:
    with app.app_context(), acting_for(tenant_id):
        return claims.count_due(queue, 1) > 0


class Batch:
    """Threads that do what is due. `running` says until when each claim may run."""

    def __init__(self, app: Flask, functions: Mapping[Job, Function], tenant_id: UUID, queue: str):
        self.app, self.functions, self.tenant_id, self.queue = app, functions, tenant_id, queue
        self.turns = iter(range(ROWS))  # next() is atomic
        self.running: dict[Claim, float] = {}
        self.given_up: set[Claim] = set()

    def run(self) -> None:
        """Raises Hung when a job had to be given up and doesn't end; all others have ended then."""
        threads = [Thread(target=self.work, daemon=True) for _ in range(self.threads_needed())]
        for thread in threads:
            thread.start()
        while alive := [thread for thread in threads if thread.is_alive()]:
            alive[0].join(LOOK_EVERY)
            self.give_up_overdue()
            if (hung := self.given_up & self.running.keys()) and len(hung) == len(alive):
                raise Hung(", ".join(claim.job for claim in hung))

    def threads_needed(self) -> int:
        with self.app.app_context(), acting_for(self.tenant_id):
            return claims.count_due(self.queue, THREADS)

    def work(self) -> None:
        """One thread: one job after the other, until none is due, the turns are used up, or something hangs."""
        try:
            while not self.given_up and next(self.turns, None) is not None and self.work_one():
                pass
        except Exception as error:  # the database went away, say: leases and the sweep bring the rows back
            reporting.report(error)
            log.exception("thread ended")

    def work_one(self) -> bool:
        """In an app context, and so a session, of its own. False when nothing is due."""
        with self.app.app_context():
            claim = take(self.tenant_id, self.queue)
            if claim:
                self.running[claim] = time.monotonic() + claim.job.terms.limit
                try:
                    run(self.functions, claim)
                finally:
                    del self.running[claim]
            return bool(claim)

    def give_up_overdue(self) -> None:
        """Note the failure of what runs too long; from here on this batch starts nothing."""
        now = time.monotonic()
        for claim in {claim for claim, until in self.running.copy().items() if until < now} - self.given_up:
            self.given_up.add(claim)
            try:
                self.give_up(claim)
            except Exception as error:  # its lease ends soon
                reporting.report(error)

    def give_up(self, claim: Claim) -> None:
        limit = claim.job.terms.limit
        with self.app.app_context(), named(claim):
            error = TooLong(f"ran longer than {limit} s")
            reporting.report(error)
            finish(claim, error, limit)
