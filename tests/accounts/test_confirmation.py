"""From the mail into the product."""

import time

import time_machine

from saas.accounts import waiting
from saas.accounts.links import CONFIRM
from tests.accounts.conftest import PASSWORD, PERSON


def test_the_button_signs_in_and_lands_on_the_dashboard(client, signed_up):
    assert "Confirm and log in" in client.get(signed_up).text
    answer = client.send(signed_up)
    assert answer.location == "/t/quill-co/"
    assert "Quill &amp; Co" in client.get("/t/quill-co/").text


def test_opening_the_link_uses_nothing_up(client, app, signed_up):
    for _ in range(3):
        assert app.test_client().get(signed_up).status_code == 200
    assert client.send(signed_up).status_code == 302


def test_another_browser_is_asked_for_the_password(app, signed_up):
    other = app.test_client()
    assert 'name="password"' in other.get(signed_up).text
    assert other.send(signed_up).status_code == 422
    assert other.send(signed_up, password="something else").status_code == 422
    assert other.send(signed_up, password=PASSWORD).location == "/t/quill-co/"


def test_who_signed_up_with_my_address_gains_nothing_by_my_click(app, client, signed_up, mailbox):
    """Mallory signs up after me: my browser, which typed another password, isn't enough any more."""
    app.test_client().send("/signup", **{**PERSON, "password": "mallory-was-here-first"})
    answer = client.send(mailbox.last(PERSON["email"]).links[0])
    assert answer.status_code == 422
    assert 'name="password"' in answer.text


def test_a_used_link_is_410(client, signed_up):
    client.send(signed_up)
    assert client.get(signed_up).status_code == 410
    assert client.send(signed_up).status_code == 410


def test_a_forged_link_is_400(client, signed_up):
    for forged in (
        signed_up[:-3],
        signed_up + "x",
        "/confirm/x",
        "/confirm/%01",
        "/confirm/ü",
        "/confirm/" + "x" * 5000,
    ):
        answer = client.get(forged)
        assert answer.status_code == 400
        assert "Get a new link" in answer.text
        assert client.send(forged).status_code == 400


def test_a_reset_link_confirms_nothing(client, signed_up, mailbox):
    client.send("/reset", email=PERSON["email"])
    reset = mailbox.last(PERSON["email"]).links[0]
    assert client.get(reset.replace("/reset/", "/confirm/")).status_code == 400


def test_an_expired_link_is_410_and_a_new_one_works(client, signed_up, mailbox):
    with time_machine.travel(time.time() + CONFIRM.life.total_seconds() + 5):
        assert client.get(signed_up).status_code == 410
        assert client.send("/confirm", email=PERSON["email"]).location == "/signup/mail"
        assert client.send(mailbox.last(PERSON["email"]).links[0]).status_code == 302


def test_another_mail_only_after_thirty_seconds(client, signed_up, mailbox, monkeypatch):
    before = len(mailbox.all)
    assert client.send("/signup/mail").status_code == 429
    assert len(mailbox.all) == before
    monkeypatch.setattr(waiting, "RESEND_SECONDS", 0)
    assert client.send("/signup/mail").status_code == 302
    assert len(mailbox.all) == before + 1
    assert client.send(mailbox.last(PERSON["email"]).links[0]).status_code == 302


def test_without_a_sign_up_there_is_nothing_to_wait_for(client):
    assert client.get("/signup/mail").location == "/signup"
    assert client.send("/signup/mail").location == "/signup"


def test_a_new_link_for_nobody_answers_the_same(client, mailbox, cast):
    assert client.send("/confirm", email="nobody@nowhere.test").location == "/signup/mail"
    assert mailbox.all == []


def test_confirming_while_somebody_else_is_signed_in(ada, signed_up):
    assert ada.send(signed_up, password=PASSWORD).location == "/t/quill-co/"
    assert ada.get("/t/acme/").status_code == 404


def test_the_link_to_caught_mails_is_for_development(client, signed_up):
    assert "/dev/mail" not in client.get("/signup/mail").text
