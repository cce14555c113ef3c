"""What is sold: the plans, their limits and features. The pricing page and every limit read this page."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _

UNLIMITED = 1_000_000_000  # a number, so that limits compare and print


class Limit(StrEnum):
    SEATS = "seats"
    PROJECTS = "projects"

    @property
    def text(self):
        return LIMIT_TEXTS[self]


LIMIT_TEXTS = {Limit.SEATS: _("members"), Limit.PROJECTS: _("projects")}


class Feature(StrEnum):
    CUSTOM_ROLES = "custom_roles"


@dataclass(frozen=True)
class Plan:
    """`price` is for one seat and month, in minor units of `currency`."""

    key: str
    name: str
    text: str
    price: int
    currency: str
    limits: dict[Limit, int]
    features: frozenset[Feature]


FREE = Plan(
    "free", _("Free"), _("For trying it out and for small teams."), 0, "USD",
    {Limit.SEATS: 10, Limit.PROJECTS: 50}, frozenset(),
)  # fmt: skip
TEAM = Plan(
    "team", _("Team"), _("For teams that work here every day."), 1200, "USD",
    {Limit.SEATS: 100, Limit.PROJECTS: 1000}, frozenset({Feature.CUSTOM_ROLES}),
)  # fmt: skip
BUSINESS = Plan(
    "business", _("Business"), _("For companies with many teams."), 2900, "USD",
    {Limit.SEATS: UNLIMITED, Limit.PROJECTS: UNLIMITED}, frozenset(Feature),
)  # fmt: skip
PLANS = {plan.key: plan for plan in (FREE, TEAM, BUSINESS)}
