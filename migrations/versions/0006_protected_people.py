"""Passkeys, when somebody last proved who they are, and what a workspace asks of its people."""

from alembic import op
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Uuid,
    false,
    func,
)

from migrations.rls import function, reads, user_table
from migrations.sec import enter, gate

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None


def upgrade():
    op.add_column("user_sessions", Column("fresh_at", DateTime(True), nullable=False, server_default=func.now()))
    op.execute("UPDATE user_sessions SET fresh_at = signed_in_at")
    op.alter_column("user_sessions", "fresh_at", server_default=None)
    op.add_column("users", Column("erased_at", DateTime(True)))
    op.add_column("memberships", Column("role_changed_at", DateTime(True)))
    tenants()
    passkeys()
    entering()


def tenants():
    op.add_column("tenants", Column("requires_second_factor", Boolean, nullable=False, server_default=false()))
    op.alter_column("tenants", "requires_second_factor", server_default=None)
    op.add_column("tenants", Column("erase_at", DateTime(True)))
    op.add_column("tenants", Column("erased_at", DateTime(True)))
    op.execute("GRANT SELECT (requires_second_factor, erase_at, erased_at) ON tenants TO saas_operator")


def passkeys():
    """Flask-Security's columns, whose names its code asks for."""
    op.add_column("users", Column("fs_webauthn_user_handle", String(64), unique=True))
    user_table(
        "passkeys",
        Column("user_id", Uuid, nullable=False, index=True),
        Column("name", String(64), nullable=False),
        Column("credential_id", LargeBinary(1024), nullable=False, unique=True),
        Column("public_key", LargeBinary(1024), nullable=False),
        Column("sign_count", Integer, nullable=False),
        Column("transports", ARRAY(String(40)), nullable=False),
        Column("backup_state", Boolean, nullable=False),
        Column("device_type", String(64), nullable=False),
        Column("extensions", String(255)),
        Column("usage", String(64), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        Column("lastuse_datetime", DateTime(True), nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
    )
    reads("saas_gate", "passkeys", "user_id", "credential_id")
    function("saas_gate", "user_by_passkey(credential bytea)", "uuid", gate.USER_BY_PASSKEY, to="saas_app")


def entering():
    op.execute("GRANT SELECT (fresh_at) ON user_sessions TO saas_gate")
    op.execute("GRANT SELECT (requires_second_factor, erase_at) ON tenants TO saas_gate")
    op.execute("GRANT SELECT (role_changed_at) ON memberships TO saas_gate")
    enter.drop_enter()
    function("saas_gate", "enter(secret bytea, slug text)", enter.ROW, enter.BODY)


def downgrade():
    enter.drop_enter()
    op.execute("DROP FUNCTION sec.user_by_passkey(bytea)")
    op.drop_table("passkeys")
    op.drop_column("users", "fs_webauthn_user_handle")
    for name in ("erased_at", "erase_at", "requires_second_factor"):
        op.drop_column("tenants", name)
    op.drop_column("memberships", "role_changed_at")
    op.drop_column("users", "erased_at")
    op.drop_column("user_sessions", "fresh_at")
    function("saas_gate", "enter(secret bytea, slug text)", gate.ENTER_ROW, gate.ENTER)
