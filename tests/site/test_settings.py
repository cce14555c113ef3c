"""Production refuses to boot with what is only fit for development, each fault in a sentence."""

import os

import pytest

from saas.config import BadSettings
from tests import servers
from tests.cast import Cast

SAFE = {
    "saas_env": "production",
    "base_url": "https://app.example.org",
    "support_email": "help@example.org",
    "mail_from": "hello@example.org",
}


def production(database, **changes):
    return servers.settings(database, **{**SAFE, **changes})


def test_production_boots_when_all_is_set(database):
    production(database).refuse_unsafe()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"base_url": "http://app.example.org"}, "https only"),
        ({"mail_dir": "/tmp/mail"}, "local mail sink"),
        ({"operator_totp_secret": "JBSWY3DPEHPK3PXP"}, "demo operator"),
        ({"support_email": "support@example.com"}, "placeholder"),
        ({"secret_key": ""}, "SECRET_KEY is missing"),
        ({"context_keys": ""}, "CONTEXT_KEYS is missing"),
        ({"encryption_keys": "short"}, "ENCRYPTION_KEYS is missing"),
        ({"smtp_url": ""}, "SMTP_URL is not set"),
    ],
)
def test_production_refuses(database, changes, says):
    with pytest.raises(BadSettings, match=says):
        production(database, **changes).refuse_unsafe()


def test_all_faults_are_named_at_once(database):
    with pytest.raises(BadSettings) as refused:
        production(database, base_url="http://x", secret_key="", mail_dir="/x").refuse_unsafe()
    assert len(str(refused.value).splitlines()) == 3


def test_the_app_refuses_a_role_that_the_wall_does_not_hold(database):
    strong = servers.settings(database).model_copy(update={"database_url": servers.url(database, "postgres")})
    with pytest.raises(BadSettings, match="is a superuser"):
        servers.create_app(strong)


def test_the_app_refuses_the_owner_of_the_tables(database):
    owner = servers.settings(database).model_copy(update={"database_url": servers.url(database, "saas_owner")})
    with pytest.raises(BadSettings, match="owns tables"):
        servers.create_app(owner)


def test_production_refuses_a_database_with_the_demo_in_it(worker_id):
    database = servers.database(f"demo_{worker_id}_{os.getpid()}")
    Cast(servers.create_app(servers.settings(database)))
    with pytest.raises(BadSettings, match="the demo's"):
        servers.create_app(production(database))


def test_development_pages_are_not_there_in_production(database):
    app = servers.create_app(production(database))
    client = app.test_client()
    for page in ("/dev/mail", "/dev/styleguide"):
        assert client.get(page, base_url="https://app.example.org").status_code == 404
