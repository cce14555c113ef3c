"""What the plan allows: ensure_room() before a row that counts against a limit."""

from collections.abc import Callable

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from saas.core import tenancy
from saas.core.db import db
from saas.core.errors import OverLimit
from saas.core.formats import number
from saas.plans import PLANS, Limit, Plan
from saas.tenants.models import Tenant


def ensure_room(limit: Limit, used: Callable[[], int], wanted: int = 1) -> None:
    """Raise OverLimit unless the plan has room for `wanted` more.

    `used` counts what there is. It is called under a lock that lasts until the commit, so that two requests can't both
    take the last place.
    """
    plan = lock_tenant()
    if used() + wanted > (most := plan.limits[limit]):
        raise OverLimit(
            _(
                "The %(plan)s plan includes %(most)s %(what)s, and there is no room for more."
                " Remove what you no longer need, or write to %(email)s to move to a larger plan.",
                plan=plan.name, most=number(most), what=limit.text, email=current_app.config["SETTINGS"].support_email,
            )
        )  # fmt: skip


def lock_tenant() -> Plan:
    """Let nobody else count this workspace's members or projects until the commit; its plan.

    FOR NO KEY UPDATE: a plain FOR UPDATE would also hold up every insert with a key to the workspace.
    """
    row = select(Tenant.plan).where(Tenant.id == tenancy.tenant_id())
    return PLANS[db.session.scalars(row.with_for_update(key_share=True)).one()]
