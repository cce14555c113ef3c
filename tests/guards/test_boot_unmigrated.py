"""A database may have old rights: the app refuses them; `flask db upgrade` boots nevertheless, to take them away."""

import os
import subprocess
import sys

import psycopg
import pytest

from infra.local import postgres
from saas.config import BadSettings
from tests import servers
from tests.guards.logins import drop
from tests.guards.test_boot_roles import boot


@pytest.fixture
def database(worker_id):
    """With the wall of an older version, and the rights that a new or copied database gives everybody."""
    name = f"unmigrated_{worker_id}_{os.getpid()}"
    postgres.create_database(os.environ[servers.ADMIN], name)
    flask_db(name, "upgrade", "0004")
    with psycopg.connect(os.environ[servers.ADMIN], dbname=name, autocommit=True) as connection:
        connection.execute(f"GRANT TEMPORARY ON DATABASE {name} TO PUBLIC")
    yield name
    drop(name)


def test_temporary_tables_are_refused_until_it_is_migrated(database):
    with pytest.raises(BadSettings, match="DATABASE_URL logs in as saas_app, which may make temporary tables"):
        boot(database)
    flask_db(database, "upgrade")
    boot(database)


def flask_db(database: str, *words: str) -> None:
    """`flask --app saas db …` in a process of its own, which boots like any."""
    environment = os.environ | {
        "DATABASE_URL": servers.url(database, "saas_app"),
        "OPERATOR_DATABASE_URL": servers.url(database, "saas_operator"),
        "OWNER_DATABASE_URL": servers.url(database, "saas_owner"),
        "REDIS_URL": os.environ[servers.VALKEY],
        "SMTP_URL": "smtp://127.0.0.1:9",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "saas", "db", *words], env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
