"""Changing who is what in a workspace, and who is in it: the act on the membership, and whom it is told to."""

from saas.permissions import Can, Role
from saas.tenants import emails
from saas.tenants.models import CustomRole, Membership


def change_role(member: Membership, role: Role | CustomRole, by: frozenset[Can]) -> Role | CustomRole:
    """Give this person another role; the one before."""
    owners = emails.owners()
    before = member.change_role(role, by)
    if role != before:
        emails.tell_new_role([member], before, role)
        emails.tell_owners(owners, member)
    return before


def remove(member: Membership, by: frozenset[Can]) -> None:
    owners = emails.owners()
    member.remove(by)
    emails.tell_removed(member)
    emails.tell_owners(owners, member)


def leave(member: Membership) -> None:
    owners = emails.owners()
    member.leave()
    emails.tell_owners(owners, member)
