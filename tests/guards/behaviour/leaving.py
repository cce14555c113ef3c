"""The functions that erase and forget: in the told tenant, of the told person, and only when those are leaving."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from saas.core import clock
from saas.core.lifecycle import GONE
from saas.permissions import Role
from tests.guards.behaviour.people import member, person
from tests.guards.behaviour.stage import DENIED, Speaker, Stage

LATER = timedelta(days=20)
LOGS = ("audit_entries", "audit_actors")
ERASED = "SELECT sec.erase_audit(:now, 1000)"
FORGOTTEN = "SELECT sec.forget_person()"
NAMED = "SELECT count(*) FROM sec.tenants_that_name_me()"
ALONE = "SELECT slug FROM sec.owned_alone()"
LEAVES = "UPDATE users SET erased_at = now() WHERE id = '{}'"


def erase_audit(stage: Stage) -> Iterator[str]:
    """What is told is acme; globex's day has come too."""
    now, told = clock.now(), stage.told("acme", "ada")
    stage.as_superuser("UPDATE tenants SET erase_at = NULL")
    if stage.tried(told, ERASED, now=now + LATER):
        yield "sec.erase_audit erases the log of a workspace that stays"
    stage.as_superuser(f"UPDATE tenants SET erase_at = '{now + timedelta(days=14)}'")
    if stage.tried(told, ERASED, now=now):
        yield "sec.erase_audit erases before the day has come"
    if stage.tried(Speaker(), ERASED, now=now + LATER):
        yield "sec.erase_audit erases where no workspace was told"
    mine = count(stage, "audit_entries", "acme")
    if (gone := stage.tried(told, ERASED, now=now + LATER)) != mine:
        yield f"sec.erase_audit erases {gone} of {mine} entries"
    yield from the_eraser_stays_inside(stage)


def the_eraser_stays_inside(stage: Stage) -> Iterator[str]:
    """By its policies alone, whatever its functions ask for."""
    eraser = stage.told("acme", "ada", login="", role="saas_eraser")
    nobody = Speaker(login="", role="saas_eraser")
    for table in LOGS:
        own = count(stage, table, "acme")
        for statement, mine in (
            (f"DELETE FROM {table}", own),
            (f"UPDATE {table} SET {'subject_' if table == 'audit_entries' else ''}name = ''", own),
            (f"SELECT count(id) FROM {table}", own),
        ):
            if (hit := stage.tried(eraser, statement)) != mine:
                yield f"the eraser's role hits {hit} rows of {mine}: {statement}"
            if hit := stage.tried(nobody, statement):
                yield f"the eraser's role hits {hit} rows though nothing was told: {statement}"
        if stage.tried(eraser, f"UPDATE {table} SET tenant_id = tenant_id") != DENIED:
            yield f"the eraser's role moves rows of {table}"
    for table, column in (("tenants", "id"), ("users", "id"), ("memberships", "user_id")):
        if (seen := stage.tried(eraser, f"SELECT count({column}) FROM {table}")) != 1:
            yield f"the eraser's role sees {seen} rows of {table}"


def forget_person(stage: Stage) -> Iterator[str]:
    bob = person(stage, "bob")
    seat = {"user_id": [None, str(bob["id"])], "name": [None, "bob"], "email": [None, "bob@old.test"]}
    for slug in stage.tenants:
        stage.plant("audit_actors", slug, id=bob["id"], name="bob")
        joined = about(stage, slug, "memberships", "bob", seat)
        about(stage, slug, "memberships", "bob", {"role": ["member", "admin"]}, subject_id=joined["subject_id"])
        about(stage, slug, "invitations", "bob@old.test", {"email": [None, "bob@old.test"]})
        about(stage, slug, "users", "bob", {}, subject_id=bob["id"])
        about(stage, slug, "memberships", "bobby", {})
    told = stage.told("acme", "bob")
    if lines(stage, told, "acme") != ["bob"] * 3 + ["bob@old.test", "bobby"]:
        yield "sec.forget_person forgets somebody who stays"
    stage.as_superuser(LEAVES.format(bob["id"]))
    if (found := lines(stage, told, "acme")) != ["bobby", *[GONE] * 4]:
        yield f"sec.forget_person leaves {found}"
    if (found := lines(stage, told, "globex")) != ["bob"] * 3 + ["bob@old.test", "bobby"]:
        yield f"sec.forget_person forgets in another workspace: {found}"
    if (found := lines(stage, stage.told("acme", "ada"), "acme")) != ["bob"] * 3 + ["bob@old.test", "bobby"]:
        yield f"sec.forget_person forgets another person: {found}"


def about(stage: Stage, slug: str, table: str, name: str, changes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return stage.plant("audit_entries", slug, subject_table=table, subject_name=name, changes=changes, **fields)


def lines(stage: Stage, speaker: Speaker, slug: str) -> list[str]:
    """What the log of `slug` calls bob, and bobby, once `speaker` has had somebody forgotten; undone again."""
    with stage.undone(speaker):
        stage.connection.exec_driver_sql(FORGOTTEN)
        stage.connection.exec_driver_sql("SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE")
        rows = stage.connection.exec_driver_sql(
            "SELECT subject_name, changes::text FROM audit_entries WHERE tenant_id = %s", (stage.tenants[slug],)
        ).all()
        actor = stage.connection.exec_driver_sql(
            "SELECT name FROM audit_actors WHERE tenant_id = %s AND id = %s", (stage.tenants[slug], stage.users["bob"])
        ).scalar_one()
    names = [name for name, _changes in rows if name == GONE or name.startswith("bob")]
    words = [changes for name, changes in rows if name == GONE and "bob@" in changes]
    if (actor == GONE) != (GONE in names) or words:
        return [actor, *words]
    return sorted(names)


def tenants_that_name_me(stage: Stage) -> Iterator[str]:
    """Of bob, who is in acme, acted in globex, and is invited and written to in a third and a fourth."""
    bob = person(stage, "bob")
    member(stage, bob, role=Role.MEMBER)
    stage.plant("audit_actors", "globex", id=bob["id"], name="bob")
    for slug, table, column in (("third", "invitations", "email"), ("fourth", "mails", "recipient")):
        stage.tenants[slug] = stage.workspace(slug)["id"]
        stage.plant(table, slug, **{column: bob["email"]})
    told = stage.told(None, "bob")
    if stage.tried(told, NAMED) != 0:
        yield "sec.tenants_that_name_me tells of somebody who stays"
    leaves = LEAVES.format(bob["id"])
    if (found := stage.tried(told, NAMED, leaves)) != len(stage.tenants):
        yield f"sec.tenants_that_name_me tells of {found} tenants"
    for name in ("ada", None):
        if stage.tried(stage.told("acme", name), NAMED, leaves) != 0:
            yield f"sec.tenants_that_name_me tells {name} of others"
    gone = f"{leaves}; UPDATE audit_actors SET name = '{GONE}' WHERE id = '{bob['id']}'"
    if stage.tried(told, NAMED, gone) != len(stage.tenants) - 1:
        yield "sec.tenants_that_name_me tells of a log that has forgotten them"
    yield from the_eraser_sees_ones_own(stage, bob, leaves)
    del stage.tenants["third"], stage.tenants["fourth"]


def the_eraser_sees_ones_own(stage: Stage, bob: dict[str, Any], leaves: str) -> Iterator[str]:
    for table, column in (("invitations", "email"), ("mails", "recipient"), ("audit_actors", "id")):
        for told, seen in ((stage.told(None, "bob"), 1), (stage.told(None, "ada"), 0)):
            eraser = Speaker("", "saas_eraser", told.context)
            if (hit := stage.tried(eraser, f"SELECT count({column}) FROM {table}", leaves)) != seen:
                yield f"the eraser's role sees {hit} rows of {table}"
    if stage.tried(stage.told(None, "bob", login="", role="saas_eraser"), "SELECT count(recipient) FROM mails") != 0:
        yield "the eraser's role sees the mails of somebody who stays"


def owned_alone(stage: Stage) -> Iterator[str]:
    bob = person(stage, "bob")
    stage.as_superuser("UPDATE tenants SET erase_at = NULL")
    for name, slugs in (("ada", ["acme"]), ("eve", ["globex"]), ("bob", []), (None, [])):
        if [slug for (slug,) in stage.asked(stage.told(None, name), ALONE)] != slugs:
            yield f"sec.owned_alone doesn't tell {name} of {slugs}"
    member(stage, bob, role=Role.OWNER)
    for name in ("ada", "bob"):
        if stage.asked(stage.told(None, name), ALONE):
            yield f"sec.owned_alone tells {name} of a workspace with two owners"
    stage.as_superuser("UPDATE tenants SET erase_at = now()")
    if stage.asked(stage.told(None, "eve"), ALONE):
        yield "sec.owned_alone tells of a workspace that is about to be deleted"


def count(stage: Stage, table: str, slug: str) -> int:
    whose = stage.tenants[slug]
    return int(stage.tried(Speaker(login=""), f"SELECT count(*) FROM {table} WHERE tenant_id = :whose", whose=whose))
