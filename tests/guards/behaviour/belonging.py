"""The functions of belonging: invitations told to whom they are for, an old address to the workspace's members."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from saas.core import clock
from saas.permissions import Role
from tests.guards.behaviour.people import person
from tests.guards.behaviour.stage import Speaker, Stage, fresh

WAITING = "SELECT tenant_id, role_name, inviter FROM sec.my_invitations(:now)"
NOW = "SELECT sec.slug_now(cast(:hash AS bytea))"
DAY = timedelta(days=1)
OVER = (
    {"accepted_at": datetime.now(UTC)},
    {"revoked_at": datetime.now(UTC), "revoked_why": "declined"},
    {"expires_at": datetime.now(UTC) - DAY},
)
SHUT = ("suspended_at", "erase_at", "erased_at")


def my_invitations(stage: Stage) -> Iterator[str]:
    """Open ones to one's own confirmed address, of workspaces that admit people; to nobody else."""
    ida = person(stage, "ida")
    person(stage, "other")
    shut_out = {"hasty": {"confirmed_at": None}, "blocked": {"active": False}}
    for name, fields in shut_out.items():
        person(stage, name, **fields)
    terms = by_whom_and_as_what(stage)
    for email in (ida["email"], *(f"{name}@stage.test" for name in shut_out)):
        invited(stage, "globex", email, **terms)
    stage.tenants["third"] = stage.workspace("third")["id"]
    for fields in OVER:
        invited(stage, "third", ida["email"], **fields)
    seat = {"user_id": ida["id"], "role": Role.MEMBER, "name": "ida", "email": ida["email"]}
    stage.plant("memberships", "acme", **seat)  # who is in another workspace is told all the same
    heard = [(stage.tenants["globex"], "Guests", "Gus")]
    for user in ("ida", "other", *shut_out, "eve", None):
        if (found := waiting(stage, stage.told(None, user))) != (heard if user == "ida" else []):
            yield f"sec.my_invitations tells {user} of {found}"
    if found := waiting(stage, stage.told("globex", None)):
        yield f"sec.my_invitations tells a workspace of {found}"
    yield from of_shut_workspaces(stage)
    stage.plant("memberships", "globex", **seat)
    if found := waiting(stage, stage.told(None, "ida")):
        yield f"sec.my_invitations tells a member of {found}"
    del stage.tenants["third"]


def by_whom_and_as_what(stage: Stage) -> dict[str, UUID]:
    """A role and an inviter of globex, whose ids acme has too: keys alone keep them apart."""
    role_id, inviter = fresh(), fresh()
    for slug, role, name in (("globex", "Guests", "Gus"), ("acme", "Spies", "Sly")):
        stage.plant("roles", slug, id=role_id, name=role)
        stage.plant("memberships", slug, id=inviter, user_id=person(stage, name)["id"], role=Role.MEMBER, name=name)
    return {"role": None, "role_id": role_id, "invited_by": inviter}


def of_shut_workspaces(stage: Stage) -> Iterator[str]:
    for column in SHUT:
        change = f"UPDATE tenants SET {column} = now() WHERE slug = 'globex'"
        with stage.undone(stage.told(None, "ida"), change):
            found = stage.connection.exec_driver_sql("SELECT count(*) FROM sec.my_invitations(now())").scalar_one()
        if found:
            yield f"sec.my_invitations tells of a workspace with {column}"


def invited(stage: Stage, slug: str, email: str, **fields) -> None:
    open_ = {"role": "member", "role_id": None, "accepted_at": None, "revoked_at": None, "revoked_why": None}
    until = {"expires_at": clock.now() + DAY, "invited_by": None}
    stage.plant("invitations", slug, email=email, **open_ | until | fields)


def waiting(stage: Stage, who: Speaker) -> list:
    return [tuple(row) for row in stage.asked(who, WAITING, now=clock.now())]


def slug_now(stage: Stage) -> Iterator[str]:
    """Of acme's old address ada hears where acme is now; eve and nobody hear nothing."""
    old = stage.mine["tenant_slugs"]["hash"]
    for who, told in (("ada", "acme"), ("eve", None), (None, None)):
        if stage.asked(stage.told(None, who), NOW, hash=old) != [(told,)]:
            yield f"sec.slug_now tells {who} of acme's old address"
    if stage.asked(stage.told("acme", None), NOW, hash=old) != [(None,)]:
        yield "sec.slug_now answers a workspace without a person"
    for hash_ in (b"", old[:-1], old + b"x", None):
        if stage.asked(stage.told(None, "ada"), NOW, hash=hash_) != [(None,)]:
            yield f"sec.slug_now finds something for {hash_!r}"
