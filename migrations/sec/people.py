"""Invitations before a workspace is entered, and where a workspace moved to. First laid by 0009."""

WAITING_ROW = """TABLE(
  id uuid, tenant_id uuid, workspace text, role text, role_name text, inviter text, sent_at timestamptz,
  expires_at timestamptz
) ROWS 5"""

# The invitations to the confirmed address of who asks. Of workspaces that admit nobody just now, and those they are in
# already, there is nothing to decide.
MY_INVITATIONS = """
SELECT i.id, t.id, t.name, i.role, r.name, b.name, i.sent_at, i.expires_at
  FROM public.users u
  JOIN public.invitations i ON i.email = u.email AND i.accepted_at IS NULL AND i.revoked_at IS NULL
  JOIN public.tenants t ON t.id = i.tenant_id AND t.suspended_at IS NULL AND t.erase_at IS NULL AND t.erased_at IS NULL
  LEFT JOIN public.roles r ON r.tenant_id = i.tenant_id AND r.id = i.role_id
  LEFT JOIN public.memberships b ON b.tenant_id = i.tenant_id AND b.id = i.invited_by
 WHERE u.id = (select sec.user_id()) AND u.active AND u.confirmed_at IS NOT NULL
   AND i.expires_at > my_invitations.business_now
   AND NOT EXISTS (SELECT FROM public.memberships m WHERE m.tenant_id = i.tenant_id AND m.user_id = u.id)
 ORDER BY i.sent_at DESC, i.id LIMIT 50
"""

# An address that a workspace has, or once had: where it is now, told to its members alone.
SLUG_NOW = """
SELECT t.slug
  FROM public.tenant_slugs s
  JOIN public.tenants t ON t.id = s.tenant_id
  JOIN public.memberships m ON m.tenant_id = t.id AND m.user_id = (select sec.user_id())
 WHERE s.hash = slug_now.hash
"""
