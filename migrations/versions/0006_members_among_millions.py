"""Members among millions: their list and their search touch no more rows of others, however many there are."""

from alembic import op

from migrations.rls import function
from migrations.sec import gate, search

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None

SHOWN = ["email", "role", "role_id", "joined_at"]  # with these the list is read from the index alone


def upgrade():
    lay_index(SHOWN)
    lay_search(search.SEARCH_MEMBERS, "plpgsql")


def downgrade():
    lay_search(gate.SEARCH_MEMBERS, "sql")
    lay_index([])


def lay_index(shown):
    op.drop_index("ix_memberships_tenant_id_name", "memberships")
    op.create_index(
        "ix_memberships_tenant_id_name", "memberships", ["tenant_id", "name", "id"], postgresql_include=shown
    )


def lay_search(body, language):
    op.execute("DROP FUNCTION sec.search_members(text)")
    function("saas_search", "search_members(part text)", "SETOF uuid ROWS 100", body, "saas_app", language)
