"""The sweep: which tenants and queues have something due, and nothing more. First laid by 0003."""

DUE_ROW = "TABLE(tenant_id uuid, queue text) ROWS 100"

# run_at is business time, which the caller tells; a lease runs out by the machine's clock.
DUE = """
SELECT j.tenant_id, j.queue FROM public.jobs j WHERE j.state = 'waiting' AND j.run_at <= due.business_now
UNION
SELECT j.tenant_id, j.queue FROM public.jobs j WHERE j.state = 'running' AND j.lease_until < now()
LIMIT 1000
"""

# Nightly work walks all tenants, a page at a time.
TENANT_IDS_AFTER = """
SELECT t.id FROM public.tenants t WHERE t.id > tenant_ids_after.id ORDER BY t.id LIMIT least(tenant_ids_after.n, 1000)
"""

# Where and with what somebody signed in is kept for a month after the session's end, as machine time tells it. No role
# sees other people's sessions, so this function deletes; its policies let it see and delete ended ones only.
ENDED = "least(expires_at, revoked_at) < now() - interval '30 days'"
FORGET_SESSIONS = """
DELETE FROM public.user_sessions s
 WHERE s.id = ANY (ARRAY(SELECT o.id FROM public.user_sessions o LIMIT least(forget_sessions.n, 1000))) RETURNING s.id
"""
