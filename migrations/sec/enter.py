"""sec.enter(): everything a request must know of its visitor, in one statement. Laid by 0006 in place of 0002's."""

from alembic import op

ROW = """TABLE(
  session_id uuid, mfa boolean, signed_in_at timestamptz, fresh_at timestamptz,
  user_id uuid, email text, name text, uniquifier text, locale text, zone text, theme text, second_factor boolean,
  staff_role text, workspaces json,
  tenant_id uuid, slug text, tenant_name text, plan text, suspended_at timestamptz, suspended_reason text,
  requires_second_factor boolean, erase_at timestamptz,
  membership_id uuid, role text, role_name text, rights text[], setup_dismissed_at timestamptz,
  role_changed_at timestamptz
) ROWS 1"""

# Checks the session row, finds the person, their workspaces, and the workspace named `slug` if they belong to it.
# `platform`, the tenant with the empty slug, has no members.
BODY = """
SELECT s.id, s.mfa, s.signed_in_at, s.fresh_at,
       u.id, u.email, u.name, u.fs_uniquifier, u.locale, u.zone, u.theme,
       u.tf_primary_method IS NOT NULL OR EXISTS (SELECT FROM public.passkeys p WHERE p.user_id = u.id),
       (SELECT f.role FROM public.staff f WHERE f.user_id = u.id),
       (SELECT coalesce(json_agg(json_build_object('slug', w.slug, 'name', w.name, 'role', coalesce(wm.role, wr.name))
                                 ORDER BY w.name, w.slug), '[]')
          FROM public.memberships wm
          JOIN public.tenants w ON w.id = wm.tenant_id
          LEFT JOIN public.roles wr ON wr.tenant_id = wm.tenant_id AND wr.id = wm.role_id
         WHERE wm.user_id = u.id),
       t.id, t.slug, t.name, t.plan, t.suspended_at, t.suspended_reason, t.requires_second_factor, t.erase_at,
       m.id, m.role, r.name, r.rights, m.setup_dismissed_at, m.role_changed_at
  FROM public.user_sessions s
  JOIN public.users u ON u.id = s.user_id AND u.active AND u.confirmed_at IS NOT NULL
  LEFT JOIN (public.memberships m JOIN public.tenants t ON t.id = m.tenant_id)
    ON m.user_id = u.id AND t.slug = enter.slug
  LEFT JOIN public.roles r ON r.tenant_id = m.tenant_id AND r.id = m.role_id
 WHERE s.secret_hash = enter.secret AND s.revoked_at IS NULL AND s.expires_at > now()
"""


def drop_enter():
    """Its row can't be changed in place."""
    op.execute("DROP FUNCTION sec.enter(bytea, text)")
