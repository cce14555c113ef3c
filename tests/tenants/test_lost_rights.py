"""Whoever loses a right while their request waits its turn acts without it."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from saas.core import tenancy
from saas.core.db import db
from saas.permissions import GRANTS, Can, Role
from saas.tenants import roles
from saas.tenants.models import CustomRole, Invitation, Membership
from tests import servers
from tests.cast import Cast
from tests.clients import Client
from tests.tenants.conftest import INVITATIONS
from tests.workers.processes import until

OWNER = GRANTS[Role.OWNER]
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND wait_event_type = 'Lock'")


@pytest.fixture(scope="module")
def waiting(worker_id):
    """The cast on a database where everything is committed for real, and how many there wait for a lock."""
    name = f"waiting_{worker_id}_{os.getpid()}"
    app = servers.create_app(servers.settings(servers.database(name)))
    app.test_client_class = Client
    engine = create_engine(servers.url(name, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as watch:
        yield Cast(app), lambda: watch.execute(WAITING, {"name": name}).scalar_one()
    engine.dispose()


@pytest.fixture
def meanwhile(waiting):
    """`meanwhile(act, request)`: the status of a request that waits while an owner does `act` in acme."""
    cast, in_line = waiting

    def answer(act, request) -> int:
        with ThreadPoolExecutor(1) as pool:
            with cast.app.app_context(), tenancy.acting_for(cast.tenants["acme"]):
                act()
                db.session.flush()
                asked = pool.submit(request)
                until(in_line)
            return asked.result().status_code

    return answer


@pytest.fixture
def person(waiting):
    """`person("vic", Role.ADMIN)`: a client of theirs, with that role; the membership is read where it is used."""
    cast, _ = waiting

    def given(short: str, role: Role):
        with cast.within("acme"):
            member(cast, short).change_role(role, OWNER)
        return cast.signed_in(short)

    return given


def member(cast, short: str) -> Membership:
    return Membership.get(cast.memberships["acme", short])


def test_a_demoted_admin_invites_nobody(waiting, meanwhile, person):
    cast, _ = waiting
    vic = person("vic", Role.ADMIN)
    demoted = lambda: member(cast, "vic").change_role(Role.VIEWER, OWNER)  # noqa: E731
    assert meanwhile(demoted, lambda: vic.send(INVITATIONS, email="two@vic.test", role="admin")) == 403
    with cast.within("acme"):
        assert Invitation.count() == 0


def test_a_removed_admin_promotes_nobody(waiting, meanwhile, person):
    cast, _ = waiting
    bea, mel = person("bea", Role.ADMIN), f"/t/acme/members/{cast.memberships['acme', 'mel']}"
    assert meanwhile(lambda: member(cast, "bea").remove(OWNER), lambda: bea.send(mel, role="admin")) == 404
    with cast.within("acme"):
        assert member(cast, "mel").role == Role.MEMBER


def test_a_role_widened_meanwhile_is_above_who_would_take_it(waiting, meanwhile, person):
    cast, _ = waiting
    adam, mel = person("adam", Role.ADMIN), f"/t/acme/members/{cast.memberships['acme', 'mel']}"
    with cast.within("acme"):
        role = roles.create("Payer", [Can.VIEW_BILLING], OWNER)
        member(cast, "mel").change_role(role, OWNER)

    def widen() -> None:
        roles.change(held_role(role.id), "Payer", [Can.MANAGE_BILLING], OWNER)

    assert meanwhile(widen, lambda: adam.send(mel, role="viewer")) == 403
    assert meanwhile(lambda: held_role(role.id), lambda: adam.send(f"{mel}/delete")) == 403


def held_role(role_id) -> CustomRole:
    return roles.chosen(str(role_id))
