"""Roles that a workspace makes for itself; lists are searched by the first letters too."""

from importlib import import_module

from alembic import op
from sqlalchemy import Column, Integer

from migrations.rls import function
from migrations.sec import gate
from migrations.sec.search import search_function

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None


def upgrade():
    op.add_column("roles", Column("version", Integer, nullable=False, server_default="1"))
    op.alter_column("roles", "version", server_default=None)
    op.execute("CREATE UNIQUE INDEX uq_roles_name ON roles (tenant_id, lower(name))")
    search_function("search_members", "memberships", "name", "email")
    search_function("search_projects", "projects", "name")  # example


def downgrade():
    projects = import_module("migrations.versions.0004_projects")  # example
    function(
        "saas_search", "search_projects(part text)", "SETOF uuid ROWS 100", projects.SEARCH, to="saas_app"
    )  # example
    op.drop_index("ix_projects_begin_name", "projects")  # example
    function("saas_search", "search_members(part text)", "SETOF uuid ROWS 100", gate.SEARCH_MEMBERS, to="saas_app")
    op.drop_index("ix_memberships_begin_email", "memberships")
    op.drop_index("ix_memberships_begin_name", "memberships")
    op.drop_index("uq_roles_name", "roles")
    op.drop_column("roles", "version")
