"""Where an operator sets password and second factor, behind the link that `flask operator add` prints."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from saas.accounts import limits, scanning
from saas.accounts.forms import EnrolmentForm
from saas.accounts.links import ENROL, follow, use
from saas.accounts.operators import enrol
from saas.accounts.sign_in import sign_in
from saas.accounts.visitors import as_nobody
from saas.permissions import public
from saas.tenants.landing import home_url_of

bp = Blueprint("enrolment", "saas.accounts", url_prefix="/enrol", template_folder="templates")
bp.url_value_preprocessor(as_nobody)  # the link says for whom, not the cookie


@bp.get("/<token>")
@public("the link that the command printed; opening it changes nothing")
def edit(token):
    return enrolment_page(follow(ENROL, token), token, EnrolmentForm())


@bp.get("/<token>/code.svg")
@public("the link that the command printed; opening it changes nothing")
def picture(token):
    return scanning.picture(follow(ENROL, token))


@bp.post("/<token>")
@public("the link that the command printed")
@limits.of_address(limits.LOG_INS_OF_ADDRESS)
@limits.of_codes(limits.token)
def update(token):
    user, form = use(ENROL, token), EnrolmentForm.of_request()
    form.personal = (user.email, user.name)
    if form.validate() and not scanning.is_proven(user, form.code.data):
        form.refuse("code", _("The app shows another code. Scan the picture again and type what it shows now."))
    if form.errors:
        return enrolment_page(user, token, form), 422
    codes = enrol(user, form.password.data, scanning.kept(user))
    sign_in(user, mfa=True)
    return render_template("accounts/recovery_codes.html", codes=codes, home=home_url_of(user))


def enrolment_page(user, token, form):
    return render_template("accounts/enrolment.html", form=form, user=user, token=token, key=scanning.key(user))
