"""The one form of an e-mail address that accounts are kept under."""

from flask import current_app
from flask_security import EmailValidateException

LONGEST_SPELLING = 1000  # characters before they are made one form; to read half a million of them takes a second


def same_email(value: str | None) -> str:
    """An address as it is stored: lower case, one Unicode form. What is no address only in lower case."""
    text = (value or "").strip()
    if len(text) > LONGEST_SPELLING:
        return text.lower()
    try:
        return current_app.extensions["security"].mail_util.normalize(text).lower()
    except EmailValidateException:
        return text.lower()
