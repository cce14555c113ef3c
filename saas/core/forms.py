"""The base of all forms: read from the request, trimmed, with errors a page can list."""

from typing import Any, Self

from flask import g, request
from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """CSRF is checked for every POST before a view runs (Flask-WTF's CSRFProtect), so forms carry no token field."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the same
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if unbound_field.field_class.__name__ in {"StringField", "EmailField", "TextAreaField"}:
                options["filters"] = [trim, *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **options)

    @classmethod
    def of_request(cls, row: Any = None, **options: Any) -> Self:
        return cls(request.form, obj=row, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        g.form_errors = not valid  # the page's title says so
        return bool(valid)

    def refuse(self, field: str, message: Any) -> None:
        """Add an error found after validation."""
        self[field].errors = [*self[field].errors, message]
        g.form_errors = True

    def refuse_all(self, message: Any) -> None:
        """Add an error that no single field is to blame for."""
        self.form_errors.append(message)
        g.form_errors = True


def trim(value: Any) -> Any:
    """Without blanks around and without control characters: Postgres' text takes no NUL, and a name no line break."""
    return (
        "".join(each for each in value if each.isprintable() or each in "\n\t").strip()
        if isinstance(value, str)
        else value
    )
