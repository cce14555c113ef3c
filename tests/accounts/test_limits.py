"""Limits on the doors: of one address, of one account, over all processes, closed when they can't be counted."""

import os
import secrets
import time

import pytest
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from saas.accounts import limits
from saas.accounts.forms import KnownEmail
from saas.core import signing
from saas.core.security import limiter
from tests.accounts.conftest import PASSWORD, PERSON
from tests.servers import VALKEY


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """Counting, in the suite's Valkey, wherever another test's app left the limiter pointing to."""
    storage = storage_from_string(os.environ[VALKEY])
    monkeypatch.setattr(limiter, "_storage", storage)
    monkeypatch.setattr(limiter, "_limiter", FixedWindowRateLimiter(storage))
    monkeypatch.setattr(limiter, "enabled", True)


@pytest.fixture
def address():
    """An address that no other test counts for."""
    return f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"


@pytest.fixture
def send(app, address):
    def send(url, at=address, client=None, **fields):
        client = client or app.test_client()
        fields["csrf_token"] = client.csrf_token()
        return client.post(url, data=fields, environ_base={"REMOTE_ADDR": at})

    return send


def tries(limit: str) -> int:
    """How many the first part of a limit allows."""
    return int(limit.split()[0])


def someone() -> str:
    return f"{secrets.token_hex(6)}@nowhere.test"


def test_one_account_can_be_tried_so_often_from_wherever(send, app):
    email = someone()
    for last in range(tries(limits.LOG_INS_OF_ACCOUNT)):
        assert send("/login", at=f"10.9.8.{last}", email=email, password="x").status_code == 422
    answer = send("/login", at="10.9.7.1", email=email.upper(), password="x")
    assert answer.status_code == 429
    assert "Too many tries" in answer.text


def test_a_right_password_is_not_tried_any_more_either(send, with_password, change):
    email = change("ada", email=someone()).email
    for _ in range(tries(limits.LOG_INS_OF_ACCOUNT)):
        send("/login", email=f"  {email} ", password="x")
    assert send("/login", at="10.1.1.2", email=email, password=PASSWORD).status_code == 429


@pytest.mark.parametrize(
    "typed",
    [
        "mel\u200b@acme.test", "mel@\u00adacme.test", "\ufeffmel@acme.test", "\u200e mel@acme.test\n", "MEL@ACME.test",
        "mel@\uff41cme.test",
    ],
)  # fmt: skip
def test_an_account_has_one_counter_however_its_address_is_spelt(app, typed):
    with app.test_request_context(method="POST", data={"email": typed}):
        assert KnownEmail.of_request().email.data == "mel@acme.test"
        assert limits.typed_email() == signing.fingerprint("mel@acme.test").hex()


def test_another_spelling_of_an_account_that_was_tried_too_often_is_refused(send):
    email = someone()
    for _ in range(tries(limits.LOG_INS_OF_ACCOUNT)):
        send("/login", email=email, password="x")
    assert send("/login", at="10.1.1.2", email=email.replace("@", "\u200b@\u00ad"), password="x").status_code == 429


def test_an_endless_address_is_read_in_no_time(app):
    with app.test_request_context(method="POST", data={"email": "a\u0301\u0323" * 150_000 + "@x.test"}):
        begun = time.process_time()
        limits.typed_email()
        assert time.process_time() - begun < 3  # seconds; work that grows with the square takes far longer


def test_one_address_can_try_so_many_accounts(send):
    for _ in range(tries(limits.LOG_INS_OF_ADDRESS)):
        assert send("/login", email=someone()).status_code == 422
    assert send("/login", email=someone()).status_code == 429


def test_ipv6_is_counted_by_network(app):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}):
        assert limits.address() == "2001:db8:1:2::/64"


def test_one_person_gets_so_many_mails(send, mailbox):
    email = someone()
    for url in ("/signup", "/reset", "/confirm"):
        for _ in range(tries(limits.MAILS_TO_PERSON)):
            assert send(url, at="10.2.2.2", **{**PERSON, "email": email}).status_code in (200, 302)
        assert send(url, at="10.2.2.3", **{**PERSON, "email": email}).status_code == 429


def test_a_waiting_browser_asks_for_so_many_mails(send, client, monkeypatch):
    monkeypatch.setattr("saas.accounts.waiting.RESEND_SECONDS", 0)
    send("/signup", client=client, **{**PERSON, "email": someone()})
    for _ in range(tries(limits.MAILS_TO_PERSON)):
        assert send("/signup/mail", client=client).status_code == 302
    assert send("/signup/mail", client=client).status_code == 429


def test_codes_are_counted_by_account(send, client):
    with client.session_transaction() as cookie:
        cookie["pending"] = {"id": secrets.token_hex(16), "proof": "", "at": 0, "next": None}
    for _ in range(tries(limits.CODES_OF_ACCOUNT)):
        assert send("/login/code", client=client, code="000000").status_code == 302
    assert send("/login/code", client=client, code="000000").status_code == 429


def test_another_process_counts_on(send, address):
    """What one process counted stands in Valkey, under a key that holds no address in clear."""
    email = someone()
    send("/login", email=email, password="x")
    keys = [key.decode() for key in Redis.from_url(os.environ[VALKEY]).scan_iter("*")]
    assert any(address in key for key in keys)
    assert not any(email in key for key in keys)


@pytest.mark.parametrize("url", ["/login", "/signup", "/reset", "/confirm", "/signup/mail", "/login/code", "/reset/x"])
def test_with_valkey_down_the_doors_stay_shut(send, monkeypatch, url):
    def down(*_args, **_more):
        raise NoConnection

    monkeypatch.setattr(limiter.limiter, "hit", down)
    assert send(url, **PERSON).status_code == 503
