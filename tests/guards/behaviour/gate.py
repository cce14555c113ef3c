"""The functions of the gate: each tells one person's own, and to nobody else."""

from collections.abc import Iterator

from saas.core import signing
from tests.guards.behaviour.people import CUSTOM, People, people
from tests.guards.behaviour.stage import Speaker, Stage

ENTER = "SELECT * FROM sec.enter(:secret, :slug)"
ENTERED = (  # of the columns of sec.enter, those that say where somebody is
    "tenant_id", "slug", "tenant_name", "plan", "suspended_at", "suspended_reason", "requires_second_factor",
    "erase_at", "membership_id", "role", "role_name", "rights", "setup_dismissed_at", "role_changed_at",
)  # fmt: skip
APP = Speaker()


def enter(stage: Stage) -> Iterator[str]:
    known = people(stage)
    for slug, inside in (("acme", True), ("globex", False), ("no-such-workspace", False), (None, False)):
        rows = stage.asked(APP, ENTER, secret=known.secrets["open"], slug=slug)
        if [row._asdict() for row in rows] != [entered(stage, known, inside)]:
            yield f"sec.enter doesn't tell bob exactly his own for {slug}: {rows}"
    shut = {name: secret for name, secret in known.secrets.items() if name != "open"}
    for why, secret in {**shut, "unknown": signing.fingerprint("no such secret"), "missing": None}.items():
        if stage.asked(APP, ENTER, secret=secret, slug="acme"):
            yield f"sec.enter lets a {why} session in"


def entered(stage: Stage, known: People, inside: bool) -> dict:
    """The whole row, as bob's browser should get it."""
    bob, session, tenant = known.bob, known.session, stage.mine["tenants"]
    here = {
        "tenant_id": tenant["id"], "slug": tenant["slug"], "tenant_name": tenant["name"], "plan": tenant["plan"],
        "suspended_at": tenant["suspended_at"], "suspended_reason": tenant["suspended_reason"],
        "membership_id": known.membership["id"], "role": None, "role_name": "Bobs", "rights": CUSTOM,
        "setup_dismissed_at": None, "role_changed_at": None,
        "requires_second_factor": tenant["requires_second_factor"], "erase_at": tenant["erase_at"],
    }  # fmt: skip
    return {
        "session_id": session["id"], "mfa": False, "signed_in_at": session["signed_in_at"],
        "fresh_at": session["fresh_at"],
        "user_id": bob["id"], "email": bob["email"], "name": bob["name"], "uniquifier": bob["fs_uniquifier"],
        "locale": bob["locale"], "zone": bob["zone"], "theme": bob["theme"], "second_factor": False,
        "staff_role": None, "workspaces": [{"slug": tenant["slug"], "name": tenant["name"], "role": "Bobs"}],
        **(here if inside else dict.fromkeys(ENTERED)),
    }  # fmt: skip


def user_by_email(stage: Stage) -> Iterator[str]:
    yield from looked_up(stage, "user_by_email", "email")


def user_by_uniquifier(stage: Stage) -> Iterator[str]:
    yield from looked_up(stage, "user_by_uniquifier", "fs_uniquifier")


def looked_up(stage: Stage, function: str, column: str) -> Iterator[str]:
    """One id for the one who asks with the whole text; nothing for less, for more, or for a pattern."""
    eve = stage.foreign["users"]
    if stage.asked(APP, f"SELECT sec.{function}(:text)", text=eve[column]) != [(eve["id"],)]:
        yield f"sec.{function} doesn't find whom it is asked for"
    for text in ("", "%", eve[column][:-1], f"{eve[column]}x", None):
        if stage.asked(APP, f"SELECT sec.{function}(cast(:text AS text))", text=text) != [(None,)]:
            yield f"sec.{function} finds somebody for {text!r}"


def user_by_passkey(stage: Stage) -> Iterator[str]:
    """A credential is bytes, looked for whole."""
    key = stage.foreign["passkeys"]
    if stage.asked(APP, "SELECT sec.user_by_passkey(:it)", it=key["credential_id"]) != [(key["user_id"],)]:
        yield "sec.user_by_passkey doesn't find whose it is"
    for it in (b"", key["credential_id"][:-1], key["credential_id"] + b"x", None):
        if stage.asked(APP, "SELECT sec.user_by_passkey(cast(:it AS bytea))", it=it) != [(None,)]:
            yield f"sec.user_by_passkey finds somebody for {it!r}"


def my_tenant_ids(stage: Stage) -> Iterator[str]:
    for user, slugs in (("ada", ["acme"]), ("eve", ["globex"]), (None, [])):
        found = stage.asked(stage.told(None, user), "SELECT sec.my_tenant_ids()")
        if found != [([stage.tenants[slug] for slug in slugs],)]:
            yield f"sec.my_tenant_ids tells {user} of {found}"


def copy_person(stage: Stage) -> Iterator[str]:
    """A new name goes to one's own memberships alone."""
    named = "UPDATE users SET name = 'Adelaide' WHERE id = '{}'".format(stage.users["ada"])
    counted = "SELECT array_agg(user_id) FROM memberships WHERE name = 'Adelaide'"
    if stage.tried(Speaker(login=""), counted, named) != [stage.users["ada"]]:
        yield "sec.copy_person doesn't copy a name to its person alone"
