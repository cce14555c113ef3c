"""Passkeys: added, used alone and after the password, removed; and every way in which an answer may be wrong."""

import json
import time

import pytest
import time_machine

from tests.accounts.conftest import PASSWORD
from tests.authenticator import PRESENT, Key, encode

ADA = {"email": "ada@acme.test", "password": PASSWORD}
ALONE, AFTER = "/login/passkey", "/login/code/passkey"


@pytest.fixture
def key(ada, with_password, with_passkey):
    """Ada's passkey, which she added in the client `ada`."""
    return with_passkey(ada)


def challenged(client):
    return client.send("/login/passkey/options").json


def making(client):
    return client.send("/account/factors/passkeys/options").json


def add(client, answer, name="X"):
    return client.send("/account/factors/passkeys", name=name, passkey=answer)


def use(client, key, door=ALONE, **fields):
    return client.send(door, passkey=key.get(challenged(client)), **fields)


def test_a_passkey_alone_lets_in_and_counts_as_both_factors(client, key, change):
    change("ada", password=None)
    assert use(client, key).location == "/t/acme/"
    assert client.get("/t/acme/").status_code == 200
    assert client.page("/account/factors").find(string="Laptop")


def test_the_way_back_is_kept_over_a_passkey(client, key, app):
    assert use(client, key, next="/t/acme/members").location == "/t/acme/members"
    assert use(app.test_client(), key, next="https://evil.test/").location == "/t/acme/"


def test_the_first_factor_brings_recovery_codes_and_the_second_none(ada, cast):
    first, second = Key(), Key()
    assert "recovery codes" in add(ada, first.create(making(ada))).text
    options = making(ada)
    assert [each["id"] for each in options["excludeCredentials"]] == [encode(first.id)]
    assert add(ada, second.create(options)).location == "/account/factors"


def test_with_a_passkey_the_password_alone_opens_nothing(client, key):
    assert client.send("/login", **ADA).location == "/login/code"
    assert client.get("/t/acme/").status_code == 302
    assert use(client, key, AFTER).location == "/t/acme/"


def test_a_passkey_of_somebody_else_is_no_second_factor(client, key, app, eve, with_passkey):
    foreign = with_passkey(eve)
    client.send("/login", **ADA)
    assert use(client, foreign, AFTER).status_code == 422
    assert use(client, Key(), AFTER).status_code == 422
    assert client.get("/t/acme/").status_code == 302


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_is_good_once(client, key, app, counts):
    """Synced passkeys always count 0; then the challenge is older than the last use."""
    key.counts = counts
    options = challenged(client)
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    answer = key.get(options)
    assert client.send(ALONE, passkey=answer).status_code == 302
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.send(ALONE, passkey=answer).status_code == 422


def test_a_challenge_is_asked_for_once(client, key):
    options = challenged(client)
    assert client.send(ALONE, passkey="{}").status_code == 422
    assert client.send(ALONE, passkey=key.get(options)).status_code == 422


def test_a_challenge_is_old_after_five_minutes(client, key):
    options = challenged(client)
    with time_machine.travel(time.time() + 301):
        assert client.send(ALONE, passkey=key.get(options)).status_code == 422


def test_a_challenge_for_making_a_passkey_signs_nobody_in(ada, key):
    answer = key.get(making(ada))
    assert ada.send(ALONE, passkey=answer).status_code == 422


LIES = {
    "a count that went back": {"count": -1},
    "another site": {"origin": "http://evil.test"},
    "another port": {"origin": "http://localhost:81"},
    "a key made for another host": {"host": "evil.test"},
    "nobody verified": {"flags": PRESENT},
    "nobody present": {"flags": 0x04},
    "another person's handle": {"handle": b"f" * 32},
    "another key's signature": {"private": Key().private},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_wrong_answer_is_refused(client, key, lie, app):
    assert use(client, key).status_code == 302
    for name, value in LIES[lie].items():
        setattr(key, name, value)
    other = app.test_client()
    answer = use(other, key)
    assert answer.status_code == 422
    assert "was not accepted" in answer.text
    assert other.get("/t/acme/").status_code == 302


def test_an_unknown_passkey_is_answered_like_a_wrong_one(app, key):
    told = []
    for each in (Key(id=key.id), Key()):
        answer = use(app.test_client(), each)
        told.append((answer.status_code, sorted(name for name, _ in answer.headers), len(answer.data)))
    assert told[0] == told[1]


def test_options_name_nobody(client, key):
    assert not challenged(client).get("allowCredentials")


GARBAGE = ["", "x", "[]", "{}", "null", '{"id": 1}', "x" * 30_000]
PARTS = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_is_refused(client, ada, key, text):
    challenged(client)
    assert client.send(ALONE, passkey=text).status_code == 422
    making(ada)
    assert add(ada, text).status_code == 422


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("rest", ["", "_", "AAAA", "!", "AP8", "oWFh"])
def test_a_spoilt_part_is_refused(client, ada, key, part, rest):
    if part != "attestationObject":
        assert client.send(ALONE, passkey=spoilt(key.get(challenged(client)), part, rest)).status_code == 422
    if part in ("clientDataJSON", "attestationObject"):
        assert add(ada, spoilt(Key().create(making(ada)), part, rest)).status_code == 422


def spoilt(answer, part, rest):
    told = json.loads(answer)
    return json.dumps({**told, "response": {**told["response"], part: rest}})


@pytest.mark.parametrize(
    "lie", [{"origin": "http://evil.test"}, {"host": "evil.test"}, {"flags": PRESENT}, {"id": b"x" * 1024}]
)
def test_a_passkey_that_we_cannot_use_is_not_kept(ada, cast, lie):
    assert add(ada, Key(**lie).create(making(ada))).status_code == 422
    assert not ada.page("/account/factors").find(string="X")


def test_one_passkey_is_one_persons(ada, eve, key):
    assert add(eve, key.create(making(eve))).status_code == 422


@pytest.mark.parametrize("name", ["", " ", "x" * 65])
def test_a_passkey_has_a_short_name(ada, cast, name):
    assert add(ada, Key().create(making(ada)), name).status_code == 422


def test_a_removed_passkey_opens_nothing(client, ada, key, mailbox):
    button = ada.page("/account/factors").select_one("[aria-label='Remove the passkey Laptop']")
    assert ada.send(button.find_parent("form")["action"]).status_code == 302
    assert "removed" in mailbox.last(ADA["email"]).subject
    assert use(client, key).status_code == 422
    assert client.send("/login", **ADA).location == "/t/acme/"


def test_nobody_removes_a_passkey_of_somebody_else(ada, eve, key):
    action = ada.page("/account/factors").select_one("[aria-label='Remove the passkey Laptop']").find_parent("form")
    assert eve.send(action["action"]).status_code == 404
