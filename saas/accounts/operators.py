"""Operators: making one of a person, and the enrolment that sets their password and second factor."""

from flask import current_app

from saas.accounts import passwords, second_factor
from saas.accounts.datastore import datastore
from saas.accounts.models import Staff, User, UserSession
from saas.audit.record import record
from saas.core import tenancy
from saas.core.db import unit_of_work
from saas.events import Event
from saas.permissions import StaffRole


def appoint(email: str, name: str = "") -> User:
    """Make the person an operator, and the person where there is none; for a command, in units of work of its own.

    They can't do anything until they followed their enrolment link. Asking again makes the links of before useless.
    """
    with unit_of_work():
        user = _person(email, name)
        user.cut_links()
    _add_staff(user)
    return user


def make_operator(email: str, name: str, password: str, totp_secret: str) -> User:
    """An operator who is enrolled already, with this base32 secret: for the demo seed, in units of work of its own."""
    with unit_of_work():
        user = _person(email, name)
        sealed = current_app.extensions["security"].totp_factory.seal(totp_secret)
        enrol(user, password, sealed)
    _add_staff(user)
    return user


def enrol(user: User, password: str, sealed: str) -> list[str]:
    """Take password and second factor from now on, end every sign-in of before; the recovery codes."""
    user.change_password(passwords.hashed(password))
    user.confirm()
    UserSession.revoke_all()
    return second_factor.enable(user, sealed)


def _person(email: str, name: str) -> User:
    return datastore.find_user(email=email) or User.create(email=email, name=name or email.partition("@")[0])


def _add_staff(user: User) -> None:
    """As the operator's database role: the app may not name staff."""
    with unit_of_work():
        tenancy.acting_as(tenancy.OPERATOR)
        tenancy.enter(tenancy.PLATFORM)
        if not Staff.count(Staff.user_id == user.id):
            Staff(user_id=user.id, role=StaffRole.OPERATOR).save()
            record(Event.OPERATOR_ADDED, user)
