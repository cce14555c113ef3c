"""The copies of a workspace: asking for one, and taking it."""

from flask import Response, flash, g, redirect, render_template, stream_with_context, url_for
from flask_babel import gettext as _

from saas.accounts.freshness import fresh
from saas.core import clock
from saas.core.errors import Conflict, Gone
from saas.leaving.models import Export
from saas.permissions import Can, requires
from saas.tenants.authority import visitor_now
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("exports", "saas.leaving", "exports")


@bp.get("")
@requires(Can.EXPORT_WORKSPACE)
def index():
    return render_template("leaving/exports.html", exports=Export.listed())


@bp.post("")
@requires(Can.EXPORT_WORKSPACE)
@fresh
def create():
    visitor_now(Can.EXPORT_WORKSPACE)
    if is_over():
        raise Gone(_("The workspace is being deleted at this moment."))
    Export.ask(g.visitor.membership_id)
    flash(_("The export is being made. You get a mail when it is ready."), "success")
    return redirect(url_for(".index"))


@bp.post("/<uuid:id>/download")
@requires(Can.EXPORT_WORKSPACE)
@fresh
def create_download(id):
    """A POST, since the log says who took a copy of everything."""
    export = Export.get_or_404(id)
    if not export.is_ready:
        raise Conflict(_("This export is not ready, or its time is over. Ask for a new one."))
    name = f"{g.visitor.tenant.slug}-{export.created_at:%Y-%m-%d}.zip"
    attached = {"Content-Disposition": f"attachment; filename={name}", "Content-Length": str(export.size)}
    return Response(stream_with_context(export.take()), mimetype="application/zip", headers=attached)


def is_over():
    return g.visitor.tenant.erase_at and g.visitor.tenant.erase_at <= clock.now()
