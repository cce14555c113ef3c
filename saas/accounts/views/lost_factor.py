"""When the second factor is lost with all its codes: asking staff to remove it, and the link that stops it."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts import limits
from saas.accounts.resets import WAIT, FactorReset
from saas.accounts.sign_in import pending_user
from saas.accounts.views.codes import account
from saas.accounts.visitors import as_nobody
from saas.core.errors import Gone
from saas.permissions import public

bp = Blueprint("lost_factor", "saas.accounts", url_prefix="/login/lost", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the cookie of the log-in that waits says who, or the link does


@bp.get("")
@public("the password was right; the signed cookie says whose")
def new():
    if not pending_user():
        return redirect(url_for("accounts.log_in"))
    return render_template("accounts/lost_factor.html", wait=WAIT)


@bp.post("")
@public("the password was right; the signed cookie says whose")
@limits.of_address(limits.MAILS_OF_ADDRESS)
@limits.of_account(limits.MAILS_TO_PERSON, account)
def create():
    """Asking twice is asking once: the day doesn't begin anew, and there is no second mail."""
    if not (user := pending_user()):
        return redirect(url_for("accounts.log_in"))
    return render_template("accounts/lost_factor_asked.html", reset=FactorReset.ask(user), email=user.email)


@bp.get("/<token>")
@public("the link in the mail; opening it changes nothing")
def edit(token):
    running(token)
    return render_template("accounts/stop_reset.html")


@bp.post("/<token>")
@public("the link in the mail")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
def update(token):
    running(token).stop()
    return render_template("accounts/reset_stopped.html")


def running(token) -> FactorReset:
    if reset := FactorReset.followed(token):
        return reset
    raise Gone(
        _("The link was used before, its seven days are over, or there is nothing left to stop."),
        title=_("This link does not work"),
    )
