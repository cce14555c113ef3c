"""The only places where dates, numbers, sizes and money become text: the filters when, number, bytes and money."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime as format_moment
from babel.dates import format_timedelta
from babel.numbers import format_currency, get_currency_precision
from flask_babel import format_date, format_datetime, format_decimal, get_locale

from saas.core import clock

KILO = 1000  # sizes are decimal, as disks and plans are sold
UNITS = ("kB", "MB", "GB", "TB")


def when(moment: datetime | None, style: str = "medium") -> str:
    """`moment` in the reader's zone and words; "ago" tells the distance, "date" the day, others the moment."""
    if moment is None:
        return "–"
    if style == "ago":
        return format_timedelta(moment - clock.now(), add_direction=True, locale=get_locale())
    if style == "date":
        return str(format_date(moment))
    return str(format_datetime(moment, style))


def when_for(moment: datetime, locale: str, zone: str) -> str:
    """`moment` for somebody who isn't the reader of this page: a mail's. It names the zone."""
    return format_moment(moment, "long", tzinfo=ZoneInfo(zone), locale=locale)


def number(value: int | float) -> str:
    return str(format_decimal(value))


def size(count: int) -> str:
    """Bytes as 18.4 GB."""
    value, unit = float(count), "B"
    for bigger in UNITS:
        if value < KILO:
            break
        value, unit = value / KILO, bigger
    return f"{format_decimal(round(value, 1))} {unit}"


def money(minor: int, currency: str) -> str:
    """Integer minor units as $12.00, or ¥1200 where the currency has no minor unit."""
    return format_currency(minor / 10 ** get_currency_precision(currency), currency, locale=get_locale())


FILTERS = {"when": when, "number": number, "bytes": size, "money": money}
