"""The mails about the end of things. Those about a workspace belong to it, and go with it."""

from flask import current_app
from sqlalchemy import select

from saas.accounts.links import address
from saas.accounts.models import User
from saas.accounts.visitors import Visitor
from saas.core.db import db
from saas.core.formats import when_for
from saas.mail.writing import write_mail
from saas.mails import Mailing
from saas.permissions import Role
from saas.tenants.models import Membership, Tenant

LOCALE = "en"  # a member's isn't known inside the workspace


def send_export_ready(to: Membership, tenant: Tenant, days: int) -> None:
    url = address("exports.index", tenant_slug=tenant.slug)
    write_mail(Mailing.EXPORT_READY, to=to.email, locale=LOCALE, workspace=tenant.name, url=url, days=days)


def send_deletion_begun(tenant: Tenant, by: Visitor) -> None:
    url = address("deletion.index", tenant_slug=tenant.slug)
    for owner in _owners():
        write_mail(
            Mailing.DELETION_BEGUN, to=owner, locale=by.locale, workspace=tenant.name, by=by.name,
            at=when_for(tenant.erase_at, by.locale, by.zone) if tenant.erase_at else "", url=url,
        )  # fmt: skip


def send_deletion_undone(tenant: Tenant, by: Visitor) -> None:
    for owner in _owners():
        write_mail(Mailing.DELETION_UNDONE, to=owner, locale=by.locale, workspace=tenant.name, by=by.name)


def send_goodbye(user: User) -> None:
    """The last one: its row goes as soon as it is sent. Belongs to the platform, which has been entered."""
    write_mail(
        Mailing.GOODBYE, to=user.email, locale=user.locale, email=user.email,
        support=current_app.config["SETTINGS"].support_email,
    )  # fmt: skip


def _owners() -> list[str]:
    return list(db.session.scalars(select(Membership.email).where(Membership.role == Role.OWNER)))
