"""The wall: schema sec, and the signed context that says for which tenant and user a statement runs."""

from alembic import op

from migrations.rls import function

revision = "0001"
down_revision = branch_labels = depends_on = None

ROLES = "saas_app, saas_operator, saas_gate, saas_search, saas_sweep, saas_copy, saas_eraser"

# The context is key:tenant:user:expiry:hmac, see saas/core/signing.py. Every way to be wrong raises 42501; a missing
# context is NULL, which no policy matches. In plpgsql: an SQL function would raise other errors on junk.
VERIFIED = """
DECLARE
  sent text := current_setting('app.context', true);
  inner_pad bytea;
  outer_pad bytea;
BEGIN
  IF sent IS NULL OR sent = '' THEN
    RETURN NULL;
  END IF;
  SELECT ipad, opad INTO inner_pad, outer_pad FROM sec.context_keys WHERE id::text = split_part(sent, ':', 1);
  IF NOT FOUND
    OR right(sent, 64) IS DISTINCT FROM
       encode(sha256(outer_pad || sha256(inner_pad || convert_to(left(sent, -65), 'UTF8'))), 'hex')
    OR to_timestamp(split_part(sent, ':', 4)::bigint) < now()
  THEN
    RAISE insufficient_privilege USING MESSAGE = 'context refused';
  END IF;
  RETURN nullif(split_part(sent, ':', {part}), '')::uuid;
END
"""


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    op.execute("CREATE SCHEMA sec")
    op.execute(f"GRANT USAGE ON SCHEMA sec TO {ROLES}, saas_key")
    op.execute(
        "SET LOCAL ROLE pg_database_owner"
    )  # public is its; before Postgres 16 saas_owner inherits nothing of it
    op.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {ROLES}")
    op.execute("RESET ROLE")
    op.execute("GRANT SELECT ON alembic_version TO saas_app")  # the doctor compares it with the code
    op.execute("CREATE TABLE sec.context_keys (id smallint PRIMARY KEY, ipad bytea NOT NULL, opad bytea NOT NULL)")
    op.execute("GRANT CREATE ON SCHEMA sec TO saas_key")
    op.execute("ALTER TABLE sec.context_keys OWNER TO saas_key")
    op.execute("REVOKE CREATE ON SCHEMA sec FROM saas_key")
    callers = "saas_app, saas_operator, saas_gate, saas_search, saas_eraser"
    function("saas_key", "tenant_id()", "uuid", VERIFIED.format(part=2), callers, "plpgsql", "STABLE PARALLEL SAFE")
    function("saas_key", "user_id()", "uuid", VERIFIED.format(part=3), callers, "plpgsql", "STABLE PARALLEL SAFE")


def downgrade():
    op.execute("DROP FUNCTION sec.user_id()")
    op.execute("DROP FUNCTION sec.tenant_id()")
    op.execute("DROP TABLE sec.context_keys")
    op.execute("DROP SCHEMA sec")
    op.execute("DROP EXTENSION btree_gin")
    op.execute("DROP EXTENSION pg_trgm")
