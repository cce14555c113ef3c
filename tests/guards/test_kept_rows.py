"""What no log-in changes, within its own tenant either: audit entries, and to whom a row belongs."""

import os

import pytest

from saas.core.tenancy import PLATFORM
from tests.guards.logins import DENIED, LogIns, drop, refusal
from tests.guards.rows import tenant_tables
from tests.guards.wall import ONLY_ADDED

CHANGES = [
    "UPDATE {table} SET id = id WHERE id = '{id}'",
    "UPDATE {table} SET tenant_id = '{other}'",
    "DELETE FROM {table} WHERE id = '{id}'",
    "DELETE FROM {table}",
    "INSERT INTO {table} TABLE {table} ON CONFLICT (tenant_id, id) DO UPDATE SET id = excluded.id",
    "SELECT id FROM {table} WHERE id = '{id}' FOR UPDATE",
    "MERGE INTO {table} USING (SELECT) one ON id = '{id}' WHEN MATCHED THEN DELETE",
]
ROOTS = ("tenants", "users")


@pytest.fixture(scope="module")
def log_ins(worker_id):
    log_ins = LogIns(f"kept_{worker_id}_{os.getpid()}")
    yield log_ins
    drop(log_ins.database)


@pytest.fixture(params=["saas_app", "saas_operator"])
def connection(log_ins, request):
    """Each log-in; the app acts in the workspace that the rows belong to, and staff see all workspaces' anyway."""
    with log_ins.saas_app("acme", "ada") if request.param == "saas_app" else log_ins.saas_operator() as connection:
        yield connection


@pytest.mark.parametrize("change", CHANGES)
def test_an_audit_entry_stays_as_it_was_written(log_ins, connection, change):
    for name in ONLY_ADDED:
        table = name.removeprefix("public.")
        row = log_ins.rows["acme"][table]
        statement = change.format(table=table, id=row, other=log_ins.cast.tenants["globex"])
        assert connection.execute(f"SELECT count(*) FROM {table} WHERE id = %s", (row,)).fetchone() == (1,)
        assert refusal(connection, statement) == DENIED, table


def test_a_row_goes_to_no_other_tenant(log_ins, connection):
    targets = (log_ins.cast.tenants["globex"], PLATFORM)
    assert [
        table
        for table in tenant_tables()
        for target in targets
        if refusal(
            connection, f"UPDATE {table} SET tenant_id = %s WHERE id = %s", (target, log_ins.rows["acme"][table])
        )
        != DENIED
    ] == []


@pytest.mark.parametrize("root", ROOTS)
def test_a_root_keeps_its_id_and_is_not_deleted(log_ins, connection, root):
    own = log_ins.cast.tenants["acme"] if root == "tenants" else log_ins.cast.users["ada"]
    assert refusal(connection, f"UPDATE {root} SET id = gen_random_uuid() WHERE id = %s", (own,)) == DENIED
    assert refusal(connection, f"DELETE FROM {root} WHERE id = %s", (own,)) == DENIED
