"""A person: the user, the sessions they are signed in with, what they agreed to; and who is staff."""

from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_security import WebAuthnMixin
from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.accounts import devices
from saas.accounts.addresses import is_held
from saas.core import clock, signing, tenancy
from saas.core.base import Text
from saas.core.db import db
from saas.core.errors import Conflict
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import Model
from saas.permissions import StaffRole

SESSION_LIFE = timedelta(days=30)  # machine time; a sign-in is asked for again after a month


class User(Model):
    """A person. Postgres shows each user only their own row."""

    __tablename__ = "users"
    leaving = Leaving(OnExport.ROWS, OnErasure.BLANKED)
    unaudited = "people's own rows; the audit log belongs to tenants"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case, as saved
    name: Mapped[str] = mapped_column(String(80))
    password: Mapped[str | None] = mapped_column(String(255), info={"private": True})
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, info={"private": True})
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    locale: Mapped[str] = mapped_column(String(16), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    theme: Mapped[str] = mapped_column(String(8), default="system")
    tf_primary_method: Mapped[str | None] = mapped_column(String(16))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255), info={"private": True})
    tf_added_at: Mapped[datetime | None]  # an address taken back takes later ones along
    # the last code's; a used code is refused
    totp_counter: Mapped[int] = mapped_column(default=0, info={"private": True})
    mf_recovery_codes: Mapped[list[str]] = mapped_column(ARRAY(String(255)), default=list, info={"private": True})
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True, info={"private": True})
    erased_at: Mapped[datetime | None]

    webauthn: Mapped[list["Passkey"]] = relationship("Passkey", order_by="Passkey.id")  # Flask-Security's name
    staff: Mapped["Staff | None"] = relationship("Staff", viewonly=True, uselist=False)
    is_new = False  # confirmed in this very unit of work, so that this is the first sign-in
    roles = ()  # Flask-Security reads them on each identity; ours stand on the membership

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create(cls, **fields: Any) -> Self:
        """Add a person, and act for them from here on.

        Raises IntegrityError when the address is taken, Conflict while it is kept for who had it before.
        """
        if is_held(fields["email"]):
            raise Conflict(
                _("This address belonged to another account until a short while ago. Try again in a few days.")
            )
        user = cls(**fields)
        user.cut_links()
        tenancy.enter(user_id=user.id)
        with db.session.begin_nested():
            user.save()
        return user

    @property
    def proof(self) -> str:
        """What a browser keeps to show that the present password was set there."""
        return signing.fingerprint(self.fs_uniquifier).hex()

    @property
    def settled(self) -> bool:
        """Whether a sign-up with this address changes nothing. Staff enrol by their own link, which must stay alive."""
        return bool(self.confirmed_at or not self.active or self.staff)

    def cut_links(self) -> None:
        """Every link mailed so far is dead."""
        self.fs_uniquifier = uuid4().hex

    def confirm(self) -> None:
        """They read what is sent to their address."""
        self.is_new = not self.confirmed_at
        self.confirmed_at = self.confirmed_at or clock.now()

    def change_password(self, password_hash: str) -> None:
        self.password = password_hash
        self.cut_links()


class UserSession(Model):
    """One sign-in on one device. The cookie holds a secret, this row its hash; without the row the cookie is dead."""

    __tablename__ = "user_sessions"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    unaudited = "people's own rows"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, info={"private": True})
    mfa: Mapped[bool] = mapped_column(default=False)  # a second factor was given at this sign-in
    signed_in_at: Mapped[datetime]
    fresh_at: Mapped[datetime]  # when they last proved who they are: at sign-in, or asked again before a dangerous act
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")

    is_active = True  # Flask-Login asks; the secret is known while it is made, and then in the cookie only
    secret = ""

    @classmethod
    def begin(cls, user: User, **fields: Any) -> Self:
        """A new sign-in of `user`."""
        secret, now = signing.new_token(), datetime.now(UTC)
        times = {"signed_in_at": now, "fresh_at": now, "expires_at": now + SESSION_LIFE}
        row = cls(user_id=user.id, secret_hash=signing.fingerprint(secret), **times, **fields)
        row.secret = secret
        return row.save()

    @classmethod
    def open(cls) -> list[Self]:
        """Those of the user entered that still let somebody in, the newest first."""
        alive = cls.revoked_at.is_(None) & (cls.expires_at > datetime.now(UTC))
        return list(db.session.scalars(select(cls).where(alive).order_by(cls.signed_in_at.desc())))

    @classmethod
    def revoke_without_factor(cls, but: UUID | None) -> None:
        """End the sign-ins that a password alone opened: who has a second factor shows it everywhere."""
        for row in cls.open():
            if row.id != but and not row.mfa:
                row.revoke()

    @classmethod
    def revoke_all(cls, but: UUID | None = None) -> None:
        for row in cls.open():
            if row.id != but:
                row.revoke()

    def refresh(self, mfa: bool = False) -> None:
        """They proved again who they are, with `mfa` by a second factor too."""
        self.fresh_at = datetime.now(UTC)
        self.mfa = self.mfa or mfa

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or datetime.now(UTC)

    @property
    def device(self) -> str:
        return devices.device(self.agent)

    def get_id(self) -> str:
        """What Flask-Login puts into the cookie."""
        return self.secret


class Passkey(WebAuthnMixin, Model):  # type: ignore[misc]  # Flask-Security expects a number for an id
    """A key pair on a device or in a password manager; we keep the public half. Columns are named by Flask-Security."""

    __tablename__ = "passkeys"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    unaudited = "people's own rows"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True, info={"private": True})
    public_key: Mapped[bytes] = mapped_column(LargeBinary(1024), info={"private": True})
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    usage: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    lastuse_datetime: Mapped[datetime]


class Consent(Model):
    """A version of a document that a person agreed to."""

    __tablename__ = "consents"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    unaudited = "people's own rows"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    document: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def withdraw(cls, user: User) -> None:
        """Forget what was agreed to before the address was confirmed: it may have been a stranger who did."""
        for row in db.session.scalars(select(cls).where(cls.user_id == user.id)):
            db.session.delete(row)
        db.session.flush()

    @classmethod
    def give(cls, user: User, versions: dict[str, str]) -> None:
        """Note that `user` agreed to these versions: {"terms": "2026-11-01"}. Once each."""
        rows = db.session.execute(select(cls.document, cls.version).where(cls.user_id == user.id))
        given = {(document, version) for document, version in rows}
        for document, version in versions.items():
            if (document, version) not in given:
                cls(user_id=user.id, document=document, version=version).save()


class Staff(Model):
    """A user who works for the founder."""

    __tablename__ = "staff"
    leaving = Leaving(OnExport.ROWS, OnErasure.KEPT, "whoever works for the founder is dismissed first")
    unaudited = "recorded in the platform's log by the command that adds operators"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    role: Mapped[StaffRole] = mapped_column(Text(StaffRole))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
