"""Suspending a workspace: the reason, what its members see, the log, and back again."""

import pytest
from sqlalchemy import select

from saas.audit.models import AuditActor, AuditEntry
from saas.core import tenancy
from saas.core.db import db
from saas.events import Event

REASON = "The invoice of March is unpaid. Pay it, then write to us."


@pytest.fixture
def suspension(cast):
    return f"/console/tenants/suspension/?id={cast.tenants['acme']}"


@pytest.fixture
def reactivation(cast):
    return f"/console/tenants/reactivation/?id={cast.tenants['acme']}"


def test_members_of_a_suspended_workspace_read_why(olga, mel, suspension):
    assert mel.get("/t/acme/").status_code == 200
    assert olga.send(suspension, reason=REASON).status_code == 302
    answer = mel.get("/t/acme/")
    assert answer.status_code == 403
    assert REASON in answer.text


def test_other_workspaces_go_on(olga, eve, suspension):
    olga.send(suspension, reason=REASON)
    assert eve.get("/t/globex/").status_code == 200


def test_a_reactivated_workspace_is_open_again(olga, mel, suspension, reactivation):
    olga.send(suspension, reason=REASON)
    assert olga.send(reactivation).status_code == 302
    assert mel.get("/t/acme/").status_code == 200


def test_the_workspaces_log_names_the_operator(olga, cast, suspension, reactivation):
    olga.send(suspension, reason=REASON)
    olga.send(reactivation)
    with cast.within("acme"):
        entries = list(
            db.session.scalars(
                select(AuditEntry)
                .where(AuditEntry.event.in_([Event.TENANT_SUSPENDED, Event.TENANT_REACTIVATED]))
                .order_by(AuditEntry.id)
            )
        )
        assert [entry.event for entry in entries] == [Event.TENANT_SUSPENDED, Event.TENANT_REACTIVATED]
        assert {(entry.actor_kind, entry.actor_id) for entry in entries} == {("operator", cast.users["olga"])}
        assert entries[0].changes["suspended_reason"] == ["", REASON]
        assert db.session.get(AuditActor, (tenancy.tenant_id(), cast.users["olga"])).name == "Olga Berg"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_suspension_needs_a_reason(olga, mel, suspension, reason):
    answer = olga.send(suspension, reason=reason)
    assert answer.status_code == 422
    assert "needs your attention" in answer.text
    assert mel.get("/t/acme/").status_code == 200


def test_the_form_keeps_what_was_typed(olga, suspension):
    assert "x" * 501 in olga.send(suspension, reason="x" * 501).text


def test_suspending_twice_is_a_conflict(olga, suspension, reactivation):
    assert olga.send(reactivation).status_code == 409
    olga.send(suspension, reason=REASON)
    assert olga.send(suspension, reason="Another").status_code == 409


@pytest.mark.parametrize("id", ["", "x", "01a207ad-c2db-74b4-a43b-169f891fb7cc", str(tenancy.PLATFORM)])
def test_there_is_no_workspace_to_suspend(olga, id):
    assert olga.get(f"/console/tenants/suspension/?id={id}").status_code == 404
    assert olga.send(f"/console/tenants/suspension/?id={id}", reason=REASON).status_code == 404
    assert olga.send(f"/console/tenants/reactivation/?id={id}").status_code == 404


def test_the_list_and_the_page_offer_what_can_be_done(olga, cast, suspension):
    detail = f"/console/tenants/details/?id={cast.tenants['acme']}"
    for url in ("/console/tenants/?search=acme", detail):
        page = olga.page(url)
        assert page.select_one(f'main a[href="{suspension}"]')
        assert not page.select('form[action*="reactivation"]')
    olga.send(suspension, reason=REASON)
    for url in ("/console/tenants/?search=acme", detail):
        page = olga.page(url)
        assert not page.select(f'main a[href="{suspension}"]')
        assert page.select('form[action*="reactivation"]')
    assert REASON in olga.page(detail).text
