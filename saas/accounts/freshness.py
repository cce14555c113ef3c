"""@fresh: before a dangerous act people show again who they are, unless they did so within the last five minutes.

Without scripts, without detours, and nothing typed is lost: the page that asks carries the form along.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from saas.accounts import factors, limits, passkeys
from saas.accounts.forms import AgainForm
from saas.accounts.models import Passkey, User, UserSession
from saas.accounts.passkey_place import place
from saas.accounts.passwords import matches
from saas.core.db import db

FRESH = timedelta(minutes=5)  # machine time
PREFIX = "again-"  # its fields stand beside those of the form that waits
ASKED = ("password", "passkey")  # one of them is there once they were asked
# Typed anew rather than written into a page.
SECRETS = {"password", "current", "code", "csrf_token"}


def fresh(view: Callable) -> Callable:
    """Guard a dangerous act. Stands below the right it takes: who may not do it isn't asked."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if is_fresh():
            return view(*args, **kwargs)
        if not any(f"{PREFIX}{name}" in request.form for name in ASKED):
            return again_page(AgainForm(prefix=PREFIX)), 403
        form = AgainForm.of_request(prefix=PREFIX)
        if not proves(form):
            return again_page(form), 422
        return view(*args, **kwargs)

    return guarded


def is_fresh() -> bool:
    """Whether the visitor signed in, or showed again who they are, within the last five minutes."""
    return datetime.now(UTC) - g.visitor.fresh_at < FRESH


def me() -> str:
    return str(g.visitor.id)


@limits.of_account(limits.LOG_INS_OF_ACCOUNT, me)
def proves(form: AgainForm) -> bool:
    """Whether the form shows who they are, as at log-in: by a passkey, or by password and second factor."""
    proven = _by_passkey(form) if form.passkey.data else _by_password(form)
    if proven:
        mfa = g.visitor.second_factor or bool(form.passkey.data)
        UserSession.get_or_404(g.visitor.session_id).refresh(mfa=mfa)
    return proven


def _by_passkey(form: AgainForm) -> bool:
    if not passkeys.proven(form.passkey.data, of=g.visitor.id):
        form.refuse_all(_("This passkey was not accepted. Try again, or use your password."))
    return not form.form_errors


def _by_password(form: AgainForm) -> bool:
    if not form.validate():
        return False
    user = db.session.get_one(User, g.visitor.id, with_for_update=True)
    if not matches(user, form.password.data):
        form.refuse("password", _("This is not your password."))
    elif g.visitor.second_factor and not _takes(user, form.code.data or ""):
        form.refuse("code", _("This code is not right, or was used already. Wait for the next one."))
    return not form.errors


@limits.of_codes(me)
def _takes(user: User, code: str) -> bool:
    return factors.accepts(user, code)


def again_page(form: AgainForm, back: str | None = None) -> str:
    """Asks who they are. What waits goes along: a page to open as its path, a form with all that isn't secret."""
    path = request.full_path.rstrip("?")
    if request.method == "GET":
        form, action, waiting = AgainForm(), url_for("again.create"), [("next", back or path)]
    else:
        kept_back = SECRETS if form._prefix else {*SECRETS, "passkey"}
        typed = request.form.items(multi=True)
        action, waiting = (
            path,
            [(name, value) for name, value in typed if name not in kept_back and not name.startswith(PREFIX)],
        )
    return render_template(
        "accounts/again.html", form=form, action=action, waiting=waiting, has_passkeys=place().here and Passkey.count()
    )
