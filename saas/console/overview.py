"""The console's first page: how many there are, what waits or failed, and what happened last."""

from datetime import timedelta

from flask_admin.base import expose
from sqlalchemy import func, select

from saas.accounts.models import User
from saas.audit.console import AuditRow
from saas.console.base import Screen
from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.outbox import JobRow, JobState
from saas.mail.models import Mail, MailState
from saas.tenants.console import TenantRow
from saas.tenants.models import Tenant

NEW = timedelta(days=7)
LATEST = 8  # rows of each short list


class Overview(Screen):
    def __init__(self, name, icon):
        super().__init__(name, endpoint="console", url="/console", menu_icon_value=icon)

    @expose("/")
    def index(self):
        newest = select(TenantRow).order_by(TenantRow.created_at.desc()).limit(LATEST)
        latest = select(AuditRow).order_by(AuditRow.at.desc()).limit(LATEST)
        return self.render(
            "console/overview.html",
            tenants=tenant_figures(),
            users=user_figures(),
            jobs=by_state(JobRow, JobState.WAITING, JobState.RUNNING, JobState.DEAD),
            mails=by_state(Mail, MailState.WAITING, MailState.FAILED),
            newest=list(db.session.scalars(newest)),
            latest=list(db.session.scalars(latest)),
        )


def tenant_figures():
    """all, new and suspended"""
    return db.session.execute(
        select(
            func.count().label("all"),
            func.count().filter(Tenant.created_at >= clock.now() - NEW).label("new"),
            func.count().filter(Tenant.suspended_at.isnot(None)).label("suspended"),
        ).where(Tenant.id != tenancy.PLATFORM)
    ).one()


def user_figures():
    """all, new and unconfirmed"""
    return db.session.execute(
        select(
            func.count().label("all"),
            func.count().filter(User.created_at >= clock.now() - NEW).label("new"),
            func.count().filter(User.confirmed_at.is_(None)).label("unconfirmed"),
        )
    ).one()


def by_state(model, *states):
    """How many rows are in each of these states; the many that are done are not counted."""
    found = dict(
        db.session.execute(select(model.state, func.count()).where(model.state.in_(states)).group_by(model.state)).all()
    )
    return {str(state): found.get(state, 0) for state in states}
