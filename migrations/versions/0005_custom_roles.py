"""Roles that a workspace makes for itself; members' lists and searches stay fast among a million others."""

from importlib import import_module

from alembic import op
from sqlalchemy import Column, Integer

from migrations.rls import function
from migrations.sec import gate
from migrations.sec.search import search_function

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None

SHOWN = ["email", "role", "role_id", "joined_at"]  # with these the list of members is read from the index alone

# Roles of one name are told apart by the end of their ids, before the index forbids them.
APART = """
UPDATE roles r SET name = left(r.name, 33) || ' ' || right(r.id::text, 6)
 WHERE EXISTS (SELECT FROM roles o WHERE o.tenant_id = r.tenant_id AND lower(o.name) = lower(r.name) AND o.id < r.id)
"""


def upgrade():
    op.add_column("roles", Column("version", Integer, nullable=False, server_default="1"))
    op.alter_column("roles", "version", server_default=None)
    op.execute(APART)
    op.execute("CREATE UNIQUE INDEX uq_roles_name ON roles (tenant_id, lower(name))")
    lay_list_index(SHOWN)
    search_function("search_members", "memberships", "name", "email")
    search_function("search_projects", "projects", "name")  # example


def downgrade():
    projects = import_module("migrations.versions.0004_projects")  # example
    put_back("search_projects", projects.SEARCH)  # example
    op.drop_index("ix_projects_begin_name", "projects")  # example
    put_back("search_members", gate.SEARCH_MEMBERS)
    op.drop_index("ix_memberships_begin_email", "memberships")
    op.drop_index("ix_memberships_begin_name", "memberships")
    lay_list_index([])
    op.drop_index("uq_roles_name", "roles")
    op.drop_column("roles", "version")


def put_back(name, body):
    function("saas_search", f"{name}(part text)", "SETOF uuid ROWS 100", body, to="saas_app")


def lay_list_index(shown):
    op.drop_index("ix_memberships_tenant_id_name", "memberships")
    op.create_index(
        "ix_memberships_tenant_id_name", "memberships", ["tenant_id", "name", "id"], postgresql_include=shown
    )
