"""E-mail addresses: the one form that accounts are kept under, and those kept for somebody who gave them up."""

from flask import current_app
from flask_security import EmailValidateException
from sqlalchemy import text

from saas.core import clock
from saas.core.db import db

LONGEST_SPELLING = 1000  # characters before they are made one form; to read half a million of them takes a second
HELD = text("select sec.address_held(:email, :now)")


def same_email(value: str | None) -> str:
    """An address as it is stored: lower case, one Unicode form. What is no address only in lower case."""
    text = (value or "").strip()
    if len(text) > LONGEST_SPELLING:
        return text.lower()
    try:
        return current_app.extensions["security"].mail_util.normalize(text).lower()
    except EmailValidateException:
        return text.lower()


def is_held(email: str) -> bool:
    """Whether somebody gave this address up a short while ago and may still take it back: nobody else gets it."""
    return bool(db.session.scalar(HELD, {"email": email, "now": clock.now()}))
