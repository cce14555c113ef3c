"""Exports of workspaces, and the functions that erase and forget."""

from alembic import op
from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, String, Uuid

from migrations.rls import composite_key, function, one_of, reads, reads_no_more, tenant_table
from migrations.sec import leaving
from migrations.sec.leaving import ME, MY_ADDRESSES, TOLD

revision = "0010"
down_revision = "0009"
branch_labels = depends_on = None

ERASER = "saas_eraser"
FUNCTIONS = ("owned_alone()", "tenants_that_name_me()", "forget_person()", "erase_audit(timestamptz, integer)")
CHANGES = ("user_id", "old_email", "new_email", "confirmed_at", "undo_until", "ended_at")
LOG = ("tenant_id", "id", "at", "subject_table", "subject_id", "subject_name", "changes")
# What looks for a person through all tenants, by which column.
NAMED = (("audit_actors", "id"), ("invitations", "email"), ("mails", "recipient"))


def upgrade():
    exports()
    what_the_eraser_sees()
    functions()


def exports():
    tenant_table(
        "exports",
        Column("asked_by", Uuid),
        Column("state", String(40), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        Column("ready_at", DateTime(True)),
        Column("expires_at", DateTime(True), nullable=False),
        Column("rows", Integer, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("sha256", String(64), nullable=False),
    )
    composite_key("exports", "asked_by", "memberships", "SET NULL")
    one_of("exports", "state", ("waiting", "ready"))
    tenant_table(
        "export_parts",
        Column("export_id", Uuid, nullable=False),
        Column("number", Integer, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    composite_key("export_parts", "export_id", "exports")
    op.create_index("uq_export_parts_number", "export_parts", ["tenant_id", "export_id", "number"], unique=True)


def what_the_eraser_sees():
    """The log of the tenant that was told, and of all tenants what names the person that was told."""
    reads(ERASER, "tenants", "id", "erase_at", policy="id = (select sec.tenant_id())")
    reads(ERASER, "users", "id", "email", "erased_at", policy=f"id = {ME}")
    reads(ERASER, "email_changes", *CHANGES, policy=f"user_id = {ME}")
    reads(ERASER, "memberships", "tenant_id", "user_id", policy=f"user_id = {ME}")
    reads(ERASER, "invitations", "tenant_id", "email", policy=f"email = any ({MY_ADDRESSES})")
    reads(ERASER, "mails", "tenant_id", "recipient", policy=f"recipient = any ({MY_ADDRESSES})")
    reads(ERASER, "audit_actors", "tenant_id", "id", "name", policy=f"{TOLD} OR id = {ME}")
    reads(ERASER, "audit_entries", *LOG, policy=TOLD)
    for table, columns in (("audit_entries", "subject_name, changes"), ("audit_actors", "name")):
        op.execute(f"CREATE POLICY erase ON {table} FOR DELETE TO {ERASER} USING ({TOLD})")
        op.execute(f"CREATE POLICY forget ON {table} FOR UPDATE TO {ERASER} USING ({TOLD}) WITH CHECK ({TOLD})")
        op.execute(f"GRANT DELETE, UPDATE ({columns}) ON {table} TO {ERASER}")
    for table, column in NAMED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def functions():
    written = {"language": "plpgsql", "volatility": "VOLATILE", "to": "saas_app"}
    function(ERASER, "erase_audit(business_now timestamptz, n integer)", "integer", leaving.ERASE_AUDIT, **written)
    function(ERASER, "forget_person()", "void", leaving.FORGET_PERSON, **written)
    function(ERASER, "tenants_that_name_me()", "SETOF uuid ROWS 10", leaving.TENANTS_THAT_NAME_ME, to="saas_app")
    function("saas_gate", "owned_alone()", leaving.OWNED_ALONE_ROW, leaving.OWNED_ALONE, to="saas_app")


def downgrade():
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION sec.{name}")
    for table, column in NAMED:
        op.drop_index(f"ix_{table}_{column}", table)
    for table in ("audit_entries", "audit_actors"):
        op.execute(f"DROP POLICY erase ON {table}")
        op.execute(f"DROP POLICY forget ON {table}")
    for table in (
        "audit_entries",
        "audit_actors",
        "mails",
        "invitations",
        "memberships",
        "email_changes",
        "users",
        "tenants",
    ):
        reads_no_more(ERASER, table)
    op.drop_table("export_parts")
    op.drop_table("exports")
