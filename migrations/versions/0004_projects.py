"""The example: projects, their comments, and the search."""

from alembic import op
from sqlalchemy import Column, DateTime, Integer, String, Uuid

from migrations.rls import composite_key, function, reads, tenant_table

revision = "0004"
down_revision = "0003"
branch_labels = depends_on = None

# Constant-true policies don't keep non-leakproof operators from the index, so this is fast where RLS itself is slow.
# What people type has no wildcards: % _ and \ stand for themselves.
SEARCH = r"""
SELECT p.id FROM public.projects p
 WHERE p.tenant_id = (select sec.tenant_id())
   AND p.name ILIKE '%' || regexp_replace(search_projects.part, '([%_\\])', '\\\1', 'g') || '%' LIMIT 1000
"""


def upgrade():
    tenant_table(
        "projects",
        Column("name", String(80), nullable=False),
        Column("state", String(40), nullable=False),
        Column("assignee_id", Uuid),
        Column("version", Integer, nullable=False),
        Column("created_at", DateTime(True), nullable=False),
    )
    op.create_check_constraint("state", "projects", "state IN ('planned', 'active', 'archived')")
    composite_key("projects", "assignee_id", "memberships", "SET NULL")
    op.create_index("ix_projects_tenant_id_name", "projects", ["tenant_id", "name", "id"])
    op.execute("CREATE INDEX ix_projects_search ON projects USING gin (tenant_id, name gin_trgm_ops)")
    tenant_table(
        "comments",
        Column("project_id", Uuid, nullable=False),
        Column("author_id", Uuid),
        Column("body", String(2000), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
    )
    composite_key("comments", "project_id", "projects")
    composite_key("comments", "author_id", "memberships", "SET NULL")
    reads("saas_search", "projects", "tenant_id", "id", "name")
    function("saas_search", "search_projects(part text)", "SETOF uuid ROWS 100", SEARCH, to="saas_app")


def downgrade():
    op.execute("DROP FUNCTION sec.search_projects(text)")
    op.drop_table("comments")
    op.drop_table("projects")
