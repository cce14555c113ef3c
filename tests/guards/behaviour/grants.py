"""What each log-in may do with a table, tried: exactly what is promised, for every column, and never more than rows."""

from collections.abc import Iterator

from tests.guards.behaviour.promises import STAFF_READS, promised
from tests.guards.behaviour.stage import DENIED, Speaker, Stage, table_of
from tests.guards.behaviour.stage import tables as owned_tables
from tests.guards.behaviour.tables import granted

# EXPLAIN asks for the rights of the statement and then doesn't run it: no policy and no row has a say.
TRIES = {
    "SELECT": "EXPLAIN SELECT {column} FROM {table}",
    "INSERT": "EXPLAIN INSERT INTO {table} ({column}) VALUES (NULL)",
    "UPDATE": "EXPLAIN UPDATE {table} SET {column} = NULL",
    "DELETE": "EXPLAIN DELETE FROM {table}",
}
COLUMNWISE = ("SELECT", "INSERT", "UPDATE")
NEVER = {
    "TRUNCATE": "TRUNCATE {table}",
    "TRIGGER": "CREATE TRIGGER planted BEFORE UPDATE ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}
LOG_INS = ("saas_app", "saas_operator")


def log_ins_may_what_is_promised(stage: Stage, name: str) -> Iterator[str]:
    for role in LOG_INS:
        for privilege in (*TRIES, *NEVER):
            yield from a_log_in_may_what_is_promised(stage, name, role, privilege)


def a_log_in_may_what_is_promised(stage: Stage, name: str, role: str, privilege: str) -> Iterator[str]:
    """TRUNCATE knows no policies, and a trigger runs as whoever writes: they are promised to nobody."""
    for column in columns(name) if privilege in COLUMNWISE else ["*"]:
        statement = {**TRIES, **NEVER}[privilege].format(table=name, column=column)
        may = stage.refusal(Speaker(role), statement) != DENIED
        if may != promised(role, name, privilege, column):
            yield f"{name}: {role} {'may' if may else 'may not'} {privilege} {column}"


def columns(name: str) -> list[str]:
    return [column.name for column in table_of(name).columns]


def nobody_else_may_anything(stage: Stage, name: str) -> Iterator[str]:
    for privilege, form in {**TRIES, **NEVER}.items():
        statement = form.format(table=name, column="id")
        if stage.refusal(Speaker("", stage.stranger), statement) != DENIED:
            yield f"{name}: anybody may {privilege}"


def staff_see_all_rows_of_the_control_plane(stage: Stage, name: str) -> Iterator[str]:
    for row in (stage.mine[name], stage.foreign[name]) if {name} <= STAFF_READS.keys() & stage.mine.keys() else ():
        if stage.tried(Speaker("saas_operator"), f"SELECT count(*) FROM {name} WHERE id = :id", id=row["id"]) != 1:
            yield f"{name}: staff don't see a row"


def row_security_binds(stage: Stage, role: str) -> Iterator[str]:
    """A log-in that is told nothing sees nothing, whatever it is granted, but for staff their control plane."""
    free = STAFF_READS if role == "saas_operator" else ()
    for name in owned_tables():
        if name not in free:
            hit = stage.tried(Speaker(role), f"SELECT count(*) FROM {name}", granted(name, role))
            if hit != 0:
                yield f"{name}: {role} sees {hit} rows though nothing was told"


CHECKS = (
    log_ins_may_what_is_promised,
    nobody_else_may_anything,
    staff_see_all_rows_of_the_control_plane,
)
