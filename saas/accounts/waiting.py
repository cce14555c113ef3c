"""Who waits in this browser for the mail that confirms an address; kept in the cookie."""

import time
from hmac import compare_digest

from flask import session as cookie

from saas.accounts.models import User
from saas.core import signing

WAITING = "waiting"
RESEND_SECONDS = 30  # a mail takes some seconds; asking earlier only makes two of them


def wait_for(email: str, user: User | None = None) -> None:
    """Remember the address; and of `user` that their password was typed here. Without one the cookie looks the same."""
    proof = user.proof if user else signing.fingerprint(signing.new_token()).hex()
    cookie[WAITING] = {"email": email, "proof": proof, "at": int(time.time())}


def wait_again() -> None:
    """The thirty seconds begin anew."""
    cookie[WAITING] = {**cookie[WAITING], "at": int(time.time())}


def awaited() -> str | None:
    """The address that the mail went to, as it was typed."""
    return cookie.get(WAITING, {}).get("email")


def seconds_left() -> int:
    return max(0, cookie.get(WAITING, {}).get("at", 0) + RESEND_SECONDS - int(time.time()))


def typed_password(user: User) -> bool:
    """Whether their present password was typed in this browser: then the link in the mail is enough.

    Otherwise somebody could sign up with another's address and have them click.
    """
    return compare_digest(cookie.get(WAITING, {}).get("proof", ""), user.proof)
