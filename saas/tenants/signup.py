"""Opening a workspace, and signing up: a person, their workspace and their consent, all or nothing."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from saas.accounts import passwords
from saas.accounts.datastore import datastore
from saas.accounts.models import Consent, User
from saas.audit.record import name_actor, record
from saas.core import tenancy
from saas.core.db import db
from saas.core.errors import Conflict
from saas.events import Event
from saas.permissions import Role
from saas.tenants.models import Membership, Tenant
from saas.tenants.registry import Taken, move, take
from saas.tenants.slugs import candidates

NAME_LENGTH = 80  # characters, as the log's column holds


def open_workspace(name: str, owner: User) -> Tenant:
    """A new workspace with its owner; enters it. Have no other workspace entered."""
    tenancy.enter(uuid7(), owner.id)
    _name_actor(owner)
    tenant = _add_tenant(name)
    record(Event.TENANT_CREATED, tenant)
    membership = Membership(user_id=owner.id, role=Role.OWNER, name=owner.name, email=owner.email).save()
    joined = record(Event.MEMBER_JOINED, membership)
    if not owner.confirmed_at:
        joined.subject_name = owner.email
        joined.changes = {column: change for column, change in joined.changes.items() if column != "name"}
    return tenant


def confirm(user: User) -> None:
    """They read what is sent to their address; the log of the workspace that they opened calls them by name now."""
    user.confirm()
    if len(found := Tenant.all()) == 1:
        tenancy.enter(found[0].id)
        _name_actor(user)
        name_actor(tenancy.actor())


def _name_actor(user: User) -> None:
    """The log keeps what it is told: until the address is confirmed, the name may be a stranger's words."""
    name = user.name if user.confirmed_at else user.email[:NAME_LENGTH]
    tenancy.name_actor(tenancy.Actor("user", user.id, name))


def sign_up(email: str, name: str, password: str, workspace: str, documents: dict[str, str]) -> User | None:
    """The new person, unconfirmed; None when the address has an account, or is kept for one.

    `documents` are the versions agreed to. Somebody who never confirmed may sign up again: what is typed last counts,
    and links of before are dead. Every way costs one password hash.
    """
    password_hash = passwords.hashed(password)
    _take_turns(email)
    user = datastore.find_user(email=email)
    if user and user.settled:
        return None
    if user:
        user.name = name
        user.change_password(password_hash)
        Consent.withdraw(user)
    else:
        try:
            user = User.create(email=email, name=name, password=password_hash)
        except Conflict:  # kept for who had it before; the mail says so
            return None
    Consent.give(user, documents)
    _give_workspace(workspace, user)
    return user


def _take_turns(email: str) -> None:
    """A form sent twice at once is two sign-ups one after the other: the second finds what the first made."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(email, 0))))


def _give_workspace(name: str, user: User) -> None:
    """A first one; or that of an earlier sign-up under this name. The earlier one may have been a stranger's."""
    found = Tenant.all()  # those that the person is in
    if not found:
        open_workspace(name, user)
    elif len(found) == 1 and found[0].name != name:
        tenancy.enter(found[0].id)
        _name_actor(user)
        if not Membership.count((Membership.user_id != user.id) | Membership.role.is_distinct_from(Role.OWNER)):
            _rename(found[0], name)


def _rename(tenant: Tenant, name: str) -> None:
    """Nobody has been in it, so its address follows the name."""
    for slug in candidates(name):
        if slug == tenant.slug or move(tenant, slug):
            return tenant.update(name=name)
    raise AssertionError("candidates() has no end")


def _add_tenant(name: str) -> Tenant:
    """The row with the first address that is free; other workspaces' can't be seen, so it is tried."""
    for slug in candidates(name):
        if _added(name, slug):
            return Tenant.here()
    raise AssertionError("candidates() has no end")


def _added(name: str, slug: str) -> bool:
    row = insert(Tenant).values(id=tenancy.tenant_id(), slug=slug, name=name)
    try:
        with db.session.begin_nested():
            made = db.session.scalar(row.on_conflict_do_nothing(index_elements=["slug"]).returning(Tenant.id))
            if made:
                take(slug)
    except Taken:
        return False
    return bool(made)
