"""sec.forget_person(): what the told workspace's log says of the told person goes once they have left, and no more."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

from saas.core import clock
from tests.guards.behaviour.leaving import LEAVES, eraser_unbound
from tests.guards.behaviour.people import person
from tests.guards.behaviour.stage import Speaker, Stage

FORGOTTEN = "SELECT sec.forget_person()"
SAID = """
SELECT id, subject_name, changes::text FROM audit_entries WHERE tenant_id = %(slug)s
 UNION SELECT id, name, '' FROM audit_actors WHERE tenant_id = %(slug)s
"""
HOUR = timedelta(hours=1)
# Addresses had until the change was taken back: whose, by the log's name, and from when to when, seen from now.
HAD = (
    ("bob", "bob@lost.test", -HOUR, HOUR),
    ("bob", "bobby@later.test", HOUR, 2 * HOUR),
    ("bob", "bobby@before.test", -2 * HOUR, -HOUR),
    ("eve", "bobby@eves.test", -HOUR, HOUR),
)
# Addresses given up, likewise: until when they could be taken back.
GAVE_UP = (
    ("bob", "bob@gone.test", HOUR),
    ("bob", "bobby@new-there.test", -HOUR),
    ("eve", "bobby@eves-old.test", HOUR),
)
BOB = re.compile(r"\bbob(?!by)")


def forget_person(stage: Stage) -> Iterator[str]:
    bob = person(stage, "bob")
    person(stage, "bobby", erased_at=clock.now())  # left too, and is not the one who is told
    for who, email, begun, over in HAD:
        when = {"confirmed_at": clock.now() + begun, "ended_at": clock.now() + over}
        stage.plant("email_changes", user_id=stage.users[who], new_email=email, **when)
    for who, email, until in GAVE_UP:
        when = {"confirmed_at": clock.now(), "undo_until": clock.now() + until, "ended_at": None}
        stage.plant("email_changes", user_id=stage.users[who], old_email=email, **when)
    for slug in stage.tenants:
        named_in(stage, slug, bob)
    for within in (nullcontext(), eraser_unbound(stage)):
        with within:
            yield from forgets_one_person_in_one_workspace(stage, bob)


def named_in(stage: Stage, slug: str, bob: dict[str, Any]) -> None:
    """All that the log says of bob, and what looks like it and is about bobby."""
    seat = {"user_id": [None, str(bob["id"])], "name": [None, "bob"], "email": [None, "bob@old.test"]}
    stage.plant("audit_actors", slug, id=bob["id"], name="bob")
    stage.plant("audit_actors", slug, name="bobby")
    sat = {"subject_id": about(stage, slug, "memberships", "bob", seat)["subject_id"]}
    about(stage, slug, "memberships", "bob", {"role": ["member", "admin"]}, **sat)
    about(stage, slug, "invitations", "bob@old.test", {"email": [None, "bob@old.test"]})
    about(stage, slug, "users", "bob", {}, subject_id=bob["id"])
    about(stage, slug, "memberships", "bobby", {"email": [None, "bobby@one.test"]})
    about(stage, slug, "users", "bobby", {})
    about(stage, slug, "invitations", "bobby", {}, subject_id=bob["id"])
    about(stage, slug, "invitations", "bobby", {"email": [None, "bobby@two.test"]}, **sat)
    seats = [about(stage, slug, "invitations", "bobby", {"user_id": seat["user_id"]})]
    for other in {"acme", "globex"} - {slug}:  # with ids that are somebody else's here
        seats.append(about(stage, other, "memberships", "bob", {"user_id": seat["user_id"]}))
        about(stage, other, "memberships", "bobby", {"email": [None, "bobby@three.test"]}, **sat)
    for each in seats:
        about(stage, slug, "memberships", "bobby", {}, subject_id=each["subject_id"])
    for _who, email, *_when in HAD + GAVE_UP:
        about(stage, slug, "operator_acts", email, {})
    for email in ("bobby@stage.test", "bobby@one.test", "bobby@two.test", "bobby@three.test"):
        about(stage, slug, "invitations", email, {"email": [None, email]})


def forgets_one_person_in_one_workspace(stage: Stage, bob: dict[str, Any]) -> Iterator[str]:
    told, leaves = stage.told("acme", "bob"), LEAVES.format(bob["id"])
    if found := forgotten(stage, told, "acme"):
        yield f"sec.forget_person forgets somebody who stays: {found}"
    found = forgotten(stage, told, "acme", leaves)
    if set(found) != {"bob", "bob@old.test", "bob@lost.test", "bob@gone.test"} or left(stage, told, leaves):
        yield f"sec.forget_person forgets {found}, and leaves {left(stage, told, leaves)}"
    if found := forgotten(stage, told, "globex", leaves):
        yield f"sec.forget_person forgets in another workspace: {found}"
    if found := forgotten(stage, stage.told("acme", "ada"), "acme", leaves):
        yield f"sec.forget_person forgets another person: {found}"


def about(stage: Stage, slug: str, table: str, name: str, changes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return stage.plant("audit_entries", slug, subject_table=table, subject_name=name, changes=changes, **fields)


def forgotten(stage: Stage, speaker: Speaker, slug: str, before: str = "") -> list[str]:
    """Whom the log of `slug` names no more once `speaker` has had somebody forgotten; undone again."""
    named = said(stage, slug)
    with stage.undone(speaker, before):
        stage.connection.exec_driver_sql(FORGOTTEN)
        stage.as_superuser("SET LOCAL SESSION AUTHORIZATION DEFAULT")
        then = said(stage, slug)
    return sorted(name for key, (name, _changes) in named.items() if then[key] != named[key])


def left(stage: Stage, speaker: Speaker, before: str) -> list[str]:
    """What still names bob in acme then."""
    with stage.undone(speaker, before):
        stage.connection.exec_driver_sql(FORGOTTEN)
        stage.as_superuser("SET LOCAL SESSION AUTHORIZATION DEFAULT")
        return [text for row in said(stage, "acme").values() for text in row if BOB.search(text)]


def said(stage: Stage, slug: str) -> dict[UUID, tuple[str, str]]:
    """By the id of entry or actor."""
    stage.as_superuser()
    rows = stage.connection.exec_driver_sql(SAID, {"slug": stage.tenants[slug]}).all()
    return {id: (name, changes) for id, name, changes in rows}
