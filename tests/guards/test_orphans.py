"""A migration that adds a key over an orphan fails: the owner sees all rows while migrating, or adds no key."""

import os

import psycopg
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.pool import NullPool
from uuid_utils.compat import uuid7

from migrations import rls
from saas.core.tenancy import PLATFORM
from tests import servers
from tests.guards.logins import drop
from tests.guards.versions import Versions

TABLE = 'tenant_table("planted", Column("specimen_id", Uuid), Column("user_id", Uuid))'
KEY = 'composite_key("planted", "specimen_id", "specimens")'
PLAIN_KEY = 'plain_key("planted", "user_id", "users")'
BY_HAND = "ALTER TABLE planted ADD FOREIGN KEY (tenant_id, specimen_id) REFERENCES specimens (tenant_id, id)"
ORPHAN = "INSERT INTO planted VALUES (%s, %s, %s, %s)"
VALIDATED = "SELECT convalidated FROM pg_constraint WHERE conrelid = 'planted'::regclass AND conkey = '{1,3}'"


@pytest.fixture
def database(worker_id):
    """One with the table `planted`, made by a migration of its own, and nothing in it."""
    name = servers.database(f"orphans_{worker_id}_{os.getpid()}")
    yield name
    drop(name)


@pytest.fixture
def superuser(database):
    """Plants past every key: the triggers that check them are off."""
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def versions(tmp_path, database):
    versions = Versions(tmp_path, database)
    versions.up(TABLE)
    return versions


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_a_key_over_an_orphan_fails(versions, superuser, key):
    superuser.execute(ORPHAN, (PLATFORM, uuid7(), uuid7(), uuid7()))
    with pytest.raises(IntegrityError, match="violates foreign key constraint"):
        versions.up(key)


def test_a_key_over_a_row_that_names_another_tenants_fails(versions, superuser):
    plant_across_tenants(superuser)
    with pytest.raises(IntegrityError, match="violates foreign key constraint"):
        versions.up(KEY)


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_where_there_is_no_orphan_the_key_holds_from_then_on(versions, superuser, key):
    versions.up(key)
    superuser.execute("SET session_replication_role = origin")
    with pytest.raises(ForeignKeyViolation):
        superuser.execute(ORPHAN, (PLATFORM, uuid7(), uuid7(), uuid7()))


@pytest.mark.parametrize("key", [KEY, PLAIN_KEY])
def test_an_owner_who_sees_nothing_adds_no_key(versions, database, key):
    with pytest.raises(ProgrammingError, match="only added by migrations"):
        as_blind_owner(database, key)


def test_by_hand_such_an_owner_validates_an_orphan(versions, superuser, database):
    """Why the helpers refuse; where Postgres itself learns to, this test says so."""
    superuser.execute(ORPHAN, (PLATFORM, uuid7(), uuid7(), uuid7()))
    as_blind_owner(database, f'op.execute("{BY_HAND}")')
    assert superuser.execute(VALIDATED).fetchall() == [(True,)]


def plant_across_tenants(superuser: psycopg.Connection) -> None:
    specimen = uuid7()
    superuser.execute("INSERT INTO specimens (tenant_id, id, name) VALUES (%s, %s, 'theirs')", (uuid7(), specimen))
    superuser.execute(ORPHAN, (PLATFORM, uuid7(), specimen, None))


def as_blind_owner(database: str, statement: str) -> None:
    engine = create_engine(servers.url(database, "saas_owner"), poolclass=NullPool)
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        exec(statement, dict(vars(rls)))
