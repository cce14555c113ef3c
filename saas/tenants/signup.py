"""Opening a workspace, and signing up: a person, their workspace, their consent and the mail, all or nothing."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from saas.accounts import emails, passwords
from saas.accounts.datastore import datastore
from saas.accounts.models import Consent, User
from saas.audit.record import record
from saas.core import tenancy
from saas.core.db import db
from saas.events import Event
from saas.permissions import Role
from saas.tenants.models import Membership, Tenant
from saas.tenants.slugs import candidates


def open_workspace(name: str, owner: User) -> Tenant:
    """A new workspace with its owner; enters it. Have no other workspace entered."""
    tenancy.enter(uuid7(), owner.id)
    tenancy.name_actor(tenancy.Actor("user", owner.id, owner.name))
    tenant = _add_tenant(name)
    record(Event.TENANT_CREATED, tenant)
    membership = Membership(user_id=owner.id, role=Role.OWNER, name=owner.name, email=owner.email).save()
    record(Event.MEMBER_JOINED, membership)
    return tenant


def sign_up(email: str, name: str, password: str, workspace: str, documents: dict[str, str]) -> User | None:
    """The new person, unconfirmed, with a mail on its way; None when the address has an account, which gets a mail too.

    `documents` are the versions agreed to. Somebody who never confirmed may sign up again: the later password counts,
    and links of before are dead. Every way costs one password hash.
    """
    password_hash = passwords.hashed(password)
    user = datastore.find_user(email=email)
    if user and (user.confirmed_at or not user.active):
        emails.send_already_registered(user)
        return None
    if user:
        user.name = name
        user.change_password(password_hash)
    elif not (user := _add_user(email, name, password_hash)):
        return None
    Consent.give(user, documents)
    if not db.session.scalar(select(Tenant.id)):  # those that the person is in
        open_workspace(workspace, user)
    emails.send_confirmation(user)
    return user


def _add_user(email: str, name: str, password_hash: str) -> User | None:
    try:
        return User.create(email=email, name=name, password=password_hash)
    except IntegrityError:  # the same sign-up, sent twice at once: the other one writes the mail
        return None


def _add_tenant(name: str) -> Tenant:
    """The row with the first address that is free; other workspaces' can't be seen, so it is tried."""
    for slug in candidates(name):
        row = insert(Tenant).values(id=tenancy.tenant_id(), slug=slug, name=name)
        if tenant := db.session.scalar(row.on_conflict_do_nothing(index_elements=["slug"]).returning(Tenant)):
            return tenant
    raise AssertionError("candidates() has no end")
