"""Deleting a workspace: by an owner who means it, undone within two weeks, and until then everything works."""

import pytest
from sqlalchemy import select

from saas.core import clock
from saas.core.db import db
from saas.leaving.deletion import GRACE
from saas.permissions import Role
from saas.tenants.models import Membership, Tenant
from tests.guards.rows import as_owner

DELETION = "/t/acme/deletion"
HOME = "/t/acme/"


@pytest.fixture
def deleted(ada):
    """Ada asked for it."""
    assert ada.send(DELETION, confirmation="Acme").status_code == 302


def tenant(cast, slug="acme") -> Tenant:
    with cast.within(slug):
        return Tenant.here()


def test_it_is_due_in_two_weeks(cast, ada):
    before = clock.now()
    ada.send(DELETION, confirmation="Acme")
    assert before + GRACE <= tenant(cast).erase_at <= clock.now() + GRACE
    assert not tenant(cast).erased_at


def test_another_name_is_422_and_deletes_nothing(cast, ada):
    assert ada.send(DELETION, confirmation="Globex").status_code == 422
    assert not tenant(cast).erase_at


@pytest.mark.parametrize("name", ["adam", "mel", "bea"])
def test_only_owners_delete_and_undo(cast, name):
    other = cast.signed_in(name)
    assert other.get(DELETION).status_code == other.send(DELETION, confirmation="Acme").status_code == 403
    assert other.send(f"{DELETION}/delete").status_code == 403
    assert not tenant(cast).erase_at


def test_who_signed_in_long_ago_shows_again_who_they_are(cast, ada, transaction):
    as_owner(transaction)
    transaction.exec_driver_sql("UPDATE user_sessions SET fresh_at = now() - interval '6 minutes'")
    assert ada.send(DELETION, confirmation="Acme").status_code == 403
    assert not tenant(cast).erase_at


def test_all_owners_are_told_and_can_undo_it(cast, ada, mailbox):
    with cast.within("acme"):
        db.session.execute(
            Membership.__table__.update().where(Membership.email == "mel@acme.test").values(role=Role.OWNER)
        )
    ada.send(DELETION, confirmation="Acme")
    assert sorted(mail.to for mail in mailbox.all) == ["ada@acme.test", "mel@acme.test"]
    assert mailbox.last("mel@acme.test").links[0].endswith(DELETION)
    mel = cast.signed_in("mel")
    assert mel.send(f"{DELETION}/delete").status_code == 302
    assert not tenant(cast).erase_at
    assert len(mailbox.all) == 4
    assert "Mel Okafor undid" in mailbox.last("ada@acme.test").text


@pytest.mark.usefixtures("deleted")
def test_everybody_sees_the_date_and_owners_the_way_back(ada, mel):
    assert "This workspace will be deleted on" in mel.get(HOME).text
    assert "Undo the deletion" not in mel.get(HOME).text
    assert "Undo the deletion" in ada.get(HOME).text


@pytest.mark.usefixtures("deleted")
def test_until_then_it_works(ada, mel):
    assert mel.get(HOME).status_code == 200
    assert ada.send("/t/acme/specimens/", name="Amber").status_code == 302


def test_an_owner_of_a_suspended_workspace_begins_and_undoes_it(cast, ada, mel):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid")
    assert ada.page("/t/acme/settings").select_one(f"main a[href='{DELETION}']")
    assert ada.send(DELETION, confirmation="Acme").status_code == 302
    assert tenant(cast).erase_at
    assert "will be deleted on" in mel.get(HOME).text
    assert "it stays suspended" in ada.get(DELETION).text
    assert ada.page(DELETION).select_one(f"main form[action='{DELETION}/delete']")
    assert mel.send(f"{DELETION}/delete").status_code == 403
    assert ada.send(f"{DELETION}/delete").status_code == 302
    assert not tenant(cast).erase_at


@pytest.mark.usefixtures("deleted")
def test_suspended_meanwhile_it_can_be_undone_and_is_erased_else(cast, ada, run_jobs, days_later):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid")
    assert "Undo the deletion" in ada.get("/t/acme/settings").text
    days_later(15)
    run_jobs()
    assert tenant(cast).erased_at


@pytest.mark.usefixtures("deleted")
def test_undone_it_is_not_erased(cast, ada, run_jobs, days_later):
    ada.send(f"{DELETION}/delete")
    days_later(15)
    run_jobs()
    assert tenant(cast).name == "Acme"
    assert ada.get(HOME).status_code == 200


@pytest.mark.usefixtures("deleted")
def test_asked_for_again_the_two_weeks_begin_anew(cast, ada, run_jobs, days_later):
    ada.send(f"{DELETION}/delete")
    days_later(10)
    ada.send(DELETION, confirmation="Acme")
    days_later(5)
    run_jobs()
    assert tenant(cast).name == "Acme"
    days_later(10)
    run_jobs()
    assert tenant(cast).erased_at


@pytest.mark.usefixtures("deleted")
def test_asked_for_twice_the_first_date_stands(cast, ada, days_later, mailbox):
    first = tenant(cast).erase_at
    days_later(1)
    ada.send(DELETION, confirmation="Acme")
    assert tenant(cast).erase_at == first
    assert len(mailbox.all) == 1


def test_the_log_says_who_did_it(ada, deleted):
    ada.send(f"{DELETION}/delete")
    page = ada.get("/t/acme/audit").text
    assert "asked for the deletion of the workspace" in page
    assert "undid the deletion of the workspace" in page


def test_a_workspace_is_not_erased_by_a_job_that_names_another(cast, deleted, run_jobs, days_later):
    from_globex = tenant(cast, "globex").name
    days_later(15)
    run_jobs()
    assert tenant(cast, "globex").name == from_globex
    with cast.within("globex"):
        assert db.session.scalar(select(Membership.id).limit(1))
