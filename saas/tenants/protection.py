"""A workspace that requires a second factor: who has none, how they are told, and switching it on and off."""

from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, text

from saas.accounts.visitors import Visitor
from saas.core import clock
from saas.core.db import db
from saas.core.errors import Refused
from saas.core.outbox import enqueue
from saas.jobs import Job
from saas.mail.writing import write_mail
from saas.mails import Mailing
from saas.tenants.models import Membership, Tenant

WITHOUT = text("select sec.members_without_factor() as id").columns(id=Membership.id.type)


def require(visitor: Visitor) -> None:
    """From the next request on. Whoever switches it on shows that it can be done. Raises Refused (409)."""
    if not visitor.mfa:
        raise Refused(
            _("Set up a second factor for yourself first, and sign in with it: you would be shut out."),
            title=_("You have none yourself"),
        )
    tenant = Tenant.here()
    if not tenant.requires_second_factor:
        tenant.update(requires_second_factor=True)
        enqueue(Job.ASK_FOR_FACTORS, tenant.id)


def release() -> None:
    """Passwords are enough again."""
    tenant = Tenant.here()
    if tenant.requires_second_factor:
        tenant.update(requires_second_factor=False)


def count_without() -> int:
    """How many members have no second factor, and would be asked for one."""
    return db.session.scalar(select(func.count()).select_from(WITHOUT.subquery())) or 0


def tell_some(at_most: int) -> int:
    """Mail so many of those who have none and weren't told yet; how many that were."""
    tenant = Tenant.here()
    if not tenant.requires_second_factor:
        return 0
    without = select(WITHOUT.subquery().c.id)
    untold = select(Membership).where(Membership.factor_asked_at.is_(None), Membership.id.in_(without))
    members = list(db.session.scalars(untold.limit(at_most).with_for_update(skip_locked=True)))
    for member in members:
        write_mail(
            Mailing.FACTOR_REQUIRED, to=member.email, name=member.name, workspace=tenant.name, enter=_home(tenant)
        )
        member.factor_asked_at = clock.now()
    return len(members)


def _home(tenant: Tenant) -> str:
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    urls = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return urls.build("dashboard.index", {"tenant_slug": tenant.slug}, force_external=True)
