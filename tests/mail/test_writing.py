"""Writing a mail: a row with marks, its links encrypted, and a job; all in the caller's transaction."""

from enum import StrEnum

import pytest
from flask import current_app
from sqlalchemy import inspect, select, text

from saas.core import signing
from saas.core.db import db
from saas.core.outbox import JobRow
from saas.mail.models import Mail
from saas.mail.plain import plain_text
from saas.mail.writing import write_mail
from saas.mails import Mailing


class Specimen(StrEnum):
    """A mailing of the tests' own."""

    HELLO = "specimen.hello"

    @property
    def template(self):
        return Mailing.template.fget(self)


SECRET = "s3cret-t0ken"
URL = f"http://localhost/confirm/{SECRET}?a=1&b=2"


def write(**others):
    fields = {"to": "ada@acme.test", "links": {"confirm": URL}, "name": "Ada"} | others
    return write_mail(Specimen.HELLO, **fields)


@pytest.fixture
def mail(cast):
    """A mail as another unit of work finds it."""
    with cast.within("acme"):
        write()
    with cast.within("acme"):
        return db.session.scalars(select(Mail)).one()


def test_a_mail_is_a_row_and_a_job(cast, mail):
    assert (mail.kind, mail.recipient, mail.subject) == ("specimen.hello", "ada@acme.test", "Hello Ada")
    with cast.within("acme"):
        job = db.session.scalars(select(JobRow)).one()
    assert (job.job, job.row_id) == ("send_mail", mail.id)


def test_the_text_says_what_the_html_says(mail):
    words = ["Hello Ada", "Welcome, Ada.", "- one\n- two", "Confirm:\n[link:confirm]", "They said so", "Tenantry Ltd"]
    assert all(word in mail.text for word in words)
    assert mail.text.count("[link:confirm]") == 1
    assert "A line for the inbox" not in mail.text


def test_the_html_carries_its_style_and_answers_dark_mode(mail):
    assert 'class="button" href="[link:confirm]" style="' in mail.html
    assert "prefers-color-scheme: dark" in mail.html
    assert "<h1" in mail.html
    assert 'lang="en"' in mail.html


def test_the_link_is_nowhere_in_the_database_as_text(cast, mail):
    with cast.within("acme"):
        for table in inspect(db.engine).get_table_names():
            found = text(f"select count(*) from {table} t where t::text like '%{SECRET}%'")
            assert db.session.scalar(found) == 0, table


def test_the_links_are_filled_in_for_sending(app, mail):
    with app.app_context():
        plain, html = mail.parts()
    assert URL in plain
    assert URL.replace("&", "&amp;") in html
    assert "[link:" not in plain + html


def test_the_key_that_sealed_the_links_opens_them(app, mail):
    with app.app_context():
        assert SECRET in signing.decrypt(mail.links)
        assert current_app.config["SECRET_KEY"] not in signing.decrypt(mail.links)


def test_a_name_can_neither_add_a_header_nor_markup(cast):
    with cast.within("acme"):
        mail = write(name="Ada\r\nBcc: eve@globex.test <script>")
        assert mail.subject == "Hello Ada Bcc: eve@globex.test <script>"
        assert "<script>" not in mail.html


def test_the_product_is_called_what_the_settings_say(cast, app, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "product_name", "Zebra9")
    monkeypatch.setitem(app.jinja_env.globals, "product", "Zebra9")
    with cast.within("acme"):
        mail = write()
    assert mail.sender_name == "Zebra9"
    assert "Tenantry" not in (mail.html + mail.text).replace("Tenantry Ltd", "")


def test_a_rollback_leaves_no_mail(cast):
    def fail():
        with cast.within("acme"):
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with cast.within("acme"):
        assert db.session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a  b\n c</p><p>d</p>", "a b c\n\nd\n"),
        ("<p>a<br>b</p>", "a\nb\n"),
        ('<p>see <a href="http://x/">here</a></p>', "see here:\nhttp://x/\n"),
        ('<a href="http://x/">http://x/</a>', "http://x/\n"),
        ('<a href="mailto:a@x.test">a@x.test</a>', "a@x.test\n"),
        ('<p class="html-only"><b>no</b><br>no</p>yes', "yes\n"),
        ("<style>p{}</style><p>&lt;b&gt; &amp; more</p>", "<b> & more\n"),
    ],
)
def test_html_as_text(html, text):
    assert plain_text(html) == text
