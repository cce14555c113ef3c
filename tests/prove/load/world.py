"""The workspaces of the proof, each with other numbers of rows, so that a wrong one shows by its count too."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from uuid_utils.compat import uuid7

from saas.accounts.models import SESSION_LIFE, User, UserSession
from saas.accounts.visitors import SECRET
from saas.audit.record import record
from saas.core import clock, signing, tenancy
from saas.core.db import db, unit_of_work
from saas.events import Event
from saas.permissions import Role
from saas.tenants.models import Membership, Tenant
from tests.prove.load.looks import Owned
from tests.prove.load.plants import ADD, NAME

TENANTS = 50


@dataclass(frozen=True)
class Customer:
    """A workspace, what it has, and the session cookie of one of its members."""

    slug: str
    has: Owned
    cookie: str


def customers(app: Flask, how_many: int) -> list[Customer]:
    return [customer(app, number) for number in range(how_many)]


def customer(app: Flask, number: int) -> Customer:
    slug = f"customer-{number}"
    people = [person(app, f"person{number}-{each}@customer.test") for each in range(1 + number % 3)]
    has = Owned(uuid7(), people[0][0], specimens=3 + number % 7, memberships=len(people))
    with app.app_context(), tenancy.acting_for(has.id):
        record(Event.TENANT_CREATED, Tenant(id=has.id, slug=slug, name=slug).save())
        for user_id, email in people:
            member = Membership(user_id=user_id, role=Role.MEMBER, name=email, email=email).save()
            record(Event.MEMBER_JOINED, member)
        for _ in range(has.specimens):
            db.session.execute(text(ADD), {"tenant": has.id, "id": uuid7(), "name": f"{NAME}{has.id}"})
    return Customer(slug, has, signed_in(app, has.member))


def person(app: Flask, email: str) -> tuple[UUID, str]:
    user_id = uuid7()
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=user_id)
        User(id=user_id, email=email, name=email, fs_uniquifier=uuid7().hex, confirmed_at=clock.now()).save()
    return user_id, email


def signed_in(app: Flask, user_id: UUID) -> str:
    """The cookie that the browser would hold after log-in."""
    secret = signing.new_token()
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=user_id)
        now = clock.now()
        UserSession(
            user_id=user_id,
            secret_hash=signing.fingerprint(secret),
            signed_in_at=now,
            fresh_at=now,
            expires_at=now + SESSION_LIFE,
        ).save()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[SECRET], cookie["_fresh"] = secret, True
    held = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    return f"{held.key}={held.value}"
