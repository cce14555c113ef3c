"""A crowd: thousands of workspaces and their members, written by SQL in seconds, for a tenant to be measured among."""

from uuid import UUID

from sqlalchemy import Connection, create_engine, text

from tests import servers

LARGE = "md5('tenant 1')::uuid"  # of the crowd's tenants the first is the large one

TENANTS = """
INSERT INTO tenants (id, slug, name, plan, created_at, suspended_reason, requires_second_factor)
SELECT md5('tenant ' || n)::uuid, 'crowd-' || n, 'Crowd ' || n, 'free', now(), '', false
  FROM generate_series(1, :tenants) n
"""
USERS = """
INSERT INTO users (id, email, name, active, fs_uniquifier, confirmed_at, created_at, locale, zone, theme, totp_counter,
                   mf_recovery_codes)
SELECT md5('user ' || n)::uuid, 'user' || n || '@crowd.test', 'User ' || n, true, md5('uniquifier ' || n), now(), now(),
       'en', 'UTC', 'system', 0, '{}' FROM generate_series(1, greatest(:each, :large, :ours)) n
"""
# People join one after another everywhere: a tenant's rows lie scattered over the table, each in another page.
MEMBERSHIPS = """
WITH words AS (
  SELECT '{Ada,Bela,Carla,Dmitri,Elif,Farid,Greta,Hanna,Ivo,Jana,Kofi,Lena,Milan,Nadia,Oskar,Petra,Rosa,Samir}'::text[]
         AS first,
         '{Abara,Bergmann,Castell,Dubois,Eriksen,Fontana,Gruber,Horvat,Ibsen,Jansen,Kovacs,Lindqvist,Marchetti}'::text[]
         AS last
), member AS (
  SELECT 1 AS tenant, n, NULL::uuid AS tenant_id FROM generate_series(1, :large) n
  UNION ALL SELECT t, n, NULL FROM generate_series(2, :tenants) t, generate_series(1, :each) n
  UNION ALL SELECT 0, n, :ours_id FROM generate_series(1, :ours) n
), person AS (
  SELECT member.*, first[1 + abs(hashint4(n)) % 18] || ' ' || last[1 + abs(hashint4(-n)) % 13] || ' ' || n AS name
    FROM member, words
)
INSERT INTO memberships (tenant_id, id, user_id, role, name, email, joined_at)
SELECT coalesce(tenant_id, md5('tenant ' || tenant)::uuid), md5(tenant || ' ' || n)::uuid, md5('user ' || n)::uuid,
       'member', name, replace(lower(name), ' ', '.') || '@crowd.test', now()
  FROM person ORDER BY hashint4(n * 10007 + tenant)
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
 WHERE indrelid = 'memberships'::regclass AND NOT indisprimary
"""


def fill(database: str, ours_id: UUID, *, ours: int, tenants: int = 0, each: int = 0, large: int = 0) -> None:
    """Add so many members to the tenant `ours_id`, and so many other tenants of `each`, the first of `large`."""
    engine = create_engine(servers.url(database, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        write(connection, {"ours_id": ours_id, "ours": ours, "tenants": tenants, "each": each, "large": large})
    engine.dispose()


def write(connection: Connection, size: dict) -> None:
    connection.execute(text("SET session_replication_role = replica"))  # no look-up of each row's keys
    connection.execute(text("SET maintenance_work_mem = '256MB'"))
    indexes = connection.execute(text(INDEXES)).all()
    for name, _definition in indexes:
        connection.execute(text(f"DROP INDEX {name}"))
    for statement in (TENANTS, USERS, MEMBERSHIPS):
        connection.execute(text(statement), size)
    for _name, definition in indexes:
        connection.execute(text(definition))
    connection.execute(text("VACUUM ANALYZE"))
