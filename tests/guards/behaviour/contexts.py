"""The signed context: what wasn't signed by the product, in time, for exactly this, opens nothing."""

import time
from collections.abc import Iterator

from tests.guards.behaviour.stage import DENIED, FAR, Speaker, Stage
from tests.guards.behaviour.tables import OWN

FORGED = [
    "1:{tenant}:{user}:9999999999:" + "0" * 64,
    "1:{tenant}:{user}:1:" + "0" * 64,
    "9:{tenant}:{user}:9999999999:" + "0" * 64,
    "{tenant}",
    "junk",
    ":::::",
    "1:{tenant}:{user}:99999999999999999999999:" + "f" * 64,
]
NO_SUCH_KEY = 9


def a_told_context_is_believed(stage: Stage) -> Iterator[str]:
    for function, known in (("tenant_id", stage.tenants["acme"]), ("user_id", stage.users["ada"])):
        if stage.asked(stage.told(*OWN), f"SELECT sec.{function}()")[0][0] != known:
            yield f"sec.{function} doesn't say what the product signed"


def without_a_context_nobody_is_told(stage: Stage) -> Iterator[str]:
    for function in ("tenant_id", "user_id"):
        if stage.tried(Speaker(), f"SELECT sec.{function}()") is not None:
            yield f"sec.{function} says something though nothing was told"


def a_forged_context_is_refused(stage: Stage) -> Iterator[str]:
    for function in ("tenant_id", "user_id"):
        for forged in forgeries(stage):
            if stage.tried(Speaker(context=forged), f"SELECT count(sec.{function}())") != DENIED:
                yield f"sec.{function} believes {forged}"


def forgeries(stage: Stage) -> list[str]:
    """Inventions; what the product's own key signed, but long ago or as another key; what was bent since."""
    names = {"tenant": stage.tenants["globex"], "user": stage.users["eve"]}
    acmes = stage.told(*OWN).context
    bent = [
        acmes.replace(str(stage.tenants["acme"]), str(names["tenant"])),
        acmes.replace(str(stage.users["ada"]), str(names["user"])),
        acmes[:-1],
        acmes + "0",
    ]
    expired = stage.signed(int(time.time()) - 3600)
    return [each.format(**names) for each in FORGED] + [expired, stage.signed(FAR, NO_SUCH_KEY), *bent]


def the_keys_are_hidden(stage: Stage) -> Iterator[str]:
    for role in ("saas_app", "saas_operator"):
        for column in ("id", "ipad", "opad"):
            if stage.tried(Speaker(role), f"SELECT count({column}) FROM sec.context_keys") != DENIED:
                yield f"{role} reads the {column} of the context's keys"


CHECKS = (
    a_told_context_is_believed,
    without_a_context_nobody_is_told,
    a_forged_context_is_refused,
    the_keys_are_hidden,
)
