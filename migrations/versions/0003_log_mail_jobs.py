"""The audit log, mails and jobs, and how the sweep sees what is due."""

from alembic import op
from sqlalchemy import Column, DateTime, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from migrations.rls import function, global_table, reads, reads_no_more, tenant_table
from migrations.sec import sweep

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None


def upgrade():
    log()
    mails()
    jobs()
    nightly()


def log():
    tenant_table(
        "audit_entries",
        Column("event", String(40), nullable=False),
        Column("at", DateTime(True), nullable=False),
        Column("actor_kind", String(8), nullable=False),
        Column("actor_id", Uuid),
        Column("subject_table", String(40), nullable=False),
        Column("subject_id", Uuid, nullable=False),
        Column("subject_name", String(254), nullable=False),
        Column("changes", JSONB, nullable=False),
        Column("request_id", String(40), nullable=False),
        app="SELECT, INSERT",  # entries are only ever added
        operator=(
            "tenant_id",
            "id",
            "event",
            "at",
            "actor_kind",
            "actor_id",
            "subject_table",
            "subject_id",
            "request_id",
        ),
    )
    op.create_index("ix_audit_entries_tenant_id_event_id", "audit_entries", ["tenant_id", "event", "id"])
    op.create_index("ix_audit_entries_tenant_id_actor_id_id", "audit_entries", ["tenant_id", "actor_id", "id"])
    op.execute("GRANT INSERT ON audit_entries TO saas_operator")
    tenant_table(
        "audit_actors",
        Column("name", String(80), nullable=False),
        app="SELECT, INSERT, UPDATE",
        operator=("tenant_id", "id", "name"),
    )
    op.execute("GRANT INSERT, UPDATE (name) ON audit_actors TO saas_operator")


def mails():
    tenant_table(
        "mails",
        Column("kind", String(40), nullable=False),
        Column("recipient", String(254), nullable=False),
        Column("sender_name", String(120), nullable=False),
        Column("subject", String(200), nullable=False),
        Column("html", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("links", LargeBinary),
        Column("state", String(40), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        Column("sent_at", DateTime(True)),
        Column("fault", String(500), nullable=False),
        operator=(
            "tenant_id",
            "id",
            "kind",
            "recipient",
            "sender_name",
            "subject",
            "text",
            "state",
            "created_at",
            "sent_at",
            "fault",
        ),
    )
    op.create_check_constraint("state", "mails", "state IN ('waiting', 'sent', 'failed')")


def jobs():
    tenant_table(
        "jobs",
        Column("job", String(40), nullable=False),
        Column("queue", String(20), nullable=False),
        Column("row_id", Uuid, nullable=False),
        Column("state", String(40), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("run_at", DateTime(True), nullable=False),
        Column("lease_until", DateTime(True)),
        Column("last_error", String(1000), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        Column("finished_at", DateTime(True)),
        operator=(
            "tenant_id", "id", "job", "queue", "row_id", "state", "attempts", "run_at", "lease_until", "last_error",
            "created_at", "finished_at",
        ),
    )  # fmt: skip
    op.execute("GRANT INSERT ON jobs TO saas_operator")
    op.create_check_constraint("state", "jobs", "state IN ('waiting', 'running', 'done', 'dead')")
    waiting, running = "state = 'waiting'", "state = 'running'"
    op.create_index("uq_jobs_waiting", "jobs", ["tenant_id", "job", "row_id"], unique=True, postgresql_where=waiting)
    op.create_index("ix_jobs_claim", "jobs", ["tenant_id", "queue", "run_at"], postgresql_where=waiting)
    op.create_index("ix_jobs_due", "jobs", ["run_at"], postgresql_where=waiting)  # sec.due looks over all tenants
    op.create_index("ix_jobs_lease", "jobs", ["lease_until"], postgresql_where=running)
    reads(
        "saas_sweep",
        "jobs",
        "tenant_id",
        "queue",
        "state",
        "run_at",
        "lease_until",
        policy="state IN ('waiting', 'running')",
    )
    function("saas_sweep", "due(business_now timestamptz)", sweep.DUE_ROW, sweep.DUE, to="saas_app")


def nightly():
    reads("saas_sweep", "tenants", "id")
    function(
        "saas_sweep",
        "tenant_ids_after(id uuid, n integer)",
        "SETOF uuid ROWS 100",
        sweep.TENANT_IDS_AFTER,
        to="saas_app",
    )
    reads("saas_sweep", "user_sessions", "id", "expires_at", "revoked_at", policy=sweep.ENDED)
    op.execute(f"CREATE POLICY forget ON user_sessions FOR DELETE TO saas_sweep USING ({sweep.ENDED})")
    op.execute("GRANT DELETE ON user_sessions TO saas_sweep")
    function(
        "saas_sweep",
        "forget_sessions(n integer)",
        "SETOF uuid",
        sweep.FORGET_SESSIONS,
        to="saas_app",
        volatility="VOLATILE",
    )
    global_table(
        "schedule_runs",
        Column("name", String(40), nullable=False),
        Column("due_at", DateTime(True), nullable=False),
        why="when a schedule's entry ran; unique by (name, due_at), so two beats cause one run",
        app="SELECT, INSERT, DELETE",
        operator=("id", "name", "due_at"),
    )
    op.create_index("uq_schedule_runs_name_due_at", "schedule_runs", ["name", "due_at"], unique=True)


def downgrade():
    op.execute("DROP FUNCTION sec.forget_sessions(integer)")
    op.execute("DROP POLICY forget ON user_sessions")
    reads_no_more("saas_sweep", "user_sessions")
    op.execute("DROP FUNCTION sec.tenant_ids_after(uuid, integer)")
    reads_no_more("saas_sweep", "tenants")
    op.execute("DROP FUNCTION sec.due(timestamptz)")
    for table in ("schedule_runs", "jobs", "mails", "audit_actors", "audit_entries"):
        op.drop_table(table)
