"""The people of a workspace as its pages list and count them: columns instead of objects, which cost a third."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, any_, func, or_, select

from saas.core.db import db
from saas.permissions import Role
from saas.tenants.models import CustomRole, Invitation, Membership

SEARCH_LETTERS = 3  # the trigram index needs them; with fewer it would read the whole table
COUNTED = 1001  # counting stops here: beyond a thousand a page says "more than 1,000"


class Counts(NamedTuple):
    """How many there are, at most COUNTED each; `found` is what the search and the filter leave."""

    members: int
    pending: int
    found: int


def listed(part: str = "", role: Role | None = None) -> Select:
    """The members whose name or address contains `part`, and who have the built-in `role`, if one is given."""
    rows = select(
        Membership.id,
        Membership.name,
        Membership.email,
        Membership.role,
        CustomRole.name.label("role_name"),
        Membership.joined_at,
    )
    return rows.outerjoin(Membership.custom_role).where(*_matches(part, role))


def invited() -> Select:
    """The open invitations, expired ones too: they can be sent again."""
    rows = select(
        Invitation.id,
        Invitation.email,
        Invitation.role,
        CustomRole.name.label("role_name"),
        Invitation.sent_at,
        Invitation.expires_at,
        Membership.name.label("inviter"),
    )
    return rows.outerjoin(Invitation.custom_role).outerjoin(Invitation.inviter).where(Invitation.is_open())


def counts(part: str = "", role: Role | None = None) -> Counts:
    """In one statement; without a search or a filter all are found, and nobody is counted twice."""
    where = _matches(part, role)
    numbers = [_capped(Membership), _capped(Invitation, Invitation.is_pending())]
    row = db.session.execute(select(*numbers, *([_capped(Membership, *where)] if where else []))).one()
    return Counts(*row, *(() if where else (row[0],)))


def seats_taken() -> int:
    """Members, and pending invitations, which hold a seat until they expire."""
    return Membership.count() + Invitation.count(Invitation.is_pending())


def _matches(part: str, role: Role | None) -> list[ColumnElement[bool]]:
    found = [Membership.role == role] if role else []
    if len(part) >= SEARCH_LETTERS:
        return [*found, Membership.id == any_(func.array(select(func.sec.search_members(part)).scalar_subquery()))]
    if part:
        columns = (Membership.name, Membership.email)
        return [*found, or_(*(column.istartswith(part, autoescape=True) for column in columns))]
    return found


def _capped(model: Any, *where: ColumnElement[bool]) -> Any:
    rows = select(model.id).where(*where).limit(COUNTED).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
