"""The password, on the page of all that protects an account."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts import emails, limits
from saas.accounts.email_changes import EmailChange
from saas.accounts.forms import PasswordChangeForm
from saas.accounts.models import User, UserSession
from saas.accounts.passwords import hashed, matches
from saas.core.db import db
from saas.permissions import signed_in

bp = Blueprint("password", "saas.accounts", url_prefix="/account/security", template_folder="templates")


@bp.get("")
@signed_in
def edit():
    return render_template("accounts/security.html", form=PasswordChangeForm())


@bp.post("")
@signed_in
@limits.of_account(limits.LOG_INS_OF_ACCOUNT, limits.visitor)
def update():
    """Ends every other sign-in: whoever changes a password often does so because somebody else knows it."""
    form, person = PasswordChangeForm.of_request(), db.session.get_one(User, g.visitor.id)
    form.personal = (person.email, person.name)
    if form.validate() and not matches(person, form.current.data):
        form.refuse("current", _("This is not your present password."))
    if form.errors:
        return render_template("accounts/security.html", form=form), 422
    person.change_password(hashed(form.password.data))
    EmailChange.give_up()
    UserSession.revoke_all(but=g.visitor.session_id)
    emails.send_password_changed(person)
    flash(_("Your password is changed. Everywhere else you are signed out."), "success")
    return redirect(url_for(".edit"))
