"""What no name of a person or a workspace may hold."""

from flask_babel import gettext as _
from wtforms.validators import ValidationError


def no_link(_form, field):
    """Names stand in mails that anybody can have us send to anybody: an address in one would be an advertisement."""
    if any(sign in field.data.lower() for sign in ("://", "www.")):
        raise ValidationError(_("A name can't hold a web address."))
