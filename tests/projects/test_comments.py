"""Comments: the child rows of a project."""

import pytest
from sqlalchemy.exc import IntegrityError

from saas.audit.models import AuditEntry
from saas.events import Event
from saas.projects.models import Comment

LIST = "/t/acme/projects/"


@pytest.fixture
def project(make):
    return make.project("acme")


@pytest.fixture
def comment(cast, project):
    with cast.within("acme"):
        return project.comment(author_id=cast.memberships["acme", "ada"], body="First!")


@pytest.fixture
def url(project):
    return f"{LIST}{project.id}"


def test_a_member_comments(mel, url):
    assert mel.send(f"{url}/comments", body="Looks good").location == url
    shown = mel.page(url).find("ul", class_="feed").text
    assert "Mel Okafor" in shown
    assert "Looks good" in shown


@pytest.mark.parametrize("body", ["", "   ", "x" * 2001])
def test_an_empty_or_long_comment_is_422(mel, url, body):
    response = mel.send(f"{url}/comments", body=body)
    assert response.status_code == 422
    assert 'id="body-err"' in response.text


def test_a_comment_is_deleted_and_recorded(mel, cast, url, comment):
    mel.send(f"{url}/comments/{comment.id}/delete")
    assert "First!" not in mel.get(url).text
    with cast.within("acme"):
        *_, before, last = AuditEntry.all(AuditEntry.id)
    assert (before.event, last.event) == (Event.COMMENT_CREATED, Event.COMMENT_DELETED)
    assert last.subject_name == "Relaunch"


def test_a_comment_is_reached_through_its_own_project_only(mel, make, comment):
    other = make.project("acme", name="Other")
    assert mel.send(f"{LIST}{other.id}/comments/{comment.id}/delete").status_code == 404


def test_the_comments_of_a_former_member_stay(cast, mel, project, url):
    with cast.within("acme"):
        project.comment(author_id=None, body="So long")
    assert "A former member" in mel.get(url).text


def test_the_database_refuses_a_comment_on_another_tenants_project(cast, make):
    foreign = make.project("globex")
    with pytest.raises(IntegrityError), cast.within("acme"):
        Comment(project_id=foreign.id, body="Hello there").save()


def test_the_database_refuses_an_author_of_another_tenant(cast, project):
    with pytest.raises(IntegrityError), cast.within("acme"):
        Comment(project_id=project.id, author_id=cast.memberships["globex", "eve"], body="Hello there").save()
