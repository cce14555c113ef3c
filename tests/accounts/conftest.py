"""People with passwords, and what a person does at the doors."""

import pytest
from flask_security import hash_password

from saas.accounts import pace
from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import unit_of_work

PASSWORD = "tulip-kayak-meadow"
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
    for short in ("ada", "adam", "olga"):
        change(short, password=password_hash)
    return cast


@pytest.fixture
def signed_up(client, mailbox):
    """Zoë has signed up in `client` and not yet confirmed; the link in her mail."""
    client.send("/signup", **PERSON)
    return mailbox.last(PERSON["email"]).links[0]
