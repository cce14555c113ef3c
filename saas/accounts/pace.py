"""@paced: an answer that takes the same time whether the account exists or not."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from saas.core.db import after_commit

# A sign-up, the longest of them, takes about half of it. Waiting holds neither a transaction nor a connection.
ANSWER_SECONDS = 0.15


def paced(view: Callable) -> Callable:
    """Answer ANSWER_SECONDS after the question; what the account made us do in between doesn't show."""

    @wraps(view)
    def paced_view(*args: Any, **kwargs: Any) -> Any:
        begun = time.monotonic()
        answer = view(*args, **kwargs)
        after_commit(lambda: time.sleep(_left(time.monotonic() - begun)))  # the last act: hints are sent before
        return answer

    return paced_view


def _left(taken: float) -> float:
    """Until the pace is full; a busy server, which takes longer, fills the next one, or it would tell by how much."""
    return -taken % ANSWER_SECONDS if ANSWER_SECONDS else 0
