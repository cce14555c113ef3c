"""Where the figures are taken: the app under its own database roles, a workspace of so many members."""

import tempfile
from pathlib import Path

from uuid_utils.compat import uuid7

from saas.accounts.models import User
from saas.audit.record import record
from saas.core import clock, tenancy
from saas.core.db import db, unit_of_work
from saas.core.security import limiter
from saas.events import Event
from saas.permissions import Role
from saas.tenants.models import Membership
from tests import servers
from tests.cast import Cast
from tests.clients import Client

STARTED = servers.start(Path(tempfile.mkdtemp(prefix="saas-bench-")))


def app_on(database: str):
    return another_app_on(servers.database(database))


def another_app_on(database: str):
    """With connections of its own to a database that is there."""
    app = servers.create_app(servers.settings(database))
    app.test_client_class = Client
    limiter.enabled = False
    return app


def cast_of(app, members: int) -> Cast:
    """The cast, with acme filled up to so many members."""
    cast = Cast(app)
    present = sum(slug == "acme" for slug, _ in cast.memberships)
    for number in range(members - present):
        add_member(app, cast.tenants["acme"], number)
    with app.app_context():
        db.session.remove()
    return cast


def add_member(app, tenant_id, number: int) -> None:
    user_id, email, name = uuid7(), f"person{number}@acme.test", f"Person {number:04}"
    with app.app_context(), unit_of_work():
        tenancy.enter(tenant_id, user_id)
        User(id=user_id, email=email, name=name, fs_uniquifier=uuid7().hex, confirmed_at=clock.now()).save()
        db.session.flush()
        record(Event.MEMBER_JOINED, Membership(user_id=user_id, role=Role.MEMBER, name=name, email=email).save())


def stop() -> None:
    for server in STARTED:
        server.stop()
