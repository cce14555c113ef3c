"""The wall holds without any view: raw SQL of each log-in, in one tenant, against rows of another."""

from itertools import chain

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from saas.core.base import Base
from tests import servers
from tests.guards.behaviour import contexts, functions, grants, keys, owners, tables
from tests.guards.behaviour.stage import Stage
from tests.guards.behaviour.stage import tables as owned_tables
from tests.guards.rows import tenant_tables


@pytest.fixture(scope="module")
def connection(database):
    with create_engine(servers.admin_url(database), poolclass=NullPool).connect() as connection:
        connection.begin()
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def stage(app, connection):
    return Stage(app, connection)


@pytest.mark.parametrize("check", [*tables.CHECKS, *owners.CHECKS], ids=lambda check: check.__name__)
def test_row_security_holds_on_every_table(stage, check):
    assert_none(check(stage, name) for name in owned_tables())


@pytest.mark.parametrize("check", keys.CHECKS, ids=lambda check: check.__name__)
def test_keys_keep_a_tenants_rows_together(stage, check):
    assert_none(check(stage, name) for name in tenant_tables())


@pytest.mark.parametrize("check", grants.CHECKS, ids=lambda check: check.__name__)
def test_each_log_in_may_what_is_promised(stage, check):
    assert_none(check(stage, name) for name in owned_tables())


def test_what_is_of_nobody_is_granted_as_promised_too(stage):
    others = set(Base.metadata.tables) - set(owned_tables())
    assert_none(grants.log_ins_may_what_is_promised(stage, name) for name in others)


@pytest.mark.parametrize("check", contexts.CHECKS, ids=lambda check: check.__name__)
def test_only_a_context_that_the_product_signed_opens_anything(stage, check):
    assert_none([check(stage)])


@pytest.mark.parametrize("check", functions.CHECKS, ids=lambda check: check.__name__)
def test_functions_tell_nothing_of_others(stage, check):
    assert_none(check(stage, name) for name in functions.names(stage))


def test_a_log_in_stays_what_it_is(stage):
    assert_none(functions.no_role_becomes_another(stage, role) for role in grants.LOG_INS)


def test_row_security_binds_each_log_in(stage):
    assert_none(grants.row_security_binds(stage, role) for role in grants.LOG_INS)


def test_a_fallen_wall_is_noticed(stage, connection):
    with connection.begin_nested() as undone:
        connection.exec_driver_sql("ALTER TABLE specimens DISABLE ROW LEVEL SECURITY")
        assert list(tables.others_rows_are_out_of_reach(stage, "specimens"))
        undone.rollback()


def assert_none(checks) -> None:
    assert not (found := list(chain.from_iterable(checks))), "\n".join(found)
