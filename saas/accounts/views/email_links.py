"""Behind the links in the mails about a change of address: opening one changes nothing, the button does."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _

from saas.accounts import emails, factors, limits
from saas.accounts.forms import PasswordForm
from saas.accounts.links import EMAIL, RESET, UNDO, DeadLink, follow_change
from saas.accounts.links import token as reset_token
from saas.accounts.passwords import matches
from saas.accounts.sign_in import sign_in_here
from saas.accounts.visitors import as_nobody
from saas.core.db import db
from saas.permissions import public

bp = Blueprint("email_links", "saas.accounts", url_prefix="/email", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the link says for whom, not the cookie


@bp.get("/<token>")
@public("the link in the mail; opening it changes nothing")
def edit(token):
    return confirm_page(*follow_change(EMAIL, token), PasswordForm())


@bp.post("/<token>")
@public("the link in the mail")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_account(limits.LOG_INS_OF_ACCOUNT, limits.token)
def update(token):
    """Ends every sign-in but the one of this browser, if it is theirs; else the password says that it is them.

    An address is easily mistyped: whoever has that mailbox gets a link, and no account.
    """
    (user, change), form = follow_change(EMAIL, token), PasswordForm.of_request()
    here = sign_in_here()
    if not here and not knows_password(user, form):
        return confirm_page(user, change, form), 422
    if not change.confirm(user, here):
        raise DeadLink(EMAIL, 410)
    emails.send_email_changed(user, change)
    flash(_("%(email)s is your address now.", email=change.new_email), "success")
    return redirect(url_for("email.edit") if here else url_for("accounts.log_in"))


def knows_password(user, form):
    if form.validate() and not matches(user, form.password.data):
        form.refuse("password", _("This is not the password of this account."))
    return not form.errors


def confirm_page(user, change, form):
    ask_password = not sign_in_here()
    return render_template(
        "accounts/email_confirm.html", user=user, change=change, form=form, ask_password=ask_password
    )


@bp.get("/undo/<token>")
@public("the link in the mail; opening it changes nothing")
def edit_undo(token):
    user, change = follow_change(UNDO, token)
    return render_template("accounts/email_undo.html", user=user, change=change)


@bp.post("/undo/<token>")
@public("the link in the mail")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
def update_undo(token):
    """Whoever reads the old mailbox has their account back; a new password comes next, the present one is void."""
    user, change = follow_change(UNDO, token)
    lost = user.email
    change.undo(user)
    factors.forget_since(user, change.asked_at)
    db.session.flush()
    emails.send_email_restored(user, lost)
    cookie.clear()
    flash(_("%(email)s is your address again. Choose a new password.", email=user.email), "success")
    return redirect(url_for("reset.edit", token=reset_token(RESET, user)))
