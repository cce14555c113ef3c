"""One's own account: name and time zone, the password, the devices one is signed in on."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts import emails, limits
from saas.accounts.forms import PasswordChangeForm, ProfileForm
from saas.accounts.models import User, UserSession
from saas.accounts.passwords import hashed, matches
from saas.core.db import db
from saas.permissions import signed_in

bp = Blueprint("account", "saas.accounts", url_prefix="/account", template_folder="templates")


def me() -> str:
    return str(g.visitor.id)


@bp.get("")
@signed_in
def profile():
    return account_page()


@bp.post("")
@signed_in
def update():
    form = ProfileForm.of_request()
    if not form.validate():
        return account_page(profile=form), 422
    user().assign(name=form.name.data, zone=form.zone.data)
    flash(_("Your profile is saved."), "success")
    return redirect(url_for(".profile"))


@bp.post("/password")
@signed_in
@limits.of_account(limits.LOG_INS_OF_ACCOUNT, me)
def update_password():
    """Ends every other sign-in: whoever changes a password often does so because somebody else knows it."""
    form, person = PasswordChangeForm.of_request(), user()
    form.personal = (person.email, person.name)
    if form.validate() and not matches(person, form.current.data):
        form.refuse("current", _("This is not your present password."))
    if form.errors:
        return account_page(password=form), 422
    person.change_password(hashed(form.password.data))
    UserSession.revoke_all(but=g.visitor.session_id)
    emails.send_password_changed(person)
    flash(_("Your password is changed. Everywhere else you are signed out."), "success")
    return redirect(url_for(".profile"))


@bp.post("/sessions/<uuid:id>/delete")
@signed_in
def delete_session(id):
    UserSession.get_or_404(id).revoke()
    flash(_("Signed out there."), "success")
    return redirect(url_for(".profile"))


@bp.post("/sessions/delete")
@signed_in
def delete_sessions():
    UserSession.revoke_all(but=g.visitor.session_id)
    flash(_("Signed out everywhere else."), "success")
    return redirect(url_for(".profile"))


def user() -> User:
    return db.session.get_one(User, g.visitor.id)


def account_page(profile=None, password=None):
    forms = {"profile": profile or ProfileForm(obj=user()), "password": password or PasswordChangeForm()}
    return render_template("accounts/account.html", sessions=UserSession.open(), **forms)
