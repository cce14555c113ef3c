"""The workspace's first page."""


def test_a_member_sees_the_dashboard(mel):
    assert "Acme" in mel.get("/t/acme/").text


def test_an_outsider_gets_404(eve):
    assert eve.get("/t/acme/").status_code == 404


def test_an_anonymous_visitor_is_sent_to_log_in(client):
    assert client.get("/t/acme/").status_code == 302
