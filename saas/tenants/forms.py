"""What people type about a workspace, its members and invitations."""

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from saas.accounts import passwords
from saas.accounts.names import no_link
from saas.core.formats import number
from saas.core.forms import Form
from saas.permissions import GRANTS, Role
from saas.tenants.addresses import split

WORKSPACE = [DataRequired(_("Give the workspace a name.")), Length(max=80), no_link]
ADDRESSES = 50  # a list; more is somebody's address book


def grantable(owner: bool = False) -> list[Role]:
    """The built-in roles that the visitor may give; that of owner only where `owner` says so."""
    return [role for role in Role if GRANTS[role] <= g.visitor.grants and (owner or role != Role.OWNER)]


class RoleForm(Form):
    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))], coerce=Role)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.role.choices = [(role, role.title) for role in Role]


class InviteForm(Form):
    email = TextAreaField(_("E-mail addresses"), [DataRequired(_("Name at least one address."))])
    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))], coerce=Role, default=Role.MEMBER)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.role.choices = [(role, role.title) for role in grantable()]

    def validate_email(self, field):
        if (count := len(split(field.data))) > ADDRESSES:
            raise ValidationError(
                gettext("These are %(count)s addresses; at most 50 go at a time.", count=number(count))
            )


class WorkspaceForm(Form):
    """Opening a workspace, and renaming it."""

    workspace = StringField(_("Name"), WORKSPACE)


class NewWorkspaceForm(Form):
    workspace = StringField(_("Workspace name"), WORKSPACE)


class JoinForm(Form):
    """A person who has no account yet; their address is the invitation's."""

    name = StringField(_("Your name"), [DataRequired(_("Say what people call you.")), Length(max=80), no_link])
    password = PasswordField(_("Password"), [DataRequired(_("Choose a password."))])

    def __init__(self, *args, email="", **options):
        super().__init__(*args, **options)
        self.email = email

    def validate_password(self, field):
        if why := passwords.refusal(field.data, self.email, self.name.data or ""):
            raise ValidationError(why)
