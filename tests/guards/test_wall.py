"""The wall holds without any view: raw SQL of the app role, in one tenant, against rows of another."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from saas.core import signing
from saas.core.base import Base
from tests.guards.rows import Planter, as_owner, tenant_tables, user_tables

DENIED = "42501"  # insufficient_privilege: no grant, a policy's WITH CHECK, or a refused context
FORGED = [
    "1:{tenant}:{user}:9999999999:" + "0" * 64,
    "1:{tenant}:{user}:1:" + "0" * 64,
    "9:{tenant}:{user}:9999999999:" + "0" * 64,
    "{tenant}",
    "junk",
    ":::::",
    "1:{tenant}:{user}:99999999999999999999999:" + "f" * 64,
]


@pytest.fixture
def planter(transaction, cast):
    return Planter(transaction)


@pytest.fixture
def told(app, cast, transaction):
    """Speak as the app role for this tenant and user from here on."""

    def tell(tenant: str | None, user: str | None) -> Connection:
        with app.app_context():
            context = signing.context(cast.tenants.get(tenant), cast.users.get(user))
        return speak(transaction, context if tenant or user else "")

    return tell


def test_another_tenants_rows_are_out_of_reach(planter, told, cast):
    for name in tenant_tables():
        row = planter.row(name, cast.tenants["globex"])
        assert seen(told("globex", "eve"), name, row) == 1, f"{name}: the row is there"
        for tenant, user in (("acme", "ada"), ("acme", None), (None, "ada"), (None, None)):
            assert out_of_reach(told(tenant, user), name, row), name


def test_no_row_is_put_into_another_tenant(planter, told, cast):
    for name in tenant_tables():
        for tenant, user in (("acme", "ada"), (None, None)):
            fresh = planter.values(Base.metadata.tables[name], cast.tenants["globex"])
            assert refused(told(tenant, user), Base.metadata.tables[name].insert().values(fresh)), name


def test_no_row_moves_to_another_tenant(planter, told, cast):
    for name in tenant_tables():
        row = planter.row(name, cast.tenants["acme"])
        move = text(f"UPDATE {name} SET tenant_id = :tenant WHERE id = :id")
        assert refused(told("acme", "ada"), move.bindparams(tenant=cast.tenants["globex"], id=row["id"])), name


def test_another_persons_rows_are_out_of_reach(planter, told, cast):
    for name in user_tables():
        eves = {"id": cast.users["eve"]}
        row = eves if name == "users" else planter.plant(Base.metadata.tables[name], None, user_id=eves["id"])
        assert seen(told(None, "eve"), name, row) == 1, f"{name}: the row is there"
        for tenant, user in (("acme", "ada"), ("globex", "ada"), ("globex", None), (None, None)):
            assert out_of_reach(told(tenant, user), name, row), name


def test_a_forged_context_is_refused(transaction, cast):
    for forged in FORGED:
        sent = forged.format(tenant=cast.tenants["globex"], user=cast.users["eve"])
        assert denied(speak(transaction, sent), "SELECT * FROM memberships"), forged


def test_the_app_can_not_claim_to_migrate(told, planter, cast):
    planter.row("specimens", cast.tenants["globex"])
    connection = told("acme", "ada")
    connection.exec_driver_sql("SET LOCAL app.migrating = 'on'")
    assert connection.exec_driver_sql("SELECT count(*) FROM specimens").scalar() == 0


def test_the_app_can_not_read_the_keys(told):
    assert denied(told("acme", "ada"), "SELECT * FROM sec.context_keys")


def test_staff_delete_nothing_of_a_tenants(transaction, app):
    transaction.exec_driver_sql("SET LOCAL ROLE saas_operator")
    assert [name for name in tenant_tables() if not denied(transaction, f"DELETE FROM {name}")] == []


def test_staff_see_nothing_that_tenants_store(transaction, app):
    transaction.exec_driver_sql("SET LOCAL ROLE saas_operator")
    assert denied(transaction, "SELECT id FROM specimens")


def test_a_row_that_names_another_tenants_is_refused(planter, told, cast):
    foreign = planter.row("specimens", cast.tenants["globex"])
    label = planter.values(Base.metadata.tables["specimen_labels"], cast.tenants["acme"])
    named = Base.metadata.tables["specimen_labels"].insert().values(label | {"specimen_id": foreign["id"]})
    connection = told("acme", "ada")
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(named)


def test_a_fallen_wall_is_noticed(planter, told, cast):
    row = planter.row("specimens", cast.tenants["globex"])
    as_owner(planter.connection)
    planter.connection.exec_driver_sql("ALTER TABLE specimens DISABLE ROW LEVEL SECURITY")
    assert not out_of_reach(told("acme", "ada"), "specimens", row)


def speak(connection: Connection, context: str) -> Connection:
    connection.exec_driver_sql("SET LOCAL ROLE saas_app; SET LOCAL app.migrating = 'off'")
    connection.exec_driver_sql("SELECT set_config('app.context', %s, true)", (context,))
    return connection


def out_of_reach(connection: Connection, name: str, row: dict) -> bool:
    """Not seen, and neither changed nor deleted: no row is hit, or the role has no such right at all."""
    changes = (f"UPDATE {name} SET id = id WHERE id = :id", f"DELETE FROM {name} WHERE id = :id")
    return seen(connection, name, row) == 0 and all(untouched(connection, change, row) for change in changes)


def seen(connection: Connection, name: str, row: dict) -> int:
    return connection.execute(text(f"SELECT count(*) FROM {name} WHERE id = :id"), {"id": row["id"]}).scalar_one()


def untouched(connection: Connection, change: str, row: dict) -> bool:
    statement = text(change).bindparams(id=row["id"])
    try:
        with connection.begin_nested():
            return connection.execute(statement).rowcount == 0
    except ProgrammingError as error:
        return error.orig.sqlstate == DENIED


def refused(connection: Connection, statement) -> bool:
    """By Postgres' rights, by name: a broken constraint or a typo wouldn't count."""
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except ProgrammingError as error:
        return error.orig.sqlstate == DENIED
    return False


def denied(connection: Connection, sql: str) -> bool:
    return refused(connection, text(sql))
