"""One's passkeys: adding one, removing one. The list stands with the other factors."""

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.accounts import devices, factors, passkeys
from saas.accounts.forms import NewPasskeyForm
from saas.accounts.freshness import fresh
from saas.accounts.models import Passkey
from saas.accounts.views.factors import codes_page, locked, person, this_session
from saas.core.redirects import safe_next
from saas.permissions import signed_in

bp = Blueprint("passkeys", "saas.accounts", url_prefix="/account/factors/passkeys", template_folder="templates")


@bp.get("/new")
@signed_in
@fresh
def new():
    form = NewPasskeyForm(data={"name": device(), "next": safe_next(request.args.get("next"))})
    return render_template("accounts/passkey_form.html", form=form)


@bp.post("/options")
@signed_in
def options():
    """For the browser's script."""
    return jsonify(passkeys.creation_options(person()))


@bp.post("")
@signed_in
@fresh
def create():
    form = NewPasskeyForm.of_request()
    if not form.validate():
        return render_template("accounts/passkey_form.html", form=form), 422
    codes = factors.add_passkey(locked(), form.name.data, form.passkey.data or "", this_session())
    if codes is None:
        form.refuse_all(_("The browser made no passkey that we can use. Try again."))
        return render_template("accounts/passkey_form.html", form=form), 422
    flash(_("The passkey “%(name)s” is added.", name=form.name.data), "success")
    return codes_page(codes, safe_next(form.next.data))


@bp.post("/<uuid:id>/delete")
@signed_in
@fresh
def delete(id):
    user = locked()
    passkey = Passkey.get_or_404(id)
    factors.remove_passkey(user, passkey, g.visitor.session_id)
    flash(_("The passkey “%(name)s” is removed.", name=passkey.name), "success")
    return redirect(url_for("factors.index"))


def device() -> str:
    """What to call it, if nobody thinks of something better."""
    return devices.system(this_session().agent) or _("My passkey")
