"""The members page: its statements, and its CPU time against a bare view of the same rows and templates."""

from collections.abc import Iterator

from tests import servers
from tests.bench.bare import bare_app
from tests.bench.figures import Figure, compared
from tests.bench.statements import counted
from tests.bench.world import app_on, cast_of

PATH = "/t/acme/members"
SIZES = (10, 50, 500)
COMPARED = 50


def figures() -> Iterator[Figure]:
    for size in SIZES:
        app = app_on(f"bench_{size}")
        cast = cast_of(app, size)
        admin = cast.signed_in("adam")
        admin.get(PATH)
        with counted() as sent:
            assert admin.get(PATH).status_code == 200
        yield Figure(f"members page, {size} members", len(sent), "statements", 3, round(len(sent) / 3, 2))
        if size == COMPARED:
            yield against_bare(app, cast, admin)


def against_bare(app, cast, admin) -> Figure:
    url = libpq(servers.url(f"bench_{COMPARED}", "postgres"))
    visitor = bare_app(app, PATH, admin, cast.tenants["acme"], url).test_client()
    with visitor.session_transaction() as cookie:
        cookie["user"] = "adam"
    assert visitor.get("/bare").text.count("<tr") == admin.get(PATH).text.count("<tr")
    name = f"members page, {COMPARED} members, against bare Flask"
    return compared(name, lambda: admin.get(PATH), lambda: visitor.get("/bare"))


def libpq(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")
