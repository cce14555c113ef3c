"""Projects for the demo workspaces."""

from saas.projects.models import Project, ProjectState
from saas.tenants.models import Membership

# name, state, what is said about it
PROJECTS = (
    (
        "Autumn catalogue",
        ProjectState.ACTIVE,
        ("The printer needs the files by Friday.", "Two photos are still missing."),
    ),
    ("Customer interviews", ProjectState.ACTIVE, ("Five of eight are done.",)),
    ("New price list", ProjectState.PLANNED, ()),
    ("Warehouse move", ProjectState.PLANNED, ("Who talks to the landlord?",)),
    ("Website relaunch", ProjectState.ACTIVE, ("The draft is ready to be read.",)),
)


def add_demo() -> None:
    """Give the workspace that is entered its projects, each with an assignee in turn, unless it has some."""
    if Project.count():
        return
    members = Membership.all(Membership.name)
    for turn, (name, state, comments) in enumerate(PROJECTS):
        member = members[turn % len(members)]
        project = Project.create(name=name, state=state, assignee_id=member.id)
        for body in comments:
            project.comment(author_id=member.id, body=body)
