"""The console at /console/: Flask-Admin with the lists of all features. The sidebar is this page."""

from flask_admin import Admin
from flask_babel import lazy_gettext as _

from saas.accounts.console import FactorResets, Users
from saas.audit.console import AuditLog
from saas.console.base import THEME
from saas.console.jobs import Jobs
from saas.console.overview import Overview
from saas.mail.console import Mails
from saas.tenants.console import Invitations, Memberships, Tenants

CUSTOMERS, WORK = _("Customers"), _("Work")
# Built into the sprite, with those that templates name.
ICONS = (
    "gauge", "building-2", "users", "user-check", "mail-plus", "mail", "list-checks", "scroll-text",
    "circle-pause", "circle-play", "shield-off",
)  # fmt: skip


def init_console(app) -> None:
    admin = Admin(name=_("Console"), theme=THEME, index_view=Overview(_("Overview"), "gauge"))
    admin.add_views(
        Tenants(_("Tenants"), CUSTOMERS, "tenants", "building-2"),
        Users(_("Users"), CUSTOMERS, "users", "users"),
        Memberships(_("Memberships"), CUSTOMERS, "memberships", "user-check"),
        Invitations(_("Invitations"), CUSTOMERS, "invitations", "mail-plus"),
        FactorResets(_("Lost second factors"), CUSTOMERS, "factor_resets", "shield-off"),
        Mails(_("Mails"), WORK, "mails", "mail"),
        Jobs(_("Jobs"), WORK, "jobs", "list-checks"),
        AuditLog(_("Audit log"), WORK, "audit", "scroll-text"),
    )
    admin.init_app(app)
