"""Finding a workspace from outside, for commands: the app itself can't see workspaces it isn't in."""

from uuid import UUID

import click
from sqlalchemy import select

from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.tenants.models import Tenant


def id_of(slug: str) -> UUID:
    """The id of the workspace at /t/<slug>, read as the operator in a unit of work of its own."""
    with unit_of_work():
        tenancy.acting_as(tenancy.OPERATOR)
        if found := db.session.scalar(select(Tenant.id).where(Tenant.slug == slug)):
            return found
    raise click.ClickException(f"There is no workspace {slug!r}; `flask tenant list` shows them.")
