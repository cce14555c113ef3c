"""Who knocks at the routes, and what is there: rows in every table of three workspaces, in globex full of canaries."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, text
from uuid_utils.compat import uuid7

from saas.core import clock
from saas.core.base import Base
from saas.permissions import Can, Role, StaffCan, grants_of
from tests.cast import PEOPLE, TENANTS, Cast
from tests.guards import rights, rows
from tests.guards.rights import promised_to
from tests.guards.routes import Route
from tests.guards.rows import CANARY, Planter, as_owner, tenant_tables, user_tables

PLAIN = "plain"
SUSPENDED = "initech"
# The name in a URL of the rows of a table, where a plural of the name wouldn't find it.
TABLES = {
    "members": "memberships",
    "removal": "memberships",
    "waiting": "invitations",
    "audit": "audit_entries",
    "sessions": "user_sessions",
}
# What stands for the other parameters.
WORDS = {"token": "no-such-token", "export_type": "csv", "name": "no-such-file"}


@dataclass(frozen=True)
class Identity:
    """Somebody at the door of the workspace `slug`, with what they hold there: None is an outsider's."""

    name: str
    client: FlaskClient
    slug: str
    grants: frozenset[Can] | None = None
    signed_in: bool = True
    staff: bool = False

    def answer(self, route: Route) -> str:
        """What the declared right lets them have: log in, missing, denied or allowed."""
        if route.declared in set(StaffCan):
            return "allowed" if self.staff else "missing"
        if route.declared.startswith("public"):
            return "allowed"
        if not self.signed_in:
            return "log in"
        if not route.of_tenant:
            return "missing" if "id" in route.arguments else "allowed"  # the row is somebody else's
        if self.grants is None:
            return "missing"
        open_here = promised_to(rights.OPEN) if self.slug == SUSPENDED else set(Can)
        return "allowed" if route.declared in self.grants & open_here else "denied"


class World:
    """The cast, four more people, a suspended workspace, and rows."""

    def __init__(self, cast: Cast, connection: Connection):
        self.cast, self.connection = cast, connection
        self.plain, self.canaries = Planter(connection, PLAIN), Planter(connection, CANARY)
        self.add_tenant(SUSPENDED)
        for table in tenant_tables():
            self.plain.row(table, cast.tenants["acme"])
            self.plain.row(table, cast.tenants[SUSPENDED])
            self.canaries.row(table, cast.tenants["globex"])
        for table in user_tables():
            self.canaries.row(table)
        self.brand_globex()
        self.rights = [str(Can.VIEW_MEMBERS), str(Can.VIEW_AUDIT)]

    def brand_globex(self) -> None:
        """The cast made this row; the column says nothing while the workspace is open."""
        as_owner(self.connection)
        marked = {"reason": f"{CANARY}-suspended_reason", "id": self.cast.tenants["globex"]}
        self.connection.execute(text("UPDATE tenants SET suspended_reason = :reason WHERE id = :id"), marked)

    def add_tenant(self, slug: str) -> None:
        self.cast.tenants[slug] = uuid7()
        table = Base.metadata.tables["tenants"]
        suspended = {"suspended_at": clock.now(), "suspended_reason": "unpaid", "requires_second_factor": False}
        self.plain.plant(table, None, id=self.cast.tenants[slug], slug=slug, name=slug, **suspended)

    def add_person(self, short: str, slug: str | None = None, **membership: Any) -> None:
        self.cast.users[short] = uuid7()
        users, memberships = Base.metadata.tables["users"], Base.metadata.tables["memberships"]
        person = {"id": self.cast.users[short], "email": f"{short}@{slug}.test", "name": short, "password": None}
        self.plain.plant(users, None, **person, active=True, confirmed_at=clock.now(), tf_primary_method=None)
        if slug:
            of_user = {"user_id": person["id"], "role": None, **membership}
            self.plain.plant(memberships, self.cast.tenants[slug], **of_user)

    @property
    def names(self) -> set[str]:
        """All that is data: people, workspaces, what was planted. Role names and the like are not."""
        people = {part for name, email, _roles in PEOPLE.values() for part in (name, email)}
        kinds = {str(word) for word in rows.WORDS.values()} | rows.words_of_enums()
        return people | set(TENANTS) | set(TENANTS.values()) | (self.plain.texts | self.canaries.texts) - kinds

    def identity(self, name: str) -> Identity:
        return getattr(self, f"as_{name}", lambda: self.as_cast(name))()

    def as_cast(self, name: str) -> Identity:
        roles = {"ada": Role.OWNER, "adam": Role.ADMIN, "mel": Role.MEMBER, "bea": Role.BILLING, "vic": Role.VIEWER}
        grants = promised_to(roles[name]) if name in roles else None
        return Identity(name, self.cast.signed_in(name), "acme", grants, staff=name == "olga")

    def as_anonymous(self) -> Identity:
        return Identity("anonymous", self.cast.app.test_client(), "acme", signed_in=False)

    def as_custom(self) -> Identity:
        return self.with_rights("cleo", self.rights)

    def as_trusted(self) -> Identity:
        """With a custom role too, and every right there is."""
        return self.with_rights("theo", list(map(str, Can)))

    def with_rights(self, short: str, rights: list[str]) -> Identity:
        role = self.plain.plant(Base.metadata.tables["roles"], self.cast.tenants["acme"], rights=rights)
        self.add_person(short, "acme", role_id=role["id"])
        return Identity(short, self.cast.signed_in(short), "acme", grants_of(None, rights))

    def as_removed(self) -> Identity:
        self.add_person("remo", "acme", role=Role.ADMIN)
        client = self.cast.signed_in("remo")
        as_owner(self.connection)
        self.connection.execute(text("DELETE FROM memberships WHERE user_id = :id"), {"id": self.cast.users["remo"]})
        return Identity("removed", client, "acme")

    def as_suspended(self) -> Identity:
        self.add_person("sue", SUSPENDED, role=Role.OWNER)
        return Identity("suspended", self.cast.signed_in("sue"), SUSPENDED, promised_to(Role.OWNER))

    def as_revoked(self) -> Identity:
        return self.signed_out("revoked_at = now()")

    def as_expired(self) -> Identity:
        return self.signed_out("expires_at = now()")

    def signed_out(self, change: str) -> Identity:
        client = self.cast.signed_in("ada")
        as_owner(self.connection)
        self.connection.execute(
            text(f"UPDATE user_sessions SET {change} WHERE user_id = :id"), {"id": self.cast.users["ada"]}
        )
        return Identity("signed out", client, "acme", signed_in=False)


def url(route: Route, slug: str, planter: Planter, tenant_id) -> str:
    """The route with a value for each of its parameters: ids are of rows that `rows` planted in that tenant."""
    values = {name: value_of(name, route, planter, tenant_id) for name in route.arguments - {"tenant_slug"}}
    return path(route, {"tenant_slug": slug, **values}) + query(route, planter, tenant_id)


def path(route: Route, values: dict[str, Any]) -> str:
    filled = route.rule
    for name, value in values.items():
        for converter in ("", "uuid:", "string:", "path:"):
            filled = filled.replace(f"<{converter}{name}>", str(value))
    if "<" in filled:
        raise LookupError(f"{route.rule}: say in tests/guards/world.py what stands for its parameters")
    return filled


def value_of(name: str, route: Route, planter: Planter, tenant_id) -> Any:
    if name in WORDS:
        return WORDS[name]
    table = table_of(route.blueprint if name == "id" else f"{name.removesuffix('_id')}s")
    if not table:
        raise LookupError(f"{route.rule}: say in tests/guards/world.py what stands for <{name}>")
    return planter.row(table, tenant_id)["id"]


def query(route: Route, planter: Planter, tenant_id) -> str:
    """The console names its rows in the query, by their whole key."""
    table = table_of(route.blueprint.removeprefix("console_"))
    if not table or not route.blueprint.startswith("console_"):
        return ""
    row = planter.row(table, tenant_id)
    return "?id=" + ",".join(str(row[column.name]) for column in Base.metadata.tables[table].primary_key)


def table_of(name: str) -> str | None:
    table = TABLES.get(name, name)
    return table if table in Base.metadata.tables else None
