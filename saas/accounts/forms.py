"""What people type about their account."""

from functools import cache
from zoneinfo import available_timezones

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_security import EmailValidateException
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from saas.accounts import passwords
from saas.accounts.addresses import same_email
from saas.accounts.names import no_link
from saas.core.forms import Form
from saas.core.languages import LANGUAGES

NAME = [DataRequired(_("Tell us what to call you.")), Length(max=80), no_link]
WORKSPACE = [DataRequired(_("Give the workspace a name.")), Length(max=80), no_link]
LONGEST_EMAIL = 254  # characters, RFC 5321's limit on a path less its brackets
LONGEST_CODE = 40
LONGEST_PASSKEY_NAME = 64  # characters, as the column holds
OWN_NAME = {"translate": "no"}
THEMES = {"system": _("As the device"), "light": _("Light"), "dark": _("Dark")}


class KnownEmail(Form):
    """An address to look up; a wrong one is simply nobody's."""

    email = EmailField(_("E-mail"), [DataRequired(_("Type your e-mail address."))], filters=[same_email])


class NewPassword(Form):
    """A password to be set. Forms with more about the person say so in `personal`."""

    personal: tuple[str, ...] = ()
    password = PasswordField(_("Password"), [DataRequired(_("Choose a password."))])

    def validate_password(self, field):
        if advice := passwords.wrong_length(field.data):
            raise ValidationError(advice)

    def validate(self, extra_validators=None):
        """Whether it is easy to guess is asked last, when all else is right: it takes longest."""
        if not super().validate(extra_validators):
            return False
        words = [self[name].data for name in ("name", "email", "workspace") if name in self]
        if advice := passwords.refusal(self.password.data, *words, *self.personal):
            self.refuse("password", advice)
        return not advice


class NewEmail(Form):
    """An address that mails are to reach."""

    email = EmailField(_("E-mail"), [DataRequired(_("Type your e-mail address."))], filters=[same_email])

    def validate_email(self, field):
        if len(field.data) > LONGEST_EMAIL:
            raise ValidationError(gettext("This address is too long."))
        try:
            current_app.extensions["security"].mail_util.validate(field.data)
        except EmailValidateException as error:
            raise ValidationError(gettext("Type a whole address, like name@example.com.")) from error


class SignUpForm(NewPassword, NewEmail):
    name = StringField(_("Your name"), NAME)
    workspace = StringField(_("Workspace name"), WORKSPACE)
    agree = BooleanField(
        _("I agree to the terms and the privacy policy"),
        [DataRequired(_("Without your consent we can't open an account."))],
    )


class LogInForm(KnownEmail):
    password = PasswordField(_("Password"), [DataRequired(_("Type your password."))])
    next = HiddenField()


class PasswordForm(Form):
    """One's present password."""

    password = PasswordField(_("Password"), [DataRequired(_("Type your password."))])


class CodeForm(Form):
    code = StringField(_("Code"), [DataRequired(_("Type the code.")), Length(max=LONGEST_CODE)])


class AgainForm(PasswordForm):
    """Who somebody is, shown again: as at log-in."""

    code = StringField(_("Code"), [Length(max=LONGEST_CODE)])
    passkey = HiddenField()  # what the browser answers when a passkey is used


class PasskeyForm(Form):
    """A passkey in place of what is typed."""

    passkey = HiddenField()
    next = HiddenField()


class NewPasskeyForm(Form):
    name = StringField(_("Name"), [DataRequired(_("Give it a name.")), Length(max=LONGEST_PASSKEY_NAME)])
    passkey = HiddenField()
    next = HiddenField()


class AppForm(CodeForm):
    """The first code of a new authenticator app."""

    next = HiddenField()


class EnrolmentForm(NewPassword, CodeForm):
    """What an operator sets before the first log-in."""


class PasswordChangeForm(NewPassword):
    current = PasswordField(_("Present password"), [DataRequired(_("Type your present password."))])
    password = PasswordField(_("New password"), [DataRequired(_("Choose a password."))])


class EmailChangeForm(NewEmail):
    """`present` is the address until now."""

    present = ""
    email = EmailField(_("New e-mail address"), [DataRequired(_("Type an e-mail address."))], filters=[same_email])

    def validate_email(self, field):
        super().validate_email(field)
        if field.data == self.present:
            raise ValidationError(gettext("This is your address already."))


class ProfileForm(Form):
    name = StringField(_("Your name"), NAME)
    locale = SelectField(
        _("Language and region"), choices=[SelectChoice(*each, OWN_NAME) for each in LANGUAGES.items()]
    )
    zone = SelectField(_("Time zone"))
    theme = RadioField(_("Appearance"), choices=[SelectChoice(*each) for each in THEMES.items()])

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.zone.choices = zones()


@cache
def zones() -> list[str]:
    """Those named after a place, and UTC."""
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]
