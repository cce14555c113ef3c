"""Asking for another address for one's account. Nothing changes before the new one answers."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import text

from saas.accounts import emails, limits
from saas.accounts.email_changes import EmailChange, is_free
from saas.accounts.forms import EmailChangeForm
from saas.accounts.freshness import fresh
from saas.accounts.models import User
from saas.accounts.pace import paced
from saas.core.db import db
from saas.permissions import signed_in

bp = Blueprint("email", "saas.accounts", url_prefix="/account/email", template_folder="templates")

BY_EMAIL = text("select sec.user_by_email(:email)")


@bp.get("")
@signed_in
def edit():
    return email_page(EmailChangeForm())


@bp.post("")
@signed_in
@limits.of_address(limits.MAILS_OF_ADDRESS)
@limits.of_account(limits.EMAIL_CHANGES_OF_ACCOUNT, limits.visitor)
@limits.of_account(limits.MAILS_TO_PERSON)
@fresh
@paced
def update():
    """Answers the same whether somebody has the new address or not; the mail that goes there knows."""
    form = EmailChangeForm.of_request()
    form.present = g.visitor.email
    if not form.validate():
        return email_page(form), 422
    email, user = form.email.data, db.session.get_one(User, g.visitor.id)
    change = EmailChange.ask(user, email)
    taken = db.session.scalar(BY_EMAIL, {"email": email})
    emails.send_email_change(user, change, taken=bool(taken), held=not is_free(email))
    flash(_("We wrote to %(email)s. Follow the link in that mail.", email=email), "success")
    return redirect(url_for(".edit"))


@bp.post("/delete")
@signed_in
def delete():
    """Give up what waits to be confirmed."""
    EmailChange.give_up()
    flash(_("Your address stays %(email)s.", email=g.visitor.email), "success")
    return redirect(url_for(".edit"))


def email_page(form):
    return render_template(
        "accounts/email.html", form=form, waiting=EmailChange.waiting(), undoable=EmailChange.undoable()
    )
