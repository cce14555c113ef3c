"""Search in texts: by substring from three letters on, with fewer by how a text begins. Laid by 0005."""

from alembic import op

from migrations.rls import function

LETTERS = 3  # the trigram index needs them; with fewer it would be read from end to end

# Constant-true policies don't keep non-leakproof operators from an index, so this is fast where RLS itself is slow.
# What people type has no wildcards: % _ and \ stand for themselves. Of the two halves only the one that the number of
# letters asks for is run. The second compares by bytes, between the letters and the last that can follow them: an index
# serves that whatever was typed, where LIKE would have to know the pattern while the statement is planned.
BODY = r"""
SELECT r.id FROM public.{table} r,
       (SELECT '%' || regexp_replace({name}.part, '([%_\\])', '\\\1', 'g') || '%' AS pattern) typed
 WHERE length({name}.part) >= {letters} AND r.tenant_id = (select sec.tenant_id()) AND ({contain})
UNION ALL
SELECT r.id FROM public.{table} r
 WHERE length({name}.part) < {letters} AND r.tenant_id = (select sec.tenant_id()) AND ({begin})
 LIMIT 1000
"""
CONTAINS = "r.{column} ILIKE typed.pattern"
BEGINS = "lower(r.{column}) ~>=~ lower({name}.part) AND lower(r.{column}) ~<~ (lower({name}.part) || chr(1114111))"


def search_function(name, table, *columns):
    """`sec.<name>(part)`: the ids of the tenant's rows with `part` in a column; and the index for few letters.

    saas_search reads the columns, and each has a trigram index, before this is called.
    """
    body = BODY.format(
        name=name,
        table=table,
        letters=LETTERS,
        contain=" OR ".join(CONTAINS.format(column=column) for column in columns),
        begin=" OR ".join(BEGINS.format(column=column, name=name) for column in columns),
    )
    function("saas_search", f"{name}(part text)", "SETOF uuid ROWS 100", body, to="saas_app")
    for column in columns:
        op.execute(f"CREATE INDEX ix_{table}_begin_{column} ON {table} (tenant_id, lower({column}) text_pattern_ops)")
