"""What people type to show that they mean it."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from saas.accounts.addresses import same_email
from saas.core.forms import Form


class TypedAgain(Form):
    """`wanted` is what must be typed."""

    def __init__(self, *args: Any, wanted: str = "", **options: Any):
        super().__init__(*args, **options)
        self.wanted = wanted


class WorkspaceDeletionForm(TypedAgain):
    confirmation = StringField(_("Name of the workspace"), [DataRequired(_("Type the name of the workspace."))])

    def validate_confirmation(self, field: StringField) -> None:
        if field.data != self.wanted:
            raise ValidationError(gettext("This is not its name. It is: %(name)s", name=self.wanted))


class AccountDeletionForm(TypedAgain):
    confirmation = StringField(_("Your e-mail address"), [DataRequired(_("Type your e-mail address."))])

    def validate_confirmation(self, field: StringField) -> None:
        if same_email(field.data) != self.wanted:
            raise ValidationError(gettext("This is not your address. It is: %(email)s", email=self.wanted))
