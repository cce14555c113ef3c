"""A form with every kind of field, for the style guide."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional, Regexp

from saas.core.forms import Form

ROLES = [("admin", _("Admin")), ("member", _("Member")), ("viewer", _("Viewer"))]
STATES = [("open", _("Open")), ("done", _("Done"))]


class SampleForm(Form):
    name = StringField(_("Name"), [DataRequired()])
    email = EmailField(_("E-mail"), [Regexp("@", message=_("This is not an e-mail address."))])
    password = PasswordField(_("Password"), [Optional()])
    due = DateField(_("Due"), [Optional()])
    state = SelectField(_("State"), choices=STATES, validate_choice=False)
    notes = TextAreaField(_("Notes"), [Optional()])
    mail = BooleanField(_("Mail me when it changes"))
    role = RadioField(_("Role"), choices=ROLES, default="member", validate_choice=False)
