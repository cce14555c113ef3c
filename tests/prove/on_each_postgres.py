"""The wall on the oldest Postgres that is promised, and with roles made by no superuser, as managed Postgres has it.

pytest runs it when it is named, as tests/prove/versions.py does: a minute and more, for what seldom changes.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from infra.local import postgres
from tests import servers
from tests.guards import wall

OLDEST = Path("/usr/lib/postgresql/15/bin")
MAKER = "CREATE ROLE maker LOGIN CREATEROLE CREATEDB"
CORE = ("tables", "wall", "app_log_in", "boot_roles")
MORE = ("app_migrating", "context", "kept_rows", "migrations", "orphans", "surroundings", "table_kinds")


@dataclass(frozen=True)
class Version:
    """Where its programs are, or None for those of the suite itself, and which guards run on it a second time."""

    programs: Path | None
    guards: tuple[str, ...]


VERSIONS = {"15": Version(OLDEST, CORE + MORE), "18": Version(None, CORE)}


@pytest.fixture(params=VERSIONS)
def version(request):
    if request.param == "15" and not OLDEST.exists():
        pytest.skip("PostgreSQL 15 isn't installed")  # CI installs it, and takes this for a failure
    return request.param


@pytest.fixture
def server(version, tmp_path):
    """A server whose roles were made by one that may make roles and databases, and nothing else."""
    server = postgres.start(tmp_path / "postgres", fsync=False, programs=VERSIONS[version].programs)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(MAKER)
        assert connection.info.server_version // 10000 == int(version)
    postgres.create_roles(as_maker(server.url))
    yield server
    server.stop()


def test_the_wall_holds(server, version, monkeypatch):
    migrates_without_a_superuser(server.url, monkeypatch)
    files = [f"tests/guards/test_{name}.py" for name in VERSIONS[version].guards]
    ran = pytest_on(server.url, *files)
    assert ran.returncode == 0, ran.stdout[-5000:]


@pytest.mark.parametrize("version", ["15"], indirect=True)
def test_a_hole_there_is_noticed(server):
    """Else the guards might have run on the suite's own server."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("ALTER ROLE saas_app INHERIT")
    ran = pytest_on(server.url, "tests/guards/test_tables.py", "-k", "no_role_is_stronger")
    assert "saas_app inherits" in ran.stdout


def migrates_without_a_superuser(url: str, monkeypatch) -> None:
    with psycopg.connect(as_maker(url), autocommit=True) as maker:
        maker.execute("GRANT saas_owner TO maker")  # so that it may make a database of the owner's
    postgres.create_database(as_maker(url), "managed")
    monkeypatch.setenv(servers.ADMIN, url)
    servers.migrate("managed")
    with psycopg.connect(url, dbname="managed") as connection:
        for faults in (wall.table_faults, wall.function_faults, wall.view_faults, wall.role_faults):
            assert faults(connection) == []


def as_maker(url: str) -> str:
    return url.replace("postgres@", "maker@")


def pytest_on(url: str, *arguments: str) -> subprocess.CompletedProcess:
    """A run of its own in this process' environment, which has the suite's keys and its Valkey, on another server."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, env=environment | {servers.ADMIN: url}, capture_output=True, text=True)
