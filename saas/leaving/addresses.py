"""What was written to a person who left, at every address that was theirs while it was, or that they wanted."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_
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
Column = InstrumentedAttribute[str]
Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def forget_letters(user: User) -> None:
    """In the tenant that was entered: mails and invitations. Postgres shows the changes of this person alone."""
    mine = EmailChange.user_id == user.id
    for model, email, at in (
        (Mail, Mail.recipient, Mail.created_at),
        (Invitation, Invitation.email, Invitation.sent_at),
    ):
        had = exists().where(mine, was_theirs(email, at))
        db.session.execute(delete(model).where(or_(email == user.email, had)))
    db.session.execute(delete(Mail).where(mine, written_for_a_change()))


def was_theirs(email: Column, at: Moment) -> ColumnElement[bool]:
    """By a change: until nobody could take it back, or from then on until somebody did. Later it may be another's."""
    before = and_(email == EmailChange.old_email, at <= EmailChange.undo_until)
    between = and_(email == EmailChange.new_email, at.between(EmailChange.confirmed_at, EmailChange.ended_at))
    return or_(before, between)


def written_for_a_change() -> ColumnElement[bool]:
    """To an address that never became theirs, or of which they had just taken the change back."""
    asked = and_(Mail.kind == Mailing.EMAIL_CONFIRM, just_after(EmailChange.asked_at))
    taken_back = and_(Mail.kind == Mailing.EMAIL_RESTORED, just_after(EmailChange.ended_at))
    return and_(Mail.recipient == EmailChange.new_email, or_(asked, taken_back))


def just_after(moment: Moment) -> ColumnElement[bool]:
    return Mail.created_at.between(moment, moment + MOMENT)
