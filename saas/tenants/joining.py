"""Accepting an invitation with an account, or by making one: whoever holds the link reads mail sent to that address."""

from sqlalchemy.exc import IntegrityError

from saas.accounts import passwords
from saas.accounts.datastore import datastore
from saas.accounts.models import Consent, User
from saas.accounts.visitors import Visitor
from saas.core import tenancy
from saas.core.errors import Conflict
from saas.tenants.admission import admit, claim
from saas.tenants.models import Invitation


def known(email: str) -> User | None:
    """The account with this address, from here on acted for. One that was never confirmed may be anybody's."""
    user = datastore.find_user(email=email)
    return user if user and (user.confirmed_at or not user.active) else None


def join(invitation: Invitation, visitor: Visitor) -> None:
    claim(invitation)
    admit(invitation, visitor.id, visitor.name)


def join_anew(invitation: Invitation, name: str, password: str, documents: dict[str, str]) -> User:
    """Make the account and let it in. `documents` are the versions agreed to."""
    password_hash = passwords.hashed(password)
    claim(invitation)
    user = _account(invitation.email, name, password_hash)
    user.confirm()
    Consent.give(user, documents)
    tenancy.name_actor(tenancy.Actor("user", user.id, user.name))
    admit(invitation, user.id, user.name)
    return user


def _account(email: str, name: str, password_hash: str) -> User:
    """A new one; or that of a sign-up never confirmed, whose password may be a stranger's: this one takes its place."""
    if user := datastore.find_user(email=email):
        user.name = name
        user.change_password(password_hash)
        Consent.withdraw(user)
        return user
    try:
        return User.create(email=email, name=name, password=password_hash)
    except IntegrityError as error:  # a sign-up with the same address, this very moment
        raise Conflict from error
