"""The functions that erase and forget: in the told tenant, of the told person, and only when those are leaving."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any

from saas.core import clock
from saas.core.lifecycle import GONE
from saas.permissions import Role
from tests.guards.behaviour.people import member, person
from tests.guards.behaviour.stage import DENIED, Speaker, Stage, table_of

LATER = timedelta(days=20)
LOGS = ("audit_entries", "audit_actors")
SEES_ITS_OWN = (("tenants", "id"), ("users", "id"), ("memberships", "user_id"), ("email_changes", "user_id"))
ERASED = "SELECT sec.erase_audit(:now, 1000)"
ERASED_ONE = "SELECT sec.erase_audit(:now, 1)"
DUE = "UPDATE tenants SET erase_at = '{}'"
NAMED = "SELECT count(*) FROM sec.tenants_that_name_me()"
ALONE = "SELECT slug FROM sec.owned_alone()"
WIDENED = """
SELECT concat('ALTER POLICY ', p.polname, ' ON ', p.polrelid::regclass, ' USING (true)') FROM pg_policy p
 WHERE 'saas_eraser'::regrole = ANY (p.polroles)
"""
LEAVES = "UPDATE users SET erased_at = now() WHERE id = '{}'"


def erase_audit(stage: Stage) -> Iterator[str]:
    """What is told is acme; globex's day has come too."""
    for table in LOGS:
        stage.plant(table, "globex", id=stage.mine[table]["id"])  # in both: only the key's other half keeps them apart
    for within in (nullcontext(), eraser_unbound(stage)):
        with within:
            yield from erases_one_workspace(stage)
    yield from the_eraser_stays_inside(stage)


def erases_one_workspace(stage: Stage) -> Iterator[str]:
    now, told = clock.now(), stage.told("acme", "ada")
    stays = f"{DUE.format(now)}; UPDATE tenants SET erase_at = NULL WHERE slug = 'acme'"
    if stage.tried(told, ERASED, stays, now=now + LATER):
        yield "sec.erase_audit erases the log of a workspace that stays"
    if stage.tried(told, ERASED, DUE.format(now + timedelta(days=14)), now=now):
        yield "sec.erase_audit erases before the day has come"
    if stage.tried(Speaker(), ERASED, DUE.format(now), now=now + LATER):
        yield "sec.erase_audit erases where no workspace was told"
    emptied = f"; DELETE FROM audit_entries WHERE tenant_id = '{stage.tenants['acme']}'"
    for table, before in (("audit_entries", ""), ("audit_actors", emptied)):
        mine = count(stage, table, "acme")
        if (gone := stage.tried(told, ERASED, DUE.format(now) + before, now=now + LATER)) != mine:
            yield f"sec.erase_audit erases {gone} of {mine} rows of {table}"
    yield from erases_behind_others_rows(stage, now)


def erases_behind_others_rows(stage: Stage, now: datetime) -> Iterator[str]:
    """Globex's come after acme's, however they are read. What the other table has is not to be counted for them."""
    for table, other in (LOGS, LOGS[::-1]):
        twin = f"DELETE FROM {table} WHERE tenant_id <> '{stage.tenants['acme']}' AND id = '{stage.mine[table]['id']}'"
        before = f"{DUE.format(now)}; {twin}; DELETE FROM {other} WHERE tenant_id = '{stage.tenants['globex']}'"
        if stage.tried(stage.told("globex", "eve"), ERASED_ONE, before, now=now + LATER) != 1:
            yield f"sec.erase_audit doesn't get to {table} of globex"


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
    for table, column in SEES_ITS_OWN:
        if (seen := stage.tried(eraser, f"SELECT count({column}) FROM {table}")) != 1:
            yield f"the eraser's role sees {seen} rows of {table}"


@contextmanager
def eraser_unbound(stage: Stage) -> Iterator[None]:
    """With the policies of its role widened: what its functions ask for keeps them inside as well."""
    savepoint = stage.connection.begin_nested()
    try:
        stage.as_superuser()
        for (widened,) in stage.connection.exec_driver_sql(WIDENED).all():
            stage.as_superuser(widened)
        yield
    finally:
        savepoint.rollback()


def tenants_that_name_me(stage: Stage) -> Iterator[str]:
    """Of bob, who is in acme, acted in globex, and is invited and written to in a third and a fourth."""
    bob = person(stage, "bob")
    member(stage, bob, role=Role.MEMBER)
    stage.plant("audit_actors", "globex", id=bob["id"], name="bob")
    for slug, table, column in (("third", "invitations", "email"), ("fourth", "mails", "recipient")):
        stage.tenants[slug] = stage.workspace(slug)["id"]
        stage.plant(table, slug, **{column: bob["email"]})
    leaves = LEAVES.format(bob["id"])
    for within in (nullcontext(), eraser_unbound(stage)):
        with within:
            yield from tells_who_left(stage, bob, leaves)
    yield from the_eraser_sees_ones_own(stage, bob, leaves)
    del stage.tenants["third"], stage.tenants["fourth"]


def tells_who_left(stage: Stage, bob: dict[str, Any], leaves: str) -> Iterator[str]:
    told = stage.told(None, "bob")
    if stage.tried(told, NAMED) != 0:
        yield "sec.tenants_that_name_me tells of somebody who stays"
    if (found := stage.tried(told, NAMED, leaves)) != len(stage.tenants):
        yield f"sec.tenants_that_name_me tells of {found} tenants"
    for name in ("ada", None):
        if stage.tried(stage.told("acme", name), NAMED, leaves) != 0:
            yield f"sec.tenants_that_name_me tells {name} of others"
    gone = f"{leaves}; UPDATE audit_actors SET name = '{GONE}' WHERE id = '{bob['id']}'"
    if stage.tried(told, NAMED, gone) != len(stage.tenants) - 1:
        yield "sec.tenants_that_name_me tells of a log that has forgotten them"


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
    deserted = stage.workspace("deserted")["id"]  # nobody owns it, as nothing in the product leaves one
    for tenant_id in (*stage.tenants.values(), deserted):
        stage.planter.plant(table_of("memberships"), tenant_id, user_id=bob["id"], role=Role.MEMBER, name="bob")
    for name, slugs in (("ada", ["acme"]), ("eve", ["globex"]), ("bob", []), (None, [])):
        if [slug for (slug,) in stage.asked(stage.told(None, name), ALONE)] != slugs:
            yield f"sec.owned_alone doesn't tell {name} of {slugs}"
    with stage.undone(stage.told(None, "eve"), "UPDATE tenants SET erase_at = now()"):
        if stage.connection.exec_driver_sql(ALONE).all():
            yield "sec.owned_alone tells of a workspace that is about to be deleted"
    stage.as_superuser(
        f"UPDATE memberships SET role = 'owner' WHERE user_id = '{bob['id']}' AND tenant_id <> '{deserted}'"
    )
    for name in ("ada", "bob"):
        if stage.asked(stage.told(None, name), ALONE):
            yield f"sec.owned_alone tells {name} of a workspace with two owners"


def count(stage: Stage, table: str, slug: str) -> int:
    whose = stage.tenants[slug]
    return int(stage.tried(Speaker(login=""), f"SELECT count(*) FROM {table} WHERE tenant_id = :whose", whose=whose))
