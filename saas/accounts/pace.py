"""@paced: an answer that takes the same time whether the account exists or not."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from saas.core.db import after_commit

# Several times what the work takes. Waiting holds neither a transaction nor a connection.
ANSWER_SECONDS = 0.15
# A sign-up hashes a password and writes a dozen rows: by one pace, a server three times as busy would tell a new one.
SIGN_UP_PACES = 4


def paced(view: Callable) -> Callable:
    """Answer ANSWER_SECONDS after the question; what the account made us do in between doesn't show."""
    return paced_by(1)(view)


def paced_by(paces: int) -> Callable[[Callable], Callable]:
    """The same, so many times as slow."""

    def paced(view: Callable) -> Callable:
        @wraps(view)
        def paced_view(*args: Any, **kwargs: Any) -> Any:
            begun = time.monotonic()
            answer = view(*args, **kwargs)
            # the last act: hints are sent before
            after_commit(lambda: time.sleep(_left(time.monotonic() - begun, paces * ANSWER_SECONDS)))
            return answer

        return paced_view

    return paced


def _left(taken: float, pace: float) -> float:
    """Until the pace is full; a busy server, which takes longer, fills the next one, or it would tell by how much."""
    return -taken % pace if pace else 0
