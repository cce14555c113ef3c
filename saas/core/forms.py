"""The base of all forms: read from the request, trimmed, with errors a page can list."""

from typing import Any, Self

from flask import g, request
from flask_wtf import FlaskForm

JOINERS = "\u200c\u200d"  # unseen, but scripts and emoji need them between letters


def trim(value: Any) -> Any:
    """One line, without what isn't seen: two spellings that look alike are one. Postgres' text takes no NUL."""
    return " ".join(_visible(value).split()) if isinstance(value, str) else value


def trim_text(value: Any) -> Any:
    """The same for text of several lines."""
    return _visible(value).replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _visible(text: str) -> str:
    return "".join(each for each in text if each.isprintable() or each.isspace() or each in JOINERS)


TIDY = {"StringField": trim, "EmailField": trim, "TextAreaField": trim_text}


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """CSRF is checked for every POST before a view runs (Flask-WTF's CSRFProtect), so forms carry no token field."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the same
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if tidy := TIDY.get(unbound_field.field_class.__name__):
                options["filters"] = [tidy, *unbound_field.kwargs.get("filters", ())]
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
