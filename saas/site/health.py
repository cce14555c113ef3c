"""Whether the process lives (/healthz) and whether it can serve (/readyz)."""

from flask import Blueprint, current_app, jsonify
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from saas.core.db import db
from saas.permissions import public

bp = Blueprint("health", __name__)
PING_SECONDS = 1


@bp.get("/healthz")
@public("asked by the load balancer")
def alive():
    return {"alive": True}


@bp.get("/readyz")
@public("asked by the load balancer")
def ready():
    """200 while pages can be served; Valkey down is named but doesn't take the process out: jobs wait as rows."""
    db.session.execute(text("select 1"))  # its failure is the static 503
    return jsonify(ready=True, database=True, valkey=valkey_answers())


def valkey_answers() -> bool:
    url = current_app.config["SETTINGS"].redis_url
    try:
        return bool(Redis.from_url(url, socket_timeout=PING_SECONDS, socket_connect_timeout=PING_SECONDS).ping())
    except RedisError:
        return False
