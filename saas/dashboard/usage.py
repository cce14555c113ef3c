"""What of the plan is used. A feature that goes takes its line along."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement

from saas.permissions import Can, can
from saas.plans import Limit
from saas.projects.models import Project  # example
from saas.tenants.limits import most
from saas.tenants.people import seats

COUNTED: dict[Limit, Callable[[], ColumnElement[int]]] = {
    Limit.SEATS: seats,
    Limit.PROJECTS: Project.counted,  # example
}


class Usage(NamedTuple):
    """`most` is None where the plan sets no limit, and for who may not see the plan."""

    limit: Limit
    used: int
    most: int | None


def columns() -> list[ColumnElement[int]]:
    return [count() for count in COUNTED.values()]


def usage(counts: Sequence[int]) -> list[Usage]:
    """With what the columns hold."""
    sees_plan = can(Can.VIEW_BILLING)
    return [Usage(limit, used, most(limit) if sees_plan else None) for limit, used in zip(COUNTED, counts, strict=True)]
