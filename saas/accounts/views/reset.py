"""A forgotten password: asking for the link, and the page behind it."""

from flask import Blueprint, render_template

from saas.accounts import emails, limits
from saas.accounts.datastore import datastore
from saas.accounts.email_changes import EmailChange
from saas.accounts.forms import KnownEmail, NewPassword
from saas.accounts.links import RESET, follow, use
from saas.accounts.models import UserSession
from saas.accounts.pace import paced
from saas.accounts.passwords import hashed
from saas.accounts.views.admission import admit
from saas.accounts.visitors import as_nobody
from saas.permissions import public

bp = Blueprint("reset", "saas.accounts", url_prefix="/reset", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the link says for whom, not the cookie


@bp.get("")
@public("for those who can't log in")
def new():
    return render_template("accounts/reset.html", form=KnownEmail())


@bp.post("")
@public("for those who can't log in")
@limits.of_address(limits.MAILS_OF_ADDRESS)
@limits.of_account(limits.MAILS_TO_PERSON)
@paced
def create():
    """Answers the same whether there is such an account or not."""
    form = KnownEmail.of_request()
    if not form.validate():
        return render_template("accounts/reset.html", form=form), 422
    user = datastore.find_user(email=form.email.data)
    if user and user.active:
        emails.send_reset(user)
    return render_template("accounts/reset_sent.html", email=form.email.data)


@bp.get("/<token>")
@public("the link in the mail; opening it changes nothing")
def edit(token):
    return render_template("accounts/new_password.html", form=NewPassword(), email=follow(RESET, token).email)


@bp.post("/<token>")
@public("the link in the mail")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
def update(token):
    """Ends every sign-in of before; whoever reads the mail owns the address, so it is confirmed too."""
    user, form = use(RESET, token), NewPassword.of_request()
    form.personal = (user.email, user.name)
    if not form.validate():
        return render_template("accounts/new_password.html", form=form, email=user.email), 422
    user.change_password(hashed(form.password.data))
    user.confirm()
    EmailChange.give_up()
    UserSession.revoke_all()
    emails.send_password_changed(user)
    return admit(user)
