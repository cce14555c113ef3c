"""TenantBlueprint: everything of a tenant's is under /t/<slug>/; views never see the slug."""

from dataclasses import replace

from flask import Blueprint, Flask, g

from saas.accounts.visitors import read_visitor
from saas.core.errors import NotFound, SecondFactorNeeded, SignInNeeded


class TenantBlueprint(Blueprint):
    """A blueprint at /t/<slug>/<path>. Outsiders get 404, anonymous visitors the log-in page."""

    def __init__(self, name: str, import_name: str, path: str = ""):
        super().__init__(
            name, import_name, url_prefix=f"/t/<tenant_slug>/{path}".rstrip("/"), template_folder="templates"
        )
        self.url_value_preprocessor(enter_tenant)


def enter_tenant(_endpoint, values) -> None:
    visitor = read_visitor(values.pop("tenant_slug"))
    if not visitor:
        raise SignInNeeded
    if not visitor.tenant:
        raise NotFound
    if visitor.tenant.requires_second_factor and not visitor.mfa:
        # no page, not even a refusal's, says anything of the workspace
        g.visitor = replace(visitor, tenant=None, membership_id=None, role=None, role_name=None, grants=frozenset())
        raise SecondFactorNeeded


def add_slug(app: Flask) -> None:
    """Let url_for() fill in the slug of the workspace that the request is in. Called when all routes are known."""
    inside = {rule.endpoint for rule in app.url_map.iter_rules() if "tenant_slug" in rule.arguments}

    def fill(endpoint: str, values: dict) -> None:
        if endpoint in inside and "tenant_slug" not in values and (visitor := g.get("visitor")) and visitor.tenant:
            values["tenant_slug"] = visitor.tenant.slug

    app.url_defaults(fill)
