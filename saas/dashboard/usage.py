"""What of the plan is used. A feature that goes takes its line along."""

from typing import NamedTuple

from saas.permissions import Can, can
from saas.plans import Limit
from saas.projects.models import Project  # example
from saas.tenants.limits import most
from saas.tenants.people import seats_taken

COUNTED = [
    (Limit.SEATS, seats_taken),
    (Limit.PROJECTS, Project.count),  # example
]


class Usage(NamedTuple):
    """`most` is None where the plan sets no limit, and for who may not see the plan."""

    limit: Limit
    used: int
    most: int | None


def usage() -> list[Usage]:
    sees_plan = can(Can.VIEW_BILLING)
    return [Usage(limit, count(), most(limit) if sees_plan else None) for limit, count in COUNTED]
