-- The database roles. Run once per cluster by a role with CREATEROLE (no superuser needed), before the first migration.
-- Idempotent. Set the log-in passwords afterwards: ALTER ROLE saas_app PASSWORD '…'.
-- None of them is a superuser or has BYPASSRLS, so that managed Postgres works.

DO $$
DECLARE
  name text;
BEGIN
  -- saas_owner owns the tables and migrates; saas_app is web and workers; saas_operator is the console.
  FOREACH name IN ARRAY ARRAY['saas_owner', 'saas_app', 'saas_operator'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', name);
    END IF;
  END LOOP;
  -- These own the functions in schema sec, each with grants on exactly what its functions read.
  FOREACH name IN ARRAY ARRAY['saas_key', 'saas_gate', 'saas_search', 'saas_sweep', 'saas_copy', 'saas_eraser'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', name);
    END IF;
    -- The owner may hand functions over to them, but inherits none of what they may read.
    IF pg_has_role('saas_owner', name, 'MEMBER') THEN
      CONTINUE;
    ELSIF current_setting('server_version_num')::int >= 160000 THEN
      EXECUTE format('GRANT %I TO saas_owner WITH INHERIT FALSE, SET TRUE', name);
    ELSE
      EXECUTE format('GRANT %I TO saas_owner', name);
    END IF;
  END LOOP;
END $$;

-- A plan made under a small tenant must not read a large one row by row from disk-priced random pages.
ALTER ROLE saas_app SET random_page_cost = 1.1;
ALTER ROLE saas_operator SET random_page_cost = 1.1;
ALTER ROLE saas_app SET idle_in_transaction_session_timeout = '60s';
