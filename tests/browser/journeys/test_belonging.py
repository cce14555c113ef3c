"""Several workspaces, several roles: moving between them, giving and taking them, and hearing no politely."""

from tests.browser.journey import journey
from tests.browser.past import has_joined, has_workspace
from tests.browser.steps import Steps


@journey(
    Steps(1, 5, 1),
    "a menu that holds all workspaces and the way to another; its name; back by the same menu",
    phone=Steps(presses=2),  # the sidebar's
)
def test_make_a_second_workspace_and_switch(traveller):
    home = has_workspace(traveller)
    traveller.opens(home)
    traveller.opens_up("Blue Heron")
    traveller.takes("New workspace")
    traveller.fills({"Workspace name": "Grey Owl"})
    traveller.presses("Open workspace")
    traveller.sees("This is how Grey Owl stands.")
    traveller.opens_up("Grey Owl")
    traveller.takes("Blue Heron")
    traveller.sees("This is how Blue Heron stands.")


@journey(
    Steps(3, 3, 0),
    "the list, a role where it stands, one of the menu, and one button to take it back; the person looks twice",
    bare=Steps(pages=1, presses=-1, fields=1),  # the person's page
)
def test_make_somebody_an_admin_and_a_member_again(traveller):
    home = has_workspace(traveller)
    has_joined(ike := traveller.another(), traveller, home)
    traveller.opens(f"{home}members")
    gives_role(traveller, "Ike Adu", "Admin")
    traveller.sees("Ike Adu is now Admin.")
    ike.opens(f"{home}audit")
    ike.sees_page("Audit log")
    traveller.presses("Undo")
    traveller.sees("Ike Adu is now Member.")
    ike.opens(f"{home}audit")
    ike.sees_page("You may not do this")


def gives_role(traveller, name: str, role: str) -> None:
    """In the list's menu; without scripts on the person's page."""
    if traveller.scripts:
        traveller.opens_up(f"Role of {name}", "link")
        traveller.presses(role, "menuitemradio")
    else:
        traveller.follows(f"Role of {name}")
        traveller.chooses(role)
        traveller.presses("Save role")


@journey(Steps(2, 0, 0), "the page that refuses says who can help, and the list of them is one link away")
def test_a_refusal_tells_whom_to_ask(traveller):
    home = has_workspace(owner := traveller.another())
    has_joined(traveller, owner, home)
    traveller.opens(f"{home}audit")
    traveller.sees("Read the audit log")
    traveller.sees("Owner or Admin")
    traveller.follows("See who is who")
    traveller.sees("Nia Okoye")


@journey(
    Steps(2, 3, 0),
    "the list, the menu, its entry, the page that says what becomes of it all; the person finds the door closed",
    bare=Steps(pages=2, presses=-2),  # the person's page in the menu's place
)
def test_remove_a_member(traveller):
    home = has_workspace(traveller)
    has_joined(ike := traveller.another(), traveller, home)
    traveller.opens(f"{home}members")
    removes(traveller, "Ike Adu")
    traveller.sees("Ike Adu is no longer a member.")
    ike.opens(home)
    ike.sees("You are signed in as ike-")


def removes(traveller, name: str) -> None:
    """By the list's menu, or without scripts by the person's page; both lead to the page that asks."""
    if traveller.scripts:
        traveller.opens_up(f"Actions for {name}")
        traveller.presses("Remove from workspace", "menuitem")
    else:
        traveller.follows(name)
        traveller.follows("Remove…")
    traveller.presses(f"Remove {name}")
