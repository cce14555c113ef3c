"""The mails about one's account."""

from typing import Any

from saas.accounts.addresses import is_held
from saas.accounts.datastore import datastore
from saas.accounts.email_changes import EmailChange
from saas.accounts.links import CONFIRM, EMAIL, RESET, UNDO, address, change_link, link
from saas.accounts.models import User, UserSession
from saas.core.formats import when_for
from saas.core.languages import DEFAULT
from saas.mail.writing import post_mail
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
    context = {"left": left, "factors": address("factors.index"), "reset": address("reset.new")}
    _write(Mailing.RECOVERY_CODE_USED, user, {}, **context)


def send_reset_asked(user: User, secret: str, hours: int) -> None:
    links = {"stop": address("lost_factor.edit", token=secret)}
    _write(Mailing.RESET_ASKED, user, links, hours=hours, reset=address("reset.new"))


def send_factors_reset(user: User) -> None:
    _write(Mailing.FACTORS_RESET, user, {}, factors=address("factors.index"))


def send_signed_in(user: User, session: UserSession) -> None:
    sessions = address("sessions.index")
    at = when_for(session.signed_in_at, user.locale, user.zone)
    _write(Mailing.SIGNED_IN, user, {}, sessions=sessions, device=session.device, at=at, address=session.address)


def send_email_change(user: User, change: EmailChange, taken: bool, held: bool) -> None:
    """To the address that is asked for: the link, or why there is none. The person who asks isn't told."""
    if held:
        send_held(change.new_email, user.locale)
    elif taken:
        links = {"log_in": address("accounts.log_in"), "reset": address("reset.new")}
        _post(Mailing.EMAIL_TAKEN, change.new_email, user, {}, **links)
    else:
        _post(
            Mailing.EMAIL_CONFIRM, change.new_email, user, {"confirm": change_link(EMAIL, user, change)}, old=user.email
        )


def send_email_changed(user: User, change: EmailChange) -> None:
    """To both: the old address may take it back."""
    until = when_for(change.undo_until or change.asked_at, user.locale, user.zone)
    undo = {"undo": change_link(UNDO, user, change)}
    _post(Mailing.EMAIL_CHANGED, change.old_email, user, undo, old=change.old_email, new=user.email, until=until)
    _post(Mailing.EMAIL_IS_NEW, user.email, user, {}, old=change.old_email, new=user.email)


def send_email_restored(user: User, lost: str) -> None:
    """To the address that was the account's until now."""
    _post(Mailing.EMAIL_RESTORED, lost, user, {}, lost=lost)


def answer_sign_up(email: str) -> None:
    """What a sign-up with this address brings, the first time and again: the link, or that there is an account."""
    user = datastore.find_user(email=email)
    if user and user.active:
        (send_already_registered if user.settled else send_confirmation)(user)
    elif not user and is_held(email):
        send_held(email)


def send_held(email: str, locale: str = DEFAULT) -> None:
    post_mail(Mailing.EMAIL_HELD, to=email, locale=locale, email=email)


def _write(mailing: Mailing, user: User, links: dict[str, str], **context: Any) -> None:
    _post(mailing, user.email, user, links, email=user.email, **context)


def _post(mailing: Mailing, to: str, user: User, links: dict[str, str], **context: Any) -> None:
    """To another address than theirs, perhaps."""
    post_mail(mailing, to=to, locale=user.locale, links=links, name=user.name, **context)
