"""The real servers the suite runs on, started once, and the databases cloned from one migrated template."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from psycopg import sql

from infra.local import postgres, valkey
from saas import app as product
from saas.config import Settings
from saas.core.db import db
from saas.core.security import limiter
from saas.tenants.scope import add_slug
from tests.specimen import migration as specimen
from tests.specimen.views import bp as specimens

ADMIN = "TEST_ADMIN_URL"  # a Postgres superuser's URL; set it to run the suite on a server of your own
VALKEY = "TEST_REDIS_URL"
KEYS = {
    "SAAS_ENV": "test",
    "SECRET_KEY": secrets.token_hex(32),
    "SECURITY_PASSWORD_SALT": secrets.token_hex(32),
    "CONTEXT_KEYS": f"1:{secrets.token_hex(32)}",
    "ENCRYPTION_KEYS": "m0Jq1oKzv5wHb0o2nQ9y3rC7sT8uV4xW6zA1bD2eF3g=",
}


def start(directory: Path) -> list:
    """Start what no variable names; the processes that the suite's workers inherit the variables of."""
    started = []
    os.environ.update({name: os.environ.get(name, value) for name, value in KEYS.items()})
    if ADMIN not in os.environ:
        started.append(server := postgres.start(directory / "postgres", fsync=False))
        os.environ[ADMIN] = server.url
    if VALKEY not in os.environ:
        started.append(server := valkey.start(directory / "valkey"))
        os.environ[VALKEY] = server.url
    postgres.create_roles(os.environ[ADMIN])
    create_test_role()
    return started


@contextmanager
def started(directory: Path) -> Iterator[None]:
    """Start what no variable names, and stop it again; afterwards the environment is as it was."""
    before = dict(os.environ)
    running = start(directory)
    try:
        yield
    finally:
        for server in running:
            server.stop()
        os.environ.clear()
        os.environ.update(before)


def create_test_role() -> None:
    """saas_test owns nothing and inherits nothing; it may become each role, so that one connection serves them all."""
    with psycopg.connect(os.environ[ADMIN], autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'saas_test'").fetchone():
            connection.execute("CREATE ROLE saas_test LOGIN NOINHERIT")
        connection.execute("GRANT saas_app, saas_operator, saas_owner TO saas_test")


def database(name: str) -> str:
    """Make a database with all migrations applied, as a copy of the template; its name."""
    template = migrated_template()
    with psycopg.connect(os.environ[ADMIN], autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # nobody may be connected to a template while it is copied
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER saas_owner STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        # as migrations/env.py did to the template; a copy has not its rights
        connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    return name


def migrated_template() -> str:
    """The template's name is a hash of the migrations; the first who needs it makes it."""
    files = [*sorted(Path("migrations").rglob("*.py")), Path("tests/servers.py"), Path("tests/specimen/migration.py")]
    keys = os.environ["CONTEXT_KEYS"].encode()
    name = "template_" + sha256(keys + b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    with psycopg.connect(os.environ[ADMIN], autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            postgres.create_database(os.environ[ADMIN], f"{name}_part")
            migrate(f"{name}_part")
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_part"), sql.Identifier(name))
            )
    return name


def migrate(name: str) -> None:
    app = create_app(settings(name))
    with app.app_context():
        upgrade(directory="migrations")
        specimen.apply(specimen.upgrade, url(name, "saas_owner"))
        db.engine.dispose()  # a database with a connection open can't be a template


def create_app(settings: Settings):
    """The product, and beside it the specimen that guards and benchmarks lean on."""
    limiter.enabled = True  # or it wouldn't take this app's store
    try:
        app = product.create_app(settings)
    finally:
        limiter.enabled = False  # the tests of the limits switch it on
    app.register_blueprint(specimens)
    add_slug(app)
    return app


def admin_url(name: str) -> str:
    """The URL of database `name` as the superuser, in SQLAlchemy's form."""
    return os.environ[ADMIN].replace("postgresql://", "postgresql+psycopg://", 1).rsplit("/", 1)[0] + f"/{name}"


def url(name: str, role: str) -> str:
    """The URL of database `name` as `role`, in SQLAlchemy's form."""
    host = os.environ[ADMIN].split("@")[1].split("/")[0]
    return f"postgresql+psycopg://{role}@{host}/{name}"


def settings(name: str, **others) -> Settings:
    """Settings for the database `name`, each log-in with its own role."""
    return Settings(
        database_url=url(name, "saas_app"),
        operator_database_url=url(name, "saas_operator"),
        owner_database_url=url(name, "saas_owner"),
        **{
            "redis_url": os.environ[VALKEY],
            "smtp_url": "smtp://127.0.0.1:9",
            "log_level": "ERROR",
            "base_url": "http://localhost",
            **others,
        },
    )
