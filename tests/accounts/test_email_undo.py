"""A change of address taken back: by the old mailbox, without signing in, for three days."""

import pytest
import time_machine

from infra.local import totp
from saas.core import clock
from tests.accounts.conftest import PASSWORD, PERSON

A, B, C = "ada@acme.test", "ada@two.test", "ada@three.test"
FRESH = "velvet-onion-harbour"
HOUR = 3600


@pytest.fixture
def moved(ada, with_password, mailbox):
    """`moved(B)`: ada's account has the address; the link that takes it back."""

    def move(email, old=A):
        ada.send("/account/email", email=email)
        ada.send(mailbox.last(email).links[0])
        return mailbox.last(old).links[0]

    return move


def address(cast) -> str:
    return cast.signed_in("ada").page("/account/email").select_one(".card-head p").text.split()[4].rstrip(",")


def test_opening_the_link_changes_nothing(cast, client, moved):
    page = client.page(moved(B))
    assert A in page.text
    assert B in page.text
    assert address(cast) == B


def test_it_restores_the_address_ends_all_sign_ins_and_asks_for_a_new_password(app, cast, ada, client, moved):
    answer = client.send(moved(B))
    assert "/reset/" in answer.location
    assert ada.get("/account").location.startswith("/login")
    for email in (A, B):
        assert app.test_client().send("/login", email=email, password=PASSWORD).status_code == 422
    assert client.send(answer.location, password=FRESH).location == "/t/acme/"
    assert app.test_client().send("/login", email=A, password=FRESH).status_code == 302


def test_colleagues_see_the_old_address_again(client, mel, moved):
    client.send(moved(B))
    assert A in mel.get("/t/acme/members").text
    assert B not in mel.get("/t/acme/members").text


def test_links_mailed_meanwhile_are_dead_and_the_lost_address_is_told(app, ada, client, moved, mailbox):
    undo = moved(B)
    app.test_client().send("/reset", email=B)
    reset = mailbox.last(B).links[0]
    ada.send("/account/email", email=C)
    confirm = mailbox.last(C).links[0]
    client.send(undo)
    assert app.test_client().get(reset).status_code == 410
    assert app.test_client().send(confirm).status_code == 410
    assert mailbox.last(B).subject == "The address of an account was changed back"


def test_the_first_address_is_restored_whatever_came_later(app, cast, client, moved):
    first, second = moved(B), moved(C, old=B)
    client.send(first)
    assert address(cast) == A
    assert app.test_client().send(second).status_code == 410
    assert address(cast) == A


def test_the_second_address_takes_back_its_own_change_and_the_first_still_may(app, cast, client, moved):
    first, second = moved(B), moved(C, old=B)
    client.send(second)
    assert address(cast) == B
    app.test_client().send(first)
    assert address(cast) == A


def test_who_moves_back_by_themselves_may_be_taken_back_too(cast, client, moved):
    first = moved(B)
    moved(A, old=B)
    assert address(cast) == A
    client.send(first)
    assert address(cast) == A


def test_it_works_once(client, moved):
    link = moved(B)
    client.send(link)
    assert [client.get(link).status_code, client.send(link).status_code] == [410, 410]


@pytest.mark.parametrize(("hours", "status"), [(71.9, 200), (72.1, 410)])
def test_it_works_for_three_days(client, moved, hours, status):
    link = moved(B)
    with time_machine.travel(clock.now().timestamp() + hours * HOUR):
        assert client.get(link).status_code == status


def test_nobody_signs_up_with_the_old_address_meanwhile(app, moved, mailbox):
    moved(B)
    answers = []
    for email in (A, "xyz@acme.test"):
        client = app.test_client()
        answer = client.send("/signup", **PERSON | {"email": email})
        answers.append((answer.status_code, answer.location, client.get(answer.location).text.count(email)))
    assert answers[0] == answers[1]
    assert mailbox.last(A).subject == "This address is not free yet"
    assert mailbox.last(A).links == []


def test_nobody_joins_with_it_by_an_invitation_either(app, eve, moved, mailbox):
    moved(B)
    eve.send("/t/globex/members/invitations", email=A, role="member")
    answer = app.test_client().send(mailbox.last(A).links[0], name="Bo", password=FRESH, agree="y")
    assert answer.status_code == 409
    assert "belonged to another account" in answer.text


def test_nobody_moves_to_it_even_if_they_asked_before(app, cast, ada, adam, moved, mailbox):
    adam.send("/account/email", email="ada.early@acme.test")
    early = mailbox.last("ada.early@acme.test").links[0]
    moved("ada.early@acme.test")
    moved(B, old="ada.early@acme.test")
    assert adam.send(early).status_code == 410
    adam.send("/account/email", email=A)
    assert mailbox.last(A).subject == "This address is not free yet"


def test_after_three_days_anybody_may_have_it(app, moved, mailbox):
    moved(B)
    with time_machine.travel(clock.now().timestamp() + 72 * HOUR + 5):
        app.test_client().send("/signup", **PERSON | {"email": A})
        assert mailbox.last(A).subject == "Confirm your e-mail address"


def test_second_factors_added_since_the_change_go_with_it(app, ada, client, moved, with_passkey, change):
    """Whoever moved the address may have added them, to come back."""
    undo = moved(B)
    with_passkey(ada)
    key = second_factor_key(ada)
    assert ada.send("/account/factors", code=totp.code(key)).status_code == 302
    client.send(client.send(undo).location, password=FRESH)
    person = change("ada")
    assert (person.tf_totp_secret, person.mf_recovery_codes) == (None, [])
    assert app.test_client().send("/login", email=A, password=FRESH).location == "/t/acme/"


def test_those_of_before_stay(app, client, ada, with_app, moved):
    with_app("ada")
    with time_machine.travel(clock.now().timestamp() + 60):
        undo = moved(B)
        answer = client.send(client.send(undo).location, password=FRESH)
        assert answer.location == "/login/code"


def second_factor_key(client) -> str:
    return client.page("/account/factors/new").select_one("#secret")["value"].replace("-", "").replace(" ", "")
