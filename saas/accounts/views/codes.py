"""The second step of a log-in: the code from the app, or one of the recovery codes."""

from flask import Blueprint, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _

from saas.accounts import factors, limits, passkeys
from saas.accounts.forms import CodeForm, PasskeyForm
from saas.accounts.sign_in import PENDING, pending_user
from saas.accounts.views.admission import let_in
from saas.accounts.visitors import as_nobody
from saas.permissions import public

bp = Blueprint("codes", "saas.accounts", url_prefix="/login/code", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # nobody is signed in between the password and the code


def account() -> str:
    return cookie.get(PENDING, {}).get("id", "")


@bp.get("")
@public("the password was right; the signed cookie says whose")
def new():
    if not (user := pending_user()):
        return redirect(url_for("accounts.log_in"))
    return code_page(user, CodeForm())


@bp.post("")
@public("the password was right; the signed cookie says whose")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_codes(account)
def create():
    if not (user := pending_user()):
        return redirect(url_for("accounts.log_in"))
    form = CodeForm.of_request()
    if form.validate() and not factors.accepts(user, form.code.data):
        form.refuse("code", _("This code is not right, or was used already. Wait for the next one."))
    if form.errors:
        return code_page(user, form), 422
    return let_in(user, cookie[PENDING]["next"])


@bp.post("/passkey")
@public("the password was right; the signed cookie says whose")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
def create_by_passkey():
    if not (user := pending_user()):
        return redirect(url_for("accounts.log_in"))
    if not passkeys.proven(PasskeyForm.of_request().passkey.data or "", of=user.id):
        form = CodeForm(formdata=None)
        form.refuse_all(_("This passkey was not accepted. Try again, or type a code."))
        return code_page(user, form), 422
    return let_in(user, cookie[PENDING]["next"])


def code_page(user, form):
    return render_template("accounts/code.html", form=form, user=user)
