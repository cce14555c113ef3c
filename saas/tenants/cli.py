"""Commands about workspaces: `flask tenant list`, and `flask shell --tenant acme`."""

import code
from datetime import timedelta
from typing import BinaryIO

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale
from sqlalchemy import select

from saas.core import tenancy
from saas.core.base import Base
from saas.core.db import db, unit_of_work
from saas.leaving import archive, deletion
from saas.tenants.lookup import id_of
from saas.tenants.models import Tenant

group = AppGroup("tenant", help="Workspaces.")
NOBODY = (
    "No tenant is entered, so tenants' tables look empty."
    " Start with `flask shell --tenant SLUG`, or call enter(tenant_id)."
)


@group.command("list")
def list_tenants() -> None:
    """List all workspaces."""
    with unit_of_work():
        tenancy.acting_as(tenancy.OPERATOR)
        for slug, name, plan, suspended_at in db.session.execute(
            select(Tenant.slug, Tenant.name, Tenant.plan, Tenant.suspended_at)
            .where(Tenant.id != tenancy.PLATFORM)
            .order_by(Tenant.slug)
        ):
            click.echo(f"{slug:<24}{name:<32}{plan:<12}{'suspended' if suspended_at else ''}")


@group.command("suspend")
@click.argument("slug")
@click.argument("reason")
def suspend(slug: str, reason: str) -> None:
    """Suspend a workspace; its members read REASON."""
    tenant_id = id_of(slug)
    with unit_of_work():
        tenancy.acting_as(tenancy.OPERATOR)
        tenancy.enter(tenant_id)
        Tenant.here().suspend(reason)
    click.echo(f"{slug} is suspended.")


@group.command("export")
@click.argument("slug")
@click.argument("file", type=click.File("xb"))
def export(slug: str, file: BinaryIO) -> None:
    """Write all that a workspace holds to FILE, a ZIP that isn't there yet."""
    with tenancy.acting_for(id_of(slug)):
        written = archive.write(lambda _number, data: file.write(data), Tenant.here())
    click.echo(f"{written.rows} rows, {written.size} bytes, SHA-256 {written.sha256}")


@group.command("erase")
@click.argument("slug")
@click.option("--now", is_flag=True, help="without the two weeks in which its owners can undo it")
@click.confirmation_option(prompt="Everything in it goes, for good. Go on?")
def erase(slug: str, now: bool) -> None:
    """Delete a workspace: in two weeks, or with --now as soon as a worker is free."""
    with tenancy.acting_for(id_of(slug)):
        tenant = Tenant.here()
        deletion.schedule(tenant, timedelta() if now else deletion.GRACE)
        click.echo(f"{slug} is erased from {tenant.erase_at:%Y-%m-%d %H:%M} UTC on.")


@click.command()
@click.option("--tenant", help="the slug of the workspace to enter")
@with_appcontext
def shell(tenant: str | None) -> None:
    """Open a Python shell with the models, inside a workspace."""
    banner = NOBODY
    if tenant:
        tenancy.enter(id_of(tenant))
        banner = f"Inside {tenant}. Nothing is committed unless you call db.session.commit()."
    models = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
    with force_locale("en"):
        code.interact(banner, local={"db": db, "enter": tenancy.enter, "select": select, **models}, exitmsg="")


COMMANDS = [group]  # shell is a plug-in, see pyproject.toml
