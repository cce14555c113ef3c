"""A copied session cookie is dead with the next request once its sign-in ended, however it ended."""

from urllib.parse import urlsplit

import pytest

from tests.accounts.conftest import PASSWORD

NEW = "velvet-onion-harbour"


@pytest.fixture
def stolen(app, ada):
    """A copy of ada's cookie in another browser."""
    copy = app.test_client()
    copy.set_cookie("session", ada.get_cookie("session").value)
    assert copy.get("/t/acme/").status_code == 200
    return copy


def is_dead(copy) -> bool:
    return all(copy.get(url).location.startswith("/login") for url in ("/t/acme/", "/account"))


def test_after_logging_out(ada, stolen):
    ada.send("/logout")
    assert is_dead(stolen)


def test_after_a_password_change_elsewhere(with_password, stolen):
    with_password.signed_in("ada").send("/account/security", current=PASSWORD, password=NEW)
    assert is_dead(stolen)


def test_after_a_reset(client, with_password, stolen, mailbox):
    client.send("/reset", email="ada@acme.test")
    client.send(mailbox.last("ada@acme.test").links[0], password=NEW)
    assert is_dead(stolen)


def test_after_signing_out_there(cast, stolen):
    cast.signed_in("ada").send("/account/sessions/delete")
    assert is_dead(stolen)


def test_after_a_change_of_address_confirmed_elsewhere_and_after_its_undoing(
    app, ada, cast, stolen, mailbox, with_password
):
    ada.send("/account/email", email="ada@new.test")
    app.test_client().send(mailbox.last("ada@new.test").links[0], password=PASSWORD)
    assert is_dead(stolen)
    later = cast.signed_in("ada")
    app.test_client().send(mailbox.last("ada@acme.test").links[0])
    assert is_dead(later)


def test_the_workspace_is_closed_to_who_was_removed_at_once(app, ada, cast, mel):
    copy = app.test_client()
    copy.set_cookie("session", mel.get_cookie("session").value)
    ada.send(f"/t/acme/members/{cast.memberships['acme', 'mel']}/delete")
    assert copy.get("/t/acme/").status_code == 404
    assert copy.get("/t/acme/members").status_code == 404


def test_the_browser_where_the_new_address_is_confirmed_stays_signed_in(ada, mailbox):
    ada.send("/account/email", email="ada@new.test")
    assert urlsplit(ada.send(mailbox.last("ada@new.test").links[0]).location).path == "/account/email"
    assert "ada@new.test" in ada.get("/account/email").text
