"""A second factor lost with all its recovery codes: said with the password, a day to stop it, then staff remove it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, select, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.accounts import emails, factors
from saas.accounts.models import User
from saas.audit.acts import OperatorAct
from saas.core import clock, signing, tenancy
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel

WAIT = timedelta(hours=24)  # business time; whoever reads their mail once a day can stop it
LIFE = timedelta(days=7)  # after that the request is over, with the link that stops it


class ResetState(StrEnum):
    REQUESTED = "requested"
    DUE = "due"
    STOPPED = "stopped"
    LAPSED = "lapsed"
    DONE = "done"


class FactorReset(TenantModel):
    """One person's request. A row of the platform's; the link that stops it holds a secret, this row its SHA-256."""

    __tablename__ = "factor_resets"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    __table_args__ = (
        Index(
            "uq_factor_resets_open", "tenant_id", "user_id", unique=True,
            postgresql_where=text("stopped_at IS NULL AND done_at IS NULL"),
        ),
        Index("ix_factor_resets_token", "tenant_id", "token_hash"),
    )  # fmt: skip
    unaudited = "a person's own; what staff do with it is in the platform's log"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), info={"private": True})
    asked_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    @classmethod
    def ask(cls, user: User) -> Self:
        """The request of this person, whose row is locked: the running one, or a new one, of which they are mailed."""
        reset = cls.open_of(user.id)
        if reset and reset.state != ResetState.LAPSED:
            return reset
        secret = signing.new_token()
        reset = (reset or cls(user_id=user.id)).save()
        reset.assign(token_hash=signing.fingerprint(secret), asked_at=clock.now())
        emails.send_reset_asked(user, secret, round(WAIT / timedelta(hours=1)))
        return reset

    @classmethod
    def open_of(cls, user_id: UUID) -> Self | None:
        """Neither stopped nor done; from here on the unit of work acts for the platform."""
        tenancy.enter(tenancy.PLATFORM)
        mine = cls.user_id == user_id, cls.stopped_at.is_(None), cls.done_at.is_(None)
        return db.session.scalar(select(cls).where(*mine).with_for_update())

    @classmethod
    def disprove(cls, user_id: UUID) -> None:
        """They have a second factor after all. From here on the unit of work acts for the platform too."""
        if reset := cls.open_of(user_id):
            reset.stop()

    @classmethod
    def running_of(cls, user_id: UUID) -> Self | None:
        """The one that staff may act on, now or tomorrow."""
        reset = cls.open_of(user_id)
        return reset if reset and reset.running else None

    @classmethod
    def followed(cls, secret: str) -> Self | None:
        """The running request that this link stops; from here on the unit of work acts for the platform."""
        tenancy.enter(tenancy.PLATFORM)
        found = db.session.scalar(select(cls).where(cls.token_hash == signing.fingerprint(secret)).with_for_update())
        return found if found and found.running else None

    @property
    def state(self) -> ResetState:
        now = clock.now()
        if self.done_at or self.stopped_at:
            return ResetState.DONE if self.done_at else ResetState.STOPPED
        if self.asked_at <= now - LIFE:
            return ResetState.LAPSED
        return ResetState.DUE if self.asked_at <= now - WAIT else ResetState.REQUESTED

    @property
    def running(self) -> bool:
        return self.state in (ResetState.REQUESTED, ResetState.DUE)

    @property
    def due_at(self) -> datetime:
        return self.asked_at + WAIT

    def stop(self) -> None:
        self.stopped_at = self.stopped_at or clock.now()


def perform(act: OperatorAct) -> None:
    """What an operator ordered: nothing, where it was stopped meanwhile or isn't due, or is their own."""
    reset = db.session.get(FactorReset, FactorReset.key(act.row_id), with_for_update=True)
    if not reset or reset.state != ResetState.DUE or reset.user_id == act.operator_id:
        return
    tenancy.enter(user_id=reset.user_id)
    factors.reset(db.session.get_one(User, reset.user_id, with_for_update=True))
    reset.done_at = clock.now()
