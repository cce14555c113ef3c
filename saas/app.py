"""create_app: the table of contents: settings, features, guards, error pages, in that order."""

from flask import Flask
from flask_migrate import Migrate
from flask_principal import identity_loaded

from saas.accounts import cli as accounts
from saas.accounts.datastore import init_accounts
from saas.accounts.views import (
    account,
    again,
    codes,
    confirmation,
    consents,
    doors,
    email,
    email_links,
    enrolment,
    factors,
    lost_factor,
    passkey_doors,
    passkeys,
    password,
    reset,
    sessions,
)
from saas.audit import views as audit
from saas.config import Settings
from saas.console.admin import init_console
from saas.core import boot, logs, reporting, role_check, security
from saas.core import schedule_runs as _schedule_runs  # noqa: F401  # the workers' table: migrations compare with all
from saas.core.db import db, unit_of_work
from saas.dashboard import views as dashboard
from saas.dev import mail as dev_mail
from saas.dev import views as dev
from saas.dev.seed import seed
from saas.leaving.views import account as own_data
from saas.leaving.views import deletion, exports
from saas.mail import views as mails
from saas.mail import writing as mail
from saas.permissions import provide
from saas.projects import views as projects  # example
from saas.site import errors, health, legal, rendering
from saas.site import views as site
from saas.site.cli import jobs
from saas.site.doctor import doctor
from saas.tenants import cli as tenants
from saas.tenants import workspaces
from saas.tenants.scope import add_slug
from saas.tenants.views import (
    acceptance,
    invitations,
    members,
    my_workspaces,
    protection,
    removal,
    roles,
    waiting,
)
from saas.tenants.views import settings as tenant_settings

FEATURES = [
    doors.bp,
    confirmation.bp,
    codes.bp,
    reset.bp,
    enrolment.bp,
    account.bp,
    email.bp,
    email_links.bp,
    password.bp,
    sessions.bp,
    my_workspaces.bp,
    consents.bp,
    again.bp,
    factors.bp,
    passkeys.bp,
    passkey_doors.bp,
    lost_factor.bp,
    workspaces.bp,
    dashboard.bp,
    projects.bp,  # example
    members.bp,
    removal.bp,
    invitations.bp,
    acceptance.bp,
    waiting.bp,
    roles.bp,
    audit.bp,
    mails.bp,
    tenant_settings.bp,
    exports.bp,
    deletion.bp,
    own_data.bp,
    protection.bp,
    site.bp,
    legal.bp,
    health.bp,
    mail.bp,
]
DEV_FEATURES = [dev_mail.bp, dev.bp]
COMMANDS = [*accounts.COMMANDS, *tenants.COMMANDS, jobs, doctor, seed]


class App(Flask):
    def dispatch_request(self):
        """One request is one transaction."""
        with unit_of_work():
            return super().dispatch_request()


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings()
    settings.refuse_unsafe()
    logs.configure(settings.log_level, pretty=settings.development)
    reporting.init_reporting(settings.sentry_dsn, settings.saas_env)
    app = App("saas", static_folder=None)
    boot.configure(app, settings)
    db.init_app(app)
    Migrate(app, db, directory="migrations")
    logs.init_logs(app)
    init_accounts(app)
    identity_loaded.connect(lambda _app, identity: provide(identity), app, weak=False)
    security.init_security(app, settings)  # after the identity: a refusal's page shows the visitor's navigation
    rendering.init_rendering(app, settings)
    legal.init_legal(app)
    for blueprint in FEATURES if settings.production else FEATURES + DEV_FEATURES:
        app.register_blueprint(blueprint)
    init_console(app)
    add_slug(app)
    for command in COMMANDS:
        app.cli.add_command(command)
    errors.init_errors(app)
    boot.refuse_undeclared(app)
    role_check.refuse_strong_roles(app)
    boot.refuse_demo(app)
    return app
