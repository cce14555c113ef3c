"""The product's web process with pages that look around: what each saw goes out in a header, whatever becomes of it."""

import json
import os
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, g, stream_with_context
from sqlalchemy import text
from uuid_utils.compat import uuid7

from saas import app as product
from saas.core import tenancy
from saas.core.db import db
from saas.core.errors import Conflict
from saas.core.outbox import enqueue
from saas.permissions import Can, public, requires
from saas.tenants.scope import TenantBlueprint
from tests.prove.load import careless
from tests.prove.load.looks import look
from tests.prove.load.plants import ADD, CHANGE_ALL, JOB, JOBS_A_REQUEST, LOCK_ALL, PAUSE, SEEN, UNDONE

bp = TenantBlueprint("load", __name__, "load")
outside = Blueprint("outside", __name__)
CHUNK, CHUNKS = "x" * 64_000 + "\n", 20  # more than any buffer on the way holds


def create_app() -> Flask:
    careless.tell(os.environ.get(careless.VARIABLE, ""))
    app = product.create_app()
    app.register_blueprint(bp)
    app.register_blueprint(outside)
    app.after_request(show)
    return app


def show(response: Response) -> Response:
    response.headers[SEEN] = json.dumps(g.get("seen", []))
    return response


def see() -> None:
    g.setdefault("seen", []).append(look())


def add_one() -> None:
    db.session.execute(text(ADD), {"tenant": tenancy.tenant_id(), "id": uuid7(), "name": UNDONE})


@bp.get("/reads")
@requires(Can.VIEW_MEMBERS)
def reads():
    see()
    return ""


@bp.get("/raises")
@requires(Can.VIEW_MEMBERS)
def raises():
    see()
    db.session.execute(text(LOCK_ALL))
    db.session.execute(text(CHANGE_ALL), {"name": UNDONE})
    raise ValueError("on purpose")


@bp.get("/refuses")
@requires(Can.VIEW_MEMBERS)
def refuses():
    see()
    add_one()
    raise Conflict("on purpose")


@bp.get("/aborts")
@requires(Can.VIEW_MEMBERS)
def aborts():
    see()
    add_one()
    abort(410)


@bp.get("/savepoints")
@requires(Can.VIEW_MEMBERS)
def savepoints():
    see()
    rolled_back = db.session.begin_nested()
    add_one()
    rolled_back.rollback()
    see()
    with db.session.begin_nested():
        see()
    return ""


@bp.get("/breaks")
@requires(Can.VIEW_MEMBERS)
def breaks():
    """A statement that fails inside a savepoint, as a unique key's would."""
    try:
        with db.session.begin_nested():
            db.session.execute(text("select 1 / 0"))
    except Exception:
        see()
    return ""


@bp.get("/units")
@requires(Can.VIEW_MEMBERS)
def units():
    """Its own, then nobody's, since the inner unit ended the session, then its own again, entered on the way."""
    tenant_id = tenancy.tenant_id()
    with tenancy.acting_for(tenant_id):
        see()
    see()
    with tenancy.acting_for(tenant_id):
        see()
    return ""


@bp.get("/asks")
@requires(Can.VIEW_MEMBERS)
def asks():
    for _ in range(JOBS_A_REQUEST):
        enqueue(JOB, uuid7())
    see()
    return ""


@bp.get("/dawdles")
@requires(Can.VIEW_MEMBERS)
def dawdles():
    see()
    db.session.execute(text(PAUSE))
    see()
    return ""


@bp.get("/streams")
@requires(Can.VIEW_MEMBERS)
def streams():
    see()
    return Response(stream_with_context(told_slowly(tenancy.tenant_id())), mimetype="text/plain")


def told_slowly(tenant_id) -> Iterator[str]:
    """What a stream sees that enters no tenant; then for the tenant, in a transaction that waits for the client."""
    yield json.dumps(look()) + "\n"
    db.session.remove()
    with tenancy.acting_for(tenant_id):
        yield json.dumps(look()) + "\n"
        for _ in range(CHUNKS):
            yield CHUNK
        yield json.dumps(look()) + "\n"


@outside.get("/load")
@public("the proof looks around without a tenant")
def nobody():
    see()
    return ""
