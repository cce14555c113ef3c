"""The gate: what must be seen before a tenant is known, one row or the caller's own. First laid by 0002."""

USERS = (
    "id", "email", "name", "active", "fs_uniquifier", "confirmed_at", "locale", "zone", "theme", "tf_primary_method",
)  # fmt: skip

ENTER_ROW = """TABLE(
  session_id uuid, mfa boolean, signed_in_at timestamptz,
  user_id uuid, email text, name text, uniquifier text, locale text, zone text, theme text, second_factor boolean,
  staff_role text, workspaces json,
  tenant_id uuid, slug text, tenant_name text, plan text, suspended_at timestamptz, suspended_reason text,
  membership_id uuid, role text, role_name text, rights text[], setup_dismissed_at timestamptz
) ROWS 1"""

# One statement for everything a request must know: checks the session row, finds the person, their workspaces, and the
# workspace named `slug` if they belong to it. `platform`, the tenant with the empty slug, has no members.
ENTER = """
SELECT s.id, s.mfa, s.signed_in_at,
       u.id, u.email, u.name, u.fs_uniquifier, u.locale, u.zone, u.theme, u.tf_primary_method IS NOT NULL,
       (SELECT f.role FROM public.staff f WHERE f.user_id = u.id),
       (SELECT coalesce(json_agg(json_build_object('slug', w.slug, 'name', w.name, 'role', coalesce(wm.role, wr.name))
                                 ORDER BY w.name, w.slug), '[]')
          FROM public.memberships wm
          JOIN public.tenants w ON w.id = wm.tenant_id
          LEFT JOIN public.roles wr ON wr.tenant_id = wm.tenant_id AND wr.id = wm.role_id
         WHERE wm.user_id = u.id),
       t.id, t.slug, t.name, t.plan, t.suspended_at, t.suspended_reason,
       m.id, m.role, r.name, r.rights, m.setup_dismissed_at
  FROM public.user_sessions s
  JOIN public.users u ON u.id = s.user_id AND u.active AND u.confirmed_at IS NOT NULL
  LEFT JOIN (public.memberships m JOIN public.tenants t ON t.id = m.tenant_id)
    ON m.user_id = u.id AND t.slug = enter.slug
  LEFT JOIN public.roles r ON r.tenant_id = m.tenant_id AND r.id = m.role_id
 WHERE s.secret_hash = enter.secret AND s.revoked_at IS NULL AND s.expires_at > now()
"""

USER_BY_EMAIL = "SELECT u.id FROM public.users u WHERE u.email = user_by_email.email"
# A passkey names itself before anybody is known.
USER_BY_PASSKEY = "SELECT p.user_id FROM public.passkeys p WHERE p.credential_id = user_by_passkey.credential"
USER_BY_UNIQUIFIER = "SELECT u.id FROM public.users u WHERE u.fs_uniquifier = user_by_uniquifier.uniquifier"

MY_TENANT_IDS = """
SELECT coalesce(array_agg(m.tenant_id), '{}') FROM public.memberships m WHERE m.user_id = (select sec.user_id())
"""

# Memberships carry their person's name and address, so that a tenant's pages never read users.
COPY_PERSON = """
BEGIN
  UPDATE public.memberships SET name = NEW.name, email = NEW.email WHERE user_id = NEW.id;
  RETURN NULL;
END
"""

# Constant-true policies don't keep non-leakproof operators from the index, so this is fast where RLS itself is slow.
# What people type has no wildcards: % _ and \ stand for themselves.
SEARCH_MEMBERS = r"""
SELECT m.id FROM public.memberships m,
       (SELECT '%' || regexp_replace(search_members.part, '([%_\\])', '\\\1', 'g') || '%' AS pattern) typed
 WHERE m.tenant_id = (select sec.tenant_id()) AND (m.name ILIKE typed.pattern OR m.email ILIKE typed.pattern) LIMIT 1000
"""
