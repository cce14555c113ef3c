"""Where passkeys work: at the host of BASE_URL, or at `localhost` where that is the address of this machine."""

import pytest

from saas.accounts.passkey_place import place_of
from saas.config import Settings


@pytest.mark.parametrize(
    ("base_url", "env", "id", "origin"),
    [
        ("https://app.example.org", "production", "app.example.org", "https://app.example.org"),
        ("https://app.example.org:443/x", "production", "app.example.org", "https://app.example.org"),
        ("https://app.example.org:8443", "production", "app.example.org", "https://app.example.org:8443"),
        ("http://127.0.0.1:8000", "development", "localhost", "http://localhost:8000"),
        ("http://[::1]:8000", "development", "localhost", "http://localhost:8000"),
        ("http://localhost", "test", "localhost", "http://localhost"),
    ],
)
def test_passkeys_belong_to_a_host_name(base_url, env, id, origin):
    place = place_of(Settings(base_url=base_url, saas_env=env))
    assert (place.id, place.origin) == (id, origin)


def test_under_another_address_the_page_says_where_they_work(ada, cast):
    page = ada.get("/account/factors/passkeys/new", base_url="http://127.0.0.1")
    assert "http://localhost" in page.text or page.status_code == 302


def test_under_another_address_the_log_in_offers_none(client, cast):
    assert "data-passkey" in client.get("/login").text
    assert "data-passkey=" not in client.get("/login", base_url="http://127.0.0.1").text
