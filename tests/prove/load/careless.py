"""The sabotage: the two ways of telling the tenant that look right until a pooler hands connections round."""

from saas.core import signing, tenancy

SESSION_WIDE = "select set_config('app.context', %s, false)"


def for_the_session(session, connection) -> None:
    """Told for the connection's life, and only when there is something to tell."""
    tenant, user = session.info.get("tenant_id"), session.info.get("user_id")
    if tenant or user:
        connection.exec_driver_sql(SESSION_WIDE, (signing.context(tenant, user),))


def once_for_each_connection(session, connection) -> None:
    """Not told again where this connection was told the same before: saves a statement."""
    told = session.info.get("tenant_id"), session.info.get("user_id")
    if connection.info.get("told") != told:
        connection.exec_driver_sql(SESSION_WIDE, (signing.context(*told) if any(told) else "",))
        connection.info["told"] = told


WAYS = {way.__name__: way for way in (for_the_session, once_for_each_connection)}
VARIABLE = "CARELESS"  # read by the planted web process and workers alone


def tell(way: str) -> None:
    """From here on this process tells Postgres in this way; without a name as the product does."""
    if way:
        tenancy._tell = WAYS[way]
