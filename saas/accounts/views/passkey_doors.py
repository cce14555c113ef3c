"""Logging in with a passkey alone, and the challenge that every page fetches before one is used."""

from flask import Blueprint, jsonify, render_template
from flask_babel import gettext as _

from saas.accounts import limits, passkeys
from saas.accounts.forms import LogInForm, PasskeyForm
from saas.accounts.pace import paced
from saas.accounts.passkey_place import place
from saas.accounts.views.admission import let_in
from saas.accounts.visitors import as_nobody
from saas.core.redirects import safe_next
from saas.permissions import public

bp = Blueprint("passkey_doors", "saas.accounts", url_prefix="/login/passkey", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the passkey says who it is
bp.add_app_template_global(place, "passkey_place")


@bp.post("/options")
@public("a challenge for this browser; it tells nothing of anybody")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
def options():
    return jsonify(passkeys.request_options())


@bp.post("")
@public("how a visit begins")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@paced
def create():
    """It verified its person, so it counts as both factors."""
    form = PasskeyForm.of_request()
    target = safe_next(form.next.data)
    user = passkeys.proven(form.passkey.data or "")
    if not user or not user.confirmed_at:
        again = LogInForm(formdata=None, data={"next": target})
        again.refuse_all(_("This passkey was not accepted. Try again, or log in with your password."))
        return render_template("accounts/log_in.html", form=again), 422
    return let_in(user, target)
