"""One's own profile: name, language, time zone, appearance."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts.forms import ProfileForm
from saas.accounts.models import User
from saas.core.db import db
from saas.permissions import signed_in

bp = Blueprint("account", "saas.accounts", url_prefix="/account", template_folder="templates")


@bp.get("")
@signed_in
def profile():
    return render_template("accounts/profile.html", form=ProfileForm(obj=user()))


@bp.post("")
@signed_in
def update():
    form = ProfileForm.of_request()
    if not form.validate():
        return render_template("accounts/profile.html", form=form), 422
    user().assign(**form.data)
    flash(_("Your profile is saved."), "success")
    return redirect(url_for(".profile"))


def user() -> User:
    return db.session.get_one(User, g.visitor.id)
