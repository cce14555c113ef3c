"""The steps of setting up a workspace, computed from what is there. A feature that goes takes its lines along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, or_, select, true

from saas.permissions import Can, can
from saas.projects.models import Project  # example
from saas.tenants.models import Invitation, Membership


@dataclass(frozen=True)
class Step:
    """A line of the card, for who has the `right`. `done` asks the data; the button `verb` leads to `endpoint`."""

    right: Can
    done: Callable[[], ColumnElement[bool]]
    title: str
    text: str = ""
    verb: str = ""
    endpoint: str = ""


def exists(model: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(model.id).where(*where).exists()


def has_invited() -> ColumnElement[bool]:
    return or_(exists(Membership, Membership.id != g.visitor.membership_id), exists(Invitation))


SETUP_STEPS = [
    Step(Can.MANAGE_WORKSPACE, true, _("Confirm your e-mail address")),  # nobody signs in before
    Step(Can.MANAGE_WORKSPACE, true, _("Create your workspace")),
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


def mine() -> list[Step]:
    """The steps of who runs the workspace, unless they put the card away."""
    if g.visitor.setup_dismissed or not can(Can.MANAGE_WORKSPACE):
        return []
    return [step for step in SETUP_STEPS if can(step.right)]


def states(steps: list[Step], done: Sequence[bool]) -> list[tuple[Step, str]]:
    """Each step with its state: done, next or nothing; none once all are done."""
    if all(done):
        return []
    following = steps[list(done).index(False)]
    return [
        (step, "done" if ready else "next" if step is following else "")
        for step, ready in zip(steps, done, strict=True)
    ]
