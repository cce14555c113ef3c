"""The end of a workspace: nothing of its words is left in any table, file or key; whatever dies on the way goes on."""

import os
from types import SimpleNamespace

import pytest
from redis import Redis
from sqlalchemy import delete, select

from saas.core import clock
from saas.core.db import db
from saas.core.lifecycle import OnErasure, of_tenants
from saas.core.outbox import JobRow, enqueue
from saas.jobs import Job
from saas.leaving import deletion
from saas.tenants.models import Tenant
from tests import servers
from tests.guards.rows import as_owner
from tests.guards.world import World
from tests.leaving.test_deletion import DELETION
from workers import erasure
from workers.purge import FIRST

SHORT = 12  # what a narrow column cut off begins words of others too
PAGES = ("", "members", "audit", "settings", "specimens/", "exports", "deletion")


@pytest.fixture
def world(cast, transaction):
    """Rows in every table, in globex full of canaries; its owner asked for its deletion."""
    world = World(cast, transaction)
    as_owner(transaction)
    transaction.exec_driver_sql("UPDATE jobs SET state = 'done'")
    with cast.within("globex"):
        deletion.schedule(Tenant.here())
    return world


@pytest.fixture
def words(world):
    """What globex called anything: canaries that stand in rows of people are theirs and stay."""
    rows = [row for (_table, tenant_id), row in world.canaries.planted.items() if tenant_id]
    texts = {text for row in rows for text in row.values() if isinstance(text, str) and text.startswith("canary")}
    return sorted(text for text in texts if len(text) > SHORT)


def test_nothing_of_it_is_left_in_any_table(search, words, run_jobs, days_later, cast):
    assert len(search(*words)) > 20
    days_later(15)
    run_jobs()
    assert search(*words, "globex") == {"users.email": "eve@globex.test"}
    erased = tenant(cast)
    assert (erased.name, erased.slug, bool(erased.erased_at)) == ("", str(erased.id), True)


def test_its_address_goes_to_nobody_else(world, run_jobs, days_later, mel, cast):
    days_later(15)
    run_jobs()
    assert tenant(cast).erased_at
    assert mel.get("/t/globex/").status_code == 404
    assert mel.send("/workspaces", workspace="Globex").location == "/t/globex-2/"


def test_no_row_of_it_is_left_but_what_is_declared(world, run_jobs, days_later, cast, transaction):
    days_later(15)
    run_jobs()
    as_owner(transaction)
    left = {
        table.name: transaction.scalar(select(db.func.count()).where(table.c.tenant_id == cast.tenants["globex"]))
        for table, leaving in of_tenants()
        if leaving.erasure != OnErasure.KEPT
    }
    assert {name for name, count in left.items() if count} == {"jobs"}  # the one that did it
    assert left["jobs"] == 1


def test_no_key_in_valkey_names_it_for_long(world, run_jobs, days_later, eve, cast):
    for page in PAGES:
        eve.get(f"/t/globex/{page}")
    days_later(15)
    run_jobs()
    valkey = Redis.from_url(os.environ[servers.VALKEY])
    for key in valkey.scan_iter():
        assert b"globex" not in key.lower()
        if str(cast.tenants["globex"]).encode() in key:
            assert valkey.ttl(key) > 0


def test_other_workspaces_keep_every_row(world, run_jobs, days_later, cast, transaction):
    before = counts(transaction, cast.tenants["acme"])
    days_later(15)
    run_jobs()
    assert counts(transaction, cast.tenants["acme"]) == before


def test_its_people_find_no_way_in_and_keep_their_accounts(world, run_jobs, days_later, eve, cast):
    days_later(15)
    run_jobs()
    assert eve.get("/t/globex/").status_code == eve.get(f"/t/{cast.tenants['globex']}/").status_code == 404
    assert eve.get("/account").status_code == 200


@pytest.mark.parametrize("after", range(0, 24, 3))
def test_killed_on_the_way_the_next_run_ends_the_same(
    world, search, words, run_jobs, days_later, monkeypatch, after, cast
):
    """After so many steps."""
    steps, step = iter(range(after)), erasure.erase_some

    def dying(table, rows):
        if next(steps, None) is None:
            raise KeyboardInterrupt
        return step(table, rows)

    days_later(15)
    monkeypatch.setattr(erasure, "erase_some", dying)
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    assert not tenant(cast).erased_at
    monkeypatch.setattr(erasure, "erase_some", step)
    lapse(cast)
    run_jobs()
    assert search(*words) == {}
    assert tenant(cast).erased_at


def test_a_large_one_takes_turns(world, search, words, run_jobs, days_later, monkeypatch, cast):
    """Each run gives up after its time, and asks for another."""
    later = iter([0, 0, 0] + [10**9] * 40)
    monkeypatch.setattr(erasure, "time", SimpleNamespace(monotonic=lambda: next(later, 0)))  # no other clock
    days_later(15)
    run_jobs()
    assert search(*words) == {}


def test_where_the_job_died_the_night_finds_it(world, run_jobs, days_later, cast):
    with cast.within("globex"):
        db.session.execute(delete(JobRow))
    days_later(15)
    with cast.within("acme"):
        enqueue(Job.PURGE_TENANTS, FIRST)
    run_jobs()
    assert tenant(cast).erased_at


def test_before_its_day_no_row_goes(world, cast, days_later):
    """Even if a job asks for it: the function that erases the log looks at the date by itself."""
    days_later(13)
    with cast.within("globex"):
        assert erasure.erase_log(100) == 0
    with cast.within("acme"):
        assert erasure.erase_log(100) == 0


def test_staff_see_the_dates(ada, olga, cast):
    ada.send(DELETION, confirmation="Acme")
    page = olga.get(f"/console/tenants/details/?id={cast.tenants['acme']}").text
    assert "To be erased" in page


def tenant(cast) -> Tenant:
    with cast.within("globex"):
        return Tenant.here()


def lapse(cast) -> None:
    """The lease of the worker that died runs out."""
    with cast.within("globex"):
        db.session.execute(JobRow.__table__.update().values(lease_until=clock.datetime(2001, 1, 1, tzinfo=clock.UTC)))


def counts(connection, tenant_id) -> dict[str, int]:
    as_owner(connection)
    return {
        table.name: connection.scalar(select(db.func.count()).where(table.c.tenant_id == tenant_id))
        for table, _leaving in of_tenants()
    }
