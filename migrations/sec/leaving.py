"""The end of things: what the app may not do to the log, and what no role sees. First laid by 0010.

Each acts for the tenant and the person that were told, and only once they are on their way out: the app can't be
talked into erasing what stays. Owned by saas_eraser, whose policies say the same once more.
"""

GONE = "deleted person"  # as saas/core/lifecycle.py has it
ME = "(select sec.user_id())"
# Those of who has left: the last one, and all that they ever had. Others may have had them since: this says only where
# to look.
MY_ADDRESSES = f"""array(
  select u.email from public.users u where u.id = {ME} and u.erased_at is not null
  union select unnest(array[c.old_email, c.new_email]) from public.email_changes c
          join public.users u on u.id = c.user_id
         where u.id = {ME} and u.erased_at is not null and c.confirmed_at is not null)"""  # nosec B608
TOLD = "tenant_id = (select sec.tenant_id())"

# What is locked is what one call deletes. Business time, which the caller tells, as erase_at is: whoever moves the
# clock moves both. The names go when no entry is left that they belong to.
ERASE_AUDIT = """
DECLARE
  told uuid := sec.tenant_id();
  gone integer;
BEGIN
  IF NOT EXISTS (SELECT FROM public.tenants t WHERE t.id = told AND t.erase_at <= business_now) THEN
    RETURN 0;
  END IF;
  DELETE FROM public.audit_entries e WHERE e.tenant_id = told AND e.id = ANY (ARRAY(
    SELECT o.id FROM public.audit_entries o WHERE o.tenant_id = told LIMIT least(n, 10000)));
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone = 0 THEN
    DELETE FROM public.audit_actors a WHERE a.tenant_id = told AND a.id = ANY (ARRAY(
      SELECT o.id FROM public.audit_actors o WHERE o.tenant_id = told LIMIT least(n, 10000)));
    GET DIAGNOSTICS gone = ROW_COUNT;
  END IF;
  RETURN gone;
END
"""

# Of a person who left: as actor they are nobody from here on, and entries about them, their membership or an address
# of theirs lose name and address. The entries stay: what happened, when, and that somebody did it.
# Addresses that they had here are known from the entries about their membership too. One that they gave up was free for
# others once it couldn't be taken back, and one they had until they took the change back from then on: they are theirs
# in what was logged before.
FORGET_PERSON = f"""
DECLARE
  told uuid := sec.tenant_id();
  me uuid := sec.user_id();
  addresses text[];
  seats uuid[];
BEGIN
  addresses := ARRAY(SELECT u.email FROM public.users u WHERE u.id = me AND u.erased_at IS NOT NULL);
  IF addresses = '{{}}' THEN
    RETURN;
  END IF;
  UPDATE public.audit_actors a SET name = '{GONE}' WHERE a.tenant_id = told AND a.id = me;
  seats := ARRAY(
    SELECT DISTINCT e.subject_id FROM public.audit_entries e
     WHERE e.tenant_id = told AND e.subject_table = 'memberships' AND e.changes -> 'user_id' @> to_jsonb(me::text));
  addresses := addresses || ARRAY(
    SELECT DISTINCT known.email
      FROM public.audit_entries e, LATERAL jsonb_array_elements_text(e.changes -> 'email') AS known(email)
     WHERE e.tenant_id = told AND e.subject_table = 'memberships' AND e.subject_id = ANY (seats));
  UPDATE public.audit_entries e
     SET subject_name = '{GONE}', changes = e.changes - ARRAY['name', 'email']
   WHERE e.tenant_id = told
     AND ((e.subject_table = 'memberships' AND e.subject_id = ANY (seats))
       OR (e.subject_table = 'users' AND e.subject_id = me)
       OR e.subject_name = ANY (addresses)
       OR EXISTS (SELECT FROM public.email_changes c
                   WHERE c.user_id = me AND c.new_email = e.subject_name
                     AND c.confirmed_at <= e.at AND c.ended_at >= e.at)
       OR EXISTS (SELECT FROM public.email_changes c
                   WHERE c.user_id = me AND c.old_email = e.subject_name AND c.undo_until >= e.at));
END
"""  # nosec B608

# Where a person who left still is, acted, is invited or was written to.
TENANTS_THAT_NAME_ME = f"""
WITH me AS (SELECT u.id, {MY_ADDRESSES} AS addresses FROM public.users u
             WHERE u.id = {ME} AND u.erased_at IS NOT NULL)
SELECT m.tenant_id FROM public.memberships m JOIN me ON m.user_id = me.id
UNION SELECT a.tenant_id FROM public.audit_actors a JOIN me ON a.id = me.id WHERE a.name <> '{GONE}'
UNION SELECT i.tenant_id FROM public.invitations i JOIN me ON i.email = ANY (me.addresses)
UNION SELECT l.tenant_id FROM public.mails l JOIN me ON l.recipient = ANY (me.addresses)
"""  # nosec B608

# The workspaces whose only owner the caller is. The gate sees all memberships; what comes out are the caller's own.
OWNED_ALONE_ROW = "TABLE(slug text, name text, suspended boolean) ROWS 10"
OWNED_ALONE = f"""
SELECT t.slug, t.name, t.suspended_at IS NOT NULL FROM public.memberships m JOIN public.tenants t ON t.id = m.tenant_id
 WHERE m.user_id = {ME} AND m.role = 'owner' AND t.erase_at IS NULL
   AND NOT EXISTS (SELECT FROM public.memberships o
                    WHERE o.tenant_id = m.tenant_id AND o.role = 'owner' AND o.user_id <> m.user_id)
 ORDER BY t.name, t.slug
"""  # nosec B608
