"""Confirming an address: "Check your mail", another mail, and the page behind the link, whose button confirms."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts import emails, limits, waiting
from saas.accounts.forms import KnownEmail, PasswordForm
from saas.accounts.links import CONFIRM, DeadLink, follow, use
from saas.accounts.pace import paced
from saas.accounts.passwords import matches
from saas.accounts.views.admission import admit
from saas.accounts.visitors import as_nobody
from saas.permissions import public
from saas.tenants import signup

bp = Blueprint("confirmation", "saas.accounts", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the link says for whom, not the cookie


@bp.get("/signup/mail")
@public("where a sign-up waits for its mail")
def index():
    return waiting_page() if waiting.awaited() else redirect(url_for("accounts.sign_up"))


@bp.post("/signup/mail")
@public("where a sign-up waits for its mail")
@limits.of_address(limits.MAILS_OF_ADDRESS)
@limits.of_account(limits.MAILS_TO_PERSON, limits.waiting_email)
@paced
def resend():
    if not (email := waiting.awaited()):
        return redirect(url_for("accounts.sign_up"))
    if waiting.seconds_left():
        return waiting_page(too_soon=True), 429
    emails.answer_sign_up(email)
    waiting.wait_again()
    flash(_("We sent another mail."), "success")
    return redirect(url_for(".index"))


@bp.get("/confirm")
@public("a new link, when the old one is too old")
def new():
    return render_template("accounts/confirm_again.html", form=KnownEmail())


@bp.post("/confirm")
@public("a new link, when the old one is too old")
@limits.of_address(limits.MAILS_OF_ADDRESS)
@limits.of_account(limits.MAILS_TO_PERSON)
@paced
def create():
    form = KnownEmail.of_request()
    if not form.validate():
        return render_template("accounts/confirm_again.html", form=form), 422
    emails.answer_sign_up(form.email.data)
    if waiting.awaited() != form.email.data:
        waiting.wait_for(form.email.data)
    return redirect(url_for(".index"))


@bp.get("/confirm/<token>")
@public("the link in the mail; opening it changes nothing")
def edit(token):
    return link_page(unconfirmed(follow(CONFIRM, token)), PasswordForm())


@bp.post("/confirm/<token>")
@public("the link in the mail")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_account(limits.LOG_INS_OF_ACCOUNT, limits.token)
def update(token):
    user, form = unconfirmed(use(CONFIRM, token)), PasswordForm.of_request()
    if not waiting.typed_password(user):
        if not form.validate():
            return link_page(user, form), 422
        if not matches(user, form.password.data):
            form.refuse("password", _("This is not the password of this account."))
            return link_page(user, form), 422
    signup.confirm(user)
    return admit(user)


def unconfirmed(user):
    if user.confirmed_at:
        raise DeadLink(CONFIRM, 410)
    return user


def waiting_page(**said):
    return render_template("accounts/check_mail.html", email=waiting.awaited(), seconds=waiting.seconds_left(), **said)


def link_page(user, form):
    """The button; and the password, unless it was typed in this very browser."""
    ask_password = not waiting.typed_password(user)
    return render_template("accounts/confirm.html", email=user.email, form=form, ask_password=ask_password)
