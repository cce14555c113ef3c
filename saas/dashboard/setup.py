"""The steps of setting up a workspace, computed from what is there. A feature that goes takes its lines along."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select

from saas.core.db import db
from saas.permissions import Can, can
from saas.projects.models import Project  # example
from saas.tenants.models import Invitation, Membership


@dataclass(frozen=True)
class Step:
    """A line of the card, for who has the `right`. `done` looks at the data; the button `verb` leads to `endpoint`."""

    right: Can
    done: Callable[[], bool]
    title: str
    text: str = ""
    verb: str = ""
    endpoint: str = ""


def exists(model: Any, *where: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(model.id).where(*where).limit(1)) is not None


def has_invited() -> bool:
    return exists(Membership, Membership.id != g.visitor.membership_id) or exists(Invitation)


SETUP_STEPS = [
    Step(Can.MANAGE_WORKSPACE, lambda: True, _("Confirm your e-mail address")),  # nobody signs in before
    Step(Can.MANAGE_WORKSPACE, lambda: True, _("Create your workspace")),
    Step(  # example
        Can.MANAGE_PROJECTS,  # example
        lambda: exists(Project),  # example
        _("Create a first project"),  # example
        _("What you work on, its state, and who looks after it."),  # example
        _("New project"),  # example
        "projects.new",  # example
    ),  # example
    Step(
        Can.INVITE_MEMBERS,
        has_invited,
        _("Invite somebody"),
        _("Work is more fun together. They get a mail with a link."),
        _("Invite members"),
        "invitations.new",
    ),
]


def steps() -> list[tuple[Step, str]]:
    """The steps of who runs the workspace, each with its state: done, next or nothing; none once all are done."""
    if g.visitor.setup_dismissed or not can(Can.MANAGE_WORKSPACE):
        return []
    mine = [step for step in SETUP_STEPS if can(step.right)]
    done = {step for step in mine if step.done()}
    if len(done) == len(mine):
        return []
    following = next(step for step in mine if step not in done)
    return [(step, "done" if step in done else "next" if step is following else "") for step in mine]
