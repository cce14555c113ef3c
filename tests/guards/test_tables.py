"""The wall as Postgres has it: every table, function, view and role of the migrated database."""

import pytest

from tests.guards import catalogue, wall

COLUMNS = "tenant_id uuid NOT NULL, id uuid NOT NULL, name text"
POLICY = "CREATE POLICY app ON planted TO saas_app USING (tenant_id = (SELECT sec.tenant_id()))"

GLOBAL = (
    "CREATE TABLE planted ({}); COMMENT ON TABLE planted IS 'global: says so';"
    " CREATE POLICY app ON planted TO saas_app USING (true) WITH CHECK (true)"
)


def test_every_table_is_of_one_kind_with_its_policies_keys_and_grants(superuser):
    assert not wall.table_faults(superuser)


def test_every_function_in_sec_is_shut(superuser):
    assert not wall.function_faults(superuser)


def test_every_view_reads_as_its_reader(superuser):
    assert not wall.view_faults(superuser)


def test_no_role_is_stronger_than_its_task(superuser):
    assert not wall.role_faults(superuser)


def test_the_keys_of_the_context_are_hidden(superuser):
    keys = next(table for table in catalogue.tables(superuser) if table.name == "sec.context_keys")
    assert keys.owner == "saas_key"
    assert {grant.role for grant in keys.grants} <= {"saas_key"}


def test_an_index_over_all_tenants_has_its_function(superuser):
    bodies = {function.name: function.body for function in catalogue.functions(superuser)}
    for table in catalogue.tables(superuser):
        for index in table.indexes:
            if index.name in wall.CROSS_TENANT_INDEXES:
                assert table.name in bodies[wall.CROSS_TENANT_INDEXES[index.name]], index.name


def test_public_may_nothing(superuser):
    held = superuser.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'sec')"
        " AND (has_schema_privilege('public', oid, 'USAGE') OR has_schema_privilege('public', oid, 'CREATE'))"
    ).fetchall()
    assert not held


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (f"CREATE TABLE planted ({COLUMNS}, PRIMARY KEY (tenant_id, id))", "planted has no forced row-level security"),
        (f"CREATE TABLE planted ({COLUMNS})", "planted is of no kind"),
        (f"CREATE TABLE planted ({COLUMNS}, PRIMARY KEY (id))", "planted has the primary key ['id']"),
        (f"CREATE TABLE planted ({COLUMNS}); {POLICY} WITH CHECK (true)", "planted is of no kind"),
        (
            f"CREATE TABLE planted ({COLUMNS}); CREATE POLICY other ON planted USING (true)",
            "the policy other to PUBLIC",
        ),
        ("CREATE TABLE planted (id uuid PRIMARY KEY, name text)", "planted is of no kind"),
        (GLOBAL.format("tenant_id uuid NOT NULL, id uuid"), "planted is of no kind"),
        (GLOBAL.format("id uuid PRIMARY KEY, user_id uuid"), "planted is of no kind"),
        ("ALTER TABLE specimens NO FORCE ROW LEVEL SECURITY", "specimens has no forced row-level security"),
        ("ALTER POLICY app ON specimens USING (tenant_id = sec.tenant_id() OR true)", "specimens is of no kind"),
        ("ALTER POLICY app ON specimens WITH CHECK (true)", "specimens is of no kind"),
        ("ALTER POLICY app ON specimens WITH CHECK (true)", "sec.tenant_id() AS tenant_id))) WITH CHECK (true)"),
        ("ALTER POLICY migrate ON specimens USING (true)", "specimens has another policy for migrations"),
        ("DROP POLICY app ON specimens", "specimens is of no kind"),
        ("CREATE UNIQUE INDEX planted ON specimens (name)", "planted doesn't begin with tenant_id"),
        ("CREATE TABLE planted (tenant_id uuid, id uuid, specimen uuid)", "planted belongs to postgres"),
        ("GRANT TRUNCATE ON specimens TO saas_app", "specimens grants TRUNCATE to saas_app"),
        ("GRANT SELECT ON specimens TO PUBLIC", "specimens grants SELECT to PUBLIC"),
        ("GRANT SELECT ON users TO saas_operator", "users shows staff every column"),
        ("GRANT SELECT (password) ON users TO saas_operator", "users shows staff password"),
        ("GRANT DELETE ON tenants TO saas_app", "tenants can be deleted from"),
        ("GRANT UPDATE ON audit_entries TO saas_app", "audit_entries can be changed"),
        (
            "ALTER TABLE specimens ADD UNIQUE (id); CREATE TABLE planted (s uuid REFERENCES specimens (id))",
            "could name another tenant's row in public.specimens",
        ),
        (
            "CREATE TABLE planted (tenant_id uuid, s uuid,"
            " FOREIGN KEY (tenant_id, s) REFERENCES specimens ON DELETE SET NULL)",
            "would null tenant_id",
        ),
    ],
)
def test_a_planted_hole_in_a_table_is_named(superuser, sql, fault):
    superuser.execute(sql)
    assert any(fault in found for found in wall.table_faults(superuser)), wall.table_faults(superuser)


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("ALTER FUNCTION sec.tenant_id() SECURITY INVOKER", "sec.tenant_id is not SECURITY DEFINER"),
        ("ALTER FUNCTION sec.tenant_id() RESET search_path", "sec.tenant_id is not SECURITY DEFINER with a fixed"),
        ("ALTER FUNCTION sec.tenant_id() OWNER TO saas_owner", "sec.tenant_id belongs to saas_owner"),
        ("GRANT EXECUTE ON FUNCTION sec.user_by_email TO PUBLIC", "sec.user_by_email can be called by PUBLIC"),
        (
            "CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            "public.planted runs as its owner",
        ),
        (
            "CREATE FUNCTION sec.user_by_email(x text, y text) RETURNS uuid LANGUAGE sql SECURITY DEFINER"
            " SET search_path = pg_catalog, pg_temp AS 'SELECT NULL::uuid';"
            " REVOKE ALL ON FUNCTION sec.user_by_email(text, text) FROM PUBLIC;"
            " ALTER FUNCTION sec.user_by_email(text, text) OWNER TO saas_gate",
            "sec.user_by_email has 2 signatures",
        ),
    ],
)
def test_a_planted_hole_in_a_function_is_named(superuser, sql, fault):
    superuser.execute(sql)
    assert any(fault in found for found in wall.function_faults(superuser))


@pytest.mark.parametrize(
    "sql", ["CREATE VIEW planted AS SELECT * FROM users", "CREATE MATERIALIZED VIEW planted AS SELECT 1"]
)
def test_a_planted_view_is_named(superuser, sql):
    superuser.execute(sql)
    assert "public.planted" in wall.view_faults(superuser)[0]


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("ALTER ROLE saas_app BYPASSRLS", "saas_app has an attribute"),
        ("ALTER ROLE saas_app INHERIT", "saas_app inherits"),
        ("GRANT saas_gate TO saas_app", "saas_app is a member of saas_gate"),
        ("ALTER ROLE saas_gate LOGIN", "saas_gate can log in"),
        ("GRANT CREATE ON SCHEMA sec TO saas_app", "saas_app creates in sec"),
    ],
)
def test_a_planted_strength_of_a_role_is_named(superuser, sql, fault):
    superuser.execute(sql)
    assert any(found.startswith(fault) for found in wall.role_faults(superuser))
