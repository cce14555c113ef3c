"""@journey: what a journey may cost, and that it costs exactly this, in each manner."""

from functools import wraps

import pytest

from tests.browser import ways
from tests.browser.manners import MANNERS
from tests.browser.steps import Steps


def journey(budget: Steps, why: str, **more: Steps):
    """`why` no step of the budget can be spared; `more` is what a manner needs besides, phone=Steps(presses=1)."""
    assert why
    assert more.keys() <= MANNERS.keys()

    def declare(walk):
        @wraps(walk)
        def walked(traveller, **fixtures):
            walk(traveller, **fixtures)
            allowed = budget + more.get(traveller.manner, Steps())
            assert traveller.steps == allowed, f"took {traveller.steps} instead of {allowed}"

        return pytest.mark.parametrize("traveller", ways.of(walk.__name__, MANNERS), indirect=True)(walked)

    return declare
