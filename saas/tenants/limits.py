"""What the plan allows: ensure_room() before a row that counts against a limit."""

from collections.abc import Callable

from flask import current_app, g
from flask_babel import gettext as _

from saas.core.errors import OverLimit
from saas.core.formats import number
from saas.plans import PLANS, UNLIMITED, Limit
from saas.tenants.models import Tenant


def ensure_room(limit: Limit, used: Callable[[], int], wanted: int = 1) -> None:
    """Raise OverLimit unless the plan has room for `wanted` more.

    `used` counts what there is. It is called under a lock that lasts until the commit, so that two requests can't both
    take the last place.
    """
    plan = PLANS[Tenant.lock()]
    if used() + wanted > (allowed := plan.limits[limit]):
        raise OverLimit(
            _(
                "The %(plan)s plan includes %(most)s %(what)s, and there is no room for more."
                " Remove what you no longer need, or write to %(email)s to move to a larger plan.",
                plan=plan.name, most=number(allowed), what=limit.text,
                email=current_app.config["SETTINGS"].support_email,
            )
        )  # fmt: skip


def most(limit: Limit) -> int | None:
    """What the plan of the visitor's workspace allows; None where that is unlimited."""
    allowed = PLANS[g.visitor.tenant.plan].limits[limit]
    return None if allowed >= UNLIMITED else allowed
