"""What every test stands on: the app on a real Postgres, one transaction a test, the cast."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from saas.core.security import limiter
from tests import servers
from tests.cast import Cast
from tests.clients import Client
from tests.factories import Make
from tests.jobs import Mailbox, RunJobs, Sink
from tests.transactions import one_transaction

pytest_plugins = ["tests.skips", "tests.scheduling", "tests.browser.steps", "tests.browser.fixtures"]


def pytest_configure(config):
    """Start the servers in the process that pytest was called in; xdist's workers find them in the environment."""
    if not hasattr(config, "workerinput"):
        config.test_directory = Path(tempfile.mkdtemp(prefix="saas-tests-"))
        config.test_servers = servers.start(config.test_directory)


def pytest_unconfigure(config):
    for server in getattr(config, "test_servers", []):
        server.stop()
    if directory := getattr(config, "test_directory", None):
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def database(worker_id):
    return servers.database(f"test_{worker_id}_{os.getpid()}")


@pytest.fixture(scope="session")
def worker_id(request):
    """master, gw0, gw1 …"""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@pytest.fixture(scope="session")
def app(database):
    app = servers.create_app(servers.settings(database))
    app.test_client_class = Client
    limiter.enabled = False  # the tests of the limits switch it on
    return app


@pytest.fixture(scope="session")
def engine(database):
    return create_engine(servers.url(database, "saas_test"), poolclass=NullPool)


@pytest.fixture(autouse=True)
def transaction(request):
    """Run the test in one transaction that is rolled back; app and console share it, each under its own role."""
    if "app" not in request.fixturenames and "cast" not in request.fixturenames:
        yield
        return
    with one_transaction(request.getfixturevalue("app"), request.getfixturevalue("engine")) as connection:
        yield connection


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def cast(app):
    """Ada owns acme, adam is admin and mel a member there; eve owns globex; olga is an operator."""
    return Cast(app)


@pytest.fixture
def make(cast):
    """`make.specimen("acme", name="Amber")`: rows, made by the product's own acts."""
    return Make(cast)


@pytest.fixture
def ada(cast):
    return cast.signed_in("ada")


@pytest.fixture
def adam(cast):
    return cast.signed_in("adam")


@pytest.fixture
def mel(cast):
    return cast.signed_in("mel")


@pytest.fixture
def eve(cast):
    return cast.signed_in("eve")


@pytest.fixture
def olga(cast):
    return cast.signed_in("olga")


@pytest.fixture(scope="session")
def sink(tmp_path_factory, app):
    """A real SMTP server that keeps what it gets; the app sends to it."""
    with Sink(tmp_path_factory.mktemp("mail"), app) as sink:
        yield sink


@pytest.fixture
def run_jobs(app, sink):
    """`run_jobs()` does everything due, of all tenants, in the test's transaction."""
    sink.clear()
    return RunJobs(app)


@pytest.fixture
def mailbox(sink, run_jobs):
    """`mailbox.last("bea@acme.test").links[0]`: what arrived, once the due jobs have run."""
    return Mailbox(sink.directory, run_jobs)
