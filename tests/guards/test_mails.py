"""The list of mails is the truth: each has its template, each is sent, and whose it is can't be mistaken."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.core.outbox import JobRow
from saas.mail.models import Mail
from saas.mail.writing import post_mail, write_mail
from saas.mails import TERMS, Mailing
from tests.guards import pseudo
from tests.guards.sources import sources

LIST = Path("saas/mails.py")
SENDS = re.compile(r"\bMailing\.([A-Z_]+)\b")
LINKS = re.compile(r"\blinks\.(\w+)")


def test_every_template_is_a_mailing_and_every_mailing_has_a_template():
    assert pseudo.mails() == sorted(mailing.template for mailing in Mailing)


def test_every_mailing_says_what_it_is_when_it_goes_and_to_whom():
    assert set(TERMS) == set(Mailing)
    assert [
        mailing for mailing in Mailing if not all((mailing.terms.title, mailing.terms.when, mailing.terms.to))
    ] == []


def test_every_mailing_is_sent_by_some_code():
    sent = {name for source in sources("saas", "workers") if source.path != LIST for name in SENDS.findall(source.text)}
    assert {mailing.name for mailing in Mailing} == sent


def test_none_about_an_account_can_be_switched_off():
    assert [mailing for mailing in Mailing if mailing.of_account and mailing.terms.optional] == []


@pytest.mark.parametrize("mailing", [mailing for mailing in Mailing if mailing.of_account])
def test_a_mail_about_an_account_is_the_platforms_whatever_workspace_it_was_written_in(cast, mailing):
    with cast.within("acme"):
        post_mail(mailing, to="ada@acme.test", **written(mailing))
    with cast.within("acme"):
        assert (Mail.count(), JobRow.count()) == (0, 0)
    with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
        mail = db.session.scalars(select(Mail)).one()
        assert mail.kind == mailing
        assert [job.row_id for job in JobRow.all()] == [mail.id]


def test_postgres_refuses_a_mail_about_an_account_in_a_workspace(cast):
    with pytest.raises(IntegrityError, match="of_accounts"), cast.within("acme"):
        write_mail(Mailing.RESET, to="ada@acme.test", **written(Mailing.RESET))


def test_a_mail_that_is_rolled_back_was_never_posted(cast):
    with cast.app.app_context(), unit_of_work():
        post_mail(Mailing.RESET, to="ada@acme.test", **written(Mailing.RESET))
        db.session.rollback()
    with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
        assert Mail.count() == 0


def written(mailing: Mailing) -> dict:
    """Whatever the template asks for."""
    template = next(Path("saas").glob(f"*/templates/{mailing.template}")).read_text()
    return {"links": dict.fromkeys(LINKS.findall(template), "http://localhost/x")}
