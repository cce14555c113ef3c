"""What still works when a server is down, and what says so."""

import pytest

from infra.local.ports import free_port
from saas.core.security import limiter
from tests import servers


@pytest.fixture
def without_database(database):
    nowhere = f"postgresql+psycopg://saas_app@127.0.0.1:{free_port()}/none"
    settings = servers.settings(database).model_copy(update={"database_url": nowhere, "operator_database_url": nowhere})
    return servers.create_app(settings)


def test_without_postgres_it_is_not_ready_and_says_so(without_database):
    answer = without_database.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_without_postgres_a_page_is_a_static_503(without_database):
    client = without_database.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "whoever"
    answer = client.get("/t/acme/")
    assert answer.status_code == 503
    assert "Traceback" not in answer.text


def test_without_postgres_the_process_still_lives(without_database):
    assert without_database.test_client().get("/healthz").status_code == 200


@pytest.fixture
def without_valkey(database, monkeypatch):
    for name in ("_storage", "_limiter", "enabled"):
        monkeypatch.setattr(
            limiter, name, getattr(limiter, name)
        )  # put back afterwards: there is one limiter for all apps
    settings = servers.settings(database).model_copy(update={"redis_url": f"redis://127.0.0.1:{free_port()}/0"})
    app = servers.create_app(settings)
    limiter.enabled = True
    return app


def test_without_valkey_it_is_ready_and_names_it(without_valkey):
    answer = without_valkey.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json["valkey"] is False


@pytest.mark.parametrize("form", ["/login", "/signup", "/reset"])
def test_without_valkey_what_is_limited_is_refused(without_valkey, form):
    without_valkey.config["WTF_CSRF_ENABLED"] = False
    assert without_valkey.test_client().post(form, data={"email": "x@example.com"}).status_code == 503


@pytest.mark.parametrize("page", ["/", "/pricing", "/terms"])
def test_without_valkey_pages_go_on(without_valkey, page):
    assert without_valkey.test_client().get(page).status_code == 200
