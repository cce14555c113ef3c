"""What a log-in of saas_app can't do, whatever SQL it sends: none of these tests plays a role."""

import os

import pytest

from tests.guards.logins import DENIED, LogIns, allowed, drop, every_table, refusal

# Each would change the wall, read past it, or reach the machine beneath it.
FORBIDDEN = [
    "SELECT * FROM sec.context_keys",
    "INSERT INTO sec.context_keys VALUES (9, '', '')",
    "UPDATE sec.context_keys SET opad = ''",
    "DELETE FROM sec.context_keys",
    "TRUNCATE sec.context_keys",
    "CREATE TABLE public.planted (id int)",
    "CREATE TABLE sec.planted (id int)",
    "CREATE VIEW public.planted AS SELECT 1",
    "CREATE SEQUENCE public.planted",
    "CREATE FUNCTION public.planted() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION sec.planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION sec.tenant_id() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
    "ALTER FUNCTION sec.tenant_id() SECURITY INVOKER",
    "DROP FUNCTION sec.tenant_id()",
    "CREATE SCHEMA planted",
    "CREATE EXTENSION citext",
    "CREATE EXTENSION pg_stat_statements",
    "CREATE PUBLICATION planted FOR TABLE specimens",
    "CREATE EVENT TRIGGER planted ON ddl_command_end EXECUTE FUNCTION planted()",
    "CREATE DATABASE planted",
    "CREATE ROLE planted",
    "ALTER ROLE saas_app BYPASSRLS",
    "ALTER ROLE saas_app SUPERUSER",
    "GRANT saas_owner TO saas_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner GRANT ALL ON TABLES TO saas_app",
    "ALTER SYSTEM SET row_security = off",
    "SET session_replication_role = replica",
    "SET SESSION AUTHORIZATION saas_owner",
    "COPY specimens TO PROGRAM 'true'",
    "COPY specimens FROM PROGRAM 'true'",
    "COPY specimens TO '/tmp/planted'",
    "COPY specimens FROM '/etc/hostname'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_read_binary_file('/etc/hostname')",
    "SELECT pg_ls_dir('/')",
    "SELECT pg_stat_file('/etc/hostname')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT lo_export(1, '/tmp/planted')",
    "SELECT pg_create_logical_replication_slot('planted', 'test_decoding')",
    "SELECT pg_reload_conf()",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_statistic",
]
ON_EACH_TABLE = [
    "TRUNCATE {}",
    "DROP TABLE {}",
    "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} OWNER TO saas_app",
    "CREATE POLICY planted ON {} USING (true)",
    "DROP POLICY app ON {}",
    "CREATE TRIGGER planted AFTER INSERT ON {} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE planted AS ON INSERT TO {} DO INSTEAD NOTHING",
    "CREATE INDEX ON {} (id)",
    "SET row_security = off; SELECT * FROM {}",
]
OTHERS = "SELECT rolname FROM pg_roles WHERE rolname <> 'saas_app' ORDER BY 1"
# Of tables whose policies hide rows Postgres hides the most common values too.
STATISTICS = "SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
PUBLIC_TABLES = "SELECT count(*) FROM pg_stats WHERE schemaname = 'public'"


@pytest.fixture(scope="module")
def log_ins(worker_id):
    log_ins = LogIns(f"log_ins_{worker_id}_{os.getpid()}")
    yield log_ins
    drop(log_ins.database)


@pytest.fixture(scope="module")
def app_role(log_ins):
    """Acts for ada in acme, so that nothing is refused for want of a tenant."""
    with log_ins.saas_app("acme", "ada") as connection:
        yield connection


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_app_may_not(app_role, statement):
    assert refusal(app_role, statement) == DENIED


@pytest.mark.parametrize("statement", ON_EACH_TABLE)
def test_the_app_may_on_no_table(app_role, statement):
    assert allowed(app_role, (statement.format(table) for table in every_table())) == []


def test_the_app_becomes_no_other_role(app_role):
    others = [name for (name,) in app_role.execute(OTHERS)]
    assert "saas_owner" in others
    assert allowed(app_role, (f'SET ROLE "{name}"' for name in others)) == []


def test_statistics_show_the_app_no_value_of_a_table_with_policies(log_ins, app_role):
    with log_ins.superuser() as superuser:
        superuser.execute("ANALYZE")
        assert superuser.execute(PUBLIC_TABLES).fetchone()[0]
    assert app_role.execute(STATISTICS).fetchall() == []
