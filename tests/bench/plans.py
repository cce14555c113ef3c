"""Plan poisoning: what a large tenant pays on a connection whose statements were planned for a small one."""

from collections.abc import Iterator

from sqlalchemy import text

from saas.core.db import db
from tests.bench import crowd
from tests.bench.figures import Figure
from tests.bench.sides import POSTGRES, Side, compared
from tests.bench.world import another_app_on, app_on, cast_of

LARGE = 10_000  # members of acme; globex has two
TENANTS = 200  # other workspaces, of fifty members each
EACH = 50
# psycopg prepares a statement at its sixth execution; Postgres plans the next five for their values, then for all.
VISITS = 20
SEARCH = "?q=bergmann"
PATHS = {"members page": "", "members found by a search": SEARCH}
ROUNDS = 5
PLANNED_FOR_ALL = text("SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0")


def figures() -> Iterator[Figure]:
    poisoned, fresh = app_on("bench_plans"), another_app_on("bench_plans")
    cast = cast_of(poisoned, 0)
    present = sum(slug == "acme" for slug, _ in cast.memberships)
    crowd.fill("bench_plans", cast.tenants["acme"], ours=LARGE - present, tenants=TENANTS, each=EACH, large=EACH)
    visit_small_tenant(poisoned, cast.signed_in("eve"))
    sides = [Side(poisoned, cast.signed_in("adam"))]
    cast.app = fresh
    sides.append(Side(fresh, cast.signed_in("adam")))
    for name, query in PATHS.items():
        name = f"{name}, {LARGE} members, planned for a small tenant against planned for itself"
        yield from compared(name, f"/t/acme/members{query}", *sides, (POSTGRES,), ROUNDS)


def visit_small_tenant(app, eve) -> None:
    """Until the connection's statements have the plan that serves every tenant from then on."""
    for query in PATHS.values():
        for _ in range(VISITS):
            assert eve.get(f"/t/globex/members{query}").status_code == 200
    with app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(PLANNED_FOR_ALL) > len(PATHS), "the small tenant left no plan behind"
