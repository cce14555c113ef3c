"""The mails about one's account. They are the platform's: no workspace sees them."""

from functools import partial
from typing import Any

from saas.accounts.datastore import datastore
from saas.accounts.links import CONFIRM, RESET, address, link
from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import after_commit, db, unit_of_work
from saas.mail.writing import write_mail
from saas.mails import Mailing


def send_confirmation(user: User) -> None:
    _write(Mailing.CONFIRM, user, {"confirm": link(CONFIRM, user)})


def send_already_registered(user: User) -> None:
    _write(Mailing.ALREADY_REGISTERED, user, {"reset": link(RESET, user)}, log_in=address("accounts.log_in"))


def send_reset(user: User) -> None:
    _write(Mailing.RESET, user, {"reset": link(RESET, user)})


def send_password_changed(user: User) -> None:
    _write(Mailing.PASSWORD_CHANGED, user, {}, reset=address("reset.new"))


def send_factor_added(user: User, what: str) -> None:
    _write(Mailing.FACTOR_ADDED, user, {}, what=what, factors=address("factors.index"), reset=address("reset.new"))


def send_factor_removed(user: User, what: str) -> None:
    _write(Mailing.FACTOR_REMOVED, user, {}, what=what, factors=address("factors.index"), reset=address("reset.new"))


def send_recovery_codes_renewed(user: User) -> None:
    _write(Mailing.RECOVERY_CODES_RENEWED, user, {}, reset=address("reset.new"))


def send_recovery_code_used(user: User, left: int) -> None:
    """Also from within a workspace, where a dangerous act asked for a code."""
    context = {"left": left, "factors": address("factors.index"), "reset": address("reset.new")}
    if tenancy.tenant_id() in (None, tenancy.PLATFORM):
        _write(Mailing.RECOVERY_CODE_USED, user, {}, **context)
    else:
        after_commit(partial(_write_apart, Mailing.RECOVERY_CODE_USED, user, **context))


def send_reset_asked(user: User, secret: str, hours: int) -> None:
    links = {"stop": address("lost_factor.edit", token=secret)}
    _write(Mailing.RESET_ASKED, user, links, hours=hours, reset=address("reset.new"))


def send_factors_reset(user: User) -> None:
    _write(Mailing.FACTORS_RESET, user, {}, factors=address("factors.index"))


def answer_sign_up(email: str) -> None:
    """What a sign-up with this address brings, the first time and again: the link, or that there is an account."""
    user = datastore.find_user(email=email)
    if user and user.active:
        (send_already_registered if user.settled else send_confirmation)(user)


def _write_apart(mailing: Mailing, user: User, **context: Any) -> None:
    """In a unit of work of its own: that of the request belongs to a workspace, which has no business with this."""
    db.session.remove()
    with unit_of_work():
        tenancy.enter(tenancy.PLATFORM, user.id)
        _write(mailing, user, {}, **context)


def _write(mailing: Mailing, user: User, links: dict[str, str], **context: Any) -> None:
    if not tenancy.tenant_id():
        tenancy.enter(tenancy.PLATFORM)
    context |= {"name": user.name, "email": user.email}
    write_mail(mailing, to=user.email, locale=user.locale, links=links, **context)
