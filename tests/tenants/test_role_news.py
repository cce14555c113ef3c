"""A changed role is told: by mail, and on every page until it is read."""

from saas.permissions import Can
from tests.tenants.test_custom_roles import made  # noqa: F401  # a fixture

NEWS = "Your role is now Admin."
READ = "/t/acme/members/news/delete"


def test_they_are_mailed_what_they_may_do_now(ada, mailbox, url_of):
    ada.send(url_of("mel"), role="admin")
    mail = mailbox.last("mel@acme.test")
    assert mail.subject == "You are now Admin in Acme"
    assert "Ada Moreau changed your role in the workspace Acme from Member to Admin" in " ".join(mail.text.split())
    assert str(Can.INVITE_MEMBERS.text) in mail.text
    assert str(Can.MANAGE_BILLING.text) not in mail.text


def test_they_read_it_on_their_pages_until_they_say_so(ada, mel, url_of):
    assert NEWS not in mel.get("/t/acme/").text
    ada.send(url_of("mel"), role="admin")
    for page in ("/t/acme/", "/t/acme/members"):
        assert NEWS in mel.get(page).text
        assert "Runs the workspace" in mel.get(page).text
    assert NEWS not in ada.get("/t/acme/").text
    form = mel.page("/t/acme/members").find("form", action=READ)
    assert form
    assert mel.send(READ).status_code == 302
    assert NEWS not in mel.get("/t/acme/").text


def test_who_changes_their_own_role_needs_no_news(adam, mailed, url_of):
    assert adam.send(url_of("adam"), role="member").status_code == 302
    assert "Your role is now" not in adam.get("/t/acme/").text
    assert not mailed("adam@acme.test")


def test_a_role_that_is_deleted_is_news_to_all_who_had_it(ada, mel, made, cast, mailed, url_of):  # noqa: F811
    role = made("Recruiter", Can.INVITE_MEMBERS)
    ada.send(url_of("mel"), role=role)
    mel.send(READ)
    ada.send(f"/t/acme/roles/{role}/delete", role="viewer")
    assert "Your role is now Viewer." in mel.get("/t/acme/").text
    assert mailed("mel@acme.test")[-1] == "You are now Viewer in Acme"


def test_an_own_role_is_told_by_its_rights(ada, mel, made, url_of):  # noqa: F811
    ada.send(url_of("mel"), role=made("Recruiter", Can.INVITE_MEMBERS))
    text = mel.get("/t/acme/").text
    assert "Your role is now Recruiter." in text
    assert "Invite people" in text


def test_the_same_role_again_is_no_news(ada, mel, mailed, url_of):
    ada.send(url_of("mel"), role="member")
    assert "Your role is now" not in mel.get("/t/acme/").text
    assert not mailed("mel@acme.test")


def test_who_is_removed_is_mailed(ada, mailed, url_of):
    ada.send(f"{url_of('mel')}/delete")
    assert mailed("mel@acme.test") == ["You are no longer in Acme"]
