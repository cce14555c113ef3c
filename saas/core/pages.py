"""Keyset paging: the next page starts behind the last row, so page 200 costs what page 1 costs."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from json import dumps, loads
from typing import Any
from urllib.parse import urlencode

from flask import abort, request
from sqlalchemy import Select, tuple_

from saas.core.db import db

PAGE_ROWS = 50
LONGEST_CURSOR = 1000  # characters; a name of 80 and an id make 400


@dataclass(frozen=True)
class Page:
    """Rows of one page and the links to its neighbours, None at the ends."""

    rows: list[Any]
    previous_url: str | None
    next_url: str | None


def page(query: Select[Any], *keys: Any, descending: bool = False, rows: int = PAGE_ROWS) -> Page:
    """One page of `query` by the columns `keys`, which are unique together. The cursor is `after` or `before`."""
    backwards = "before" in request.args
    cursor = _read(request.args.get("before") or request.args.get("after"), keys)
    down = descending != backwards
    if cursor:
        query = query.where(tuple_(*keys) < tuple_(*cursor) if down else tuple_(*keys) > tuple_(*cursor))
    found = list(db.session.execute(query.order_by(*(key.desc() if down else key for key in keys)).limit(rows + 1)))
    more = len(found) > rows
    found = found[:rows][::-1] if backwards else found[:rows]
    names = [key.key for key in keys]
    has_previous, has_next = (more, True) if backwards else (bool(cursor), more)
    return Page(
        found,
        _link("before", found[0], names) if found and has_previous else None,
        _link("after", found[-1], names) if found and has_next else None,
    )


def _link(direction: str, row: Any, names: list[str]) -> str:
    kept = {name: value for name, value in request.args.items() if name not in ("after", "before")}
    cursor = urlsafe_b64encode(dumps([str(getattr(row, name)) for name in names]).encode()).decode()
    return f"{request.path}?{urlencode({**kept, direction: cursor})}"


def _read(cursor: str | None, keys: tuple[Any, ...]) -> list[Any] | None:
    if not cursor:
        return None
    try:
        values = loads(urlsafe_b64decode(cursor[:LONGEST_CURSOR]))
        for value in values:
            value.encode()  # half a surrogate is no text for Postgres
        return [key.type.python_type(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        abort(400)
