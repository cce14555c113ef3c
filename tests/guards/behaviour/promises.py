"""What app and staff are promised of the tables, as it is written here, whatever the migrations grant today.

A new table needs no line: the app does everything with its rows, staff nothing.
"""

APP = {
    "tenants": {"SELECT", "INSERT", "UPDATE"},  # never deleted: cascades would cross tenants
    "users": {"SELECT", "INSERT", "UPDATE"},
    "staff": {"SELECT"},
    "audit_entries": {"SELECT", "INSERT"},  # entries are only ever added
    "audit_actors": {"SELECT", "INSERT", "UPDATE"},
    "operator_acts": {"SELECT", "UPDATE", "DELETE"},  # only staff order an act
    "schedule_runs": {"SELECT", "INSERT", "DELETE"},
    "tenant_slugs": {"SELECT", "INSERT"},  # an address once taken stays taken
}
ALL = {"SELECT", "INSERT", "UPDATE", "DELETE"}

# Where a row of one workspace keeps the same from all others, by its nature: an address leads to one workspace. By
# which columns, with values that are nobody's.
ONCE_FOR_ALL = {"tenant_slugs": {"hash": bytes(32)}}

# The control plane, column by column: no secrets, no one-time links, nothing that tenants store.
STAFF_READS = {
    "tenants": {
        "id", "slug", "name", "plan", "created_at", "suspended_at", "suspended_reason", "requires_second_factor",
        "erase_at", "erased_at",
    },
    "users": {
        "id", "email", "name", "active", "confirmed_at", "created_at", "locale", "zone", "tf_primary_method",
    },
    "staff": {"id", "user_id", "role", "created_at"},
    "roles": {"tenant_id", "id", "name", "rights"},
    "memberships": {"tenant_id", "id", "user_id", "role", "role_id", "name", "email", "joined_at"},
    "invitations": {
        "tenant_id", "id", "email", "role", "role_id", "invited_by", "sent_at", "expires_at", "accepted_at",
        "revoked_at",
    },
    "audit_entries": {
        "tenant_id", "id", "event", "at", "actor_kind", "actor_id", "subject_table", "subject_id", "request_id",
    },
    "audit_actors": {"tenant_id", "id", "name"},
    "mails": {
        "tenant_id", "id", "kind", "recipient", "sender_name", "subject", "text", "state", "created_at", "sent_at",
        "fault",
    },
    "jobs": {
        "tenant_id", "id", "job", "queue", "row_id", "state", "attempts", "run_at", "lease_until", "last_error",
        "created_at", "finished_at",
    },
    "schedule_runs": {"id", "name", "due_at"},
    "factor_resets": {"tenant_id", "id", "user_id", "asked_at", "stopped_at", "done_at"},
    "operator_acts": {"tenant_id", "id", "operator_id", "act", "row_id", "reason", "created_at", "done_at"},
}  # fmt: skip
STAFF_CHANGES = {"tenants": {"suspended_at", "suspended_reason"}, "audit_actors": {"name"}}
STAFF_ADDS = {"staff", "audit_entries", "audit_actors", "jobs", "operator_acts"}
STAFF_DELETES = {"staff"}


def promised(role: str, table: str, privilege: str, column: str) -> bool:
    """Whether saas_app or saas_operator may do this with the column."""
    if role == "saas_app":
        return privilege in APP.get(table, ALL)
    if privilege == "SELECT":
        return column in STAFF_READS.get(table, ())
    if privilege == "UPDATE":
        return column in STAFF_CHANGES.get(table, ())
    return table in {"INSERT": STAFF_ADDS, "DELETE": STAFF_DELETES}.get(privilege, ())
