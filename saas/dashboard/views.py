"""The workspace's first page."""

from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from saas.audit.log import latest
from saas.audit.models import AuditEntry
from saas.core import clock
from saas.core.db import db
from saas.dashboard import setup, usage
from saas.permissions import Can, can, requires
from saas.tenants.models import Membership
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("dashboard", __name__)

FEED = 8  # entries; the log has the rest
NOON, EVENING = 12, 18  # o'clock


@bp.get("/")
@requires(Can.VIEW_WORKSPACE)
def index():
    everybodys = can(Can.VIEW_AUDIT)  # others see what they did themselves
    feed = latest(FEED) if everybodys else latest(FEED, AuditEntry.actor_id == g.visitor.id)
    mine = setup.mine()
    facts = db.session.execute(select(*(step.done() for step in mine), *usage.columns())).one()  # one trip for all
    done, counts = facts[: len(mine)], facts[len(mine) :]
    shown = {
        "steps": setup.states(mine, done), "usage": usage.usage(counts), "feed": feed, "everybodys": everybodys,
    }  # fmt: skip
    return render_template("dashboard/index.html", greeting=greeting(), **shown)


@bp.post("/setup/delete")
@requires(Can.VIEW_WORKSPACE)
def delete_setup():
    """Hide the card from this person; for others it stays."""
    Membership.get_or_404(g.visitor.membership_id).setup_dismissed_at = clock.now()
    return redirect(url_for(".index"))


def greeting():
    hour, name = clock.now().astimezone(ZoneInfo(g.visitor.zone)).hour, g.visitor.name.split()[0]
    if hour < NOON:
        return _("Good morning, %(name)s", name=name)
    return _("Good afternoon, %(name)s", name=name) if hour < EVENING else _("Good evening, %(name)s", name=name)
