"""Changing one's e-mail address and taking it back; mails about accounts belong to the platform, always."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKeyConstraint, String, Uuid

from migrations.rls import function, reads, user_table
from migrations.sec import addresses

revision = "0008"
down_revision = "0007"
branch_labels = depends_on = None

PLATFORM = "00000000-0000-7000-8000-000000000000"
OF_ACCOUNTS = "kind LIKE 'accounts.%'"


def upgrade():
    user_table(
        "email_changes",
        Column("user_id", Uuid, nullable=False, index=True),
        Column("old_email", String(254), nullable=False, index=True),
        Column("new_email", String(254), nullable=False),
        Column("asked_at", DateTime(True), nullable=False),
        Column("expires_at", DateTime(True), nullable=False),
        Column("confirmed_at", DateTime(True)),
        Column("undo_until", DateTime(True)),
        Column("ended_at", DateTime(True)),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
    )
    reads("saas_gate", "email_changes", "old_email", "undo_until", "ended_at")
    held = "address_held(email text, business_now timestamptz)"
    function("saas_gate", held, "boolean", addresses.ADDRESS_HELD, to="saas_app")
    letter_box()
    move_mails_of_accounts()


def letter_box():
    for table in ("mails", "jobs"):
        op.execute(f"CREATE POLICY post ON {table} FOR INSERT TO saas_gate WITH CHECK (tenant_id = '{PLATFORM}')")
    op.execute(
        "GRANT INSERT (tenant_id, id, kind, recipient, sender_name, subject, html, text, links, state, created_at,"
        " fault) ON mails TO saas_gate"
    )
    op.execute(
        "GRANT INSERT (tenant_id, id, job, queue, row_id, state, attempts, run_at, last_error, created_at)"
        " ON jobs TO saas_gate"
    )
    body = addresses.POST_MAIL.format(platform=PLATFORM)
    function("saas_gate", addresses.POST_MAIL_ROW, "void", body, to="saas_app", volatility="VOLATILE")


def move_mails_of_accounts():
    """Sign-ups wrote theirs into the workspace that they opened."""
    theirs = f"SELECT id FROM mails WHERE {OF_ACCOUNTS}"  # nosec B608
    op.execute(f"UPDATE jobs SET tenant_id = '{PLATFORM}' WHERE row_id IN ({theirs})")  # nosec B608
    op.execute(f"UPDATE mails SET tenant_id = '{PLATFORM}' WHERE {OF_ACCOUNTS}")  # nosec B608
    op.create_check_constraint("of_accounts", "mails", f"NOT {OF_ACCOUNTS} OR tenant_id = '{PLATFORM}'")


def downgrade():
    op.drop_constraint(op.f("ck_mails_of_accounts"), "mails")
    op.execute(
        "DROP FUNCTION sec.post_mail(uuid, text, text, text, text, text, text, bytea, timestamptz, uuid, text, text)"
    )
    for table in ("mails", "jobs"):
        op.execute(f"DROP POLICY post ON {table}")
        op.execute(f"REVOKE ALL ON {table} FROM saas_gate")
    op.execute("DROP FUNCTION sec.address_held(text, timestamptz)")
    op.drop_table("email_changes")
