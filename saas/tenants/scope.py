"""TenantBlueprint: everything of a tenant's is under /t/<slug>/; views never see the slug."""

from dataclasses import replace

from flask import Blueprint, Flask, g, request, url_for

from saas.accounts.visitors import read_visitor
from saas.core.errors import Moved, NotFound, SecondFactorNeeded, SignInNeeded
from saas.tenants.registry import slug_now

LEAVING = "removal.create_departure"  # whoever wants no second factor may still go; it tells nothing of the workspace


class TenantBlueprint(Blueprint):
    """A blueprint at /t/<slug>/<path>. Outsiders get 404, anonymous visitors the log-in page."""

    def __init__(self, name: str, import_name: str, path: str = ""):
        super().__init__(
            name, import_name, url_prefix=f"/t/<tenant_slug>/{path}".rstrip("/"), template_folder="templates"
        )
        self.url_value_preprocessor(enter_tenant)


def enter_tenant(endpoint, values) -> None:
    slug = values.pop("tenant_slug")
    visitor = read_visitor(slug)
    if not visitor:
        raise SignInNeeded
    if not visitor.tenant:
        raise Moved(at(endpoint, now, values)) if (now := slug_now(slug)) else NotFound
    if visitor.tenant.requires_second_factor and not visitor.mfa and endpoint != LEAVING:
        # no page, not even a refusal's, says anything of the workspace
        g.visitor = replace(visitor, tenant=None, membership_id=None, role=None, role_name=None, grants=frozenset())
        raise SecondFactorNeeded


def at(endpoint: str, slug: str, values: dict) -> str:
    """What was asked for, in the same workspace under its present address."""
    url = url_for(endpoint, tenant_slug=slug, **values)
    return f"{url}?{request.query_string.decode('latin-1')}".rstrip("?")


def add_slug(app: Flask) -> None:
    """Let url_for() fill in the slug of the workspace that the request is in. Called when all routes are known."""
    inside = {rule.endpoint for rule in app.url_map.iter_rules() if "tenant_slug" in rule.arguments}

    def fill(endpoint: str, values: dict) -> None:
        if endpoint in inside and "tenant_slug" not in values and (visitor := g.get("visitor")) and visitor.tenant:
            values["tenant_slug"] = visitor.tenant.slug

    app.url_defaults(fill)
