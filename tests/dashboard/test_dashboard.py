"""The workspace's first page: the greeting, the set-up card, the feed, the usage."""

import pytest
import time_machine

from saas.dashboard.views import FEED

HOME = "/t/acme/"


def has_invited(page) -> bool:
    """Whether the step is done; a card with nothing left to do is gone."""
    return steps(page).get("Invite somebody", True)


def steps(page) -> dict[str, bool]:
    return {step.find(class_="strong").text: "done" in step["class"] for step in page.select(".steps .step")}


@pytest.mark.parametrize(
    ("hour", "greeting"), [(0, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_one_is_greeted_by_the_time_of_day(cast, hour, greeting):
    with time_machine.travel(f"2030-01-01 {hour:02}:30Z", tick=False):
        assert cast.signed_in("mel").page(HOME).h1.text == f"{greeting}, Mel"


def test_the_card_follows_what_is_there(ada, eve, cast):
    assert has_invited(ada.page(HOME))
    eve.send(f"/t/globex/members/{cast.memberships['globex', 'adam']}/delete")
    assert not has_invited(eve.page("/t/globex/"))
    eve.send("/t/globex/members/invitations", email="bo@new.test", role="member")
    assert has_invited(eve.page("/t/globex/"))


def test_a_first_project_is_a_step(ada):  # example
    primary = ada.page(HOME).select(".steps a.btn-primary")  # example
    assert [link["href"] for link in primary] == ["/t/acme/projects/new"]  # example
    ada.send("/t/acme/projects/", name="Apollo", state="planned", assignee_id="")  # example
    assert not ada.page(HOME).select(".steps")  # example


def test_the_card_is_dismissed_for_oneself(eve, cast):
    eve.send(f"/t/globex/members/{cast.memberships['globex', 'adam']}/delete")
    assert eve.page("/t/globex/").select(".steps")
    assert eve.send("/t/globex/setup/delete").location == "/t/globex/"
    assert not eve.page("/t/globex/").select(".steps")


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_who_does_not_run_the_workspace_sees_no_card(cast, who):
    assert not cast.signed_in(who).page(HOME).select(".steps")


def test_the_feed_tells_the_latest(ada):
    ada.send("/t/acme/settings", workspace="Acme & Sons")
    feed = ada.page(HOME).select(".feed li")
    assert len(feed) <= FEED
    assert " ".join(feed[0].text.split()).startswith("AM Ada Moreau changed the workspace Acme & Sons")
    assert ada.page(HOME).find("a", href="/t/acme/audit", string="Audit log")


def test_without_the_log_one_sees_what_one_did_oneself(ada, cast):
    bea = cast.signed_in("bea")
    ada.send("/t/acme/settings", workspace="Acme & Sons")
    page = bea.page(HOME)
    assert "Nothing yet" in page.text
    assert "Ada Moreau" not in page.find("main").text


def test_who_may_see_the_plan_sees_its_limits(ada, mel):
    assert "5 of 10" in ada.page(HOME).find("main").text
    usage = mel.page(HOME).select_one("section[aria-labelledby=usage]")
    assert "5" in usage.text
    assert not usage.find("progress")


def test_an_outsider_gets_404(eve):
    assert eve.get(HOME).status_code == 404
    assert eve.send("/t/acme/setup/delete").status_code == 404


def test_an_anonymous_visitor_is_sent_to_log_in(client):
    assert client.get(HOME).status_code == 302


def test_a_refusal_keeps_the_sidebar(mel):
    refusal = mel.get("/t/acme/audit")
    assert refusal.status_code == 403
    assert 'href="/t/acme/members"' in refusal.text
