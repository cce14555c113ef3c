"""Flask-Security behind our wall: its datastore finds users through sec and never commits; the unit of work does."""

from uuid import UUID

from flask import Flask, g
from flask_security import Security, SQLAlchemyUserDatastore
from sqlalchemy import text
from sqlalchemy.orm import joinedload
from uuid_utils.compat import uuid7

from saas.accounts.models import Passkey, User
from saas.accounts.passkeys import OurWebauthn
from saas.accounts.second_factor import RecoveryCodes, Totp
from saas.accounts.visitors import load_user, read_visitor
from saas.core import tenancy
from saas.core.db import db

BY_EMAIL = text("select sec.user_by_email(:value)")
BY_UNIQUIFIER = text("select sec.user_by_uniquifier(:value)")


class NoRole:
    """Flask-Security wants a role model; roles are ours, on the membership."""


class Datastore(SQLAlchemyUserDatastore):
    def commit(self):
        """Nothing: the unit of work commits."""

    def find_user(self, case_insensitive=False, **by):
        """The user by `email` or `fs_uniquifier`; from here on the unit of work acts for them."""
        user_id = self._id(**by)
        return self._enter(user_id) if user_id else None

    def find_alike(self, **by) -> User | None:
        """The user, by the same statements where there is none; the unit of work then acts for nobody's id."""
        return self._enter(self._id(**by) or uuid7())

    def _id(self, **by) -> UUID | None:
        query, value = (BY_EMAIL, by["email"].lower()) if "email" in by else (BY_UNIQUIFIER, by["fs_uniquifier"])
        return db.session.scalar(query, {"value": value})

    def _enter(self, user_id: UUID) -> User | None:
        tenancy.enter(user_id=user_id)
        return db.session.get(User, user_id, options=[joinedload(User.staff), joinedload(User.webauthn)])


datastore = Datastore(db, User, NoRole, Passkey)  # type: ignore[arg-type]  # its mixins would bring columns and roles along


def init_accounts(app: Flask) -> None:
    """Flask-Security without its own routes: hashing, tokens, one-time codes, Flask-Login and Flask-Principal."""
    app.before_request(know_visitor)
    security = Security(totp_cls=Totp, mf_recovery_codes_util_cls=RecoveryCodes, webauthn_util_cls=OurWebauthn)
    security.init_app(app, datastore, register_blueprint=False)
    security.login_manager.user_loader(load_user)
    security.login_manager.request_loader(lambda _request: None)
    security.login_manager.session_protection = None  # the session's row says whether it lives


def know_visitor() -> None:
    """Before Flask-Principal asks, on pages outside a workspace too. Anonymous visitors cost no query."""
    if "visitor" not in g:
        read_visitor()
