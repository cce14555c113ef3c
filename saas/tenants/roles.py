"""The roles of a workspace: those one may give, and making, changing and deleting the workspace's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import ColumnElement, func, select, update

from saas.audit.record import record, record_each
from saas.core.db import db
from saas.core.errors import Conflict
from saas.events import Event
from saas.permissions import CHOOSABLE, Can, Role, grants_of, refuse_beyond, with_needs
from saas.tenants.emails import tell_new_role
from saas.tenants.models import CustomRole, HasRole, Invitation, Membership, Tenant, renamed

DIGITS = re.compile(r"([0-9]+)")
FILLERS = "\u115f\u1160"  # Hangul's: letters, by Unicode's word, that show nothing
MOST = 20  # a workspace; with more nobody remembers which is which


@dataclass(frozen=True)
class OwnRole:
    """A role of the workspace's own as pages show it; answers what a built-in Role answers."""

    id: UUID
    name: str
    rights: tuple[str, ...]

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def title(self) -> str:
        return self.name

    @property
    def text(self) -> str:
        return " · ".join(str(right.text) for right in Can if right in self.grants & CHOOSABLE)

    @property
    def grants(self) -> frozenset[Can]:
        return grants_of(None, self.rights)


AnyRole = Role | OwnRole


def parsed(key: str) -> Role | UUID:
    """A built-in role, or the id of one of the workspace's own. Raises ValueError for what is neither."""
    return Role(key) if key in set(Role) else UUID(key)


def own_rows(*where: ColumnElement[bool]) -> Any:
    """All roles of the workspace's own in one JSON value, so that they come along in a page's other statement."""
    role = func.json_build_object("id", CustomRole.id, "name", CustomRole.name, "rights", CustomRole.rights)
    return select(func.coalesce(func.json_agg(role), func.json_build_array())).where(*where).scalar_subquery()


def own(rows: Iterable[dict[str, Any]] | None = None) -> list[OwnRole]:
    """By name; of `rows`, what own_rows() found, if it was asked already."""
    found = db.session.scalar(select(own_rows())) if rows is None else rows
    roles = [OwnRole(UUID(row["id"]), row["name"], tuple(row["rights"])) for row in found or ()]
    return sorted(roles, key=lambda role: in_order(role.name))


def in_order(name: str) -> list[str | int]:
    """Team 9 before Team 10: words and numbers in turn."""
    parts = DIGITS.split(name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def holders() -> dict[UUID, int]:
    """How many members have each of the workspace's own roles; one that nobody has is missing."""
    rows = select(Membership.role_id, func.count()).where(Membership.role_id.isnot(None)).group_by(Membership.role_id)
    return {role_id: count for role_id, count in db.session.execute(rows) if role_id}


def grantable(by: frozenset[Can], own_roles: Iterable[OwnRole], owner: bool = False) -> list[AnyRole]:
    """The roles that somebody who holds `by` may give; that of owner only where `owner` says so."""
    every: list[AnyRole] = [*Role, *own_roles]
    return [role for role in every if role.grants <= by and (owner or role != Role.OWNER)]


def titles(own_roles: Iterable[OwnRole]) -> dict[str, Any]:
    """What each role is called, by its key."""
    return {role.key: role.title for role in [*Role, *own_roles]}


def chosen(key: str) -> Role | CustomRole:
    """The role with this key, to be given; under the lock that delete() takes, so that it stays until the commit."""
    role = parsed(key)
    if isinstance(role, Role):
        return role
    Tenant.lock()
    if found := CustomRole.get_anew(role):
        return found
    raise Conflict(gettext("This role was deleted a moment ago. Choose another one."))


def create(name: str, rights: Iterable[Can], by: frozenset[Can]) -> CustomRole:
    """Raises MissingRight for a right that is not in `by`, Conflict for a name in use or one role too many."""
    listed = _listed(rights, by)
    Tenant.lock()
    if CustomRole.count() >= MOST:
        raise Conflict(gettext("A workspace has at most 20 roles of its own. Delete one that nobody needs."))
    _ensure_free(name)
    role = CustomRole(name=name, rights=listed).save()
    record(Event.ROLE_CREATED, role)
    return role


def change(role: CustomRole, name: str, rights: Iterable[Can], by: frozenset[Can]) -> None:
    """Everybody who has the role has the new rights from their next request on. `role` was read under the lock."""
    refuse_beyond(by, role.grants)
    listed = _listed(rights, by)
    _ensure_free(name, role.id)
    if (name, listed) == (role.name, role.rights):
        return
    role.assign(name=name, rights=listed)
    Invitation.revoke_sent([member.id for member in _members(role)], beyond=role.grants)
    record(Event.ROLE_UPDATED, role)


def delete(role: CustomRole, instead: Role | CustomRole, by: frozenset[Can]) -> None:
    """Those who have the role, or are invited to it, get the role `instead`. `role` was read under the lock."""
    refuse_beyond(by, role.grants | instead.grants)
    members, invitations = _members(role), invited_to(role)
    holders_: list[HasRole] = [*members, *invitations]
    for holder in holders_:
        holder.give(instead)
    for member in members:
        member.note_new_role()
    tell_new_role(members, role, instead)
    Invitation.revoke_sent([member.id for member in members], beyond=instead.grants)
    for event, rows in ((Event.MEMBER_ROLE_CHANGED, members), (Event.INVITATION_ROLE_CHANGED, invitations)):
        for entry in record_each(event, rows):
            entry.changes = renamed(role, instead)
    _forget(role, instead)
    db.session.delete(role)
    record(Event.ROLE_DELETED, role)


def invited_to(role: CustomRole) -> list[Invitation]:
    """The open invitations to it."""
    return list(db.session.scalars(select(Invitation).where(Invitation.role_id == role.id, Invitation.is_open())))


def is_free(name: str, but: UUID | None = None) -> bool:
    """Whether no other role looks the same; the built-in ones in the reader's language too."""
    others = [role.name for role in CustomRole.all() if role.id != but]
    taken = [*others, *(word for role in Role for word in (str(role), str(role.title)))]
    return look(name) not in map(look, taken)


def look(name: str) -> str:
    """What eyes compare: without case, marks that aren't seen, and other ways to write the same letters."""
    plain = normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum() and letter not in FILLERS)


def _listed(rights: Iterable[Can], by: frozenset[Can]) -> list[str]:
    """As they are kept: with what they need, in the catalogue's order."""
    wanted = with_needs(rights) & CHOOSABLE
    refuse_beyond(by, wanted)
    return [str(right) for right in Can if right in wanted]


def _ensure_free(name: str, but: UUID | None = None) -> None:
    if not is_free(name, but):
        raise Conflict(gettext("There is a role “%(name)s” already.", name=name))


def _members(role: CustomRole) -> list[Membership]:
    return list(db.session.scalars(select(Membership).where(Membership.role_id == role.id)))


def _forget(role: CustomRole, instead: Role | CustomRole) -> None:
    """Invitations whose time is over name the role still; what they offered then stands in the log."""
    db.session.flush()
    new = {"role": instead, "role_id": None} if isinstance(instead, Role) else {"role_id": instead.id}
    db.session.execute(update(Invitation).where(Invitation.role_id == role.id).values(new))
