"""`flask seed`: the demo's people and workspaces, for development. Run again, it adds what is missing."""

from uuid import UUID

import click
from flask import current_app
from sqlalchemy import select

from saas.accounts import operators, passwords
from saas.accounts.datastore import datastore
from saas.accounts.models import Consent, User
from saas.audit.record import record
from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.events import Event
from saas.permissions import Role
from saas.projects import demo as projects  # example
from saas.site import legal
from saas.tenants.lookup import id_of
from saas.tenants.models import Membership, Tenant
from saas.tenants.signup import open_workspace

PASSWORD = "demo-demo-demo"  # `make run` prints it
PEOPLE = {
    "ada@acme.test": "Ada Moreau",
    "adam@acme.test": "Adam Keller",
    "mel@acme.test": "Mel Okafor",
    "eve@globex.test": "Eve Stone",
}
WORKSPACES = {"ada@acme.test": ("acme", "Acme"), "eve@globex.test": ("globex", "Globex")}
MEMBERS = {
    "acme": {"adam@acme.test": Role.ADMIN, "mel@acme.test": Role.MEMBER},
    "globex": {"adam@acme.test": Role.MEMBER},
}
OPERATOR = ("olga@operator.test", "Olga Berg")


@click.command()
def seed() -> None:
    """Add the demo's people and workspaces; in development only."""
    settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("The demo's people have a known password: they are for development only.")
    for email, name in PEOPLE.items():
        with unit_of_work():
            add_person(email, name)
    for email, (slug, name) in WORKSPACES.items():
        with unit_of_work():
            add_workspace(email, slug, name)
    for slug, members in MEMBERS.items():
        fill_workspace(slug, members)
    email, name = OPERATOR
    operators.make_operator(email, name, PASSWORD, settings.operator_totp_secret.get_secret_value())


def add_person(email: str, name: str) -> None:
    if not datastore.find_user(email=email):
        user = User.create(email=email, name=name, password=passwords.hashed(PASSWORD))
        user.confirm()
        Consent.give(user, legal.versions())


def add_workspace(email: str, slug: str, name: str) -> None:
    owner = datastore.find_user(email=email)
    if not db.session.scalar(select(Tenant.id).where(Tenant.slug == slug)):  # of those the owner is in
        open_workspace(name, owner)


def fill_workspace(slug: str, members: dict[str, Role]) -> None:
    tenant_id = id_of(slug)
    for email, role in members.items():
        with unit_of_work():
            add_member(act_as(email, tenant_id), role)
    owner = next(email for email, (owned, _) in WORKSPACES.items() if owned == slug)  # example
    with unit_of_work():  # example
        act_as(owner, tenant_id)  # example
        projects.add_demo()  # example


def act_as(email: str, tenant_id: UUID) -> User:
    """Do what follows in this workspace, in this person's name."""
    user = datastore.find_user(email=email)
    tenancy.enter(tenant_id)
    tenancy.name_actor(tenancy.Actor("user", user.id, user.name))
    return user


def add_member(user: User, role: Role) -> None:
    if not Membership.count(Membership.user_id == user.id):
        record(Event.MEMBER_JOINED, Membership(user_id=user.id, role=role, name=user.name, email=user.email).save())
