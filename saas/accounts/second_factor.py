"""The second factor: one-time codes, each good once, and recovery codes, kept as keyed hashes."""

import re
from hmac import compare_digest
from typing import Any

from flask import current_app
from flask_security import MfRecoveryCodesUtil
from flask_security import Totp as FlaskSecurityTotp
from flask_security.utils import get_hmac
from passlib.totp import TOTP, AppWallet

from saas.accounts.models import User
from saas.core import clock

METHOD = "authenticator"  # Flask-Security's name for an app that shows codes
DRIFT = 30  # seconds a phone's clock may be wrong, one code to either side
STRETCHED = 0  # 2^n rounds for a password; ours are keys of 256 random bits, and each look at a code would pay for it
CODES = 10  # recovery codes; a sheet of paper holds them and they last for years
Person = Any  # a User; Flask-Security declares its own mixin there, which ours does without
SIX_DIGITS = re.compile(r"\d{6}")


class Totp(FlaskSecurityTotp):
    """Remembers the last code's counter, so that a code read over somebody's shoulder is worth nothing."""

    def __init__(self, secrets: dict[str, str], issuer: str):
        """The first of `secrets` seals; all open what they sealed, so that keys can be rotated."""
        super().__init__(secrets, issuer)
        wallet = AppWallet(secrets, default_tag=next(iter(secrets)), encrypt_cost=STRETCHED)
        self._totp = TOTP.using(issuer=issuer, wallet=wallet)

    def get_last_counter(self, user: Person) -> int:
        return user.totp_counter

    def set_last_counter(self, user: Person, tmatch) -> None:
        user.totp_counter = tmatch.counter

    def seal(self, secret: str) -> str:
        """A base32 secret as it is stored: encrypted."""
        return self._totp(key=secret, format="base32").to_json(encrypt=True)


class RecoveryCodes(MfRecoveryCodesUtil):
    """Flask-Security would keep them readable; here they are HMACs under a key that the database doesn't hold."""

    def create_recovery_codes(self, user: Person) -> list[str]:
        codes = current_app.extensions["security"].totp_factory.generate_recovery_codes(CODES)
        user.mf_recovery_codes = [_hashed(code) for code in codes]
        return codes

    def get_recovery_codes(self, user: Person) -> list[str]:
        """None: nobody can read them again."""
        return []

    def check_recovery_code(self, user: Person, code: str) -> bool:
        return any(compare_digest(_hashed(code), kept) for kept in user.mf_recovery_codes)

    def delete_recovery_code(self, user: Person, code: str) -> bool:
        # a new list: the column doesn't notice what is taken out of the old one
        user.mf_recovery_codes = [kept for kept in user.mf_recovery_codes if kept != _hashed(code)]
        return True


def accepts(user: User, code: str) -> bool:
    """Whether `code` is this person's, from the app or from the sheet; it is used up then. Have the row locked."""
    security = current_app.extensions["security"]
    plain = code.replace(" ", "").lower()
    if SIX_DIGITS.fullmatch(plain):
        return bool(user.tf_totp_secret) and security.totp_factory.verify_totp(plain, user.tf_totp_secret, user, DRIFT)
    recovery = security.mf_recovery_codes_util
    return recovery.check_recovery_code(user, plain) and recovery.delete_recovery_code(user, plain)


def enable(user: User, sealed: str) -> list[str]:
    """Take this secret as the person's from now on; the recovery codes, shown once."""
    take(user, sealed)
    return new_codes(user)


def take(user: User, sealed: str) -> None:
    user.tf_totp_secret, user.tf_primary_method, user.tf_added_at = sealed, METHOD, clock.now()


def forget(user: User) -> None:
    """The app's codes have nothing to say any more."""
    user.tf_totp_secret = user.tf_primary_method = user.tf_added_at = None


def new_codes(user: User) -> list[str]:
    """Recovery codes; those of before are dead."""
    return current_app.extensions["security"].mf_recovery_codes_util.create_recovery_codes(user)


def has_one(user: User) -> bool:
    """An authenticator app or a passkey; recovery codes only stand in for them."""
    return bool(user.tf_primary_method or user.webauthn)


def is_asked_for(user: User) -> bool:
    """Whether a password alone doesn't let this person in: they chose so, or they are staff."""
    return has_one(user) or bool(user.staff)


def _hashed(code: str) -> str:
    return get_hmac(code).decode()
