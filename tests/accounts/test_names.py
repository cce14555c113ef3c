"""What names may hold: whatever people are called, and no address that a mail program would make a link of."""

import pytest

from saas.accounts.names import holds_address
from tests.accounts.conftest import PERSON

NAMES = [
    "Dr. No", "St. Ives", "J.R.R. Tolkien", "J.R.R.Tolkien", "A.Müller", "Acme Inc.", "Acme Inc. / Sales", "Ph.D.",
    "node.js fans", "Vue.js", "Three.js, Berlin", "O'Neil & Sons Ltd.", "d.o.o. Novak", "Kovács Kft.", "S.p.A.",
    "Müller GmbH & Co. KG", "Sp. z o.o.", "v2.0", "Studio 54.5", "No.1", "www", "24/7", "A/B", "Zoë Quill", "J.", ".",
    "...", "Wait...", "한국", "株式会社", "अमित कुमार", "Robert Downey Jr.", "M.I.T.", "4.5.6",
]  # fmt: skip
ADDRESSES = [
    "evil.example/win", "evil.example", "Win at evil.com", "evil.co.uk", "EVIL.COM", "Evil.Com", "bit.ly/x", "t.co/abc",
    "X.Com", "T.Co/abc", "x.Online/win", "Booking.com", "asp.net", "see:evil.com!", "(evil.com)", "evil.com.",
    "me@evil.com",
    "https://evil.com", "hxxp://x", "www.evil", "WWW.x", "//evil.com",
    "xn--e1afmkfd.xn--p1ai", "пример.рф", "例え.テスト",
    "evil。com", "evil．com", "evil｡com", "ⓔvil.ⓒom", "evil\u200d.com", "evil.\u200ccom", "e\u0301vil.com", "ev_il.com",
    "a-b.com", "node.js.evil.com", "x.js.com", "evil.com:8080", "1.2.3.4/win", "10.0.0.1", "Co.KG", "Dr.No", "J.Lo",
    "E.ON",
    "A.B.evil.com", "1.fm", "क.भारत",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_people_and_workspaces_are_called_passes(name):
    assert not holds_address(name)


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_a_mail_program_might_make_a_link_of_is_refused(name):
    assert holds_address(name)


@pytest.mark.parametrize("field", ["name", "workspace"])
def test_a_bare_domain_is_422_and_says_how_to_mend_it(client, field):
    answer = client.send("/signup", **{**PERSON, field: "evil.example/win"})
    assert answer.status_code == 422
    assert "web address" in answer.text
    assert "space after the dot" in answer.text
