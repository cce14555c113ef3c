"""The operators' audit log over all workspaces: who did what, where and when; never what the rows say."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import String, cast, select

from saas.audit.models import AuditActor, AuditEntry
from saas.console.cells import cell
from saas.console.filters import Filter, OneOf, Since, Until
from saas.console.lists import ListView
from saas.console.rows import OF_TENANT, Row, plain
from saas.events import Event
from saas.tenants.models import Tenant

ACTORS = [("user", _("User")), ("operator", _("Operator")), ("system", _("System"))]


class AuditRow(Row):
    __table__ = (
        select(
            AuditEntry.tenant_id,
            AuditEntry.id,
            AuditEntry.at,
            plain(AuditEntry.event),
            *OF_TENANT,
            AuditEntry.actor_kind,
            AuditActor.name.label("actor"),
            cast(AuditEntry.actor_id, String).label("actor_id"),
            AuditEntry.subject_table,
            cast(AuditEntry.subject_id, String).label("subject_id"),
            AuditEntry.request_id,
        )
        .join(Tenant, Tenant.id == AuditEntry.tenant_id)
        .outerjoin(AuditActor, (AuditActor.tenant_id == AuditEntry.tenant_id) & (AuditActor.id == AuditEntry.actor_id))
        .subquery("audit_rows")
    )

    def __str__(self):
        return self.event


class AuditLog(ListView):
    row = AuditRow
    column_list = ("event", "actor", "tenant", "subject_table", "at")
    column_sortable_list = ("event", "tenant", "at")
    column_default_sort = ("at", True)
    column_searchable_list = ("event", "actor", "subject_id", "request_id")
    search_hint = _("Event, actor, subject's id or request")
    column_filters = (
        OneOf("event", "event", _("Event"), [(str(event), str(event)) for event in Event]),
        OneOf("kind", "actor_kind", _("Kind of actor"), ACTORS),
        Since("since", "at", _("Since")),
        Until("until", "at", _("Until")),
        Filter("tenant", "tenant_slug", _("Tenant")),
        Filter("actor", "actor_id", _("Actor's id")),
    )
    column_formatters = {"event": cell("code"), "actor": cell("actor"), "tenant": cell("of_tenant")}

    def related(self, row):
        return [self.link(gettext("Tenant"), "building-2", "console_tenants.details_view", id=row.tenant_id)]
