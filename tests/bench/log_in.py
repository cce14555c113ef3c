"""Signing in: its statements and its CPU time besides the argon2 verification; and what each page costs afterwards."""

from collections.abc import Iterator
from functools import partial

from flask import Flask
from flask_security import hash_password
from flask_security.utils import verify_password
from sqlalchemy import create_engine, text

from infra.local import totp
from saas.accounts import second_factor
from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import unit_of_work
from tests import servers
from tests.bench.figures import BLOCK, Figure, cpu_seconds
from tests.bench.statements import counted
from tests.bench.world import app_on, cast_of

PASSWORD = "ten green bottles stand"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BUDGET_MS, BUDGET_STATEMENTS, BUDGET_PAGE = 12, 6, 3
PAGES = ("/t/acme/", "/t/acme/members", "/t/acme/specimens/", "/account", "/account/factors")


def figures() -> Iterator[Figure]:
    app = app_on("bench_log_in")
    cast = cast_of(app, 7)
    with app.app_context():
        stored = hash_password(PASSWORD)
        give_password("bench_log_in", stored)

    def verify() -> None:
        with app.app_context():
            assert verify_password(PASSWORD, stored)

    def log_in(known: str = "") -> str:
        """In a browser that is new, or in which he signed in before; the mark it then has."""
        client = app.test_client()
        client.set_cookie("known", known)
        answer = client.send("/login", email="adam@acme.test", password=PASSWORD)
        assert answer.status_code == 302
        assert "/login" not in answer.location
        return client.get_cookie("known").value

    known = log_in()
    again = partial(log_in, known)
    again()
    with counted() as sent:
        again()
    yield Figure("log-in", len(sent), "statements", BUDGET_STATEMENTS, round(len(sent) / BUDGET_STATEMENTS, 2))
    hashing = min(cpu_seconds(verify, BLOCK) for _ in range(5))
    rest = (min(cpu_seconds(again, BLOCK) for _ in range(5)) - hashing) * 1000
    yield Figure("log-in besides argon2", round(rest, 2), "ms CPU", BUDGET_MS, round(rest / BUDGET_MS, 2))
    new = (min(cpu_seconds(log_in, BLOCK) for _ in range(5)) - hashing) * 1000
    yield Figure("log-in in a new browser, with its mail", round(new, 2), "ms CPU")
    yield from afterwards(app, cast.users["adam"])


def afterwards(app: Flask, user_id) -> Iterator[Figure]:
    """Signed in with session row and second factor, in a workspace that requires it."""
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=user_id)
        second_factor.enable(User.get(user_id), app.extensions["security"].totp_factory.seal(SECRET))
    client = app.test_client()
    client.send("/login", email="adam@acme.test", password=PASSWORD)
    assert client.send("/login/code", code=totp.code(SECRET)).status_code == 302
    for page in PAGES:
        assert client.get(page).status_code == 200
        with counted() as sent:
            client.get(page)
        name = f"{page} after sign-in with a second factor"
        yield Figure(name, len(sent), "statements", BUDGET_PAGE, round(len(sent) / BUDGET_PAGE, 2))


def give_password(database: str, stored: str) -> None:
    engine = create_engine(servers.url(database, "postgres"))
    with engine.begin() as connection:
        connection.execute(text("update users set password = :it where email = 'adam@acme.test'"), {"it": stored})
    engine.dispose()
