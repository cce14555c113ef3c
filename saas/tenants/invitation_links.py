"""The link in an invitation's mail: it carries the tenant, so that the row is looked for inside its walls."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

SALT = "invitation"  # so that a token signed for another purpose opens nothing here


def link(tenant_id: UUID, secret: str) -> str:
    """The address in the mail."""
    token = _serializer().dumps([tenant_id.hex, secret])
    base = urlsplit(current_app.config["SETTINGS"].base_url)  # a request's Host header has no say in mails
    urls = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return urls.build("acceptance.show", {"token": token}, force_external=True)


def read(token: str) -> tuple[UUID, str] | None:
    """The tenant and the secret; None for a token that we never made."""
    try:
        tenant_id, secret = _serializer().loads(token)
    except (BadData, ValueError):
        return None
    return UUID(tenant_id), secret


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT)
