"""The specimen's tables, made in the tests' template database after the product's own, and in no other."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, String, Uuid, create_engine, text
from sqlalchemy.pool import NullPool

from migrations.rls import composite_key, op, tenant_table


def upgrade():
    tenant_table("specimens", Column("name", String(80), nullable=False), Column("keeper_id", Uuid))
    composite_key("specimens", "keeper_id", "memberships", "SET NULL")
    op.create_index("ix_specimens_tenant_id_name", "specimens", ["tenant_id", "name", "id"])
    tenant_table(
        "specimen_labels", Column("specimen_id", Uuid, nullable=False), Column("text", String(80), nullable=False)
    )
    composite_key("specimen_labels", "specimen_id", "specimens")


def downgrade():
    op.drop_table("specimen_labels")
    op.drop_table("specimens")


def apply(step, owner_url: str) -> None:
    """Run upgrade or downgrade as the owner, as migrations/env.py would."""
    with create_engine(owner_url, poolclass=NullPool).begin() as connection:
        connection.execute(text("set local app.migrating = 'on'"))
        with Operations.context(MigrationContext.configure(connection)):
            step()
