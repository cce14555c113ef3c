"""/dev/mail: what the sink caught, to be read and followed; not there in production."""

import re

import pytest

from saas.app import create_app
from tests import servers
from tests.mail.test_writing import URL, write


@pytest.fixture
def caught(cast, mailbox):
    with cast.within("acme"):
        write()
    assert mailbox.all


def test_the_newest_mail_comes_first(client, cast, caught, mailbox):
    with cast.within("acme"):
        write(name="Zoe")
    assert mailbox.all
    subjects = [link.text for link in client.page("/dev/mail/").select("td a")]
    assert subjects == ["Hello Zoe", "Hello Ada"]


def first(client):
    return client.page("/dev/mail/").select_one("td a")["href"]


def test_a_mail_shows_its_links(client, caught):
    page = client.page(first(client))
    assert [link["href"] for link in page.select("main li a") if "confirm" in link["href"]] == [URL]
    assert "ada@acme.test" in page.text


def test_the_preview_is_a_sandboxed_document_of_its_own(client, caught):
    page = client.get(first(client))
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    address = re.search(r'<iframe src="([^"]+)"', page.text)[1]
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_without_mails_it_says_so(client, sink):
    sink.clear()
    assert "No mail yet" in client.get("/dev/mail/").text


@pytest.mark.parametrize("name", ["none", "..%2fsecrets", "%2e%2e", "a.b"])
def test_an_unknown_mail_is_404(client, sink, name):
    assert client.get(f"/dev/mail/{name}").status_code == 404
    assert client.get(f"/dev/mail/{name}/preview").status_code == 404


def test_production_has_no_such_page(database):
    settings = servers.settings(
        database, saas_env="production", base_url="https://app.saas.example", support_email="a@b.de", mail_from="a@b.de"
    )
    assert not [rule for rule in create_app(settings).url_map.iter_rules() if rule.rule.startswith("/dev")]
