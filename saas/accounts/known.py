"""Which people signed in in this browser before: a signed cookie of its own, which outlives the sign-ins."""

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from saas.accounts.models import User
from saas.core import signing

MOST = 8  # a family's computer; the one who came first is forgotten first
YEAR = 31_536_000  # seconds
LONGEST = 4000  # characters; a browser keeps no longer cookie


def is_known(user: User) -> bool:
    return _mark(user) in _marks()


def remember(user: User) -> None:
    """With the answer to this request; the year begins anew."""
    mark = _mark(user)
    marks = [*(each for each in _marks() if each != mark), mark][-MOST:]

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            _name(),
            _signer().dumps(marks),
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        return response


def _marks() -> list[str]:
    cookie = request.cookies.get(_name(), "")
    try:
        return _signer().loads(cookie, max_age=YEAR) if len(cookie) <= LONGEST else []
    except BadData:
        return []


def _mark(user: User) -> str:
    """Says who to those who know the id, and to nobody else."""
    return signing.fingerprint(str(user.id)).hex()[:32]


def _name() -> str:
    """As the session's cookie: with the prefix that lets no other host set it where there is https."""
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="known")  # type: ignore[arg-type]  # it is set
