"""Projects: made, seen, changed, archived, deleted; by whom, and what is refused."""

from uuid import UUID

import pytest
from sqlalchemy import delete, update

from saas import plans
from saas.audit.models import AuditEntry
from saas.core.db import db
from saas.events import Event
from saas.plans import Limit
from saas.projects.models import Project, ProjectState
from saas.tenants.models import Membership

LIST = "/t/acme/projects/"


@pytest.fixture
def project(make):
    return make.project("acme", name="Relaunch")


@pytest.fixture
def url(project):
    return f"{LIST}{project.id}"


def events(cast):
    with cast.within("acme"):
        return [entry.event for entry in AuditEntry.all(AuditEntry.id) if entry.subject_table == "projects"]


def stored(cast, project):
    with cast.within("acme"):
        return Project.get(project.id)


def test_a_member_creates_a_project(mel, cast):
    response = mel.send(LIST, name=" Relaunch ", state="active", assignee_id=cast.memberships["acme", "ada"])
    shown = mel.page(response.location)
    assert shown.h1.text == "Relaunch"
    assert "Active" in shown.main.text
    assert "Ada Moreau" in shown.main.text
    assert "Relaunch" in mel.get(LIST).text
    assert events(cast) == [Event.PROJECT_CREATED]


def test_the_form_offers_the_members_of_this_workspace_only(mel):
    choices = [option.text for option in mel.page(f"{LIST}new").find(id="assignee_id").find_all("option")]
    assert choices == ["Nobody", "Ada Moreau", "Adam Keller", "Bea Lindt", "Mel Okafor", "Vic Tran"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("state", "archived"),
        ("state", "no such"),
        ("assignee_id", "no id"),
        ("assignee_id", UUID(int=7)),
    ],
)
def test_a_bad_field_is_422_and_what_was_typed_stays(mel, cast, field, value):
    response = mel.send(LIST, **{"name": "Relaunch", field: value})
    assert response.status_code == 422
    assert f'id="{field}-err"' in response.text
    assert events(cast) == []
    if field != "name":
        assert 'value="Relaunch"' in response.text


def test_a_member_of_another_workspace_cant_be_assignee(mel, cast):
    assert mel.send(LIST, name="Relaunch", assignee_id=cast.memberships["globex", "eve"]).status_code == 422


def test_a_full_plan_is_402(mel, make, monkeypatch):
    monkeypatch.setitem(plans.FREE.limits, Limit.PROJECTS, 1)
    make.project("acme")
    response = mel.send(LIST, name="One too many")
    assert response.status_code == 402
    assert "One too many" not in mel.get(LIST).text


def test_a_member_changes_a_project(mel, cast, project, url):
    form = mel.page(f"{url}/edit")
    version = form.find("input", attrs={"name": "version"})["value"]
    assert form.find(id="name")["value"] == "Relaunch"
    assert mel.send(url, name="Launch", state="active", version=version).location == url
    assert stored(cast, project).name == "Launch"
    assert events(cast) == [Event.PROJECT_CREATED, Event.PROJECT_UPDATED]


def test_a_bad_change_is_422(mel, cast, project, url):
    assert mel.send(url, name="", version=1).status_code == 422
    assert stored(cast, project).name == "Relaunch"


def test_a_stale_form_is_409_and_can_be_sent_once_more(ada, mel, cast, project, url):
    ada.send(url, name="Ada's", version=1)
    response = mel.send(url, name="Mel's", version=1)
    assert response.status_code == 409
    assert "It now reads: Ada&#39;s, Planned, assigned to nobody." in response.text
    assert 'value="Mel&#39;s"' in response.text
    assert 'name="version" value="2"' in response.text
    assert stored(cast, project).name == "Ada's"
    mel.send(url, name="Mel's", version=2)
    assert stored(cast, project).name == "Mel's"


@pytest.mark.parametrize("version", ["", "x", "0"])
def test_a_form_without_its_version_is_409(mel, cast, project, url, version):
    assert mel.send(url, name="Launch", version=version).status_code == 409
    assert stored(cast, project).name == "Relaunch"


def test_of_two_changes_in_the_same_moment_the_second_is_409(mel, cast, project, url, monkeypatch):
    assign = Project.assign

    def assign_when_somebody_was_faster(self, **fields):
        db.session.execute(update(Project).values(version=7).execution_options(synchronize_session=False))
        assign(self, **fields)

    monkeypatch.setattr(Project, "assign", assign_when_somebody_was_faster)
    assert mel.send(url, name="Launch", version=1).status_code == 409
    assert stored(cast, project).name == "Relaunch"


@pytest.mark.parametrize("field", ["name", "state", "assignee_id"])
def test_a_zero_byte_is_400(mel, field):
    assert mel.send(LIST, **{"name": "Relaunch", field: "a\x00b"}).status_code == 400


def test_archived_it_can_only_be_read_restored_or_deleted(mel, cast, project, url):
    mel.send(f"{url}/archival")
    assert stored(cast, project).state == ProjectState.ARCHIVED
    assert mel.get(f"{url}/edit").status_code == 409
    assert mel.send(url, name="Launch", version=2).status_code == 409
    assert mel.send(f"{url}/archival").status_code == 409
    assert mel.send(f"{url}/comments", body="Why?").status_code == 409
    shown = mel.page(url)
    assert "Restore" in shown.main.text
    assert "Edit" not in shown.main.text
    mel.send(f"{url}/archival/delete")
    assert stored(cast, project).state == ProjectState.ACTIVE
    assert events(cast) == [Event.PROJECT_CREATED, Event.PROJECT_ARCHIVED, Event.PROJECT_RESTORED]


def test_a_member_deletes_a_project_with_its_comments(mel, cast, project, url):
    mel.send(f"{url}/comments", body="To be gone")
    assert mel.send(f"{url}/delete").location == LIST
    assert mel.get(url).status_code == 404
    assert events(cast) == [Event.PROJECT_CREATED, Event.PROJECT_DELETED]


def test_when_the_assignee_leaves_the_project_stays(cast, make):
    bea = cast.memberships["acme", "bea"]
    project = make.project("acme", assignee_id=bea)
    with cast.within("acme"):
        db.session.execute(delete(Membership).where(Membership.id == bea))
    assert stored(cast, project).assignee_id is None
