"""The second step of a log-in: the code from the app, or one of the recovery codes."""

from flask import Blueprint, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _

from saas.accounts import limits
from saas.accounts.forms import CodeForm
from saas.accounts.second_factor import accepts
from saas.accounts.sign_in import PENDING, pending_user, sign_in
from saas.accounts.visitors import as_nobody
from saas.permissions import public
from saas.tenants.landing import home_url_of

bp = Blueprint("codes", "saas.accounts", url_prefix="/login/code", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # nobody is signed in between the password and the code


def account() -> str:
    return cookie.get(PENDING, {}).get("id", "")


@bp.get("")
@public("the password was right; the signed cookie says whose")
def new():
    if not pending_user():
        return redirect(url_for("accounts.log_in"))
    return render_template("accounts/code.html", form=CodeForm())


@bp.post("")
@public("the password was right; the signed cookie says whose")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_account(limits.CODES_OF_ACCOUNT, account)
def create():
    if not (user := pending_user()):
        return redirect(url_for("accounts.log_in"))
    form = CodeForm.of_request()
    if form.validate() and not accepts(user, form.code.data):
        form.refuse("code", _("This code is not right, or was used already. Wait for the next one."))
    if form.errors:
        return render_template("accounts/code.html", form=form), 422
    target = cookie[PENDING]["next"]
    sign_in(user, mfa=True)
    return redirect(target or home_url_of(user))
