"""What a log-in costs the database."""

import pytest
from sqlalchemy import event

from tests.accounts.conftest import PASSWORD

STATEMENTS = 6
MAIL = 1  # from a new device, told by one statement
OF_THE_TEST = ("SAVEPOINT", "RELEASE", "ROLLBACK", "set local role", "select set_config('app.context', '', true)")


@pytest.fixture
def statements(transaction):
    seen = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(OF_THE_TEST):
            seen.append(statement)

    event.listen(transaction, "before_cursor_execute", note)
    yield seen
    event.remove(transaction, "before_cursor_execute", note)


def test_a_refused_log_in_asks_the_same_of_known_and_unknown_addresses(client, with_password, statements):
    asked = []
    for email in ("ada@acme.test", "xyz@acme.test"):
        del statements[:]
        client.send("/login", email=email, password="x")
        asked.append(list(statements))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("email", "password"), [("ada@acme.test", PASSWORD), ("ada@acme.test", "x"), ("xyz@acme.test", "x")]
)
def test_a_log_in_takes_few_statements(client, with_password, statements, email, password):
    del statements[:]
    client.send("/login", email=email, password=password)
    assert len(statements) <= STATEMENTS + MAIL * (password == PASSWORD), statements


def test_a_log_in_from_a_known_device_takes_no_more(client, with_password, statements):
    client.send("/login", email="ada@acme.test", password=PASSWORD)
    client.send("/logout")
    del statements[:]
    client.send("/login", email="ada@acme.test", password=PASSWORD)
    assert len(statements) <= STATEMENTS, statements
