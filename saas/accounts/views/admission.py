"""Letting somebody in who showed all that is needed, or asking for what is still missing."""

from flask import redirect, render_template, url_for

from saas.accounts.models import User
from saas.accounts.resets import FactorReset
from saas.accounts.second_factor import has_one, is_asked_for
from saas.accounts.sign_in import await_code, sign_in
from saas.tenants.landing import home_url_of


def let_in(user: User, target: str | None):
    """Sign in who showed a second factor: nobody needs to remove one for them any more."""
    sign_in(user, mfa=True)
    home = target or home_url_of(user)
    FactorReset.disprove(user.id)
    return redirect(home)


def admit(user: User, target: str | None = None):
    """Sign in and go to `target`, a path that safe_next() let through; a second factor is asked for first."""
    if not is_asked_for(user):
        sign_in(user)
        return redirect(target or home_url_of(user))
    if not has_one(user):  # staff, whose password alone opens nothing
        return render_template("accounts/not_enrolled.html"), 403
    await_code(user, target)
    return redirect(url_for("codes.new"))
