"""The mails about one's account. Outside a workspace they are the platform's."""

from saas.accounts.datastore import datastore
from saas.accounts.links import CONFIRM, RESET, address, link
from saas.accounts.models import User
from saas.core import tenancy
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


def answer_sign_up(email: str) -> None:
    """What a sign-up with this address brings, the first time and again: the link, or that there is an account."""
    user = datastore.find_user(email=email)
    if user and user.active:
        (send_already_registered if user.settled else send_confirmation)(user)


def _write(mailing: Mailing, user: User, links: dict[str, str], **context: str) -> None:
    if not tenancy.tenant_id():
        tenancy.enter(tenancy.PLATFORM)
    context |= {"name": user.name, "email": user.email}
    write_mail(mailing, to=user.email, locale=user.locale, links=links, **context)
