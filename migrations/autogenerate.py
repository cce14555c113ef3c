"""What `flask db migrate` writes: the helpers of rls.py where Alembic itself would write op.create_table."""

from alembic.autogenerate import render, renderers
from alembic.autogenerate.rewriter import Rewriter
from alembic.operations import ops
from sqlalchemy import Column, PrimaryKeyConstraint

from saas.core.base import Text
from saas.core.db import db

# A column that says whose a row is, with the helper for such a table and the columns that the helper makes itself.
KINDS = {"tenant_id": ("tenant_table", {"tenant_id", "id"}), "user_id": ("user_table", {"id"})}
NOBODYS = ("global_table", {"id"})
GLOBAL = "global: "  # begins the comment of a global table, its model's too
rewrite = Rewriter()


class MakeTable(ops.MigrateOperation):
    def __init__(self, op):
        self.name, self.why = op.table_name, (op.comment or "say here why it belongs to nobody").removeprefix(GLOBAL)
        self.columns = [part for part in op.columns if isinstance(part, Column)]
        self.constraints = [part for part in op.columns if not isinstance(part, Column | PrimaryKeyConstraint)]


class MakeKey(ops.MigrateOperation):
    def __init__(self, helper, table, column, parent, ondelete):
        self.helper, self.words = helper, [table, column, parent, *([ondelete] if ondelete else [])]


@rewrite.rewrites(ops.CreateTableOp)
def table_by_helper(_context, _revision, op):
    keys = [part for part in op.columns if of_key(part)]
    return [MakeTable(op), *(composite_key(op.table_name, key) for key in keys)]


@rewrite.rewrites(ops.CreateForeignKeyOp)
def key_by_helper(_context, _revision, op):
    if composite(op.local_cols):
        return composite_key(op.source_table, op.to_constraint())
    return MakeKey("plain_key", op.source_table, op.local_cols[0], op.referent_table, op.kw.get("ondelete"))


@rewrite.rewrites(ops.CreateIndexOp)
def index_unless_of_a_key(_context, _revision, op):
    """composite_key makes its own."""
    columns = db.metadata.tables[op.table_name].columns if op.table_name in db.metadata.tables else {}
    names = [str(getattr(column, "name", column)) for column in op.columns]
    return [] if composite(names) and "within" in columns[names[1]].info else op


def of_key(part):
    return composite(getattr(part, "column_keys", ()))


def composite(columns):
    return len(columns) == 2 and columns[0] == "tenant_id"


def composite_key(table, key):
    rule = "SET NULL" if str(key.ondelete).startswith("SET NULL") else key.ondelete
    return MakeKey("composite_key", table, key.column_keys[1], key.elements[0].target_fullname.split(".")[0], rule)


@renderers.dispatch_for(MakeTable)
def table_lines(context, op):
    owner = next((name for name in KINDS if name in {column.name for column in op.columns}), None)
    helper, made = KINDS.get(owner, NOBODYS)
    context.imports.add(f"from migrations.rls import {helper}")
    lines = [render._render_column(column, context) for column in op.columns if column.name not in made]
    lines += [render._render_constraint(part, context, None) for part in op.constraints if not made_anyway(part)]
    lines += [] if owner else [f"why={op.why!r}"]
    return "{}(\n    {}\n)".format(helper, ",\n    ".join([f'"{op.name}"', *filter(None, lines)]))


def made_anyway(constraint):
    """The helpers' own key to the tenant, and what composite_key makes."""
    return getattr(constraint, "column_keys", None) == ["tenant_id"] or of_key(constraint)


@renderers.dispatch_for(MakeKey)
def key_line(context, op):
    context.imports.add(f"from migrations.rls import {op.helper}")
    return f"{op.helper}({', '.join(map(repr, op.words))})"


def column_type(kind, found, _context):
    """Enums are kept as text; migrations don't import what the product calls them today."""
    return f"sa.String({found.impl.length})" if kind == "type" and isinstance(found, Text) else False
