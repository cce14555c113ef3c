"""The sweep: which tenants and queues have something due, and nothing more. First laid by 0003."""

DUE_ROW = "TABLE(tenant_id uuid, queue text) ROWS 100"

# run_at is business time, which the caller tells; a lease runs out by the machine's clock.
DUE = """
SELECT j.tenant_id, j.queue FROM public.jobs j WHERE j.state = 'waiting' AND j.run_at <= due.business_now
UNION
SELECT j.tenant_id, j.queue FROM public.jobs j WHERE j.state = 'running' AND j.lease_until < now()
LIMIT 1000
"""
