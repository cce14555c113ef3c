"""Invitations, from the list of addresses to the door: taken by new people and old, by the wrong ones, and too late."""

from tests.browser.journey import journey
from tests.browser.past import PASSWORD, has_workspace, is_invited, is_too_old, new_address
from tests.browser.steps import Steps

NAMES = ("ike", "uma", "ravi")


@journey(
    Steps(3, 3, 3),
    "the members' page, its dialog, one list of addresses, one button; the mail, name and password, one button",
    phone=Steps(presses=1),  # the sidebar's
    bare=Steps(pages=1, presses=-1),  # where the dialog is a page
)
def test_invite_three_and_accept_as_new(traveller):
    home = has_workspace(traveller)
    guests = [new_address(name) for name in NAMES]
    traveller.opens(home)
    traveller.follows("Members")
    traveller.opens_up("Invite members", "link")
    traveller.fills({"E-mail addresses": ", ".join(guests)})
    traveller.presses("Send invitations")
    for guest in guests:
        traveller.sees(guest)
    ike = traveller.another()
    ike.email = guests[0]
    ike.opens_mail("/invitations/")
    ike.fills({"Your name": "Ike Adu", "Password": PASSWORD})
    ike.presses("Create account and join")
    ike.sees("Welcome to Blue Heron.")


@journey(
    Steps(1, 3, 1),
    "the mail says for whom; one button logs out, the password and one logs in, and one joins",
)
def test_accept_with_the_wrong_account_first(traveller):
    home = has_workspace(owner := traveller.another())
    has_workspace(guest := traveller.another(), "Ike Adu", "Ike's own")
    has_workspace(traveller, "Uma Rao", "Uma's own")
    is_invited(owner, home, guest.email)
    traveller.email = guest.email
    traveller.opens_mail("/invitations/")
    traveller.sees("You are signed in as uma-")
    traveller.presses(f"Go on as {guest.email}")
    traveller.fills({"Password": PASSWORD})
    traveller.presses("Log in to join")
    traveller.presses("Join Blue Heron")
    traveller.sees("Welcome to Blue Heron.")


@journey(
    Steps(7, 5, 0),
    "three dead ends that say why, one page each, and a way on; the owner's list, and per act a menu, an entry, a yes",
    bare=Steps(presses=-1),  # nothing asks twice
)
def test_forwarded_expired_and_revoked_invitation(traveller, cloud):
    home = has_workspace(traveller)
    has_workspace(uma := traveller.another(), "Uma Rao", "Uma's own")
    ike = traveller.another()
    ike.email = new_address("ike")
    is_invited(traveller, home, ike.email)
    forwarded = traveller.post.link(ike.email, "/invitations/")
    uma.opens(forwarded)
    uma.sees(f"the invitation is for {ike.email}")
    uma.follows(f"Stay signed in as {uma.email}")
    is_too_old(cloud, ike.email)
    ike.opens(forwarded)
    ike.sees("It was valid for 7 days. Ask for a new one.")
    traveller.opens(f"{home}members")
    traveller.follows("Invitations")
    traveller.opens_up(f"Actions for {ike.email}")
    traveller.takes("Send again")
    fresh = ike.opens_mail("/invitations/")
    ike.sees_page("Join Blue Heron")
    traveller.opens_up(f"Actions for {ike.email}")
    traveller.confirms("Withdraw", "Withdraw invitation", "menuitem")
    ike.opens(fresh)
    ike.sees("It was withdrawn.")
