"""A second factor lost with all its codes: asked for, stopped, or removed by staff after a day."""

import html
from datetime import timedelta
from urllib.parse import unquote

import pytest

from saas.accounts.resets import FactorReset
from saas.audit.models import AuditEntry
from saas.core import clock, tenancy
from tests.accounts.conftest import PASSWORD

ADA = {"email": "ada@acme.test", "password": PASSWORD}
LIST = "/console/factor_resets/"


@pytest.fixture
def asked(client, with_app, cast):
    """Ada gave her password, has no code, and asked staff."""
    with_app("ada")
    client.send("/login", **ADA)
    assert "We wrote to you" in client.send("/login/lost").text
    return client


@pytest.fixture
def link(asked, mailbox):
    """That stops it."""
    return next(link for link in mailbox.last(ADA["email"]).links if "/login/lost/" in link)


@pytest.fixture
def later(monkeypatch):
    """`later(hours=24)`: the business' clock goes forward."""

    def later(**ahead):
        then = clock.now() + timedelta(**ahead)
        monkeypatch.setattr(clock, "now", lambda: then)

    return later


@pytest.fixture
def requests(cast):
    """`requests()` reads them all."""

    def requests():
        with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
            return FactorReset.all(FactorReset.asked_at)

    return requests


@pytest.fixture
def remove(olga, requests, run_jobs):
    """Olga removes the second factor of the first request, and the workers work; her answer."""

    def remove(client=olga, reason="A call to the number we know"):
        row = requests()[0]
        answer = client.send(f"{LIST}removal/?id={row.tenant_id},{row.id}", reason=reason)
        run_jobs()
        return answer

    return remove


def state(client):
    return client.page(LIST).select_one("tbody").text


def test_nobody_asks_without_the_password(client, cast):
    assert client.get("/login/lost").location == "/login"
    assert client.send("/login/lost").location == "/login"


def test_asking_changes_nothing_by_itself(asked, cast):
    assert asked.get("/t/acme/").status_code == 302
    assert asked.get("/login/code").status_code == 200


def test_the_code_page_offers_it(client, with_app):
    with_app("ada")
    client.send("/login", **ADA)
    assert client.page("/login/code").select_one("a[href='/login/lost']").text == "I lost it all"
    assert "24 hours" in client.get("/login/lost").text


def test_asked_twice_is_one_request_and_one_mail_and_the_day_goes_on(asked, later, requests, mailbox):
    first = requests()[0].asked_at
    later(hours=5)
    asked.send("/login/lost")
    assert [each.asked_at for each in requests()] == [first]
    assert len([mail for mail in mailbox.all if mail.to == ADA["email"]]) == 1


def test_before_a_day_is_over_staff_cannot_remove_it(asked, olga, later, remove, requests):
    later(hours=23, minutes=59)
    assert "Requested" in state(olga)
    refused = remove()
    assert refused.status_code == 409
    assert "its day isn't over" in html.unescape(refused.text)
    assert "Somebody was faster" not in refused.text
    assert not requests()[0].done_at


def test_after_a_day_staff_remove_it_and_the_password_is_enough(asked, ada, olga, later, remove, app, mailbox, change):
    later(hours=24)
    assert "Due" in state(olga)
    assert remove().status_code == 302
    assert "Done" in state(olga)
    assert (change("ada").tf_totp_secret, change("ada").mf_recovery_codes) == (None, [])
    assert ada.get("/t/acme/").status_code == 302  # every sign-in is over
    assert app.test_client().send("/login", **ADA).location == "/t/acme/"
    assert mailbox.last(ADA["email"], "was removed")


def test_a_code_of_theirs_ends_the_request(app, asked, with_app, later, remove, requests):
    code = with_app("ada")[0]
    again = app.test_client()
    again.send("/login", **ADA)
    assert again.send("/login/code", code=code).status_code == 302
    assert requests()[0].stopped_at
    later(hours=24)
    assert remove().status_code == 409


def test_staff_show_again_who_they_are_and_what_they_typed_is_kept(asked, olga, later, remove, requests, stale):
    later(hours=24)
    stale("olga")
    asks = remove(reason="A call at noon")
    assert asks.location.startswith("/account/again?next=/console/factor_resets/removal/")
    assert not requests()[0].done_at
    shown = olga.send("/account/again", password=PASSWORD, next=unquote(asks.location.split("next=")[1]))
    assert olga.page(shown.location).select_one("[name=reason]").text.strip() == "A call at noon"
    assert remove(reason="A call at noon").status_code == 302
    assert requests()[0].done_at


def test_passkeys_go_too(ada, asked, with_passkey, later, remove, app):
    key = with_passkey(ada)
    later(hours=24)
    remove()
    client = app.test_client()
    assert client.send("/login/passkey", passkey=key.get(client.send("/login/passkey/options").json)).status_code == 422


def test_a_reason_is_needed_and_kept(asked, later, remove, requests, olga):
    later(hours=24)
    assert remove(reason="").status_code == 422
    remove()
    row = requests()[0]
    assert "A call to the number we know" in olga.get(f"{LIST}details/?id={row.tenant_id},{row.id}").text


def test_the_order_is_in_the_platforms_log(asked, later, remove, cast):
    later(hours=24)
    remove()
    with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
        entry = AuditEntry.all(AuditEntry.id)[-1]
    assert (entry.event, entry.actor_id, entry.subject_name) == (
        "factor_reset.ordered", cast.users["olga"], ADA["email"],
    )  # fmt: skip


def test_the_link_stops_it(app, link, later, remove, olga, requests):
    client = app.test_client()
    assert client.get(link).status_code == 200
    assert not requests()[0].stopped_at
    assert "Stopped" in client.send(link).text
    assert "Stopped" in state(olga)
    later(hours=24)
    assert remove().status_code == 409
    assert not requests()[0].done_at
    assert client.get(link).status_code == client.send(link).status_code == 410


def test_one_stopped_between_the_order_and_its_doing_is_not_done(app, link, later, olga, requests, run_jobs, change):
    later(hours=24)
    row = requests()[0]
    olga.send(f"{LIST}removal/?id={row.tenant_id},{row.id}", reason="A call")
    app.test_client().send(link)
    run_jobs()
    assert not requests()[0].done_at
    assert change("ada").tf_totp_secret


def test_after_seven_days_link_and_request_are_over_and_asking_begins_anew(app, asked, link, later, remove, requests):
    later(days=7)
    assert app.test_client().send(link).status_code == 410
    assert remove().status_code == 409
    asked.send("/login/lost")
    assert [each.asked_at for each in requests()] == [clock.now()]
    assert app.test_client().send(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "x" * 500])
def test_a_forged_link_stops_nothing(client, asked, token, requests):
    assert client.send(f"/login/lost/{token}").status_code in (400, 410)
    assert not requests()[0].stopped_at


def test_who_is_signed_in_elsewhere_sees_and_stops_it(ada, asked, requests):
    assert "all your second factors are lost" in ada.get("/account/factors").text
    assert ada.send("/account/factors/reset/delete").status_code == 302
    assert requests()[0].stopped_at
    assert "are lost" not in ada.get("/account/factors").text


def test_nobody_sees_or_stops_anothers(mel, asked, requests):
    assert "are lost" not in mel.get("/account/factors").text
    mel.send("/account/factors/reset/delete")
    assert not requests()[0].stopped_at


def test_an_operator_does_not_remove_their_own(app, olga, with_app, later, remove, requests, change):
    with_app("olga")
    client = app.test_client()
    client.send("/login", email="olga@operator.test", password=PASSWORD)
    client.send("/login/lost")
    later(hours=24)
    assert remove().status_code == 409
    assert change("olga").tf_totp_secret


def test_the_list_is_the_staffs(ada, asked, requests):
    row = requests()[0]
    assert ada.get(LIST).status_code == 404
    assert ada.send(f"{LIST}removal/?id={row.tenant_id},{row.id}", reason="x").status_code == 404
