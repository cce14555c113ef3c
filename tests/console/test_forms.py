"""Flask-Admin's own forms, actions and deletion under the theme, with a list that allows them: staff."""

from uuid import UUID

import pytest
from flask_admin.actions import action
from flask_admin.form import BaseForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from saas.accounts.models import Staff
from saas.console.lists import ListView
from saas.permissions import StaffRole
from tests import servers
from tests.clients import Client


class StaffForm(BaseForm):
    user_id = StringField("User", [InputRequired()], filters=[lambda text: UUID(text) if text else None])
    role = SelectField("Role", choices=[(StaffRole.OPERATOR, "Operator")], coerce=StaffRole)


class StaffList(ListView):
    row = Staff
    form = StaffForm
    can_create = can_edit = can_delete = True
    column_list = ("role", "user_id", "created_at")
    pinged: list[str] = []

    def get_form(self):
        return self.form

    @action("ping", "Ping", "Really ping them?")
    def ping(self, ids):
        self.pinged.extend(ids)


@pytest.fixture(scope="module")
def app(database):
    """The app with one list more."""
    app = servers.create_app(servers.settings(database))
    app.test_client_class = Client
    app.extensions["admin"][0].add_view(StaffList("Staff", None, "staff", "users"))
    return app


def test_a_row_is_created(olga, cast):
    page = olga.page("/console/staff/new/")
    assert page.select_one("form input[name=csrf_token]")
    assert page.select_one("label[for=user_id]")
    answer = olga.send("/console/staff/new/", user_id=str(cast.users["ada"]), role="operator")
    assert answer.status_code == 302
    assert len(olga.page("/console/staff/").select("tbody tr")) == 2


def test_a_refused_form_says_why(olga):
    answer = olga.send("/console/staff/new/", user_id="", role="operator")
    assert "This field is required." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_what_postgres_refuses_leaves_no_row(olga, cast):
    answer = olga.send("/console/staff/new/", user_id=str(cast.users["olga"]), role="operator")
    assert answer.status_code == 200
    assert len(olga.page("/console/staff/").select("tbody tr")) == 1


def test_a_row_is_deleted_after_a_question(olga, cast):
    olga.send("/console/staff/new/", user_id=str(cast.users["ada"]), role="operator")
    (row,) = [row for row in olga.page("/console/staff/").select("tbody tr") if str(cast.users["ada"]) in row.text]
    form = row.select_one("form[data-confirm][action*=delete]")
    assert form.select_one("input[name=csrf_token]")
    id = form.select_one("input[name=id]")["value"]
    assert olga.post("/console/staff/delete/", data={"id": id}).status_code == 400
    assert olga.send("/console/staff/delete/", id=id).status_code == 302
    assert len(olga.page("/console/staff/").select("tbody tr")) == 1


def test_an_action_gets_the_ticked_rows(olga):
    page = olga.page("/console/staff/")
    (bar,) = page.select("form[data-bulk]")
    (button,) = bar.select("button[value=ping]")
    assert button["data-confirm-text"] == "Really ping them?"
    ids = [box["value"] for box in page.select("input[name=rowid]")]
    StaffList.pinged.clear()
    assert olga.send("/console/staff/action/", action="ping", rowid=ids).status_code == 302
    assert StaffList.pinged == ids
