"""The operators' list of mails. Where a mail has a one-time link, its text has a mark; the link isn't readable here."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from saas.console.cells import cell
from saas.console.filters import Filter, OneOf, Since
from saas.console.lists import ListView
from saas.console.rows import OF_TENANT, Row, plain
from saas.mail.models import Mail
from saas.tenants.models import Tenant

STATES = [("waiting", _("Waiting")), ("sent", _("Sent")), ("failed", _("Failed"))]


class MailRow(Row):
    __table__ = (
        select(
            Mail.tenant_id,
            Mail.id,
            Mail.subject,
            Mail.recipient,
            Mail.sender_name,
            Mail.kind,
            plain(Mail.state),
            *OF_TENANT,
            Mail.created_at,
            Mail.sent_at,
            Mail.fault,
            Mail.text,
        )
        .join(Tenant, Tenant.id == Mail.tenant_id)
        .subquery("mail_rows")
    )

    def __str__(self):
        return self.subject


class Mails(ListView):
    row = MailRow
    column_list = ("subject", "recipient", "tenant", "state", "created_at")
    column_sortable_list = ("subject", "recipient", "tenant", "state", "created_at")
    column_default_sort = ("created_at", True)
    column_searchable_list = ("subject", "recipient", "kind")
    search_hint = _("Subject or recipient")
    column_filters = (
        OneOf("state", "state", _("State"), STATES),
        Since("since", "created_at", _("Created since")),
        Filter("tenant", "tenant_slug", _("Tenant")),
        Filter("recipient", "recipient", _("To")),
        Filter("kind", "kind", _("Kind")),
    )
    column_formatters = {
        "tenant": cell("of_tenant"),
        "state": cell("state"),
        "text": cell("verbatim"),
        "fault": cell("verbatim"),
    }

    def related(self, row):
        return [
            self.link(gettext("Jobs of this mail"), "list-checks", "console_jobs.index_view", search=row.id),
            self.link(gettext("Mails to this address"), "mail", ".index_view", flt_recipient=row.recipient),
        ]
