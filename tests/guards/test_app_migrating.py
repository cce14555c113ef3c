"""The policy for migrations is no way in for the app: not by the setting, a view, a function, or any of sec's own."""

import os

import psycopg
import pytest

from migrations.rls import MIGRATING
from tests.guards.logins import LogIns, drop, every_table

CLAIMED = "current_setting('app.migrating', true) = 'on'"
SWITCH_ON = "SET app.migrating = 'on'"
# What a careless migration could leave behind for each table: it reads as saas_owner, and the app may use it.
OWNERS_WAYS = {
    "a view": "CREATE VIEW way_{table} AS SELECT id FROM {table}",
    "a function in SQL": (
        "CREATE FUNCTION way_{table}() RETURNS SETOF uuid LANGUAGE sql SECURITY DEFINER AS 'SELECT id FROM {table}'"
    ),
    "a function in plpgsql": (
        "CREATE FUNCTION way_{table}() RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER"
        " AS 'BEGIN RETURN QUERY SELECT id FROM {table}; END'"
    ),
    "a function that says it migrates": (
        "CREATE FUNCTION way_{table}() RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER"
        " SET app.migrating = 'on' AS 'BEGIN RETURN QUERY SELECT id FROM {table}; END'"
    ),
}
# What finds something when it is handed to a function in sec; any other parameter gets a value of its type.
ARGUMENTS = {
    "slug": "'globex'",
    "email": "'eve@globex.test'",
    "part": "'eve'",
    "business_now": "'2100-01-01'",
    "id": "'00000000-0000-0000-0000-000000000000'",
    "n": "1000",
}
BY_TYPE = {
    "uuid": "gen_random_uuid()",
    "text": "'x'",
    "bytea": "'x'",
    "integer": "1",
    "timestamp with time zone": "now()",
}
FUNCTIONS = """
SELECT p.proname, p.proargnames, array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t)
  FROM pg_proc p WHERE p.pronamespace = 'sec'::regnamespace AND has_function_privilege('saas_app', p.oid, 'EXECUTE')
"""


@pytest.fixture(scope="module")
def log_ins(worker_id):
    log_ins = LogIns(f"migrating_{worker_id}_{os.getpid()}")
    yield log_ins
    drop(log_ins.database)


@pytest.mark.parametrize(("tenant", "user"), [("acme", "ada"), (None, None)])
def test_the_setting_shows_the_app_no_row_more(log_ins, tenant, user):
    with log_ins.saas_app(tenant, user) as connection:
        before = [seen(connection, table) for table in every_table()]
        connection.execute(SWITCH_ON)
        assert [seen(connection, table) for table in every_table()] == before
    assert bool(sum(map(len, before))) == bool(tenant), "the app sees its own rows, so it looked where there are some"


@pytest.mark.parametrize("way", OWNERS_WAYS)
def test_what_reads_as_the_owner_shows_the_app_nothing(log_ins, way):
    assert shown(log_ins, OWNERS_WAYS[way], every_table()) == dict.fromkeys(every_table(), 0)


@pytest.mark.parametrize("way", OWNERS_WAYS)
def test_a_policy_that_asks_for_the_setting_alone_is_noticed(log_ins, way):
    with log_ins.superuser() as superuser:
        superuser.execute(f"ALTER POLICY migrate ON specimens USING ({CLAIMED})")
        assert shown(log_ins, OWNERS_WAYS[way], ["specimens"])["specimens"] == len(log_ins.rows)
        superuser.execute(f"ALTER POLICY migrate ON specimens USING ({MIGRATING})")


def test_the_owner_itself_would_see_them(log_ins):
    with log_ins.connect("saas_owner") as owner:
        owner.execute(SWITCH_ON)
        assert [table for table in every_table() if not seen(owner, table)] == []


def test_no_function_in_sec_answers_more_under_the_setting(log_ins):
    with log_ins.superuser() as superuser:
        calls = [call(*function) for function in superuser.execute(FUNCTIONS)]
    with log_ins.saas_app("acme", "ada") as connection:
        before = [rows(connection, call) for call in calls]
        connection.execute(SWITCH_ON)
        assert [rows(connection, call) for call in calls] == before
    assert [call for call, found in zip(calls, before, strict=True) if found], "some of them find something"


def seen(connection: psycopg.Connection, table: str) -> set:
    return {id for (id,) in connection.execute(f"SELECT id FROM {table}")}


def shown(log_ins: LogIns, way: str, tables: list[str]) -> dict[str, int]:
    """How many rows of each table the app gets to see this way, with the setting on."""
    with log_ins.superuser() as superuser, log_ins.saas_app("acme", "ada") as connection:
        connection.execute(SWITCH_ON)
        for table in tables:
            leave(superuser, way, table)
        found = {table: taken(connection, way, table) for table in tables}
        for table in tables:
            superuser.execute(f"DROP {kind(way)} way_{table}")
    return found


def leave(superuser: psycopg.Connection, way: str, table: str) -> None:
    right = "SELECT ON" if kind(way) == "VIEW" else "EXECUTE ON FUNCTION"
    superuser.execute(way.format(table=table))
    superuser.execute(f"ALTER {kind(way)} way_{table} OWNER TO saas_owner")
    superuser.execute(f"GRANT {right} way_{table} TO saas_app")


def taken(connection: psycopg.Connection, way: str, table: str) -> int:
    source = f"way_{table}" if kind(way) == "VIEW" else f"way_{table}()"
    return connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0]


def kind(way: str) -> str:
    return way.split()[1]


def call(name: str, names: list[str] | None, types: list[str]) -> str:
    arguments = [ARGUMENTS.get(n, BY_TYPE[t]) for n, t in zip(names or [], types, strict=False)]
    return f"SELECT * FROM sec.{name}({', '.join(arguments)})"


def rows(connection: psycopg.Connection, call: str) -> list:
    """Sorted, and taken back: some of them delete."""
    with connection.transaction(force_rollback=True):
        return sorted(map(str, connection.execute(call)))
