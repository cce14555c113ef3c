"""The sidebar: every feature's place in it, written out. A feature that goes takes its line along."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _

from saas.permissions import OPEN_WHILE_SUSPENDED, Can, can


@dataclass(frozen=True)
class NavItem:
    label: str
    icon: str
    url: str
    active: bool


WORK = [
    (_("Dashboard"), "layout-dashboard", "dashboard.index", Can.VIEW_WORKSPACE),
    (_("Projects"), "folder-kanban", "projects.index", Can.VIEW_PROJECTS),  # example
]
WORKSPACE = [
    (_("Members"), "users", "members.index", Can.VIEW_MEMBERS),
    (_("Audit log"), "scroll-text", "audit.index", Can.VIEW_AUDIT),
    (_("Settings"), "settings", "settings.edit", Can.LEAVE_WORKSPACE),
]
GROUPS = [(None, WORK), (_("Workspace"), WORKSPACE)]
# Built into the sprite, with those that templates name.
ICONS = (
    "layout-dashboard",
    "folder-kanban",  # example
    "users",
    "scroll-text",
    "settings",
)
# Pages that stand under another one's line.
PARTS = {
    "invitations": "members",
    "roles": "members",
    "mails": "audit",
    "exports": "settings",
    "deletion": "settings",
}


def navigation(visitor) -> list[tuple[str | None, list[NavItem]]]:
    """The groups of links that this visitor may follow here."""
    if not visitor or not visitor.tenant:
        return []
    open_here = OPEN_WHILE_SUSPENDED if visitor.tenant.suspended_at else set(Can)
    groups = [
        (label, [_item(*line[:3]) for line in lines if line[3] in open_here and can(line[3])])
        for label, lines in GROUPS
    ]
    return [(label, items) for label, items in groups if items]


def _item(label, icon: str, endpoint: str) -> NavItem:
    here = request.blueprint or ""
    return NavItem(label, icon, url_for(endpoint), PARTS.get(here, here) == endpoint.split(".")[0])
