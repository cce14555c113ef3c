"""The export of a workspace: all that is its own, nothing else, told truly by its manifest."""

from hashlib import sha256

import pytest
from sqlalchemy import func, select

from saas.core.base import Base
from saas.core.db import db
from saas.core.lifecycle import OnExport, exported, of_tenants
from saas.core.outbox import JobRow, enqueue
from saas.jobs import Job
from saas.leaving import archive
from saas.leaving.models import Export, ExportPart, ExportState
from saas.tenants.models import Tenant
from tests.guards.rows import as_owner, tenant_tables
from tests.guards.world import World
from tests.leaving.conftest import EXPORTS, Opened, download_of, export_of
from workers.purge import FIRST

SINCE = {"mails": 1, "audit_entries": 1}  # that it is ready, and who took it


@pytest.fixture
def world(cast, transaction):
    """Rows in every table of acme, and in globex full of canaries."""
    world = World(cast, transaction)
    as_owner(transaction)
    transaction.exec_driver_sql("DELETE FROM export_parts; DELETE FROM exports; DELETE FROM jobs")
    return world


@pytest.fixture
def zip_file(world, ada, run_jobs):
    return export_of(ada, run_jobs)


def test_it_holds_every_row_of_the_workspace(zip_file, cast):
    expected = {table for table, leaving in of_tenants() if leaving.export == OnExport.ROWS}
    assert {file["table"] for file in zip_file.manifest["files"]} == {"tenants", *(table.name for table in expected)}
    with cast.within("acme"):
        for table in expected:
            held = {row["id"] for row in zip_file.rows(table.name)}
            ids = {str(id) for id in db.session.scalars(select(table.c.id))}
            assert held <= ids, table.name
            assert len(ids - held) == SINCE.get(table.name, 0), table.name


def test_its_manifest_tells_counts_sizes_and_checksums(zip_file):
    for file in zip_file.manifest["files"]:
        data = zip_file.zip.read(file["name"])
        told = {"rows": len(zip_file.rows(file["table"])), "bytes": len(data), "sha256": sha256(data).hexdigest()}
        assert {name: file[name] for name in told} == told
    assert zip_file.manifest["workspace"]["slug"] == "acme"
    assert zip_file.manifest["schema"] > "0001"
    assert set(zip_file.manifest["left_out"]) == {
        table.name for table, leaving in of_tenants() if leaving.export == OnExport.NOTHING
    }


def test_it_holds_nothing_of_another_workspace(zip_file, world):
    assert world.plain.texts & set(zip_file.text.split('"'))
    assert not [text for text in world.canaries.texts if text.startswith("canary") and text in zip_file.text]
    assert "globex" not in zip_file.text.lower()


def test_it_holds_no_private_column(zip_file):
    for table in tenant_tables():
        if f"{table}.json" in zip_file.zip.namelist():
            shown = {column.name for column in exported(Base.metadata.tables[table])}
            for row in zip_file.rows(table):
                assert set(row) == shown, table
    assert "token_hash" not in zip_file.text


def test_asked_for_twice_it_is_made_once(ada, adam, cast, run_jobs, mailbox):
    for client in (ada, adam):
        client.send(EXPORTS)
    run_jobs()
    with cast.within("acme"):
        assert Export.count() == 1
    assert [mail.to for mail in mailbox.all] == ["ada@acme.test"]
    assert mailbox.last("ada@acme.test").links[0].endswith(EXPORTS)


def test_a_second_worker_finds_it_made(ada, cast, run_jobs):
    ada.send(EXPORTS)
    run_jobs()
    before = parts(cast)
    with cast.within("acme"):
        from_before = db.session.scalar(select(Export.id))
        assert Export.unmade(from_before) is None
    assert parts(cast) == before > 0


def test_a_worker_that_dies_leaves_nothing_and_the_next_makes_it(ada, cast, run_jobs, monkeypatch):
    ada.send(EXPORTS)
    whole = archive.manifest
    monkeypatch.setattr(archive, "manifest", lambda *_: 1 / 0)
    monkeypatch.setattr(archive, "PART", 100)
    run_jobs()
    assert parts(cast) == 0
    with cast.within("acme"):
        assert db.session.scalar(select(Export.state)) == ExportState.WAITING
        db.session.execute(JobRow.__table__.update().values(run_at=func.now()))
    monkeypatch.setattr(archive, "manifest", whole)
    run_jobs()
    assert Opened(ada.send(download_of(ada)).data).rows("memberships")


def test_its_time_is_over_after_a_week(ada, cast, run_jobs, days_later):
    ada.send(EXPORTS)
    run_jobs()
    download = download_of(ada)
    days_later(8)
    assert ada.send(download).status_code == 409
    with cast.within("acme"):
        enqueue(Job.PURGE_TENANTS, FIRST)
    run_jobs()
    assert parts(cast) == 0


def test_the_log_says_who_took_it(zip_file, ada):
    assert "downloaded the export of" in ada.get("/t/acme/audit").text


@pytest.mark.parametrize("name", ["mel", "bea", "vic"])
def test_others_neither_ask_for_it_nor_take_it(cast, ada, run_jobs, name):
    ada.send(EXPORTS)
    run_jobs()
    other = cast.signed_in(name)
    assert other.get(EXPORTS).status_code == other.send(EXPORTS).status_code == 403
    assert other.send(download_of(ada)).status_code == 403


def test_an_owner_of_another_workspace_finds_nothing(ada, eve, run_jobs):
    ada.send(EXPORTS)
    run_jobs()
    path = download_of(ada)
    assert eve.send(path).status_code == eve.send(path.replace("acme", "globex")).status_code == 404


def test_a_suspended_workspace_still_lets_people_take_their_data(ada, cast, run_jobs):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid")
    assert export_of(ada, run_jobs).rows("memberships")


def test_who_signed_in_long_ago_shows_again_who_they_are(ada, cast, transaction, run_jobs):
    as_owner(transaction)
    transaction.exec_driver_sql("UPDATE user_sessions SET fresh_at = now() - interval '6 minutes'")
    assert ada.send(EXPORTS).status_code == 403


def parts(cast) -> int:
    with cast.within("acme"):
        return ExportPart.count()
