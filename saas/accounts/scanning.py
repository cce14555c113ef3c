"""The key that an authenticator app is to scan: in the cookie, encrypted, until a code shows that it was scanned."""

import qrcode
from flask import Response, abort, current_app
from flask import session as cookie
from qrcode.image.svg import SvgPathFillImage

from saas.accounts.models import User
from saas.accounts.second_factor import DRIFT

SECRET = "enrolment"  # the cookie's key


def key(user: User) -> str:
    """As a person types it; made when this browser has none yet for this person, as they are now."""
    if not kept(user):
        cookie[SECRET] = {"proof": user.proof, "sealed": _totp().generate_totp_secret()}
    return _totp().get_totp_pretty_key(kept(user))


def picture(user: User) -> Response:
    """404 in a browser that was shown no key."""
    if not (sealed := kept(user)):
        abort(404)
    uri = _totp().get_totp_uri(user.email, sealed)
    return Response(qrcode.make(uri, image_factory=SvgPathFillImage).to_string(), mimetype="image/svg+xml")


def kept(user: User) -> str | None:
    """The key shown to this browser earlier, encrypted."""
    kept = cookie.get(SECRET, {})
    return kept.get("sealed") if kept.get("proof") == user.proof else None


def is_proven(user: User, code: str) -> bool:
    """Whether the code is what the app shows once it has scanned the key. Have the row locked."""
    before, user.totp_counter = user.totp_counter, 0  # codes of the key before have nothing to say about this one's
    sealed = kept(user)
    proven = bool(sealed) and _totp().verify_totp(code.replace(" ", ""), sealed, user, DRIFT)
    if not proven:
        user.totp_counter = before
    return proven


def forget() -> None:
    cookie.pop(SECRET, None)


def _totp():
    return current_app.extensions["security"].totp_factory
