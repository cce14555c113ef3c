"""How a value of a list is shown: a macro of console/cells.html for people, plain text for CSV."""

from datetime import UTC, datetime

from flask import get_template_attribute

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so (OWASP, "CSV Injection")


def cell(macro, *more):
    """Show a column by this macro, which gets the value, the row, and `more`."""

    def show(_view, _context, row, column):
        return get_template_attribute("console/cells.html", macro)(getattr(row, column), row, *more)

    return show


def moment(_view, value, _name):
    return get_template_attribute("console/cells.html", "moment")(value)


def yes_no(_view, value, _name):
    return get_template_attribute("console/cells.html", "yes_no")(value)


def text(_view, value, _name):
    return get_template_attribute("console/cells.html", "text")(value)


def nothing(_view, _value, _name):
    return get_template_attribute("console/cells.html", "nothing")()


SHOWN = {bool: yes_no, datetime: moment, str: text, type(None): nothing}
EXPORTED = {
    bool: lambda _view, value, _name: "yes" if value else "no",
    datetime: lambda _view, value, _name: value.astimezone(UTC).isoformat(timespec="seconds"),
    type(None): lambda _view, _value, _name: "",
}


def csv_text(value) -> str:
    """The value as a spreadsheet may have it: what would be a formula there is text."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
