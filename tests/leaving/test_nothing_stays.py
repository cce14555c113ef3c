"""Somebody uses everything there is, then deletes the workspace and the account: what stays is what the page says."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.core.outbox import enqueue
from saas.jobs import Job
from tests.guards.rows import Planter, as_owner, tenant_tables, user_tables
from tests.leaving.conftest import EXPORTS
from workers.purge import FIRST

PRIVACY = Path("saas/site/docs/privacy.md")
WORDS = ("Zelda", "zelda@", "Quillfeather")  # of the person, and of the workspace
PASSWORD = "otter gravel lantern"
# What the privacy page says stays, by its words there, and where it stands. What she wrote elsewhere doesn't name her.
STAYS = {"mails that a workspace caused": {"mails.subject", "mails.html", "mails.text"}}


@pytest.fixture
def zelda(client, mailbox, cast):
    """She signs up with a workspace, and is invited to acme too."""
    fields = {"name": "Zelda Quillfeather", "workspace": "Quillfeather Inc", "password": PASSWORD, "agree": "y"}
    client.send("/signup", email="zelda@quillfeather.test", **fields)
    client.send(path(mailbox.last("zelda@quillfeather.test").links[0]))
    cast.signed_in("ada").send("/t/acme/members/invitations", email="zelda@quillfeather.test", role="admin")
    client.send(path(mailbox.last("zelda@quillfeather.test").links[0]))
    return client


@pytest.fixture
def used(zelda, cast, transaction, mailbox):
    """Everything she can do, by the product's own pages, and rows of hers in each table of people."""
    here = "/t/quillfeather-inc"
    zelda.send(f"{here}/members/invitations", email="friend@quillfeather.test", role="member")
    zelda.send(f"{here}/roles", name="Quillfeather staff", rights=["members.view"])
    zelda.send(f"{here}/specimens/", name="Quillfeather amber")
    zelda.send("/t/acme/specimens/", name="Amber")
    zelda.send("/t/acme/members/invitations", email="other@acme.test", role="member")
    zelda.send(f"{here}/settings", workspace="Quillfeather & Zelda")
    zelda.send(f"{here}/exports")
    zelda.send("/account", name="Zelda Q", zone="UTC")
    mailbox.run_jobs()
    plant_rows_of(cast, transaction)


def plant_rows_of(cast, transaction) -> None:
    """Whatever tables there are: those that no page above fills too."""
    as_owner(transaction)
    user_id = transaction.scalar(text("SELECT id FROM users WHERE email LIKE 'zelda@%'"))
    tenant_id = transaction.scalar(text("SELECT id FROM tenants WHERE slug = 'quillfeather-inc'"))
    cast.users["zelda"], cast.tenants["quillfeather"] = user_id, tenant_id
    seat = text("SELECT id FROM memberships WHERE user_id = :user_id AND tenant_id = :tenant_id")
    planter = Planter(transaction, "Zelda")
    planter.planted["users", None] = {"id": user_id}
    planter.planted["memberships", tenant_id] = {
        "id": transaction.scalar(seat, {"user_id": user_id, "tenant_id": tenant_id})
    }
    for table in tenant_tables():
        if table != "jobs":
            planter.row(table, tenant_id)
    for table in set(user_tables()) - {"users", "staff"}:
        planter.plant(db.metadata.tables[table], None, user_id=user_id)


@pytest.mark.usefixtures("used")
def test_what_stays_of_a_person_and_a_workspace_is_what_the_privacy_page_says(
    zelda, cast, run_jobs, days_later, search
):
    assert len(search(*WORDS)) > 30
    delete_both(zelda, run_jobs, days_later)
    left = search(*WORDS)
    assert set(left) == set().union(*STAYS.values()), left
    days_later(91)
    with cast.within("acme"):
        enqueue(Job.PURGE_TENANTS, FIRST)
    run_jobs()
    assert search(*WORDS) == {}


def delete_both(zelda, run_jobs, days_later) -> None:
    """The workspace first, then the account; planted people who share the workspace stay."""
    assert zelda.send("/t/quillfeather-inc/deletion", confirmation="Quillfeather & Zelda").status_code == 302
    assert zelda.send("/account/deletion", confirmation="zelda@quillfeather.test").status_code == 302
    run_jobs()
    days_later(15)
    run_jobs()


def test_the_privacy_page_says_what_stays():
    page = re.sub(r"\s+", " ", PRIVACY.read_text())
    assert not [words for words in STAYS if words not in page]


@pytest.mark.usefixtures("used")
def test_the_exports_of_others_hold_a_person_for_a_week(zelda, cast, run_jobs, days_later, ada):
    """The one place where a name may lie about in a copy, and why it goes after seven days."""
    ada.send(EXPORTS)
    run_jobs()
    with cast.app.app_context(), unit_of_work():
        tenancy.enter(cast.tenants["acme"])
        assert db.session.scalar(text("SELECT count(*) FROM exports")) == 1
    days_later(8)
    with cast.within("acme"):
        enqueue(Job.PURGE_TENANTS, FIRST)
    run_jobs()
    with cast.within("acme"):
        assert db.session.scalar(text("SELECT count(*) FROM export_parts")) == 0


def path(link: str) -> str:
    return "/" + link.split("/", 3)[3]
