"""The operators' list of jobs; core, which keeps them, has no pages."""

from flask_babel import lazy_gettext as _
from sqlalchemy import String, cast, select

from saas.console.cells import cell
from saas.console.filters import Filter, OneOf, Since
from saas.console.lists import ListView
from saas.console.rows import OF_TENANT, Row, plain
from saas.core.outbox import JobRow
from saas.jobs import Job
from saas.tenants.models import Tenant

STATES = [("waiting", _("Waiting")), ("running", _("Running")), ("done", _("Done")), ("dead", _("Dead"))]


class JobListRow(Row):
    __table__ = (
        select(
            JobRow.tenant_id,
            JobRow.id,
            JobRow.job,
            JobRow.queue,
            plain(JobRow.state),
            JobRow.attempts,
            *OF_TENANT,
            cast(JobRow.row_id, String).label("row_id"),
            JobRow.created_at,
            JobRow.run_at,
            JobRow.lease_until,
            JobRow.finished_at,
            JobRow.last_error,
        )
        .join(Tenant, Tenant.id == JobRow.tenant_id)
        .subquery("job_rows")
    )

    def __str__(self):
        return self.job


class Jobs(ListView):
    row = JobListRow
    column_list = ("job", "tenant", "state", "attempts", "run_at", "last_error")
    column_sortable_list = ("job", "tenant", "state", "attempts", "run_at")
    column_default_sort = ("run_at", True)
    column_searchable_list = ("job", "last_error", "row_id")
    search_hint = _("Job, error or row's id")
    column_filters = (
        OneOf("state", "state", _("State"), STATES),
        OneOf("job", "job", _("Job"), [(str(job), str(job)) for job in Job]),
        Since("since", "run_at", _("Due since")),
        Filter("tenant", "tenant_slug", _("Tenant")),
    )
    column_formatters = {
        "tenant": cell("of_tenant"),
        "state": cell("state"),
        "attempts": cell("count"),
        "last_error": cell("clipped"),
    }
    column_formatters_detail = {**column_formatters, "last_error": cell("verbatim")}
