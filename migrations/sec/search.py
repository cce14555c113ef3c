"""Search in a workspace that stays fast among a million rows of others. First laid by 0005."""

from alembic import op

from migrations.rls import function

LETTERS = 3  # a trigram index needs them
MOST = 1001  # found; one more than lists count, so that they can say "more than 1,000"
READ_FIRST = 20_000  # rows of the workspace, some 15 ms

# A trigram index keeps everybody's rows under one trigram: a Jan of a workspace of a hundred would be sought among all
# the Jans there are, and a name that many bear is found sooner by reading. So the workspace's own index, which holds
# all that is asked for, is read first; by lower() and LIKE, since ILIKE lowers the pattern too, each time. What lies
# behind those rows is sought by trigrams, with EXECUTE, which plans for this very workspace: a plan for all would take
# it for one of average size. An id that is found twice does no harm.
# With fewer letters a text must begin with them: compared by bytes, between the letters and the last that can follow,
# so that an index serves whatever was typed.
# What people type has no wildcards: % _ and \ stand for themselves.
BODY = r"""
DECLARE
  tenant uuid := sec.tenant_id();
  low text := lower(part);
  high text := lower(part) || chr(1114111);
  pattern text := lower('%' || regexp_replace(part, '([%_\\])', '\\\1', 'g') || '%');
  found_first int;
BEGIN
  IF length(part) < {letters} THEN
    RETURN QUERY SELECT r.id FROM public.{table} r WHERE r.tenant_id = tenant AND ({begins}) LIMIT {most};
    RETURN;
  END IF;
  RETURN QUERY SELECT few.id
    FROM (SELECT {read} FROM public.{table} r WHERE r.tenant_id = tenant ORDER BY r.{first}, r.id LIMIT {few}) few
   WHERE lower({joined}) LIKE pattern LIMIT {most};
  GET DIAGNOSTICS found_first = ROW_COUNT;
  IF found_first < {most}
    AND EXISTS (SELECT FROM public.{table} r WHERE r.tenant_id = tenant ORDER BY r.{first}, r.id OFFSET {few} LIMIT 1)
  THEN
    RETURN QUERY EXECUTE
      'SELECT r.id FROM public.{table} r WHERE r.tenant_id = $1 AND ({ilike}) LIMIT {most}' USING tenant, pattern;
  END IF;
END
"""


def search_function(name, table, *columns):
    """`sec.<name>(part)`: the ids of the tenant's rows with `part` in a column; and the index for few letters.

    The columns are NOT NULL. Before this saas_search reads them, each has a trigram index, and an index begins with
    the tenant, the first column and the id, and holds the others.
    """
    tests = {
        "begins": "lower(r.{0}) ~>=~ low AND lower(r.{0}) ~<~ high",
        "ilike": "r.{0} ILIKE $2",
    }
    told = {kind: " OR ".join(test.format(column) for column in columns) for kind, test in tests.items()}
    joined = " || chr(1) || ".join(f"few.{column}" for column in columns)  # one comparison; nobody types a chr(1)
    read = ", ".join(f"r.{column}" for column in ("id", *columns))
    body = BODY.format(
        table=table, read=read, joined=joined, first=columns[0], letters=LETTERS, most=MOST, few=READ_FIRST, **told
    )
    function("saas_search", f"{name}(part text)", "SETOF uuid ROWS 100", body, "saas_app", "plpgsql")
    for column in columns:
        op.execute(f"CREATE INDEX ix_{table}_begin_{column} ON {table} (tenant_id, lower({column}) text_pattern_ops)")
