"""The mails that a workspace causes, but for the invitation itself. Nobody can read here which language others read."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from saas.accounts.links import address
from saas.core import tenancy
from saas.core.db import db
from saas.mail.writing import write_each
from saas.mails import Mailing
from saas.permissions import EVERYBODY, Can, Role
from saas.tenants.models import CustomRole, Invitation, Membership, Tenant
from saas.tenants.whys import Why


def owners() -> list[str]:
    """Their addresses."""
    return list(db.session.scalars(select(Membership.email).where(Membership.role == Role.OWNER)))


def tell_owners(before: list[str], member: Membership) -> None:
    """That `member` became an owner, or is none any more, to the owners of `before` and those of now."""
    now = owners()
    if set(now) != set(before):
        context = {"member": member.name, "added": member.email in now, "members": _page("members.index")}
        _write(Mailing.OWNERS_CHANGED, dict.fromkeys([*before, *now], context))


def tell_new_role(members: Iterable[Membership], before: Role | CustomRole, now: Role | CustomRole) -> None:
    """To those whose role somebody else changed: from what, to what, and what they may do now."""
    rights = [right.text for right in Can if right in now.grants - EVERYBODY]
    context = {"before": title(before), "role": title(now), "rights": rights, "dashboard": _page("dashboard.index")}
    actor = tenancy.actor().id
    _write(Mailing.ROLE_CHANGED, {member.email: context for member in members if member.user_id != actor})


def tell_removed(member: Membership) -> None:
    _write(Mailing.MEMBER_REMOVED, {member.email: {"name": member.name}})


def tell_declined(invitation: Invitation) -> None:
    if invitation.inviter:
        again = _page("invitations.new")
        _write(Mailing.INVITATION_DECLINED, {invitation.inviter.email: {"email": invitation.email, "again": again}})


def tell_refused(invitation: Invitation, why: Why) -> None:
    """To who invited them, or if they are gone to the owners: somebody should know, and can do something."""
    to = [invitation.inviter.email] if invitation.inviter else owners()
    context = {"email": invitation.email, "advice": why.advice, "invitations": _page("invitations.index")}
    _write(Mailing.INVITATION_REFUSED, dict.fromkeys(to, context))


def title(role: Role | CustomRole) -> Any:
    return role.title if isinstance(role, Role) else role.name


def _write(mailing: Mailing, contexts: dict[str, dict[str, Any]]) -> None:
    shared = {"workspace": Tenant.here().name, "by": tenancy.actor().name}
    write_each(mailing, {to: {**shared, **context} for to, context in contexts.items()})


def _page(endpoint: str) -> str:
    return address(endpoint, tenant_slug=Tenant.here().slug)
