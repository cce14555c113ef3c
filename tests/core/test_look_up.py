"""A context that somebody left on a pooled connection opens nothing: every unit of work tells its own, or none."""

import os
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from saas.accounts.visitors import ENTER
from saas.core import signing, tenancy
from saas.core.db import db, unit_of_work
from tests import servers
from tests.cast import Cast
from tests.specimen.models import Specimen

NOBODY = {"secret": b"nobody's", "slug": "globex"}


@pytest.fixture
def pooled(worker_id):
    """The app on one connection, on which globex was told for good, as no code of ours would."""
    app = servers.create_app(servers.settings(servers.database(f"pooled_{worker_id}_{os.getpid()}"), pool_size=1))
    cast = Cast(app)
    with cast.within("globex"):
        Specimen.create(name="Amber")
    with app.app_context():
        with db.engine.connect() as connection:
            told = signing.context(cast.tenants["globex"], None)
            connection.exec_driver_sql("select set_config('app.context', %s, false)", (told,))
            connection.commit()
        yield cast
        db.engine.dispose()


def seen() -> int:
    return db.session.scalar(select(func.count()).select_from(Specimen))


def test_who_is_nobody_sees_nothing(pooled):
    with unit_of_work():
        assert tenancy.look_up(ENTER, NOBODY) is None
        tenancy.enter()
        assert seen() == 0


def test_a_unit_of_work_for_nobody_sees_nothing(pooled):
    with unit_of_work():
        assert seen() == 0


def test_another_tenant_sees_its_own(pooled):
    with unit_of_work():
        tenancy.look_up(ENTER, NOBODY)
        tenancy.enter(pooled.tenants["acme"])
        assert seen() == 0


def test_a_request_with_a_strange_cookie_sees_nothing(pooled):
    client = pooled.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = uuid4().hex
    assert client.get("/t/globex/specimens/").status_code == 302


def test_without_telling_it_would_be_seen(pooled):
    with unit_of_work():
        tenancy.look_up(ENTER, NOBODY)
        assert seen() == 1
