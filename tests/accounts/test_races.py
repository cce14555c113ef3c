"""What happens at the same moment, on a database of its own where everything is committed for real."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_security import hash_password
from sqlalchemy import select

from infra.local import totp
from saas.accounts import second_factor
from saas.accounts.datastore import datastore
from saas.accounts.links import CONFIRM, RESET, link
from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.tenants.models import Tenant
from tests import servers
from tests.accounts.conftest import PASSWORD, PERSON
from tests.authenticator import Key
from tests.cast import Cast
from tests.clients import Client

AT_ONCE = 12
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(scope="module")
def racing(worker_id):
    app = servers.create_app(servers.settings(servers.database(f"doors_{worker_id}_{os.getpid()}")))
    app.test_client_class = Client
    return Cast(app)


@pytest.fixture(scope="module")
def recovery_codes(racing):
    with racing.app.app_context(), unit_of_work():
        tenancy.enter(user_id=racing.users["ada"])
        user = User.get(racing.users["ada"])
        user.password = hash_password(PASSWORD)
        return second_factor.enable(user, racing.app.extensions["security"].totp_factory.seal(SECRET))


def at_once(act):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(act, range(AT_ONCE)))


def slugs_of(racing, email):
    with racing.app.app_context(), unit_of_work():
        datastore.find_user(email=email)
        return list(db.session.scalars(select(Tenant.slug)))


def test_one_sign_up_sent_many_times_makes_one_person_and_one_workspace(racing):
    clients = [racing.app.test_client() for _ in range(AT_ONCE)]
    assert at_once(lambda n: clients[n].send("/signup", **PERSON).status_code) == [302] * AT_ONCE
    assert slugs_of(racing, PERSON["email"]) == ["quill-co"]


def test_many_people_who_choose_one_name_get_addresses_of_their_own(racing):
    clients = [racing.app.test_client() for _ in range(AT_ONCE)]
    people = [{**PERSON, "email": f"p{n}@same.test", "workspace": "Same"} for n in range(AT_ONCE)]
    assert at_once(lambda n: clients[n].send("/signup", **people[n]).status_code) == [302] * AT_ONCE
    slugs = [slugs_of(racing, person["email"])[0] for person in people]
    assert len(set(slugs)) == AT_ONCE


@pytest.mark.parametrize(("kind", "fields"), [(CONFIRM, {}), (RESET, {"password": "velvet-onion-harbour"})])
def test_a_link_pressed_many_times_at_once_lets_one_in(racing, kind, fields):
    """The others find it dead, as they would a minute later."""
    with racing.app.app_context(), unit_of_work():
        tenancy.enter(user_id=racing.users["vic"])
        user = User.get(racing.users["vic"])
        user.assign(password=hash_password(PASSWORD), confirmed_at=None)
        address = link(kind, user)
    clients = [racing.app.test_client() for _ in range(AT_ONCE)]
    codes = at_once(lambda n: clients[n].send(address, **{"password": PASSWORD, **fields}).status_code)
    assert codes == [302] + [410] * (AT_ONCE - 1)


def asked(racing):
    client = racing.app.test_client()
    assert client.send("/login", email="ada@acme.test", password=PASSWORD).location == "/login/code"
    return client


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_a_code_given_many_times_at_once_lets_one_in(racing, recovery_codes, kind):
    code = totp.code(SECRET, time.time()) if kind == "code" else recovery_codes[0]
    clients = [asked(racing) for _ in range(AT_ONCE)]
    assert at_once(lambda n: clients[n].send("/login/code", code=code).status_code) == [302] + [422] * (AT_ONCE - 1)


def test_a_passkeys_answer_given_many_times_at_once_lets_one_in(racing):
    """Even one that doesn't count, from a copied cookie."""
    key, first = Key(counts=False), racing.signed_in("mel")
    answer = key.create(first.send("/account/factors/passkeys/options").json)
    assert first.send("/account/factors/passkeys", name="X", passkey=answer).status_code == 200
    clients = [racing.app.test_client() for _ in range(AT_ONCE)]
    answer = key.get(clients[0].send("/login/passkey/options").json)
    with clients[0].session_transaction() as cookie:
        kept = dict(cookie)
    for client in clients[1:]:
        with client.session_transaction() as cookie:
            cookie.update(kept)
    given = at_once(lambda n: clients[n].send("/login/passkey", passkey=answer).status_code)
    assert given == [302] + [422] * (AT_ONCE - 1)
