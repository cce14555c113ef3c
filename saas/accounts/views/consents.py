"""What we hold of a person: what they agreed to, and what other features add to this page."""

from flask import Blueprint, render_template

from saas.accounts.models import Consent
from saas.permissions import signed_in
from saas.site.legal import titles

bp = Blueprint("consents", "saas.accounts", url_prefix="/account/data", template_folder="templates")


@bp.get("")
@signed_in
def index():
    consents = Consent.all(Consent.agreed_at.desc(), Consent.id.desc())
    return render_template("accounts/consents.html", consents=consents, titles=titles())
