"""The workers as processes: a database and a Valkey of their own, real commits, real signals."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import select, text, update

from infra.local import smtp, valkey
from infra.local.processes import Server, spawn
from saas.core.db import db
from saas.core.outbox import JobRow, JobState
from tests import servers
from tests.cast import Cast
from tests.mail.specimen import with_specimen
from workers.sweep import sweep

SECONDS = 60  # far more than anything here takes


def until(found: Callable[[], Any]) -> Any:
    """What `found` answers once it is true; fails after SECONDS."""
    deadline = time.monotonic() + SECONDS
    while not (answer := found()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return answer


class Product:
    """The app in this process, and workers in processes of their own, on one database."""

    def __init__(self, directory: Path, database: str):
        self.directory = directory
        self.valkey, self.smtp = valkey.start(directory / "valkey"), smtp.start(directory / "mail")
        self.others = {"redis_url": self.valkey.url, "smtp_url": self.smtp.url, "base_url": "http://localhost"}
        self.app = servers.create_app(servers.settings(database, **self.others))
        self.app.jinja_env.loader = with_specimen(self.app)
        self.cast = Cast(self.app)
        self.started: list[Server] = []
        urls = {f"{name}database_url": servers.url(database, f"saas_{role}") for name, role in ROLES.items()}
        self.env = os.environ | {name.upper(): value for name, value in (self.others | urls).items()}

    def worker(self, celery: str = "workers.app:celery", **env: str) -> Server:
        """Two processes, ready to take hints."""
        return self.start("worker", celery, "--concurrency", "2", "--without-gossip", "--without-mingle", **env)

    def beat(self) -> Server:
        schedule = self.directory / f"beat-{len(self.started)}"
        return self.start("beat", "workers.app:celery", "--schedule", str(schedule), "--pidfile", "")

    def start(self, role: str, celery: str, *options: str, **env: str) -> Server:
        log = self.directory / f"{role}-{len(self.started)}.log"
        words = [sys.executable, "-m", "celery", "--quiet", "--app", celery, role, "--loglevel", "info", *options]
        self.started.append(Server(role, "", log, spawn(words, log, env=self.env | env)))
        return self.started[-1]

    def kill(self, server: Server) -> None:
        """As the kernel would, out of memory: all of it at once, no good-byes."""
        for process in (*psutil.Process(server.pid).children(recursive=True), psutil.Process(server.pid)):
            process.kill()
        server.process.wait()

    def stop(self) -> None:
        for server in (*self.started, self.smtp, self.valkey):
            server.stop(patience=0)
        with self.app.app_context():
            for engine in db.engines.values():
                engine.dispose()

    def logs(self) -> str:
        return "".join(server.log.read_text() for server in self.started)

    def jobs(self, slug: str = "acme") -> list[JobRow]:
        with self.cast.within(slug):
            return list(db.session.scalars(select(JobRow).order_by(JobRow.id)))

    def ended(self, slug: str = "acme") -> list[JobRow]:
        """The tenant's jobs once all of them are done or dead."""
        jobs = self.jobs(slug)
        return jobs if jobs and all(job.state in (JobState.DONE, JobState.DEAD) for job in jobs) else []

    def swept(self, slug: str = "acme") -> list[JobRow]:
        """The same, with the sweep run first; beat would, every few seconds."""
        sweep(self.app)
        return self.ended(slug)

    def lapse(self) -> None:
        """Let the leases of running jobs end now."""
        with self.cast.within("acme"):
            lapsed = update(JobRow).where(JobRow.state == JobState.RUNNING)
            db.session.execute(lapsed.values(lease_until=text("now() - interval '1 second'")))

    def mails(self) -> list[Path]:
        return sorted((self.directory / "mail").glob("*.eml"))


ROLES = {"": "app", "operator_": "operator", "owner_": "owner"}


@contextmanager
def product(directory: Path, database: str) -> Iterator[Product]:
    made = Product(directory, database)
    try:
        yield made
    finally:
        made.stop()
