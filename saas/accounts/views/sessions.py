"""Where one is signed in, and signing out there."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts.last_seen import last_seen
from saas.accounts.models import UserSession
from saas.permissions import signed_in

bp = Blueprint("sessions", "saas.accounts", url_prefix="/account/sessions", template_folder="templates")


@bp.get("")
@signed_in
def index():
    sessions = sorted(UserSession.open(), key=lambda each: each.id != g.visitor.session_id)  # this device comes first
    return render_template("accounts/sessions.html", sessions=sessions, seen=last_seen(each.id for each in sessions))


@bp.post("/<uuid:id>/delete")
@signed_in
def delete(id):
    session = UserSession.get_or_404(id)
    session.revoke()
    flash(_("Signed out on %(device)s.", device=session.device), "success")
    return redirect(url_for(".index"))


@bp.post("/delete")
@signed_in
def delete_others():
    UserSession.revoke_all(but=g.visitor.session_id)
    flash(_("Signed out everywhere else."), "success")
    return redirect(url_for(".index"))
