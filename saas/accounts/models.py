"""A person: the user, the sessions they are signed in with, what they agreed to; and who is staff."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock
from saas.core.base import Text
from saas.core.models import Model
from saas.permissions import StaffRole

SESSION_LIFE = timedelta(days=30)  # machine time; a sign-in is asked for again after a month


class User(Model):
    """A person. Postgres shows each user only their own row."""

    __tablename__ = "users"
    unaudited = "people's own rows; the audit log belongs to tenants"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case, as saved
    name: Mapped[str] = mapped_column(String(80))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    locale: Mapped[str] = mapped_column(String(16), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    theme: Mapped[str] = mapped_column(String(8), default="system")
    tf_primary_method: Mapped[str | None] = mapped_column(String(16))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_counter: Mapped[int] = mapped_column(default=0)  # the last code's; a used code is refused
    mf_recovery_codes: Mapped[list[str]] = mapped_column(ARRAY(String(255)), default=list)

    roles = ()  # Flask-Security reads them on each identity; ours stand on the membership

    def __str__(self) -> str:
        return self.name


class UserSession(Model):
    """One sign-in on one device. The cookie holds a secret, this row its SHA-256; without the row the cookie is dead."""

    __tablename__ = "user_sessions"
    unaudited = "people's own rows"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    mfa: Mapped[bool] = mapped_column(default=False)  # a second factor was given at this sign-in
    signed_in_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class Consent(Model):
    """A version of a document that a person agreed to."""

    __tablename__ = "consents"
    unaudited = "people's own rows"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    document: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Staff(Model):
    """A user who works for the founder."""

    __tablename__ = "staff"
    unaudited = "recorded in the platform's log by the command that adds operators"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    role: Mapped[StaffRole] = mapped_column(Text(StaffRole))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
