"""Every name under which a request could carry an id, each with one of another workspace's rows."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator

from sqlalchemy import Uuid
from wtforms import EmailField, PasswordField, StringField, TextAreaField

from saas.core.base import Base
from saas.core.forms import Form
from tests.guards.drawn import Drawn
from tests.guards.routes import Route, promised
from tests.guards.rows import parent, sort_of_text
from tests.guards.world import WORDS, World, table_of

THEIRS = "globex"
OWN = {"id", "ids", "actor", "q", "role", "row", "row_id", "rowid", "owner", "user", "member", "parent", "next", "url"}
TENANTS = {"tenant", "tenant_id", "tenant_slug", "slug", "workspace_id"}
TYPED = (StringField, TextAreaField, EmailField, PasswordField)
ANY = "memberships"  # of this table where neither the name nor the route says which


class Foreign:
    """`world.canaries` planted the rows; nothing of them may be found or kept by those outside globex."""

    def __init__(self, world: World):
        self.world, self.tenant_id = world, world.cast.tenants[THEIRS]
        self.arguments = {name for route in promised(world.cast.app) for name in route.arguments} - set(WORDS)
        self.columns = dict(columns())

    def names(self, route: Route) -> dict[str, str]:
        """Each plausible name with an id of the table that it seems to speak of, else of the route's."""
        own = self.id(table_of(route.blueprint) or ANY)
        found = dict.fromkeys(OWN | self.arguments | choices(), own)
        found |= {name: self.id(table) for name, table in self.columns.items()}
        found |= {name: self.id(table) for name in self.arguments if (table := table_of(f"{name[:-3]}s"))}
        return found | dict.fromkeys(TENANTS, str(self.tenant_id)) | {"tenant_slug": THEIRS, "slug": THEIRS}

    def ids(self, route: Route, name: str) -> set[str]:
        """The workspace as it could be named, and a row that the name seems to speak of."""
        names = self.names(route)
        return {str(self.tenant_id), self.tenant_id.hex, THEIRS, names.get(name, names["id"])}

    def extra(self, route: Route, form: Drawn) -> dict[str, str]:
        """Names that the form doesn't have: a view that reads one of them reads what nobody offered."""
        return {name: value for name, value in self.names(route).items() if name not in form.fields}

    def id(self, table: str) -> str:
        return str(self.world.canaries.row(table, self.tenant_id)["id"])

    def cursors(self, route: Route) -> Iterator[str]:
        """Places in the lists of the route's table, as saas/core/pages.py writes them, by every key it may have."""
        table = Base.metadata.tables[table_of(route.blueprint) or ANY]
        row = self.world.canaries.row(table.name, self.tenant_id)
        words = [row[column.name] for column in table.columns if sort_of_text(column) is str and column.name in row]
        for keys in ([row["id"]], *([word, row["id"]] for word in words)):
            yield urlsafe_b64encode(json.dumps([str(key) for key in keys]).encode()).decode()


def columns() -> Iterator[tuple[str, str]]:
    """Each column of the models that names a row, with the table that it names."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Uuid) and column.name not in ("id", "tenant_id"):
                yield column.name, parent(column) if column.foreign_keys else ANY


def choices(form: type = Form) -> set[str]:
    """The fields of all forms that a person chooses in."""
    names = {name for name in dir(form) if is_choice(getattr(form, name, None))}
    return names.union(*(choices(each) for each in form.__subclasses__()))


def is_choice(field: object) -> bool:
    return hasattr(field, "field_class") and field.field_class not in TYPED
