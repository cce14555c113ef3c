"""The people of a workspace as its pages list and count them: columns instead of objects, which cost a third."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, func, or_, select
from sqlalchemy.orm import aliased

from saas.core import clock
from saas.core.db import db
from saas.permissions import Role
from saas.tenants import roles
from saas.tenants.models import Invitation, Membership
from saas.tenants.roles import OwnRole
from saas.tenants.whys import Why

DECLINED_SHOWN = timedelta(days=30)  # business time; by then whoever invited them has read it
COUNTED = 1001  # counting stops here: beyond a thousand a page says "more than 1,000"


class Counts(NamedTuple):
    """How many there are, at most COUNTED each; `found` is what the search and the filter leave.

    The workspace's own roles come along in the same statement.
    """

    members: int
    pending: int
    found: int
    roles: list[OwnRole]


def listed(part: str = "", role: Role | UUID | None = None) -> Select:
    """The members whose name or address contains `part`, and who have this role, an own one by its id, if given."""
    rows = select(
        Membership.id,
        Membership.name,
        Membership.email,
        Membership.role,
        Membership.role_id,  # its name comes along with counts()
        Membership.joined_at,
    )
    return rows.where(*_matches(part, role))


def invited() -> Select:
    """The open invitations, expired ones too: they can be sent again; and those declined lately, unless sent anew."""
    rows = select(
        Invitation.id,
        Invitation.email,
        Invitation.role,
        Invitation.role_id,
        Invitation.sent_at,
        Invitation.expires_at,
        Invitation.revoked_at,
        Membership.name.label("inviter"),
    )
    return rows.outerjoin(Invitation.inviter).where(or_(Invitation.is_open(), _declined()))


def _declined() -> ColumnElement[bool]:
    newer = aliased(Invitation)
    again = select(newer.id).where(newer.email == Invitation.email, newer.sent_at > Invitation.sent_at)
    lately = Invitation.revoked_at > clock.now() - DECLINED_SHOWN
    return and_(Invitation.revoked_why == Why.DECLINED, lately, ~again.correlate(Invitation).exists())


def counts(part: str = "", role: Role | UUID | None = None) -> Counts:
    """In one statement; without a search or a filter all are found, and nobody is counted twice."""
    where = _matches(part, role)
    asked = [_capped(Membership), _capped(Invitation, Invitation.is_pending()), roles.own_rows()]
    row = db.session.execute(select(*asked, *([_capped(Membership, *where)] if where else []))).one()
    members, pending, own, *found = row
    return Counts(members, pending, found[0] if found else members, roles.own(own))


def seats_taken() -> int:
    return db.session.scalar(select(seats())) or 0


def seats() -> ColumnElement[int]:
    """Members, and pending invitations, which hold a seat until they expire."""
    return Membership.counted() + Invitation.counted(Invitation.is_pending())


def _matches(part: str, role: Role | UUID | None) -> list[ColumnElement[bool]]:
    """Substrings from three letters on, with fewer how a name or address begins: sec.search_members decides."""
    found: list[ColumnElement[bool]] = []
    if role:
        found.append(Membership.role == role if isinstance(role, Role) else Membership.role_id == role)
    if part:
        found.append(Membership.id == any_(func.array(select(func.sec.search_members(part)).scalar_subquery())))
    return found


def _capped(model: Any, *where: ColumnElement[bool]) -> Any:
    rows = select(model.id).where(*where).limit(COUNTED).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
