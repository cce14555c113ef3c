"""Nobody can find out who has an account: not by status, not by text, not by time."""

import re
import time

import pytest
from passlib.context import CryptContext

from saas.accounts import pace
from tests.accounts.conftest import PASSWORD, PERSON

KNOWN, UNKNOWN = "ada@acme.test", "xyz@acme.test"  # of one length, so that the cookies are too
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|data-resend="\d+"|[0-9a-f]{32}|data-copy="[^"]*"')


@pytest.fixture
def hashes(monkeypatch):
    """How often argon2 ran."""
    calls = []
    for name in ("hash", "verify"):
        original = getattr(CryptContext, name)
        monkeypatch.setattr(
            CryptContext, name, lambda *args, _run=original, **more: calls.append(1) or _run(*args, **more)
        )
    return calls


def told(app, hashes, url, email, **fields):
    """All that an answer tells: status, headers, text, cookie, and how often argon2 ran."""
    client = app.test_client()
    client.csrf_token()
    del hashes[:]
    answer = client.send(url, email=email, **fields)
    pages = [answer] + ([client.get(answer.location)] if answer.status_code == 302 else [])
    texts = [CHANGING.sub("", page.text).replace(email, "") for page in pages]
    headers = sorted(name for name, _ in answer.headers)
    with client.session_transaction() as cookie:
        kept = {name: shape(value) for name, value in cookie.items()}
    return [page.status_code for page in pages], answer.location, headers, kept, texts, len(hashes)


def shape(value):
    """The session cookie can be read by whoever holds it: the same keys, of the same kind and length."""
    return (
        {name: (type(item), len(str(item))) for name, item in value.items()} if isinstance(value, dict) else type(value)
    )


@pytest.mark.parametrize(
    ("url", "fields", "hashed"),
    [
        ("/login", {"password": "not this one"}, 1),
        ("/signup", {**PERSON, "password": "velvet-onion-harbour"}, 1),
        ("/reset", {}, 0),
        ("/confirm", {}, 0),
    ],
)
def test_a_known_and_an_unknown_address_get_the_same_answer(app, with_password, hashes, url, fields, hashed):
    fields.pop("email", None)
    known, unknown = (told(app, hashes, url, email, **fields) for email in (KNOWN, UNKNOWN))
    assert known == unknown
    assert known[-1] == hashed


def test_an_unconfirmed_address_gets_that_answer_too(app, client, hashes, mailbox):
    client.send("/signup", **{**PERSON, "email": KNOWN})
    fields = {**PERSON, "password": "velvet-onion-harbour"}
    del fields["email"]
    assert told(app, hashes, "/signup", KNOWN, **fields) == told(app, hashes, "/signup", UNKNOWN, **fields)
    wrong = {"password": "not this one"}
    assert told(app, hashes, "/login", KNOWN, **wrong) == told(app, hashes, "/login", UNKNOWN, **wrong)


def test_a_known_address_learns_by_mail_that_it_has_an_account(client, with_password, mailbox):
    client.send("/signup", **{**PERSON, "email": KNOWN})
    assert "already" in mailbox.last(KNOWN).subject
    assert client.send("/login", email=KNOWN, password=PASSWORD).location == "/t/acme/"


def test_the_link_in_that_mail_sets_a_new_password(client, with_password, mailbox):
    client.send("/signup", **{**PERSON, "email": KNOWN})
    link = next(link for link in mailbox.last(KNOWN).links if "/reset/" in link)
    assert client.send(link, password="velvet-onion-harbour").location == "/t/acme/"


@pytest.mark.parametrize("url", ["/signup", "/reset", "/confirm", "/login"])
def test_what_looks_an_account_up_answers_at_one_pace(app, with_password, monkeypatch, url):
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0.4)
    for email in (KNOWN, UNKNOWN):
        begun = time.monotonic()
        app.test_client().send(url, **{**PERSON, "email": email})
        assert time.monotonic() - begun >= 0.4
