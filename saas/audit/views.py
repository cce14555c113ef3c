"""The audit log's page and its CSV file."""

import csv
from io import StringIO

from flask import Response, g, render_template, request

from saas.audit.log import Filters, actors, lines, listed
from saas.audit.models import AuditEntry
from saas.core.db import db
from saas.core.pages import page
from saas.events import Event
from saas.permissions import Can, requires
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("audit", __name__, "audit")

EXPORTED = 10_000  # rows; what a spreadsheet and a request bear. Narrow the dates for older ones
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


@bp.get("")
@requires(Can.VIEW_AUDIT)
def index():
    filters = Filters.of(request.args, g.visitor.zone)
    entries = page(listed(*filters.conditions()), AuditEntry.id, descending=True)
    return render_template(
        "audit/index.html", entries=entries, filters=filters, actors=actors(), events=list(Event), lines=lines
    )


@bp.get("/entries.csv")
@requires(Can.VIEW_AUDIT)
def index_csv():
    filters = Filters.of(request.args, g.visitor.zone)
    query = listed(*filters.conditions()).order_by(AuditEntry.id.desc()).limit(EXPORTED)
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["at", "actor", "event", "subject", "changes"])
    for row in db.session.execute(query):
        changes = "; ".join(f"{name}: {before} → {after}" for name, before, after in lines(row.changes))
        writer.writerow(map(plain, [row.at.isoformat(), row.actor or row.actor_kind, row.event, row.subject, changes]))
    attached = {"Content-Disposition": f"attachment; filename=audit-{g.visitor.tenant.slug}.csv"}
    return Response(file.getvalue(), mimetype="text/csv", headers=attached)


def plain(text):
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
