"""The product behind a pooler: web, workers and clock as `make run` starts them, with planted pages and jobs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from flask import Flask

from infra.local import ports, product, valkey
from infra.local.processes import Server, spawn
from saas.core.db import db
from tests import servers
from tests.prove.load import careless, pooler
from tests.prove.load.plants import BEGAN, DIRECTORY

PLANTED = {
    "saas.app:create_app": "tests.prove.load.web:create_app",
    "workers.app:celery": "tests.prove.load.jobs:celery",
}
UNUSED = "smtp://127.0.0.1:9"  # nothing here sends mail


class Running:
    """The processes, the app in this process, and a superuser's connection past the pooler."""

    def __init__(self, directory: Path, database: str):
        self.directory, self.database = directory, database
        self.started: list[Server] = []
        self.notes = directory / "notes"
        self.notes.mkdir()
        self.pooler = self.kept(pooler.start(directory / "pgbouncer", os.environ[servers.ADMIN]))
        self.valkey = self.kept(valkey.start(directory / "queue"))
        self.settings = servers.settings(database, redis_url=self.valkey.url, smtp_url=UNUSED, pooler=True).model_copy(
            update=self.urls()
        )
        self.app: Flask = servers.create_app(self.settings)

    def urls(self) -> dict[str, str]:
        roles = {"database_url": "saas_app", "operator_database_url": "saas_operator"}
        return {name: f"postgresql+psycopg://{role}@{self.pooler.url}/{self.database}" for name, role in roles.items()}

    def kept(self, server: Server) -> Server:
        self.started.append(server)
        return server

    def begin(self, way: str) -> None:
        """Start web, worker and clock. `way` is a careless way of telling the tenant, or nothing."""
        port = ports.free_port()
        self.port, env = port, self.environment(port, way)
        self.web = self.start("web", product.web(port), env)
        self.worker = self.start("worker", product.worker(), env)
        self.start("beat", product.beat(self.directory), env)
        ports.wait_until_open(port, self.web)

    def environment(self, port: int, way: str) -> dict[str, str]:
        others = {
            "redis_url": self.valkey.url,
            "smtp_url": UNUSED,
            "pooler": "true",
            "saas_env": "development",  # in test, Flask hands crashes on instead of answering 500
            "log_level": "CRITICAL",  # they crash on purpose, and often
            "base_url": f"http://{ports.HOST}:{port}",
        }
        named = {name.upper(): value for name, value in (others | self.urls()).items()}
        planted = {DIRECTORY: str(self.notes), careless.VARIABLE: way, "PYTHONWARNINGS": product.AS_ROOT}
        return os.environ | named | planted

    def start(self, name: str, command: list[str], env: dict[str, str]) -> Server:
        log = self.directory / f"{name}.log"
        words = [PLANTED.get(word, word) for word in command]
        return self.kept(Server(name, "", log, spawn(words, log, env=env)))

    def children_at_work(self) -> list[tuple[psutil.Process, int]]:
        """The workers' processes that have begun jobs, each with how many."""
        children = psutil.Process(self.worker.pid).children()
        notes = ((child, self.notes / str(child.pid)) for child in children)
        return [(child, note.read_text().count(BEGAN)) for child, note in notes if note.exists()]

    def asked(self, statement: str, *values: object) -> list[tuple]:
        """What a superuser is answered, whom no policy holds."""
        host = os.environ[servers.ADMIN].rpartition("/")[0]
        with psycopg.connect(f"{host}/{self.database}", autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        for server in reversed(self.started):
            server.stop(patience=0)
        with self.app.app_context():
            for engine in db.engines.values():
                engine.dispose()


@contextmanager
def running(database: str) -> Iterator[Running]:
    """On servers of its own, unless the environment names some."""
    with tempfile.TemporaryDirectory(prefix="saas-load-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        with servers.started(directory):
            made = Running(directory, servers.database(database))
            try:
                yield made
            finally:
                made.stop()
