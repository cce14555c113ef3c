"""Ways out: of a workspace that somebody else goes on with, of one that ends, and of the product."""

from zipfile import ZipFile

from tests.browser.journey import journey
from tests.browser.past import PASSWORD, has_joined, has_workspace
from tests.browser.steps import Steps


@journey(
    Steps(7, 2, 1),
    "settings say what is missing, the list, the person, their role; settings again, a page that asks; the heir looks",
    phone=Steps(presses=2),  # the sidebar's
)
def test_hand_over_ownership_and_leave(traveller):
    home = has_workspace(traveller)
    has_joined(ike := traveller.another(), traveller, home)
    traveller.opens(home)
    traveller.follows("Settings")
    traveller.sees("You are the only owner")
    traveller.follows("Name another owner")
    traveller.follows("Ike Adu")
    traveller.chooses("Owner")
    traveller.presses("Save role")
    traveller.sees("Ike Adu is now Owner.")
    traveller.follows("Settings")
    traveller.follows("Leave…")
    traveller.presses("Leave Blue Heron")
    traveller.sees("You left Blue Heron.")
    traveller.sees("You are in no workspace at the moment.")
    ike.opens(home)
    ike.sees("Your role is now Owner.")


@journey(
    Steps(6, 4, 1),
    "settings, a button, the mail, the file; settings again, the workspace's name, a button, and one to undo it",
    phone=Steps(presses=2),  # the sidebar's
)
def test_take_a_copy_delete_the_workspace_and_undo(traveller):
    home = has_workspace(traveller)
    traveller.opens(home)
    traveller.follows("Settings")
    traveller.follows("Export the workspace")
    traveller.presses("Make an export")
    traveller.sees("You get a mail when it is ready.")
    traveller.opens_mail(f"{home}exports")
    with ZipFile(traveller.downloads("Download the export of")) as copy:
        assert "manifest.json" in copy.namelist()
    traveller.follows("Settings")
    traveller.follows("Delete the workspace")
    traveller.fills({"Name of the workspace": "Blue Heron"})
    traveller.presses("Delete Blue Heron")
    traveller.sees("Blue Heron will be deleted")
    traveller.presses("Keep the workspace")
    traveller.sees("Blue Heron stays.")
    traveller.sees("To show that you mean it, type: Blue Heron")


@journey(
    Steps(3, 4, 3),
    "the person's menu, their data, the page that says what happens, the address to mean it; then the door is closed",
    phone=Steps(presses=1),  # the sidebar's
)
def test_delete_the_account(traveller):
    home = has_workspace(owner := traveller.another())
    has_joined(traveller, owner, home)
    traveller.opens(home)
    traveller.opens_up("Ike Adu")
    traveller.takes("Account")
    traveller.follows("Your data")
    traveller.follows("Delete your account")
    traveller.fills({"Your e-mail address": traveller.email})
    traveller.presses("Delete your account for good")
    traveller.sees("Your account is deleted.")
    traveller.fills({"E-mail": traveller.email, "Password": PASSWORD})
    traveller.presses("Log in")
    traveller.sees("This address and password don't belong together.")
