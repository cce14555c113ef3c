"""safe_next(): where a `next` parameter may send a person: to a path of this site and nowhere else."""

from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from flask import request
from werkzeug.urls import iri_to_uri

LONGEST = 2000  # characters; no URL of ours comes near
DECODINGS = 3  # a proxy, a router and a browser may each decode once


def safe_next(target: str | None) -> str | None:
    """`target` if a browser takes it for a path here, however often it is decoded on the way; else None."""
    if not target or len(target) > LONGEST or not target.isprintable() or " " in target:
        return None
    seen = target
    for _ in range(DECODINGS):
        if not _is_local_path(seen):
            return None
        seen = normalize("NFKC", unquote(seen))
    return iri_to_uri(target)


def came_from() -> str | None:
    """The page of this site where the button was pressed, as path and query; None when the browser doesn't say."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if came.netloc != request.host:
        return None
    return safe_next(f"{came.path}?{came.query}".rstrip("?"))


def _is_local_path(target: str) -> bool:
    path = target.partition("?")[0]
    if not target.startswith("/") or "//" in path or "\\" in path or not path.isprintable():
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
