"""One's second factors: what there is, an authenticator app, recovery codes, and stopping who says they are lost."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from saas.accounts import factors, limits, scanning
from saas.accounts.forms import AppForm
from saas.accounts.freshness import fresh, me
from saas.accounts.models import User, UserSession
from saas.accounts.resets import FactorReset
from saas.core.db import db
from saas.core.redirects import safe_next
from saas.permissions import signed_in

bp = Blueprint("factors", "saas.accounts", url_prefix="/account/factors", template_folder="templates")


@bp.get("")
@signed_in
def index():
    reset = FactorReset.running_of(g.visitor.id)
    return render_template("accounts/factors.html", user=person(), reset=reset)


@bp.get("/new")
@signed_in
@fresh
def new():
    """The way in for who has none yet, and the setting up of an app."""
    return set_up_page(person(), AppForm(data={"next": safe_next(request.args.get("next"))}))


@bp.get("/code.svg")
@signed_in
def picture():
    return scanning.picture(person())


@bp.post("")
@signed_in
@fresh
@limits.of_codes(me)
def create():
    user, form = locked(), AppForm.of_request()
    if form.validate() and not scanning.is_proven(user, form.code.data):
        form.refuse("code", _("The app shows another code. Scan the picture again and type what it shows now."))
    if form.errors:
        return set_up_page(user, form), 422
    codes = factors.add_app(user, scanning.kept(user), this_session())
    scanning.forget()
    flash(_("From now on we ask for a code when you sign in."), "success")
    return codes_page(codes, safe_next(form.next.data))


@bp.post("/app/delete")
@signed_in
@fresh
def delete():
    factors.remove_app(locked(), g.visitor.session_id)
    flash(_("The authenticator app is switched off."), "success")
    return redirect(url_for(".index"))


@bp.post("/codes")
@signed_in
@fresh
def create_codes():
    user = locked()
    return codes_page(factors.renew_codes(user), None) if factors.has_one(user) else redirect(url_for(".index"))


@bp.post("/reset/delete")
@signed_in
def delete_reset():
    if reset := FactorReset.running_of(g.visitor.id):
        reset.stop()
        flash(_("Stopped. Whoever asked for it knows your password: change it now."), "warning")
    return redirect(url_for(".index"))


def person() -> User:
    return db.session.get_one(User, g.visitor.id, options=[joinedload(User.webauthn)])


def locked() -> User:
    """The row, held until the commit, so that two acts at once come one after the other."""
    return db.session.get_one(User, g.visitor.id, with_for_update=True)


def this_session() -> UserSession:
    return UserSession.get_or_404(g.visitor.session_id)


def set_up_page(user, form):
    return render_template("accounts/factor_form.html", form=form, user=user, key=scanning.key(user))


def codes_page(codes: list[str], target: str | None):
    """The recovery codes, the one time that they can be seen; without any, straight on."""
    home = target or url_for("factors.index")
    return render_template("accounts/recovery_codes.html", codes=codes, home=home) if codes else redirect(home)
