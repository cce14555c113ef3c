"""A role is changed and given back, and the person notices at once; a page that refuses says whom to ask."""

from tests.browser.test_tenant import accept, invite, sign_up


def test_an_admin_changes_a_role_and_takes_it_back(people):
    owner, _, home = sign_up(people)
    member = accept(people, invite(people, owner, home))
    assert member.goto(home).status == 200
    assert member.goto(f"{home}projects/new").status == 200  # example
    owner.goto(f"{home}members")
    row = owner.get_by_role("row").filter(has_text="Ike Adu")
    row.get_by_role("button", name="Role of Ike Adu").click()
    owner.get_by_role("menuitemradio", name="Viewer").click()
    owner.get_by_text("Undo").wait_for()
    assert member.goto(f"{home}projects/new").status == 403  # example
    owner.get_by_role("button", name="Undo").click()
    row.get_by_role("button", name="Role of Ike Adu: Member").wait_for()


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
