"""A role is changed and given back, and the person notices at once; a page that refuses says whom to ask."""

from tests.browser.test_tenant import accept, invite, sign_up


def test_an_admin_changes_a_role_and_takes_it_back(people):
    owner, _, home = sign_up(people)
    member = accept(people, invite(people, owner, home))
    assert member.goto(home).status == 200
    assert member.goto(f"{home}projects/new").status == 200  # example
    owner.goto(f"{home}members")
    row = owner.get_by_role("row").filter(has_text="Ike Adu")
    row.get_by_role("link", name="Role of Ike Adu").click()
    owner.get_by_role("menuitemradio", name="Viewer").click()
    owner.get_by_text("Undo").wait_for()
    assert member.goto(f"{home}projects/new").status == 403  # example
    owner.get_by_role("button", name="Undo").click()
    row.get_by_role("link", name="Role of Ike Adu: Member").wait_for()


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
    owner.goto(f"{home}roles")
    owner.get_by_role("link", name="Change Recruiter").click()
    owner.get_by_role("button", name="Delete role").click()
    owner.get_by_role("alertdialog").get_by_role("button", name="Delete role").click()
    owner.get_by_text("is deleted").wait_for()
    assert member.goto(f"{home}members/invitations/new").status == 403


def test_a_refusal_names_the_right_and_who_grants_it(people):
    mel = people.signed_in("mel@acme.test")
    assert mel.goto("/t/acme/audit").status == 403
    text = mel.locator("main").inner_text()
    assert "Read the audit log" in text
    assert "Owner" in text
    assert "Admin" in text


def test_another_workspace_is_not_there(people):
    eve = people.signed_in("eve@globex.test")
    assert eve.goto("/t/acme/").status == 404
    assert "Acme" not in eve.locator("main").inner_text()
