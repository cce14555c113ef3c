"""What people type about a workspace, its members and invitations."""

import re
from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from saas.accounts import passwords
from saas.accounts.names import no_link
from saas.core.formats import number
from saas.core.forms import Form
from saas.permissions import CHOOSABLE, Can, Role
from saas.tenants.addresses import split
from saas.tenants.roles import AnyRole, is_free, look
from saas.tenants.slugs import RESERVED, ROOM

WELL_FORMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WORKSPACE = [DataRequired(_("Give the workspace a name.")), Length(max=80), no_link]
ADDRESSES = 50  # a list; more is somebody's address book


def lower(text: str | None) -> str | None:
    return text.lower() if text else text


class RoleForm(Form):
    """Which of `roles` somebody has, or gets."""

    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))])

    def __init__(self, *args, roles: Iterable[AnyRole] = (), **options):
        super().__init__(*args, **options)
        self.role.choices = [SelectChoice(role.key, role.title) for role in roles]


class InsteadForm(RoleForm):
    """Which role takes the place of one that is deleted."""

    role = SelectField(_("Role that takes its place"), [InputRequired(_("Choose a role."))], default=str(Role.MEMBER))


class RightsForm(Form):
    """A role of the workspace's own. `but` is the id of the role that is changed."""

    name = StringField(_("Name"), [DataRequired(_("Give the role a name.")), Length(max=40), no_link])
    rights = SelectMultipleField(_("Rights"), [DataRequired(_("Choose at least one right."))], coerce=Can)

    def __init__(self, *args, but=None, **options):
        super().__init__(*args, **options)
        self.but = but
        self.rights.choices = [SelectChoice(right, right.text) for right in Can if right in CHOOSABLE]

    def validate_name(self, field):
        if not look(field.data):
            raise ValidationError(gettext("A name has letters or digits."))
        if not is_free(field.data, self.but):
            raise ValidationError(gettext("There is a role with this name already."))


class InviteForm(RoleForm):
    email = TextAreaField(_("E-mail addresses"), [DataRequired(_("Name at least one address."))])
    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))], default=str(Role.MEMBER))

    def validate_email(self, field):
        if (count := len(split(field.data))) > ADDRESSES:
            raise ValidationError(
                gettext("These are %(count)s addresses; at most 50 go at a time.", count=number(count))
            )


class WorkspaceForm(Form):
    """Renaming a workspace."""

    workspace = StringField(_("Name"), WORKSPACE)


class AddressForm(Form):
    """Where a workspace is to be found: /t/<slug>. What is refused isn't told apart: it may be another's."""

    slug = StringField(_("Address"), [DataRequired(_("Type an address.")), Length(min=2, max=ROOM)], filters=[lower])

    def validate_slug(self, field):
        if not WELL_FORMED.fullmatch(field.data):
            raise ValidationError(gettext("Use small letters a to z, digits, and single hyphens between them."))
        if field.data in RESERVED:
            raise ValidationError(gettext("This address can't be had. Choose another one."))


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
