"""What is sold: the plans and their limits. The pricing page and every limit read this page."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from saas.core.formats import number

UNLIMITED = 1_000_000_000  # a number, so that limits compare and print


class Limit(StrEnum):
    SEATS = "seats"
    PROJECTS = "projects"  # example

    @property
    def text(self) -> LazyString:
        return LIMIT_TEXTS[self]


LIMIT_TEXTS = {
    Limit.SEATS: _("members"),
    Limit.PROJECTS: _("projects"),  # example
}


@dataclass(frozen=True)
class Plan:
    """`price` is for one seat and month, in minor units of `currency`."""

    key: str
    name: str
    text: str
    price: int
    currency: str
    limits: dict[Limit, int]

    def contents(self) -> list[str]:
        """What the pricing page lists."""
        return [
            _("Unlimited %(what)s", what=limit.text) if most >= UNLIMITED
            else _("Up to %(count)s %(what)s", count=number(most), what=limit.text)
            for limit, most in self.limits.items()
        ]  # fmt: skip


FREE = Plan(
    key="free",
    name=_("Free"),
    text=_("For trying it out and for small teams."),
    price=0,
    currency="USD",
    limits={
        Limit.SEATS: 10,
        Limit.PROJECTS: 50,  # example
    },
)
TEAM = Plan(
    key="team",
    name=_("Team"),
    text=_("For teams that work here every day."),
    price=1200,
    currency="USD",
    limits={
        Limit.SEATS: 100,
        Limit.PROJECTS: 1_000,  # example
    },
)
BUSINESS = Plan(
    key="business",
    name=_("Business"),
    text=_("For companies with many teams."),
    price=2900,
    currency="USD",
    limits={
        Limit.SEATS: UNLIMITED,
        Limit.PROJECTS: UNLIMITED,  # example
    },
)
PLANS = {plan.key: plan for plan in (FREE, TEAM, BUSINESS)}
