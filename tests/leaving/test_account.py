"""Deleting one's account: refused while a workspace would be left alone, else at once, and for good."""

import pytest
from sqlalchemy import select, text

from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.core.lifecycle import GONE
from saas.core.outbox import JobRow, JobState
from saas.leaving import people
from saas.permissions import Role
from saas.tenants.models import Invitation, Membership, Tenant
from tests.guards.rows import as_owner
from tests.leaving.test_deletion import DELETION

ACCOUNT = "/account/deletion"
MEL, ADA = "mel@acme.test", "ada@acme.test"


def user(cast, name) -> User:
    with cast.app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users[name])
        return db.session.get_one(User, cast.users[name])


def members(cast, slug="acme") -> dict[str, Role | None]:
    with cast.within(slug):
        return {row.email: row.role for row in Membership.all()}


def test_one_is_out_at_once_everywhere(cast, mel):
    elsewhere = cast.signed_in("mel")
    assert mel.send(ACCOUNT, confirmation=MEL).location == "/login"
    for client in (mel, elsewhere):
        assert client.get("/account").location.startswith("/login")
    left = user(cast, "mel")
    assert (left.active, left.name, left.password, left.tf_totp_secret) == (False, GONE, None, None)


def test_then_one_is_nobody_and_in_no_workspace(cast, mel, mailbox):
    mel.send(ACCOUNT, confirmation=MEL)
    assert mailbox.last(MEL).subject == "Your account is deleted"
    left = user(cast, "mel")
    assert left.email == f"{left.id}@erased.invalid"
    assert MEL not in members(cast)


def test_another_address_is_422(cast, mel):
    assert mel.send(ACCOUNT, confirmation=ADA).status_code == 422
    assert user(cast, "mel").active


def test_however_one_spells_it(cast, mel):
    assert mel.send(ACCOUNT, confirmation=" Mel@Acme.test ").status_code == 302


def test_who_owns_a_workspace_alone_is_refused_with_what_to_do(cast, ada):
    assert ada.send(ACCOUNT, confirmation=ADA).status_code == 409
    page = ada.page(ACCOUNT)
    assert [link["href"] for link in page.select("main li a")] == ["/t/acme/members", DELETION]
    assert user(cast, "ada").active


def test_of_a_suspended_workspace_what_is_offered_is_open(cast, ada):
    with cast.within("acme"):
        Tenant.here().suspend("unpaid")
    page = ada.page(ACCOUNT)
    assert [link["href"] for link in page.select("main li a")] == [DELETION]
    assert ada.send(DELETION, confirmation="Acme").status_code == 302
    assert ada.send(ACCOUNT, confirmation=ADA).status_code == 302


def test_with_another_owner_one_may_go(cast, ada, run_jobs):
    with cast.within("acme"):
        db.session.execute(Membership.__table__.update().where(Membership.email == MEL).values(role=Role.OWNER))
    assert ada.send(ACCOUNT, confirmation=ADA).status_code == 302
    run_jobs()
    assert members(cast)[MEL] == Role.OWNER
    assert ADA not in members(cast)


def test_with_the_workspace_about_to_be_deleted_one_may_go(cast, ada, run_jobs, days_later):
    ada.send(DELETION, confirmation="Acme")
    assert ada.send(ACCOUNT, confirmation=ADA).status_code == 302
    run_jobs()
    days_later(15)
    run_jobs()
    with cast.within("acme"):
        assert Tenant.here().erased_at


def test_staff_are_dismissed_first(cast, olga):
    assert olga.send(ACCOUNT, confirmation="olga@operator.test").status_code == 409
    assert user(cast, "olga").active


def test_who_signed_in_long_ago_shows_again_who_they_are(cast, mel, transaction):
    as_owner(transaction)
    transaction.exec_driver_sql("UPDATE user_sessions SET fresh_at = now() - interval '6 minutes'")
    assert mel.send(ACCOUNT, confirmation=MEL).status_code == 403
    assert user(cast, "mel").active


def test_what_they_did_stays_under_no_name(cast, adam, ada, run_jobs):
    adam.send("/t/acme/specimens/", name="Amber")
    adam.send("/t/acme/members/invitations", email="new@acme.test", role="member")
    adam.send(ACCOUNT, confirmation="adam@acme.test")
    run_jobs()
    page = ada.get("/t/acme/audit").text
    assert "Amber" in page
    assert GONE in page
    assert "Adam" not in page
    with cast.within("acme"):
        assert db.session.scalar(select(Invitation.revoked_at))


def test_somebody_of_the_same_name_keeps_theirs(cast, mel, ada, run_jobs, transaction):
    as_owner(transaction)
    transaction.execute(text("UPDATE users SET name = 'Mel Okafor' WHERE id = :id"), {"id": cast.users["ada"]})
    ada.send("/t/acme/specimens/", name="Amber")
    mel.send(ACCOUNT, confirmation=MEL)
    run_jobs()
    assert "Mel Okafor" in ada.get("/t/acme/audit").text


def test_invitations_and_mails_to_them_go_wherever_they_are(cast, eve, mel, run_jobs, search):
    eve.send("/t/globex/members/invitations", email=MEL, role="member")
    run_jobs()
    assert {"invitations.email", "mails.recipient"} <= set(search(MEL))
    mel.send(ACCOUNT, confirmation=MEL)
    run_jobs()
    assert search(MEL, "Mel Okafor") == {}


def test_with_the_same_address_one_begins_anew(cast, mel, run_jobs, client):
    mel.send(ACCOUNT, confirmation=MEL)
    run_jobs()
    words = {"name": "Mel Again", "password": "otter gravel lantern", "workspace": "Anew", "agree": "y"}
    assert client.send("/signup", email=MEL, **words).status_code == 302
    assert user(cast, "mel").name == GONE


@pytest.mark.parametrize("step", ["end", "blank", "leaver", "forget_here"])
def test_killed_on_the_way_the_next_run_ends_the_same(cast, adam, run_jobs, monkeypatch, search, step):
    """Adam is in two workspaces: the first is done, the second isn't."""
    adam.send(ACCOUNT, confirmation="adam@acme.test")
    real, calls = getattr(people, step), iter([True])

    def dying(*arguments):
        if step == "blank" or next(calls, None) is None:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(people, step, dying)
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    monkeypatch.setattr(people, step, real)
    with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
        running = JobRow.__table__.update().where(JobRow.state == JobState.RUNNING)
        db.session.execute(running.values(lease_until=text("now() - interval '1 minute'")))
    run_jobs()
    assert search("adam keller", "adam@acme.test") == {}


def test_where_the_only_other_owner_left_at_the_same_time_an_admin_takes_the_place(cast, ada, run_jobs, monkeypatch):
    monkeypatch.setattr(people, "owned_alone", list)
    ada.send(ACCOUNT, confirmation=ADA)
    run_jobs()
    assert members(cast)["adam@acme.test"] == Role.OWNER


def test_where_nobody_else_is_there_the_workspace_goes_too(cast, eve, run_jobs, monkeypatch, transaction):
    as_owner(transaction)
    transaction.execute(text("DELETE FROM memberships WHERE user_id = :id"), {"id": cast.users["adam"]})
    monkeypatch.setattr(people, "owned_alone", list)
    eve.send(ACCOUNT, confirmation="eve@globex.test")
    run_jobs()
    with cast.within("globex"):
        assert Tenant.here().erase_at
