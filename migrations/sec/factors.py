"""sec.members_without_factor(): who of the workspace has no second factor. Laid by 0007."""

# Only the workspace that is told, and of each person no more than whether there is one.
MEMBERS_WITHOUT = """
SELECT m.id FROM public.memberships m JOIN public.users u ON u.id = m.user_id
 WHERE m.tenant_id = (select sec.tenant_id()) AND u.tf_primary_method IS NULL
   AND NOT EXISTS (SELECT FROM public.passkeys p WHERE p.user_id = u.id)
"""
