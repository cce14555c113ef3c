"""Signing up, logging in and out, and the theme, which needs no account."""

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.accounts import emails, limits, waiting
from saas.accounts.datastore import datastore
from saas.accounts.forms import LogInForm, SignUpForm
from saas.accounts.models import User
from saas.accounts.pace import SIGN_UP_PACES, paced, paced_by
from saas.accounts.passwords import matches
from saas.accounts.sign_in import sign_out
from saas.accounts.views.admission import admit
from saas.core.db import db
from saas.core.redirects import came_from, safe_next
from saas.permissions import public
from saas.site.legal import versions
from saas.tenants import signup
from saas.tenants.landing import home_url

bp = Blueprint("accounts", "saas.accounts", template_folder="templates")

THEMES = ("system", "light", "dark")
YEAR = 31_536_000  # seconds


@bp.get("/signup")
@public("how an account begins")
def sign_up():
    if g.visitor:
        return redirect(home_url())
    return render_template("accounts/sign_up.html", form=SignUpForm())


@bp.post("/signup")
@public("how an account begins")
@limits.of_address(limits.SIGN_UPS_OF_ADDRESS)
@limits.of_account(limits.MAILS_TO_PERSON)
@paced_by(SIGN_UP_PACES)
def create_account():
    if g.visitor:
        return redirect(home_url())
    form = SignUpForm.of_request()
    if not form.validate():
        return render_template("accounts/sign_up.html", form=form), 422
    email = form.email.data
    user = signup.sign_up(email, form.name.data, form.password.data, form.workspace.data, versions())
    emails.answer_sign_up(email)
    waiting.wait_for(email, user)
    return redirect(url_for("confirmation.index"))


@bp.get("/login")
@public("how a visit begins")
def log_in():
    target = safe_next(request.args.get("next"))
    if g.visitor:
        return redirect(target or home_url())
    return render_template("accounts/log_in.html", form=LogInForm(data={"next": target}))


@bp.post("/login")
@public("how a visit begins")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_account(limits.LOG_INS_OF_ACCOUNT)
@paced
def create_session():
    if g.visitor:
        return redirect(home_url())
    form = LogInForm.of_request()
    if not form.validate():
        return render_template("accounts/log_in.html", form=form), 422
    user = datastore.find_alike(email=form.email.data)
    if not matches(user, form.password.data):
        form.refuse_all(_("This address and password don't belong together."))
        return render_template("accounts/log_in.html", form=form), 422
    if not user.confirmed_at:
        waiting.wait_for(user.email, user)
        return redirect(url_for("confirmation.index"))
    return admit(user, safe_next(form.next.data))


@bp.post("/logout")
@public("whoever is signed in may leave; nobody else has anything to leave")
def log_out():
    sign_out()
    return redirect(safe_next(request.form.get("next")) or url_for("accounts.log_in"))


@bp.post("/account/theme")
@public("how pages look is anybody's choice")
def theme():
    chosen = request.form.get("theme")
    if chosen not in THEMES:
        abort(422)
    if g.visitor:
        db.session.get_one(User, g.visitor.id).theme = chosen
    answer = redirect(came_from() or "/")
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie("theme", chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer
