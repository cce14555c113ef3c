"""Passwords: what is refused, how they are stored, and a check that takes the same time for everybody."""

from flask import current_app
from flask_babel import gettext as _
from flask_security import hash_password
from flask_security.utils import verify_and_update_password
from zxcvbn import zxcvbn

from saas.accounts.models import User

SHORTEST, LONGEST = 8, 128  # characters; NIST SP 800-63B asks for at least 8 and for room up to 64
GOOD_ENOUGH = 2  # of zxcvbn's 4: a million guesses, years at the rate that log-ins are limited to
# Characters that zxcvbn looks at. With as many as can be read as other letters (4@8({[<369!1|70$5+7%2) its time doubles
# with every third: 0.2 s for 20, seconds for 72. Whoever needs more than 20 to be hard to guess is told so.
JUDGED = 20


def refusal(password: str, *personal: str) -> str | None:
    """Why this password won't do, as advice; None when it will. `personal` words count as known to whoever guesses."""
    if advice := wrong_length(password):
        return advice
    product = current_app.config["SETTINGS"].product_name
    judged = zxcvbn(password[:JUDGED], [word for word in (*personal, product) if word])
    if judged["score"] >= GOOD_ENOUGH:
        return None
    if any(match.get("dictionary_name") == "passwords" for match in judged["sequence"]):
        return _("This password is tried first by everybody. Use three or four words that don't belong together.")
    return _("This is easy to guess. Use three or four words that don't belong together, and no names or dates.")


def wrong_length(password: str) -> str | None:
    """What can be said at no cost."""
    if len(password) < SHORTEST:
        return _("Use at least %(count)s characters.", count=SHORTEST)
    if len(password) > LONGEST:
        return _("Use at most %(count)s characters.", count=LONGEST)
    return None


def hashed(password: str) -> str:
    return hash_password(_normal(password))


def matches(user: User | None, password: str) -> bool:
    """Whether it is this person's password. Costs one argon2 hash also where there is nobody, or nothing to compare."""
    if user and user.password and user.active:
        return verify_and_update_password(_normal(password), user)  # type: ignore[arg-type]  # no mixin, see datastore
    hashed(password)
    return False


def _normal(password: str) -> str:
    """One form for what keyboards send in several (é as one character or two)."""
    return current_app.extensions["security"].password_util.normalize(password)
