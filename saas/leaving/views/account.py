"""One's own data: a copy of it, and the end of the account."""

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts.freshness import fresh
from saas.accounts.models import User
from saas.accounts.sign_in import sign_out
from saas.core import clock
from saas.core.db import db
from saas.core.errors import Refused
from saas.leaving import people
from saas.leaving.forms import AccountDeletionForm
from saas.leaving.mine import own_archive
from saas.permissions import signed_in

bp = Blueprint("own_data", "saas.leaving", url_prefix="/account", template_folder="templates")


@bp.get("/export")
@signed_in
@fresh
def export():
    attached = {"Content-Disposition": f"attachment; filename=account-{clock.now():%Y-%m-%d}.zip"}
    return Response(own_archive(g.visitor), mimetype="application/zip", headers=attached)


@bp.get("/deletion")
@signed_in
def deletion():
    return page_with(AccountDeletionForm())


@bp.post("/deletion")
@signed_in
@fresh
def create_deletion():
    form = AccountDeletionForm.of_request(wanted=g.visitor.email)
    if g.visitor.staff_role:
        raise Refused(_("Whoever works for us can't delete their account. Have yourself dismissed first."))
    if people.owned_alone():
        return page_with(form), 409
    if not form.validate():
        return page_with(form), 422
    sign_out()
    people.lock_out(db.session.get_one(User, g.visitor.id, with_for_update=True))
    flash(_("Your account is deleted. What is left of you here goes within minutes; a last mail says when it is done."))
    return redirect(url_for("accounts.log_in"))


def page_with(form):
    return render_template("leaving/account.html", form=form, owned_alone=people.owned_alone())
