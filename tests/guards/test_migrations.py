"""The migrations go up, down and up again on a fresh database, and make what the models say."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from infra.local import postgres
from saas import app as product
from saas.core.base import Base
from saas.core.db import db
from tests import servers
from tests.guards import catalogue

NUMBER = re.compile(r"of_table=\d+, ")  # differs each time


@pytest.fixture
def empty(worker_id):
    """The URL of a database that no migration has seen, as its owner."""
    name = f"migrations_{worker_id}_{os.getpid()}"
    postgres.create_database(os.environ[servers.ADMIN], name)
    yield name
    with psycopg.connect(os.environ[servers.ADMIN], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_up_down_and_up_again(empty):
    app = product.create_app(servers.settings(empty))
    with app.app_context():
        upgrade(directory="migrations")
        first = shape(empty)
        downgrade(directory="migrations", revision="base")
        assert left(empty) == [], "downgrade leaves something behind"
        upgrade(directory="migrations")
        assert shape(empty) == first
        db.engine.dispose()


def test_the_tables_are_what_the_models_say(database):
    """As `alembic check`, on the migrated database."""
    engine = create_engine(servers.url(database, "saas_owner"), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert [str(difference) for difference in compare_metadata(context, Base.metadata)] == []


def test_the_product_itself_knows_every_table(superuser):
    """`flask db migrate` would drop a table whose model create_app doesn't import; only a fresh process can tell."""
    code = "from saas.app import create_app; from saas.core.base import Base; print(*Base.metadata.tables)"
    known = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    made = {table.name.removeprefix("public.") for table in catalogue.tables(superuser)}
    assert made - set(known) == {"alembic_version", "sec.context_keys", "specimens", "specimen_labels"}


def ours(name, kind, _parents) -> bool:
    return kind != "schema" or name in (None, "public")


def shape(name: str) -> dict:
    """Every table with its columns, policies, indexes, keys and grants, without the numbers that differ each time."""
    with psycopg.connect(os.environ[servers.ADMIN], dbname=name) as connection:
        found = {}
        for table in catalogue.tables(connection):
            parts = (table.columns, table.policies, table.indexes, table.keys, sorted(table.grants), table.comment)
            found[table.name] = [NUMBER.sub("", str(part)) for part in parts]
        return found | {function.name: str(function) for function in catalogue.functions(connection)}


def left(name: str) -> list[str]:
    with psycopg.connect(os.environ[servers.ADMIN], dbname=name) as connection:
        things = [*catalogue.tables(connection), *catalogue.views(connection), *catalogue.functions(connection)]
        return [thing.name for thing in things if thing.name != "public.alembic_version"]
