"""Signing in and out: the session's row, the cookie that holds its secret, and the wait for a second factor between."""

import time
from uuid import UUID

from flask import g, request
from flask import session as cookie
from flask_login import login_user, logout_user

from saas.accounts import emails, known
from saas.accounts.models import User, UserSession
from saas.accounts.visitors import SECRET
from saas.core import signing, tenancy
from saas.core.db import db

PENDING = "pending"  # the cookie's key: the password was right, the code is awaited
PENDING_SECONDS = 600  # enough to find the phone


def sign_in(user: User, mfa: bool = False) -> None:
    """Let them in on this device, and tell them by mail if it is a new one.

    Nothing of the cookie before survives, so a planted one is worth nothing.
    """
    agent = request.headers.get("User-Agent", "")[:200]
    row = UserSession.begin(user, mfa=mfa, address=request.remote_addr or "", agent=agent)
    cookie.clear()
    cookie.permanent = True
    login_user(row)
    if not user.is_new and not known.is_known(user):
        emails.send_signed_in(user, row)
    known.remember(user)


def sign_in_here() -> UUID | None:
    """The id of this browser's sign-in, if it is one of the user entered."""
    secret = signing.fingerprint(cookie.get(SECRET, ""))
    return next((row.id for row in UserSession.open() if row.secret_hash == secret), None)


def sign_out() -> None:
    """End this sign-in: the row, so that a copy of the cookie is dead too, and the cookie."""
    if g.visitor and (row := UserSession.get(g.visitor.session_id)):
        row.revoke()
    logout_user()
    cookie.clear()


def await_code(user: User, target: str | None) -> None:
    """Remember, signed, who gave the right password. No session exists until the code is given too."""
    cookie.clear()
    cookie[PENDING] = {"id": str(user.id), "proof": user.proof, "at": int(time.time()), "next": target}


def pending_user() -> User | None:
    """Who gave the right password here within the last minutes, the row locked, so that a code is good once."""
    pending = cookie.get(PENDING)
    if not pending or time.time() - pending["at"] > PENDING_SECONDS:
        return None
    tenancy.enter(user_id=UUID(pending["id"]))
    user = db.session.get(User, UUID(pending["id"]), with_for_update=True)
    return user if user and user.active and user.proof == pending["proof"] else None
