"""The one form of an e-mail address that accounts are kept under."""

from flask import current_app
from flask_security import EmailValidateException


def same_email(value: str | None) -> str:
    """An address as it is stored: lower case, one Unicode form. What is no address only in lower case."""
    text = (value or "").strip()
    try:
        return current_app.extensions["security"].mail_util.normalize(text).lower()
    except EmailValidateException:
        return text.lower()
