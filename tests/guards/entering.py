"""Who may say for whom a unit of work acts: Postgres believes whatever tenant is named, so each has its reason."""

import ast
import re

from tests.guards.sources import Source

SAY = {"enter", "acting_for", "acting_as", "look_up"}
WHERE = "saas.core.tenancy"
# What stands behind them: the context's signature, and what the session remembers to tell Postgres.
BEHIND = re.compile(r"\bsigning\.context\b(?!_)|\binfo\[\W*(?:tenant_id|user_id|engine|untold)\b|\bapp\.context\b")
ENTER = {
    "saas/core/tenancy.py": "where they are made",
    "saas/site/doctor.py": "signs for nobody, to see whether Postgres knows the keys",
    "saas/accounts/visitors.py": "the visitor's own id, and the workspace that sec.enter found them to be a member of",
    "saas/accounts/datastore.py": "the person whose address or uniquifier was found; no tenant",
    "saas/accounts/models.py": "the person just made; no tenant",
    "saas/accounts/sign_in.py": "the person whose password was right, as the signed cookie says; no tenant",
    "saas/accounts/passkeys.py": "the person whose passkey answers; no tenant; they are let in only if it signed right",
    "saas/accounts/resets.py": "the platform, and the person of the request that staff act on",
    "saas/accounts/reset_orders.py": "the platform as the operator, for the order and its entry in the log",
    "saas/accounts/links.py": "the person whom a signed link in a mail names; no tenant",
    "saas/accounts/operators.py": "the platform as the operator: the command line names staff",
    "saas/console/base.py": "the operator's role, before it is asked who the visitor is",
    "saas/dev/seed.py": "the demo's workspaces, on the command line",
    "saas/leaving/models.py": "the workspace of an export that was found there, part by part",
    "saas/leaving/people.py": "the person who leaves, and the platform for what is done next",
    "saas/site/cli.py": "a workspace that the command line names",
    "saas/tenants/cli.py": "a workspace that the command line names",
    "saas/tenants/lookup.py": "the operator's role, for the command line alone",
    "saas/tenants/admission.py": "the workspace that a signed link names",
    "saas/tenants/offers.py": "the workspace that sec.my_invitations found an invitation of the visitor's in",
    "saas/tenants/signup.py": "a new workspace, or the only one that the person is in",
    "saas/tenants/suspension.py": "a workspace that staff name in the console",
    "workers/batch.py": "the tenant of the jobs that sec.due found",
    "workers/erasure.py": "each tenant that sec.tenants_that_name_me tells, and the platform",
    "workers/job.py": "the tenant of a job that is done",
    "workers/purge.py": "every tenant in turn, and the platform",
    "workers/schedule.py": "the platform",
}


def says_for_whom(source: Source) -> list[str]:
    """By any name: a module imported as another, a function that is passed on, and what stands behind them."""
    named = [(node.lineno, node.attr) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)]
    found = [(line, name) for line, name in named if name in SAY]
    found += [(line, name) for line, name in source.imports() if name in {f"{WHERE}.{say}" for say in (*SAY, "*")}]
    found += [
        (line, match[0]) for line, text in enumerate(source.text.splitlines(), 1) for match in BEHIND.finditer(text)
    ]
    return [f"{source.path}:{line} says for whom to act: {name}" for line, name in found]
