"""Bob, who is in acme by a role of its own, and the sessions and doubles of his that must not let anybody in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from saas.core import signing
from saas.permissions import Role
from tests.guards.behaviour.stage import Stage, fresh

DAY = timedelta(days=1)
CUSTOM = ["members.view"]


@dataclass(frozen=True)
class People:
    """Rows by name; the secrets by what is the matter with the session."""

    bob: dict[str, Any]
    role: dict[str, Any]
    membership: dict[str, Any]
    session: dict[str, Any]
    secrets: dict[str, bytes]


def people(stage: Stage) -> People:
    bob = person(stage, "bob")
    role_id = fresh()
    role = stage.plant("roles", "acme", id=role_id, name="Bobs", rights=CUSTOM)
    stage.plant("roles", "globex", id=role_id, name="Others")  # the same id: keys alone keep them apart
    membership = member(stage, bob, role=None, role_id=role_id)
    soon, past = datetime.now(UTC) + DAY, datetime.now(UTC) - DAY
    session = begun(stage, bob, expires_at=soon)
    secrets = {"open": session["secret_hash"]}
    for name, fields in {
        "revoked": {"expires_at": soon, "revoked_at": past},
        "expired": {"expires_at": past},
    }.items():
        secrets[name] = begun(stage, bob, **fields)["secret_hash"]
    for name, fields in {"blocked": {"active": False}, "unconfirmed": {"confirmed_at": None}}.items():
        double = person(stage, name, **fields)
        member(stage, double, role=Role.MEMBER)
        secrets[name] = begun(stage, double, expires_at=soon)["secret_hash"]
    return People(bob, role, membership, session, secrets)


def person(stage: Stage, name: str, **fields: Any) -> dict[str, Any]:
    row = stage.person(name, **fields)
    stage.users[name] = row["id"]
    return row


def member(stage: Stage, who: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return stage.plant("memberships", "acme", user_id=who["id"], name=who["name"], email=who["email"], **fields)


def begun(stage: Stage, who: dict[str, Any], **fields: Any) -> dict[str, Any]:
    secret = signing.fingerprint(signing.new_token())
    fields = {"revoked_at": None, "mfa": False, **fields}
    return stage.plant("user_sessions", user_id=who["id"], secret_hash=secret, **fields)
