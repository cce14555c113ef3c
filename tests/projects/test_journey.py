"""The first project: from an empty workspace's dashboard to a project that is there."""

from tests.browser.journey import journey
from tests.browser.past import has_workspace
from tests.browser.steps import Steps


@journey(
    Steps(3, 1, 1),
    "the dashboard, the empty list that offers to begin, a form that asks for a name and no more",
    phone=Steps(presses=1),  # the sidebar's
)
def test_make_the_first_project(traveller):
    home = has_workspace(traveller)
    traveller.opens(home)
    traveller.follows("Projects")
    traveller.follows("Create the first project")
    traveller.fills({"Name": "Reed warbler count"})
    traveller.presses("Create project")
    traveller.sees_page("Reed warbler count")
