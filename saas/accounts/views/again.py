"""Showing again who one is, on the way to a page that is guarded by @fresh, or to a workspace that asks for more."""

from flask import Blueprint, redirect, request

from saas.accounts.forms import AgainForm
from saas.accounts.freshness import again_page, proves
from saas.core.redirects import safe_next
from saas.permissions import signed_in

bp = Blueprint("again", "saas.accounts", url_prefix="/account/again", template_folder="templates")


@bp.get("")
@signed_in
def new():
    return again_page(AgainForm(), back=safe_next(request.args.get("next")) or "/account")


@bp.post("")
@signed_in
def create():
    form = AgainForm.of_request()
    if not proves(form):
        return again_page(form), 422
    return redirect(safe_next(request.form.get("next")) or "/account")
