"""Who acts, as they are at this moment: nobody acts with rights that they lost while they waited their turn."""

from dataclasses import replace
from uuid import UUID

from flask import g

from saas.accounts.visitors import Visitor
from saas.core.errors import MissingRight, NotFound
from saas.permissions import Can
from saas.tenants.models import Membership, Tenant


def visitor_now(right: Can) -> Visitor:
    """The visitor with what they hold now, under the workspace's lock; read what is acted on after this.

    Raises NotFound when they are no member any more, MissingRight when they lost the right that brought them here.
    """
    Tenant.lock()
    membership = Membership.get_anew(g.visitor.membership_id)
    if not membership:
        raise NotFound
    grants = membership.grants_now()
    refuse_lost(right, grants)
    return replace(g.visitor, grants=grants)


def member_now(id: UUID) -> Membership:
    """This person as they are now; call visitor_now() first. Raises NotFound when they have gone meanwhile."""
    if not (membership := Membership.get_anew(id)):
        raise NotFound
    return membership


def refuse_lost(right: Can, grants: frozenset[Can]) -> None:
    if right not in grants:
        raise MissingRight(right)
