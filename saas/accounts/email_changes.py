"""Changing one's address: nothing happens before the new one answers, and the old one can take it back for days."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from saas.accounts.addresses import is_held
from saas.accounts.models import User, UserSession
from saas.core import clock
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import Model

# Business time. A mail is read within a day; whose account was taken over may be away for a weekend.
CONFIRM_LIFE = timedelta(hours=24)
UNDO_LIFE = timedelta(hours=72)


class EmailChange(Model):
    """A new address that somebody asked for. Once confirmed it says what taking it back restores, and until when."""

    __tablename__ = "email_changes"
    unaudited = "people's own rows"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    old_email: Mapped[str] = mapped_column(String(254), index=True)  # sec.address_held looks for it
    new_email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # a newer one was asked for, it was given up, or taken back

    @classmethod
    def ask(cls, user: User, email: str) -> Self:
        """`user` wants this address; what they asked for before is of no use any more."""
        cls.give_up()
        expires_at = clock.now() + CONFIRM_LIFE
        return cls(user_id=user.id, old_email=user.email, new_email=email, expires_at=expires_at).save()

    @classmethod
    def waiting(cls) -> Self | None:
        """The one that waits to be confirmed, of the user entered."""
        return db.session.scalar(select(cls).where(*cls._waits()))

    @classmethod
    def undoable(cls) -> list[Self]:
        """Those that can be taken back, of the user entered, the oldest first."""
        can_be = (cls.ended_at.is_(None), cls.undo_until > clock.now())
        return list(db.session.scalars(select(cls).where(*can_be).order_by(cls.confirmed_at, cls.id)))

    @classmethod
    def give_up(cls) -> None:
        for change in db.session.scalars(select(cls).where(cls.confirmed_at.is_(None), cls.ended_at.is_(None))):
            change.ended_at = clock.now()

    @property
    def waits(self) -> bool:
        return not self.confirmed_at and not self.ended_at and self.expires_at > clock.now()

    @property
    def can_be_undone(self) -> bool:
        return bool(self.undo_until and not self.ended_at and self.undo_until > clock.now())

    def confirm(self, user: User, here: UUID | None) -> bool:
        """The new address is theirs, and every sign-in but `here` ends; False when somebody else has it by now."""
        if not is_free(self.new_email) or not _moved(user, self.new_email):
            return False
        self.confirmed_at = clock.now()
        self.undo_until = self.confirmed_at + UNDO_LIFE
        user.cut_links()
        UserSession.revoke_all(but=here)
        return True

    def undo(self, user: User) -> None:
        """The old address is theirs again, whatever came later; nobody is signed in, and no password opens anything."""
        undoable = self.undoable()
        for change in undoable[undoable.index(self) :]:
            change.ended_at = clock.now()
        self.give_up()
        user.email, user.password = self.old_email, None
        user.cut_links()
        UserSession.revoke_all()

    @classmethod
    def _waits(cls) -> tuple[ColumnElement[bool], ...]:
        return cls.confirmed_at.is_(None), cls.ended_at.is_(None), cls.expires_at > clock.now()


def is_free(email: str) -> bool:
    """Whether the address isn't kept for somebody else than the user entered, who may have it back."""
    return any(change.old_email == email for change in EmailChange.undoable()) or not is_held(email)


def _moved(user: User, email: str) -> bool:
    try:
        with db.session.begin_nested():
            user.email = email
    except IntegrityError:  # somebody's who signed up with it in the meantime
        return False
    return True
