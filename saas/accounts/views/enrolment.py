"""Where an operator sets password and second factor, behind the link that `flask operator add` prints."""

import qrcode
from flask import Blueprint, Response, abort, current_app, render_template
from flask import session as cookie
from flask_babel import gettext as _
from qrcode.image.svg import SvgPathFillImage

from saas.accounts import limits
from saas.accounts.forms import EnrolmentForm
from saas.accounts.links import ENROL, follow, use
from saas.accounts.operators import enrol
from saas.accounts.second_factor import DRIFT
from saas.accounts.sign_in import sign_in
from saas.accounts.visitors import as_nobody
from saas.permissions import public
from saas.tenants.landing import home_url_of

bp = Blueprint("enrolment", "saas.accounts", url_prefix="/enrol", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the link says for whom, not the cookie

SECRET = "enrolment"  # the cookie's key: the encrypted secret that the app is to scan


@bp.get("/<token>")
@public("the link that the command printed; opening it changes nothing")
def edit(token):
    return enrolment_page(follow(ENROL, token), token, EnrolmentForm())


@bp.get("/<token>/code.svg")
@public("the link that the command printed; opening it changes nothing")
def picture(token):
    user = follow(ENROL, token)
    if not (sealed := kept_secret(user)):
        abort(404)
    uri = totp().get_totp_uri(user.email, sealed)
    return Response(qrcode.make(uri, image_factory=SvgPathFillImage).to_string(), mimetype="image/svg+xml")


@bp.post("/<token>")
@public("the link that the command printed")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_account(limits.CODES_OF_ACCOUNT, limits.token)
def update(token):
    user, form = use(ENROL, token), EnrolmentForm.of_request()
    form.personal = (user.email, user.name)
    sealed = kept_secret(user)
    user.totp_counter = 0  # codes of the secret before have nothing to say about this one's
    if form.validate() and not (sealed and totp().verify_totp(form.code.data, sealed, user, DRIFT)):
        form.refuse("code", _("The app shows another code. Scan the picture again and type what it shows now."))
    if form.errors:
        return enrolment_page(user, token, form), 422
    codes = enrol(user, form.password.data, sealed)
    sign_in(user, mfa=True)
    return render_template("accounts/recovery_codes.html", codes=codes, home=home_url_of(user))


def enrolment_page(user, token, form):
    sealed = kept_secret(user)
    if not sealed:
        sealed = totp().generate_totp_secret()
        cookie[SECRET] = {"proof": user.proof, "sealed": sealed}
    key = totp().get_totp_pretty_key(sealed)
    return render_template("accounts/enrolment.html", form=form, user=user, token=token, key=key)


def kept_secret(user):
    """The secret shown to this browser earlier, for this very link."""
    kept = cookie.get(SECRET, {})
    return kept.get("sealed") if kept.get("proof") == user.proof else None


def totp():
    return current_app.extensions["security"].totp_factory
