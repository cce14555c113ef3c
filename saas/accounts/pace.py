"""@paced: an answer that takes the same time whether the account exists or not."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from saas.core.db import after_commit

# A sign-up, the longest of them, takes about half of it. Waiting holds neither a transaction nor a connection.
ANSWER_SECONDS = 0.15


def paced(view: Callable) -> Callable:
    """Answer no sooner than ANSWER_SECONDS after the question; what the account made us do in between doesn't show."""

    @wraps(view)
    def paced_view(*args: Any, **kwargs: Any) -> Any:
        due = time.monotonic() + ANSWER_SECONDS
        answer = view(*args, **kwargs)
        after_commit(lambda: time.sleep(max(0, due - time.monotonic())))  # the last act: hints are sent before
        return answer

    return paced_view
