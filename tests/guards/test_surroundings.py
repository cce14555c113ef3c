"""Around the tables stands nothing that leads past the wall; whatever is planted there is named."""

import pytest

from tests.guards import surroundings, wall

FUNCTION = "CREATE FUNCTION {} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
WRAPPER = "CREATE FOREIGN DATA WRAPPER planted; CREATE SERVER planted FOREIGN DATA WRAPPER planted"
PARTED = "CREATE TABLE planted (tenant_id uuid, id uuid, PRIMARY KEY (tenant_id, id)) PARTITION BY HASH (tenant_id)"
PART = "CREATE TABLE planted_0 PARTITION OF planted FOR VALUES WITH (MODULUS 1, REMAINDER 0)"
TEMPORARY = "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$"
PLANTED = [
    (TEMPORARY, "saas_app may make temporary tables, which outlive a tenant on a pooled connection"),
    ("CREATE SCHEMA planted", "there is a schema planted"),
    ("CREATE EXTENSION citext", "there is an extension citext"),
    (WRAPPER, "there is a foreign server planted"),
    (WRAPPER, "there is a foreign data wrapper planted"),
    ("CREATE PUBLICATION planted FOR ALL TABLES", "there is a publication planted"),
    (
        "CREATE SUBSCRIPTION planted CONNECTION '' PUBLICATION planted WITH (connect = false, slot_name = NONE)",
        "there is a subscription planted",
    ),
    ("SELECT lo_from_bytea(4711, 'x')", "there is a large object, which has no policy: 4711"),
    (
        "CREATE FUNCTION planted() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        " CREATE EVENT TRIGGER planted ON ddl_command_end EXECUTE FUNCTION planted()",
        "there is an event trigger planted",
    ),
    ("CREATE RULE planted AS ON UPDATE TO specimens DO ALSO NOTHING", "public.specimens has the rule planted"),
    (
        f"{FUNCTION.format('planted()')}; CREATE TRIGGER planted AFTER INSERT ON specimens EXECUTE FUNCTION planted()",
        "public.specimens has the trigger planted",
    ),
    (
        f"{FUNCTION.format('planted()')}; DROP TRIGGER copy_person ON users;"
        " CREATE TRIGGER copy_person AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION planted()",
        "public.users has the trigger copy_person",
    ),
    ("ALTER TABLE users DISABLE TRIGGER copy_person", "public.users has a trigger that is switched off"),
    ("ALTER TABLE specimen_labels DISABLE TRIGGER ALL", "public.specimen_labels has a trigger that is switched off"),
    ("CREATE SEQUENCE planted; GRANT USAGE ON SEQUENCE planted TO saas_app", "public.planted grants USAGE to saas_app"),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner GRANT SELECT ON TABLES TO saas_app",
        "by default SELECT is granted to saas_app",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE saas_owner IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
        "by default SELECT is granted to PUBLIC",
    ),
    (
        "GRANT SET ON PARAMETER session_replication_role TO saas_app",
        "the parameter session_replication_role may be set by saas_app",
    ),
    ("GRANT EXECUTE ON FUNCTION sec.due TO saas_test", "sec.due can be called by saas_test"),
    ("GRANT EXECUTE ON FUNCTION sec.copy_person TO saas_app", "sec.copy_person can be called by saas_app"),
    (
        "CREATE SCHEMA planted; CREATE FUNCTION planted.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "planted.f runs as its owner, outside sec",
    ),
    ("ALTER ROLE saas_owner SET app.migrating = 'on'", "saas_owner begins with app.migrating=on"),
    ("ALTER ROLE ALL SET row_security = off", "everybody begins with row_security=off"),
]


def test_nothing_around_the_tables_leads_past_the_wall(superuser):
    assert surroundings.faults(superuser) == []


@pytest.mark.parametrize(("statements", "fault"), PLANTED)
def test_what_is_planted_around_them_is_named(superuser, statements, fault):
    superuser.execute(statements)
    assert fault in surroundings.faults(superuser)


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (f"{PARTED}; {PART}", "public.planted_0 has no forced row-level security"),
        (f"{WRAPPER}; CREATE FOREIGN TABLE planted (id uuid) SERVER planted", "public.planted has no forced row-level"),
        ("CREATE TABLE planted () INHERITS (specimens)", "public.planted has no forced row-level security"),
        ("GRANT UPDATE (tf_totp_secret) ON users TO saas_operator", "public.users shows staff tf_totp_secret"),
        ("CREATE TABLE sec.planted (id uuid)", "sec.planted has no forced row-level security"),
    ],
)
def test_a_table_of_any_sort_is_held_to_the_rules(superuser, statements, fault):
    superuser.execute(statements)
    assert any(found.startswith(fault) for found in wall.table_faults(superuser)), wall.table_faults(superuser)
