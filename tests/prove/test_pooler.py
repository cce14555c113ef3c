"""The product and PgBouncer in transaction mode: what the setting POOLER does, and what of the roles stays in force."""

import os

import pytest
from sqlalchemy import text

from saas.core.db import db
from tests import servers
from tests.prove.load import pooler

REPEATED = 10  # psycopg prepares a statement at its fifth time
PREPARED = text("select count(*) from pg_prepared_statements where not statement like '%pg_prepared_statements%'")


def asked(app, *statements) -> list:
    """What one connection of the app answers to each."""
    with app.app_context(), db.engine.connect() as connection:
        answers = [connection.scalar(statement) for statement in statements]
        db.engine.dispose()
    return answers


@pytest.mark.parametrize(("setting", "prepared"), [(True, 0), (False, 1)])
def test_with_the_setting_nothing_is_prepared(database, setting, prepared):
    app = servers.create_app(servers.settings(database, pooler=setting))
    *_, found = asked(app, *[text("select 1")] * REPEATED, PREPARED)
    assert found == prepared


@pytest.fixture
def pooled(database, tmp_path):
    server = pooler.start(tmp_path / "pgbouncer", os.environ[servers.ADMIN])
    url = f"postgresql+psycopg://saas_app@{server.url}/{database}"
    settings = servers.settings(database, pooler=True).model_copy(update={"database_url": url})
    yield servers.create_app(settings)
    server.stop()


@pytest.mark.skipif(not pooler.found(), reason="there is no pgbouncer")  # CI refuses to skip
def test_through_a_pooler_the_roles_own_settings_hold(pooled):
    show = ("idle_in_transaction_session_timeout", "random_page_cost")
    assert asked(pooled, *(text(f"show {name}") for name in show)) == ["1min", "1.1"]
