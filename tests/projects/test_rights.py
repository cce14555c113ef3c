"""Who may do what with projects: outsiders get 404, those without the right 403, anonymous visitors the log-in page."""

from uuid import UUID

import pytest

LIST = "/t/acme/projects/"
PAGES = ("", "{id}")
MANAGED = ("new", "{id}/edit")
ACTS = (
    "",
    "{id}",
    "{id}/delete",
    "{id}/archival",
    "{id}/archival/delete",
    "{id}/comments",
    "{id}/comments/{id}/delete",
)


@pytest.fixture
def at(make):
    project = make.project("acme")
    return lambda path, workspace="acme": f"/t/{workspace}/projects/" + path.format(id=project.id)


@pytest.mark.parametrize("path", PAGES)
def test_a_viewer_sees(cast, at, path):
    assert cast.signed_in("vic").get(at(path)).status_code == 200


@pytest.mark.parametrize("path", MANAGED)
def test_a_viewer_gets_no_form(cast, at, path):
    response = cast.signed_in("vic").get(at(path))
    assert response.status_code == 403
    assert "Create, change and delete projects" in response.text


@pytest.mark.parametrize("path", ACTS)
def test_a_viewer_changes_nothing(cast, at, path):
    assert cast.signed_in("vic").send(at(path), name="Mine", body="Mine", version=1).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_billing_sees_no_projects(cast, at, path):
    assert cast.signed_in("bea").get(at(path)).status_code == 403


@pytest.mark.parametrize("path", PAGES + MANAGED)
def test_an_outsider_finds_nothing(eve, at, path):
    assert eve.get(at(path)).status_code == 404


@pytest.mark.parametrize("path", ACTS)
def test_an_outsider_changes_nothing(eve, at, path):
    assert eve.send(at(path), name="Mine", body="Mine", version=1).status_code == 404


@pytest.mark.parametrize("path", [path for path in PAGES + MANAGED if "{" in path])
def test_anothers_project_is_not_in_ones_own_workspace(eve, at, path):
    assert eve.get(at(path, "globex")).status_code == 404


@pytest.mark.parametrize("path", [path for path in ACTS if "{" in path])
def test_anothers_project_is_not_changed_through_ones_own_workspace(eve, at, path):
    assert eve.send(at(path, "globex"), name="Mine", body="Mine", version=1).status_code == 404


def test_an_anonymous_visitor_is_sent_to_log_in(client, at):
    response = client.get(at(""))
    assert response.status_code == 302
    assert "next=" in response.location


@pytest.mark.parametrize("id", ["x", "1", str(UUID(int=0)), "../../globex"])
def test_a_malformed_or_unknown_id_is_404(mel, id):
    assert mel.get(LIST + id).status_code == 404


def test_a_post_without_its_token_is_400(mel, at):
    assert mel.post(at(""), data={"name": "Forged"}).status_code == 400
