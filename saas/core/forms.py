"""The base of all forms: read from the request, trimmed, with errors a page can list."""

from typing import Self

from flask import g, request
from flask_wtf import FlaskForm


class Form(FlaskForm):
    """CSRF is checked for every POST before a view runs (Flask-WTF's CSRFProtect), so forms carry no token field."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def bind_field(self, form, unbound_field, options):
            if unbound_field.field_class.__name__ in {"StringField", "EmailField", "TextAreaField"}:
                options["filters"] = [trim, *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **options)

    @classmethod
    def of_request(cls, row=None, **options) -> Self:
        return cls(request.form, obj=row, **options)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        g.form_errors = not valid  # the page's title says so
        return valid

    def refuse(self, field: str, message) -> None:
        """Add an error found after validation."""
        self[field].errors = [*self[field].errors, message]
        g.form_errors = True

    def refuse_all(self, message) -> None:
        """Add an error that no single field is to blame for."""
        self.form_errors.append(message)
        g.form_errors = True


def trim(value):
    """Without blanks around and without control characters: Postgres' text takes no NUL, and a name no line break."""
    return "".join(each for each in value if each.isprintable() or each in "\n\t").strip() if isinstance(value, str) else value
