"""What is logged, as production would print it, down to the last detail."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import structlog

from saas.core import logs


@contextmanager
def listening() -> Iterator[StringIO]:
    """The lines logged meanwhile, ours and the libraries'; afterwards all is logged as before."""
    root = logging.getLogger()
    handlers, level, ours = root.handlers[:], root.level, structlog.get_config()
    logs.configure("DEBUG", pretty=False)
    printed = StringIO()
    root.handlers[0].setStream(printed)
    try:
        yield printed
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.configure(**ours)
