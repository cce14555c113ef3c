"""Another address for one's account: asked for, confirmed there, told to the old one."""

import pytest
import time_machine

from saas.core import clock
from tests.accounts.conftest import PASSWORD

OLD, NEW = "ada@acme.test", "ada@new.test"
PAGE = "/account/email"


@pytest.fixture
def asked(ada, with_password, mailbox):
    """`asked(NEW)`: ada asks for the address; the link in the mail that arrives there."""

    def ask(email=NEW):
        assert ada.send(PAGE, email=email).status_code == 302
        return mailbox.last(email).links[0]

    return ask


def address(client) -> str:
    return client.page("/account/email").select_one(".card-head p").text.split()[4].rstrip(",")


def test_nothing_changes_before_the_button_is_pressed(app, ada, asked):
    link = asked()
    page = app.test_client().page(link)
    assert NEW in page.text
    assert OLD in page.text
    assert address(ada) == OLD
    assert NEW in ada.get(PAGE).text
    ada.send(link)
    assert address(ada) == NEW


def test_one_signs_in_with_the_new_address_and_colleagues_see_it(app, ada, mel, asked):
    ada.send(asked())
    assert app.test_client().send("/login", email=NEW, password=PASSWORD).status_code == 302
    assert app.test_client().send("/login", email=OLD, password=PASSWORD).status_code == 422
    assert NEW in mel.get("/t/acme/members").text


def test_both_addresses_are_told(ada, asked, mailbox):
    ada.send(asked())
    told = {mail.to: mail for mail in mailbox.all}
    assert "changed" in told[OLD].subject
    assert "/email/undo/" in told[OLD].links[0]
    assert told[NEW].subject == "This is the address of your account now"
    assert told[NEW].links == []


def test_a_link_works_once(ada, asked):
    link = asked()
    ada.send(link)
    assert [ada.get(link).status_code, ada.send(link).status_code] == [410, 410]


def test_a_link_is_dead_after_a_day(ada, asked):
    link = asked()
    with time_machine.travel(clock.now().timestamp() + 24 * 3600 + 5):
        assert [ada.get(link).status_code, ada.send(link).status_code] == [410, 410]
        assert NEW not in ada.get(PAGE).text


def test_a_link_is_dead_once_another_address_is_asked_for(ada, asked):
    first, second = asked(), asked("ada@other.test")
    assert ada.send(first).status_code == 410
    ada.send(second)
    assert address(ada) == "ada@other.test"


def test_a_change_can_be_given_up(ada, asked):
    link = asked()
    ada.send(f"{PAGE}/delete")
    assert ada.send(link).status_code == 410
    assert NEW not in ada.get(PAGE).text


def test_a_link_of_another_purpose_or_a_forged_one_is_400(ada, asked, mailbox):
    link = asked()
    ada.send(link)
    undo = mailbox.last(OLD).links[0]
    swapped = [link.replace("/email/", "/email/undo/"), undo.replace("/email/undo/", "/email/")]
    for wrong in (*swapped, link[:-2], "/email/x", "/email/undo/x", link.replace("/email/", "/reset/")):
        assert [ada.get(wrong).status_code, ada.send(wrong).status_code] == [400, 400], wrong


@pytest.mark.parametrize("email", ["", "nobody", OLD, f" {OLD.upper()} ", "x" * 250 + "@a.test"])
def test_a_bad_address_is_422(ada, email):
    assert ada.send(PAGE, email=email).status_code == 422


def test_it_takes_showing_again_who_one_is(cast, ada, with_password, mailbox):
    with time_machine.travel(clock.now().timestamp() + 301):
        page = ada.send(PAGE, email=NEW)
        assert page.status_code == 403
        assert f'value="{NEW}"' in page.text
        assert mailbox.all == []
        assert ada.send(PAGE, email=NEW, **{"again-password": "wrong"}).status_code == 422
        assert ada.send(PAGE, email=NEW, **{"again-password": PASSWORD}).status_code == 302
        assert mailbox.last(NEW).subject == "Confirm your new address"


def test_an_address_that_has_an_account_gets_the_same_answer_and_a_mail_without_a_link(ada, asked, mailbox):
    answers = []
    for email in ("mel@acme.test", "mev@acme.test"):
        answer = ada.send(PAGE, email=email)
        answers.append((answer.status_code, answer.location, text(ada.page(PAGE), email)))
    assert answers[0] == answers[1]
    assert "/email/" not in mailbox.last("mel@acme.test").text
    assert mailbox.last("mel@acme.test").subject == "Your address has an account already"


def text(page, email):
    return page.select_one("main").text.replace(email, "")


def test_an_address_that_somebody_takes_in_the_meantime_stays_theirs(cast, ada, asked, change):
    link = asked()
    change("mel", email=NEW)
    assert ada.send(link).status_code == 410
    assert address(ada) == OLD


def test_invitations_stay_with_the_old_address(ada, eve, asked, mailbox):
    eve.send("/t/globex/members/invitations", email=OLD, role="member")
    invitation = mailbox.last(OLD).links[0]
    ada.send(asked())
    assert ada.send(invitation).status_code == 403
    assert "/t/globex/" not in ada.get("/workspaces").text


def test_links_mailed_before_are_dead(app, ada, asked, mailbox):
    app.test_client().send("/reset", email=OLD)
    reset = mailbox.last(OLD).links[0]
    ada.send(asked())
    assert app.test_client().get(reset).status_code == 410


def test_somebody_elses_sign_in_is_left_alone_where_the_link_is_followed(app, adam, asked):
    answer = adam.send(asked(), password=PASSWORD)
    assert answer.location == "/login"
    assert adam.get("/account").status_code == 200


@pytest.mark.parametrize("typed", ["", "not ada's", "x" * 200])
def test_the_mailbox_alone_moves_nothing(ada, adam, client, asked, typed):
    """A mistyped address is somebody's."""
    link = asked()
    for stranger in (client, adam):
        assert "password" in {field["name"] for field in stranger.page(link).select("input[name]")}
        assert stranger.send(link, password=typed).status_code == 422
    assert address(ada) == OLD
    assert not ada.page(link).select("input[type=password]")


def test_a_change_asked_for_dies_with_the_password(app, ada, asked):
    link = asked()
    new = "velvet-onion-harbour"
    assert ada.send("/account/security", current=PASSWORD, password=new).status_code == 302
    assert [ada.get(link).status_code, ada.send(link).status_code] == [410, 410]
    assert NEW not in ada.get(PAGE).text


def test_a_change_asked_for_dies_with_a_reset(app, ada, client, asked, mailbox):
    link = asked()
    client.send("/reset", email=OLD)
    assert client.send(mailbox.last(OLD).links[0], password="velvet-onion-harbour").status_code == 302
    assert client.send(link, password="velvet-onion-harbour").status_code == 410
    assert address(client) == OLD
