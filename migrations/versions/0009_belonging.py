"""Why an invitation is over, invitations that wait for somebody, and every address that a workspace ever had."""

from alembic import op
from sqlalchemy import ARRAY, Column, DateTime, LargeBinary, String

from migrations.rls import function, one_of, reads, reads_no_more, tenant_table
from migrations.sec import people

revision = "0009"
down_revision = "0008"
branch_labels = depends_on = None

WHYS = ("withdrawn", "declined", "sender", "role")
INVITATIONS = (
    "tenant_id", "id", "email", "role", "role_id", "invited_by", "sent_at", "expires_at", "accepted_at", "revoked_at",
)  # fmt: skip


def upgrade():
    invitations()
    tenant_slugs()


def invitations():
    op.add_column("invitations", Column("revoked_why", String(40)))
    op.add_column("invitations", Column("told", ARRAY(String(40)), nullable=False, server_default="{}"))
    op.alter_column("invitations", "told", server_default=None)
    op.execute("UPDATE invitations SET revoked_why = 'withdrawn' WHERE revoked_at IS NOT NULL")
    one_of("invitations", "revoked_why", WHYS)
    op.execute(
        "CREATE INDEX ix_invitations_waiting ON invitations (email) WHERE accepted_at IS NULL AND revoked_at IS NULL"
    )
    op.execute("GRANT SELECT (name) ON memberships TO saas_gate")
    op.execute("GRANT SELECT (erased_at) ON tenants TO saas_gate")
    reads("saas_gate", "invitations", *INVITATIONS)
    function(
        "saas_gate", "my_invitations(business_now timestamptz)", people.WAITING_ROW, people.MY_INVITATIONS, "saas_app"
    )


def tenant_slugs():
    """Only hashes, so that they can stay when all else of a workspace is erased: nobody else gets its address."""
    tenant_table(
        "tenant_slugs",
        Column("hash", LargeBinary(32), nullable=False),
        Column("taken_at", DateTime(True), nullable=False),
        app="SELECT, INSERT",
    )
    op.create_index("uq_tenant_slugs_hash", "tenant_slugs", ["hash"], unique=True)
    op.execute(
        "INSERT INTO tenant_slugs (tenant_id, id, hash, taken_at)"
        " SELECT id, gen_random_uuid(), sha256(convert_to(slug, 'UTF8')), created_at FROM tenants WHERE slug <> ''"
    )
    reads("saas_gate", "tenant_slugs", "tenant_id", "hash")
    function("saas_gate", "slug_now(hash bytea)", "text", people.SLUG_NOW, "saas_app")


def downgrade():
    op.execute("DROP FUNCTION sec.slug_now(bytea)")
    op.drop_table("tenant_slugs")
    op.execute("DROP FUNCTION sec.my_invitations(timestamptz)")
    reads_no_more("saas_gate", "invitations")
    op.execute("REVOKE SELECT (erased_at) ON tenants FROM saas_gate")
    op.execute("REVOKE SELECT (name) ON memberships FROM saas_gate")
    op.drop_index("ix_invitations_waiting", "invitations")
    op.drop_column("invitations", "told")
    op.drop_column("invitations", "revoked_why")
