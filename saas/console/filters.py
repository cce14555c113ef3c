"""The console's filters: each one parameter of the address (`flt_state=dead`) and one field of the list's toolbar."""

from datetime import UTC, date, datetime, time, timedelta

from flask_admin.contrib.sqla.filters import BaseSQLAFilter
from flask_babel import lazy_gettext as _
from flask_babel import to_utc

YEARS = range(1970, 2200)  # what a calendar is asked for; beyond, dates overflow
YES_NO = (("1", _("Yes")), ("0", _("No")))


class Filter(BaseSQLAFilter):
    """Rows whose column of the name `column` is the value, free text. `arg` names the parameter."""

    def __init__(self, arg, column, name, options=None, data_type=None):
        super().__init__(column, name, options, data_type)
        self.arg = f"flt_{arg}"

    def operation(self):
        return _("is")

    def apply(self, query, value, alias=None):
        return query.filter(self.column == value)

    def text(self, value):
        """The value as the toolbar's chip shows it."""
        return dict(self.options or ()).get(value, value)


class OneOf(Filter):
    """Rows whose `column` is one of a few values, chosen from a menu: `options` are (value, text)."""

    def validate(self, value):
        return value in dict(self.options)


class Has(OneOf):
    """Rows in which the column has a value, or has none."""

    def __init__(self, arg, column, name):
        super().__init__(arg, column, name, YES_NO)

    def apply(self, query, value, alias=None):
        return query.filter(self.column.isnot(None) if value == "1" else self.column.is_(None))


class Since(Filter):
    """Rows of that day, in the reader's zone, and later."""

    def __init__(self, arg, column, name):
        super().__init__(arg, column, name, data_type="date")

    def clean(self, value):
        day = date.fromisoformat(value)
        if day.year not in YEARS:
            raise ValueError(value)
        return day

    def apply(self, query, value, alias=None):
        return query.filter(self.column >= midnight(value))


class Until(Since):
    """Rows of that day, in the reader's zone, and earlier."""

    def apply(self, query, value, alias=None):
        return query.filter(self.column < midnight(value + timedelta(days=1)))


def midnight(day: date) -> datetime:
    """When that day begins for the reader."""
    return to_utc(datetime.combine(day, time.min)).replace(tzinfo=UTC)
