"""A role of the workspace's own is made, given, taken back and deleted; its holder notices at once."""

from tests.browser.newcomers import accept, invite, sign_up


def test_an_admin_makes_a_role_gives_it_and_deletes_it(people):
    owner, _, home = sign_up(people)
    member = accept(people, invite(people, owner, home))
    owner.goto(f"{home}roles")
    owner.get_by_role("link", name="New role").click()
    owner.get_by_label("Name").fill("Recruiter")
    owner.get_by_label("Invite people").check()
    assert owner.locator("[value='members.view']").is_checked()
    owner.locator("[value='members.view']").uncheck()
    assert not owner.get_by_label("Invite people").is_checked()
    owner.get_by_label("Invite people").check()
    owner.get_by_role("button", name="Make the role").click()
    owner.goto(f"{home}members")
    owner.get_by_role("row").filter(has_text="Ike Adu").get_by_role("link", name="Role of").click()
    owner.get_by_role("menuitemradio", name="Recruiter").click()
    owner.get_by_text("is now Recruiter").wait_for()
    assert member.goto(f"{home}members/invitations/new").status == 200
    owner.get_by_role("button", name="Undo").click()
    owner.get_by_text("is now Member").wait_for()
    assert member.goto(f"{home}members/invitations/new").status == 403
    owner.goto(f"{home}members")
    owner.get_by_role("row").filter(has_text="Ike Adu").get_by_role("link", name="Role of").click()
    owner.get_by_role("menuitemradio", name="Recruiter").click()
    owner.get_by_text("is now Recruiter").wait_for()
    owner.goto(f"{home}roles")
    owner.get_by_role("link", name="Change Recruiter").click()
    owner.get_by_role("button", name="Delete role").click()
    owner.get_by_role("alertdialog").get_by_role("button", name="Delete role").click()
    owner.get_by_text("is deleted").wait_for()
    assert member.goto(f"{home}members/invitations/new").status == 403
