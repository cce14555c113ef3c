"""Lost second factors, what staff have done in a tenant, and which members have no second factor."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKeyConstraint, LargeBinary, String, Uuid

from migrations.rls import function, tenant_table
from migrations.sec import factors

revision = "0007"
down_revision = "0006"
branch_labels = depends_on = None

OPEN = "stopped_at IS NULL AND done_at IS NULL"


def upgrade():
    resets()
    acts()
    op.add_column("users", Column("tf_added_at", DateTime(True)))
    op.add_column("memberships", Column("factor_asked_at", DateTime(True)))
    function("saas_gate", "members_without_factor()", "SETOF uuid ROWS 10", factors.MEMBERS_WITHOUT, to="saas_app")


def resets():
    """Rows of the platform: the person they are about is nobody's member there."""
    tenant_table(
        "factor_resets",
        Column("user_id", Uuid, nullable=False),
        Column("token_hash", LargeBinary(32), nullable=False),
        Column("asked_at", DateTime(True), nullable=False),
        Column("stopped_at", DateTime(True)),
        Column("done_at", DateTime(True)),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
        operator=("tenant_id", "id", "user_id", "asked_at", "stopped_at", "done_at"),
    )
    op.create_index(
        "uq_factor_resets_open", "factor_resets", ["tenant_id", "user_id"], unique=True, postgresql_where=OPEN
    )
    op.create_index("ix_factor_resets_token", "factor_resets", ["tenant_id", "token_hash"])


def acts():
    """Staff say what is to be done and why; the app does it and says when."""
    columns = ("operator_id", "act", "row_id", "reason", "created_at", "done_at")
    tenant_table(
        "operator_acts",
        Column("operator_id", Uuid, nullable=False),
        Column("act", String(40), nullable=False),
        Column("row_id", Uuid, nullable=False),
        Column("reason", String(500), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        Column("done_at", DateTime(True)),
        ForeignKeyConstraint(["operator_id"], ["users.id"]),
        app="SELECT, UPDATE, DELETE",  # only staff order an act
        operator=("tenant_id", "id", *columns),
    )
    op.execute("GRANT INSERT ON operator_acts TO saas_operator")


def downgrade():
    op.execute("DROP FUNCTION sec.members_without_factor()")
    op.drop_column("memberships", "factor_asked_at")
    op.drop_column("users", "tf_added_at")
    op.drop_table("operator_acts")
    op.drop_table("factor_resets")
