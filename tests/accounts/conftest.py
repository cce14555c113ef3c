"""People with passwords, and what a person does at the doors."""

from datetime import UTC, datetime, timedelta

import pytest
from flask_security import hash_password

from saas.accounts import pace, second_factor
from saas.accounts.models import User, UserSession
from saas.core import tenancy
from saas.core.db import unit_of_work
from tests.authenticator import Key

PASSWORD = "tulip-kayak-meadow"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERSON = {"name": "Zoë Quill", "email": "zoe@quill.test", "password": PASSWORD, "workspace": "Quill & Co", "agree": "y"}


@pytest.fixture(autouse=True)
def unpaced(monkeypatch):
    """The test of the pace sets it itself."""
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)


@pytest.fixture(scope="session")
def password_hash(app):
    with app.app_context():
        return hash_password(PASSWORD)


@pytest.fixture
def change(app, cast):
    """`change("ada", theme="dark")` sets columns of a person's row; without any it gives the row."""

    def change(short: str, **fields) -> User:
        with app.app_context(), unit_of_work():
            tenancy.enter(user_id=cast.users[short])
            user = User.get(cast.users[short])
            user.assign(**fields)
        return user

    return change


@pytest.fixture
def with_password(cast, change, password_hash):
    """The cast, where everybody's password is PASSWORD."""
    for short in ("ada", "adam", "mel", "eve", "olga"):
        change(short, password=password_hash)
    return cast


@pytest.fixture
def signed_up(client, mailbox):
    """Zoë has signed up in `client` and not yet confirmed; the link in her mail."""
    client.send("/signup", **PERSON)
    return mailbox.last(PERSON["email"]).links[0]


@pytest.fixture
def with_app(app, with_password):
    """`with_app("ada")` gives a person an authenticator app with SECRET; the recovery codes."""

    def with_app(short: str) -> list[str]:
        with app.app_context(), unit_of_work():
            tenancy.enter(user_id=with_password.users[short])
            sealed = app.extensions["security"].totp_factory.seal(SECRET)
            return second_factor.enable(User.get(with_password.users[short]), sealed)

    return with_app


@pytest.fixture
def with_passkey(cast):
    """`with_passkey(client)` adds a passkey to whoever is signed in there; the key."""

    def with_passkey(client, name="Laptop") -> Key:
        key = Key()
        answer = key.create(client.send("/account/factors/passkeys/options").json)
        assert client.send("/account/factors/passkeys", name=name, passkey=answer).status_code in (200, 302)
        return key

    return with_passkey


@pytest.fixture
def stale(app, cast):
    """`stale("ada")`: all sign-ins of a person are ten minutes old."""

    def stale(short: str) -> None:
        with app.app_context(), unit_of_work():
            tenancy.enter(user_id=cast.users[short])
            for row in UserSession.open():
                row.fresh_at = datetime.now(UTC) - timedelta(minutes=10)

    return stale
