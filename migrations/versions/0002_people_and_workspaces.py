"""People and workspaces: users, sessions, consents, staff; tenants, roles, memberships, invitations; look-ups."""

from alembic import op
from sqlalchemy import ARRAY, Boolean, Column, DateTime, ForeignKeyConstraint, Integer, LargeBinary, String, Uuid

from migrations.rls import composite_key, function, operator_reads, protect, reads, tenant_table, user_table
from migrations.sec import gate

revision = "0002"
down_revision = "0001"
branch_labels = depends_on = None

ROLES = ("owner", "admin", "member", "billing", "viewer")
PLATFORM = "00000000-0000-7000-8000-000000000000"


def upgrade():
    users()
    what_users_have()
    tenants()
    memberships()
    invitations()
    look_ups()


def users():
    user_table(
        "users",
        Column("email", String(254), nullable=False, unique=True),
        Column("name", String(80), nullable=False),
        Column("password", String(255)),
        Column("active", Boolean, nullable=False),
        Column("fs_uniquifier", String(64), nullable=False, unique=True),
        Column("confirmed_at", DateTime(True)),
        Column("created_at", DateTime(True), nullable=False),
        Column("locale", String(16), nullable=False),
        Column("zone", String(64), nullable=False),
        Column("theme", String(8), nullable=False),
        Column("tf_primary_method", String(16)),
        Column("tf_totp_secret", String(255)),
        Column("totp_counter", Integer, nullable=False),
        Column("mf_recovery_codes", ARRAY(String(255)), nullable=False),
        key="id",
        app="SELECT, INSERT, UPDATE",  # never deleted: cascades would cross tenants; erasing blanks the row
        operator=("id", "email", "name", "active", "confirmed_at", "created_at", "locale", "zone", "tf_primary_method"),
    )


def what_users_have():
    user_table(
        "user_sessions",
        Column("user_id", Uuid, nullable=False, index=True),
        Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
        Column("mfa", Boolean, nullable=False),
        Column("signed_in_at", DateTime(True), nullable=False),
        Column("expires_at", DateTime(True), nullable=False),
        Column("revoked_at", DateTime(True)),
        Column("address", String(45), nullable=False),
        Column("agent", String(200), nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
    )
    user_table(
        "consents",
        Column("user_id", Uuid, nullable=False, index=True),
        Column("document", String(40), nullable=False),
        Column("version", String(20), nullable=False),
        Column("agreed_at", DateTime(True), nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
    )
    user_table(
        "staff",
        Column("user_id", Uuid, nullable=False, unique=True),
        Column("role", String(40), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
        app="SELECT",
        operator=("id", "user_id", "role", "created_at"),
    )
    op.execute("GRANT INSERT, DELETE ON staff TO saas_operator")


def tenants():
    op.create_table(
        "tenants",
        Column("id", Uuid, primary_key=True),
        Column("slug", String(40), nullable=False, unique=True),
        Column("name", String(80), nullable=False),
        Column("plan", String(40), nullable=False),
        Column("created_at", DateTime(True), nullable=False),
        Column("suspended_at", DateTime(True)),
        Column("suspended_reason", String(500), nullable=False),
    )
    protect("tenants", "id = (select sec.tenant_id())", "SELECT, INSERT, UPDATE")
    operator_reads("tenants", ("id", "slug", "name", "plan", "created_at", "suspended_at", "suspended_reason"))
    op.execute("GRANT UPDATE (suspended_at, suspended_reason) ON tenants TO saas_operator")
    tenant_table(
        "roles",
        Column("name", String(40), nullable=False),
        Column("rights", ARRAY(String(40)), nullable=False),
        operator=("tenant_id", "id", "name", "rights"),
    )


def memberships():
    tenant_table(
        "memberships",
        Column("user_id", Uuid, nullable=False),
        Column("role", String(40)),
        Column("role_id", Uuid),
        Column("name", String(80), nullable=False),
        Column("email", String(254), nullable=False),
        Column("joined_at", DateTime(True), nullable=False),
        Column("setup_dismissed_at", DateTime(True)),
        ForeignKeyConstraint(["user_id"], ["users.id"]),
        operator=("tenant_id", "id", "user_id", "role", "role_id", "name", "email", "joined_at"),
    )
    op.create_index("uq_memberships_tenant_id_user_id", "memberships", ["tenant_id", "user_id"], unique=True)
    op.create_index("ix_memberships_tenant_id_name", "memberships", ["tenant_id", "name", "id"])
    for column in ("name", "email"):
        op.create_index(
            f"ix_memberships_search_{column}", "memberships", ["tenant_id", column],
            postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"},
        )  # fmt: skip
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])  # sec.enter finds a person's workspaces


def invitations():
    tenant_table(
        "invitations",
        Column("email", String(254), nullable=False),
        Column("role", String(40)),
        Column("role_id", Uuid),
        Column("token_hash", LargeBinary(32), nullable=False),
        Column("invited_by", Uuid),
        Column("sent_at", DateTime(True), nullable=False),
        Column("expires_at", DateTime(True), nullable=False),
        Column("accepted_at", DateTime(True)),
        Column("revoked_at", DateTime(True)),
        operator=(
            "tenant_id",
            "id",
            "email",
            "role",
            "role_id",
            "invited_by",
            "sent_at",
            "expires_at",
            "accepted_at",
            "revoked_at",
        ),
    )
    op.create_index(
        "uq_invitations_open", "invitations", ["tenant_id", "email"], unique=True,
        postgresql_where="accepted_at IS NULL AND revoked_at IS NULL",
    )  # fmt: skip
    op.create_index("ix_invitations_token", "invitations", ["tenant_id", "token_hash"])
    for table in ("memberships", "invitations"):
        composite_key(table, "role_id", "roles", "RESTRICT")
        op.create_check_constraint("one_role", table, "(role IS NULL) <> (role_id IS NULL)")
        op.create_check_constraint("role", table, f"role IN {ROLES}")
    composite_key("invitations", "invited_by", "memberships", "SET NULL")


def look_ups():
    reads("saas_gate", "users", *gate.USERS)
    reads(
        "saas_gate", "user_sessions", "user_id", "id", "secret_hash", "mfa", "signed_in_at", "expires_at", "revoked_at"
    )
    reads("saas_gate", "staff", "user_id", "role")
    reads("saas_gate", "tenants", "id", "slug", "name", "plan", "suspended_at", "suspended_reason")
    reads("saas_gate", "memberships", "tenant_id", "id", "user_id", "role", "role_id", "setup_dismissed_at")
    reads("saas_gate", "roles", "tenant_id", "id", "name", "rights")
    function("saas_gate", "enter(secret bytea, slug text)", gate.ENTER_ROW, gate.ENTER)
    function("saas_gate", "user_by_email(email text)", "uuid", gate.USER_BY_EMAIL, to="saas_app")
    function("saas_gate", "user_by_uniquifier(uniquifier text)", "uuid", gate.USER_BY_UNIQUIFIER, to="saas_app")
    function("saas_gate", "my_tenant_ids()", "uuid[]", gate.MY_TENANT_IDS, to="saas_app")
    op.execute(
        "CREATE POLICY mine ON tenants FOR SELECT TO saas_app USING (id = any((select sec.my_tenant_ids())::uuid[]))"
    )
    reads("saas_search", "memberships", "tenant_id", "id", "name", "email")
    function("saas_search", "search_members(part text)", "SETOF uuid ROWS 100", gate.SEARCH_MEMBERS, to="saas_app")
    op.execute("CREATE POLICY copy ON memberships TO saas_copy USING (true) WITH CHECK (true)")
    op.execute("GRANT SELECT (user_id), UPDATE (name, email) ON memberships TO saas_copy")
    function("saas_copy", "copy_person()", "trigger", gate.COPY_PERSON, "saas_owner", "plpgsql", "VOLATILE")
    op.execute(
        "CREATE TRIGGER copy_person AFTER UPDATE OF name, email ON users"
        " FOR EACH ROW EXECUTE FUNCTION sec.copy_person()"
    )
    op.execute(
        "INSERT INTO tenants (id, slug, name, plan, created_at, suspended_reason)"
        f" VALUES ('{PLATFORM}', '', 'Platform', 'free', now(), '')"  # nosec B608
    )


def downgrade():
    op.execute("DROP TRIGGER copy_person ON users")
    op.execute("DROP POLICY mine ON tenants")
    for function_ in (
        "copy_person()",
        "search_members(text)",
        "my_tenant_ids()",
        "user_by_uniquifier(text)",
        "user_by_email(text)",
        "enter(bytea, text)",
    ):
        op.execute(f"DROP FUNCTION sec.{function_}")
    for table in ("invitations", "memberships", "roles", "tenants", "staff", "consents", "user_sessions", "users"):
        op.drop_table(table)
