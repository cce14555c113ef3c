"""The owner of the tables: sees and writes nothing but while migrating, and then only when logged in as itself."""

from collections.abc import Iterator

from sqlalchemy import column, insert, table

from tests.guards.behaviour.stage import DENIED, UNCHECKED, Speaker, Stage, table_of

# Whoever reads through a view of the owner's reads with the owner's policies.
THROUGH = (
    UNCHECKED + "; CREATE VIEW public.planted AS SELECT * FROM {}; ALTER VIEW public.planted OWNER TO saas_owner;"
    " GRANT ALL ON public.planted TO saas_app"
)
EMPTIED = UNCHECKED + "; DELETE FROM {}"


def the_owner_by_accident_has_nothing(stage: Stage, name: str) -> Iterator[str]:
    """As when the app were booted on the owner's URL."""
    told = stage.told("acme", "ada", login="saas_owner")
    for statement in (f"SELECT count(*) FROM {name}", f"DELETE FROM {name}"):
        if (hit := stage.tried(told, statement, UNCHECKED)) not in (0, DENIED):
            yield f"{name}: the owner hits {hit} rows without migrating"
    if stage.tried(told, insert(table_of(name)).values(stage.mine[name]), EMPTIED.format(name)) != DENIED:
        yield f"{name}: the owner makes a row without migrating"


def the_owner_migrates(stage: Stage, name: str) -> Iterator[str]:
    """A migration that saw nothing would change nothing, and say nothing."""
    migrating = Speaker("saas_owner", migrating=True)
    for row in (stage.mine[name], stage.foreign[name]):
        if stage.tried(migrating, f"SELECT count(*) FROM {name} WHERE id = :id", id=row["id"]) != 1:
            yield f"{name}: a migration doesn't see a row"
        if stage.tried(migrating, insert(table_of(name)).values(row), EMPTIED.format(name)) != 1:
            yield f"{name}: a migration can't make a row"


def the_app_can_not_claim_to_migrate(stage: Stage, name: str) -> Iterator[str]:
    """On a log-in of its own, through a view of the owner's: the setting alone opens nothing."""
    through = THROUGH.format(name)
    for claims in (True, False):
        app = stage.told("acme", "ada", migrating=claims)
        for statement in ("SELECT count(*) FROM public.planted", "DELETE FROM public.planted"):
            if (hit := stage.tried(app, statement, through)) not in (0, DENIED):
                yield f"{name}: through a view of the owner's the app hits {hit} rows"
        view = table("planted", *(column(each.name, each.type) for each in table_of(name).c), schema="public")
        made = insert(view).values(stage.mine[name])
        if stage.tried(app, made, f"{through}; DELETE FROM {name}") != DENIED:
            yield f"{name}: through a view of the owner's the app makes a row"


CHECKS = (the_owner_by_accident_has_nothing, the_owner_migrates, the_app_can_not_claim_to_migrate)
