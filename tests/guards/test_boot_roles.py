"""The app refuses to boot as a role that could step round the wall: each weakness, on a real log-in, is named."""

import os

import psycopg
import pytest
from flask import Flask
from sqlalchemy.pool import NullPool

from saas.config import BadSettings
from saas.core import role_check
from saas.core.db import db
from tests import servers

# What is done to the role, and the words that the refusal uses of it.
WEAKNESSES = [
    ("ALTER ROLE {weak} SUPERUSER", "is a superuser;"),
    ("ALTER ROLE {weak} BYPASSRLS", "has BYPASSRLS;"),
    ("ALTER ROLE {weak} CREATEROLE", "has CREATEROLE;"),
    ("ALTER ROLE {weak} CREATEDB", "has CREATEDB;"),
    ("ALTER ROLE {weak} REPLICATION", "has REPLICATION;"),
    ("GRANT saas_owner TO {weak}", "is a member of saas_owner"),
    ("GRANT saas_gate TO {between}; GRANT {between} TO {weak}", "is a member of saas_gate"),
    ("GRANT pg_read_all_data TO {weak}", "is a member of pg_read_all_data;"),
    ("GRANT pg_write_all_data TO {weak}", "is a member of pg_write_all_data;"),
    ("GRANT pg_execute_server_program TO {weak}", "is a member of pg_execute_server_program;"),
    ("GRANT pg_read_server_files TO {weak}", "is a member of pg_read_server_files;"),
    ("ALTER TABLE specimens OWNER TO {weak}", "owns tables (public.specimens)"),
    ("CREATE VIEW planted AS SELECT 1; ALTER VIEW planted OWNER TO {weak}", "owns tables (public.planted)"),
    ("ALTER FUNCTION sec.due OWNER TO {weak}", "owns functions (due)"),
    ("ALTER SCHEMA sec OWNER TO {weak}", "owns the schema sec"),
    ("ALTER DATABASE {database} OWNER TO {weak}", "owns the database"),
    ("GRANT SELECT ON sec.context_keys TO {weak}", "may read or write the keys in sec.context_keys;"),
    ("GRANT SELECT (opad) ON sec.context_keys TO {weak}", "may read or write the keys in sec.context_keys;"),
    ("GRANT DELETE ON sec.context_keys TO {weak}", "may read or write the keys in sec.context_keys;"),
    ("GRANT TRUNCATE ON specimens TO {weak}", "holds TRUNCATE on public.specimens;"),
    ("GRANT TRIGGER ON specimens TO {weak}", "holds TRIGGER on public.specimens;"),
    ("GRANT REFERENCES (id) ON specimens TO {weak}", "holds REFERENCES on public.specimens;"),
    ("GRANT CREATE ON SCHEMA public TO {weak}", "may create in the schema public;"),
    ("GRANT CREATE ON SCHEMA sec TO {weak}", "may create in the schema sec;"),
    ("GRANT CREATE ON DATABASE {database} TO {weak}", "may create schemas;"),
    ("GRANT TEMPORARY ON DATABASE {database} TO {weak}", "may make temporary tables"),
    ("GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {weak}", "may call pg_catalog.pg_read_file;"),
    ("GRANT SET ON PARAMETER session_replication_role TO {weak}", "may switch foreign keys off by"),
]


@pytest.fixture
def database(worker_id):
    """One of the test's own, with the roles `weak`, which may log in and nothing else, and `between`."""
    name = f"weak_{worker_id}_{os.getpid()}"
    servers.database(name)
    as_admin("postgres", f"CREATE ROLE {name} LOGIN NOINHERIT; CREATE ROLE {name}_between")
    yield name
    as_admin("postgres", f"DROP DATABASE {name} WITH (FORCE)")
    as_admin("postgres", f"DROP OWNED BY {name}, {name}_between; DROP ROLE {name}, {name}_between")


@pytest.mark.parametrize(("statement", "says"), WEAKNESSES)
def test_a_log_in_that_could_step_round_the_wall_is_refused_by_name(database, statement, says):
    as_admin(database, statement.format(weak=database, between=f"{database}_between", database=database))
    for setting, role in (("DATABASE_URL", "saas_app"), ("OPERATOR_DATABASE_URL", "saas_operator")):
        with pytest.raises(BadSettings) as refused:
            boot(database, **{setting: database})
        assert str(refused.value).startswith(f"settings: {setting} logs in as {database}, which ")
        assert says.removesuffix(";") in str(refused.value)
        assert str(refused.value).endswith(f"; use {role}.")
        if says.endswith(";"):
            assert f"which {says}" in str(refused.value), "nothing but what was planted is found"


def test_roles_that_may_nothing_more_boot(database):
    boot(database)
    boot(database, DATABASE_URL=database)


def test_what_everybody_may_the_app_may(database):
    as_admin(database, "GRANT TRUNCATE ON specimens TO PUBLIC")
    with pytest.raises(BadSettings, match="logs in as saas_app, which holds TRUNCATE on"):
        boot(database)


def test_the_tests_own_log_in_would_not_boot(database):
    """It may become the owner; so the suite boots as the app, and gives the engines this log-in afterwards."""
    with pytest.raises(BadSettings, match="is a member of saas_owner"):
        boot(database, DATABASE_URL="saas_test")


def test_a_connection_that_begins_as_another_role_hides_nothing(database):
    as_admin(database, f"GRANT saas_app TO {database}; ALTER ROLE {database} SET role = saas_app")
    with pytest.raises(BadSettings, match=f"logs in as {database}, which is a member of saas_app"):
        boot(database, DATABASE_URL=database)


@pytest.mark.parametrize("both", ["saas_app", "saas_operator"])
def test_the_console_logs_in_as_another_role_than_the_app(database, both):
    with pytest.raises(
        BadSettings, match=rf"both log in as {both}|DATABASE_URL logs in as {both}, which sees every row"
    ):
        boot(database, DATABASE_URL=both, OPERATOR_DATABASE_URL=both)


def test_the_two_urls_are_not_swapped(database):
    with pytest.raises(BadSettings, match="DATABASE_URL logs in as saas_operator, which sees every row"):
        boot(database, DATABASE_URL="saas_operator", OPERATOR_DATABASE_URL="saas_app")


def test_a_database_that_was_down_at_boot_is_asked_once_it_answers(database):
    app = boot(f"{database}_late", DATABASE_URL="saas_test")
    servers.database(f"{database}_late")
    with app.app_context(), pytest.raises(BadSettings, match="is a member of saas_owner"):
        db.engine.connect()
    as_admin("postgres", f"DROP DATABASE {database}_late WITH (FORCE)")


def boot(database: str, **roles: str) -> Flask:
    """An app with the product's two engines, so far as the check goes; each setting logs in as the role named."""
    app = Flask("booting")
    urls = {name: servers.url(database, roles.get(name, expected)) for name, expected in role_check.LOG_INS.values()}
    app.config["SQLALCHEMY_DATABASE_URI"] = urls["DATABASE_URL"]
    app.config["SQLALCHEMY_BINDS"] = {"operator": urls["OPERATOR_DATABASE_URL"]}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"poolclass": NullPool}
    db.init_app(app)
    role_check.refuse_strong_roles(app)
    return app


def as_admin(database: str, statements: str) -> None:
    """A statement at a time: some refuse to share a transaction."""
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database, autocommit=True) as connection:
        for statement in statements.split("; "):
            connection.execute(statement)
