"""What people type about projects."""

from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from saas.core.forms import Form
from saas.projects.models import OPEN_STATES, ProjectState
from saas.tenants.models import Membership


def id_or_none(value):
    """A select's value as an id; its first choice, the empty one, as None."""
    return UUID(str(value)) if value else None


class ProjectForm(Form):
    name = StringField(_("Name"), [DataRequired(), Length(max=80)])
    state = SelectField(
        _("State"),
        choices=[SelectChoice(state, state.text) for state in OPEN_STATES],
        coerce=ProjectState,
        default=ProjectState.PLANNED,
    )
    assignee_id = SelectField(_("Assignee"), coerce=id_or_none)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        members = [SelectChoice(str(member.id), member.name) for member in Membership.all(Membership.name)]
        self.assignee_id.choices = [SelectChoice("", _("Nobody")), *members]


class CommentForm(Form):
    body = TextAreaField(_("Your comment"), [DataRequired(), Length(max=2000)])
