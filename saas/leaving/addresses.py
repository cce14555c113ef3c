"""What was written to a person who left, at every address that was theirs, or that they wanted."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from saas.accounts.email_changes import EmailChange
from saas.accounts.models import User
from saas.core.db import db
from saas.mail.models import Mail
from saas.mails import Mailing
from saas.tenants.models import Invitation

# A mail that a change causes is written in the same request: by the kind and the time one tells it from what others,
# who wanted or have the same address, were written.
MOMENT = timedelta(minutes=1)


def forget_letters(user: User) -> None:
    """In the tenant that was entered: mails and invitations. Postgres shows the changes of this person alone."""
    addresses = addresses_of(user)
    db.session.execute(delete(Mail).where(Mail.recipient.in_(addresses)))
    db.session.execute(delete(Mail).where(EmailChange.user_id == user.id, written_for_a_change()))
    db.session.execute(delete(Invitation).where(Invitation.email.in_(addresses)))


def addresses_of(user: User) -> set[str]:
    """The present one, and those that they had before."""
    had = select(EmailChange.old_email).where(EmailChange.confirmed_at.is_not(None))
    return {user.email, *db.session.scalars(had)}


def written_for_a_change() -> ColumnElement[bool]:
    """To an address that never became theirs, or that they had until the change was taken back."""
    asked = and_(Mail.kind == Mailing.EMAIL_CONFIRM, just_after(EmailChange.asked_at))
    had = Mail.created_at.between(EmailChange.confirmed_at, EmailChange.ended_at)
    taken_back = and_(Mail.kind == Mailing.EMAIL_RESTORED, just_after(EmailChange.ended_at))
    return and_(Mail.recipient == EmailChange.new_email, or_(asked, had, taken_back))


def just_after(moment: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return Mail.created_at.between(moment, moment + MOMENT)
