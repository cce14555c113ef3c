"""`flask doctor`: what this environment lacks, a line each, with the fix."""

from collections.abc import Callable
from smtplib import SMTP, SMTP_SSL
from urllib.parse import urlsplit

import click
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app
from redis import Redis
from sqlalchemy import text

from saas.core import signing
from saas.core.db import db

SECONDS = 3  # a server that doesn't answer by then is down
VERIFY = text("select set_config('app.context', :context, true), sec.tenant_id()")


@click.command()
def doctor() -> None:
    """Check the environment; exit 1 if anything is wrong."""
    results = [check(name, act, fix) for name, act, fix in CHECKS]
    raise SystemExit(0 if all(results) else 1)


def check(name: str, act: Callable[[], object], fix: str) -> bool:
    try:
        act()
    except Exception as error:  # whatever is wrong, say it and go on
        click.echo(f"✗ {name}: {str(error).splitlines()[0]}\n  {fix}")
        return False
    click.echo(f"✓ {name}")
    return True


def database(engine: str | None) -> Callable[[], object]:
    def connect() -> None:
        with db.engines[engine].connect() as connection:
            connection.execute(text("select 1"))

    return connect


def context_is_verified() -> None:
    with db.engine.connect() as connection:
        connection.execute(VERIFY, {"context": signing.context(None, None)})


def migrated() -> None:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with db.engine.connect() as connection:
        found = connection.scalar(text("select version_num from alembic_version"))
    if found != head:
        raise RuntimeError(f"the database is at {found}, the code at {head}")


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "migrations")
    return config


def valkey() -> None:
    Redis.from_url(
        current_app.config["SETTINGS"].redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    ).ping()


def smtp() -> None:
    url = urlsplit(current_app.config["SETTINGS"].smtp_url)
    kind = SMTP_SSL if url.scheme == "smtps" else SMTP
    with kind(url.hostname or "", url.port or 0, timeout=SECONDS) as server:
        server.noop()


CHECKS: list[tuple[str, Callable[[], object], str]] = [
    ("Postgres as the app", database(None), "Check DATABASE_URL, and that infra/postgres/roles.sql was run."),
    ("Postgres as the operator", database("operator"), "Check OPERATOR_DATABASE_URL."),
    ("migrations", migrated, "Run `flask --app saas db upgrade` with OWNER_DATABASE_URL set."),
    (
        "tenant context",
        context_is_verified,
        "CONTEXT_KEYS differs from the keys laid; run `flask --app saas db upgrade`.",
    ),
    ("Valkey", valkey, "Check REDIS_URL."),
    ("SMTP", smtp, "Check SMTP_URL."),
]
