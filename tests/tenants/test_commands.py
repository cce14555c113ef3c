"""Commands about workspaces."""


def test_all_workspaces_are_listed(app, cast):
    printed = app.test_cli_runner().invoke(args=["tenant", "list"]).output
    assert "acme" in printed
    assert "globex" in printed


def test_a_suspended_workspace_tells_its_members_why(app, cast, mel):
    assert app.test_cli_runner().invoke(args=["tenant", "suspend", "acme", "Unpaid since May."]).exit_code == 0
    answer = mel.get("/t/acme/")
    assert answer.status_code == 403
    assert "Unpaid since May." in answer.text


def test_an_unknown_workspace_is_named(app, cast):
    refused = app.test_cli_runner().invoke(args=["tenant", "suspend", "nowhere", "Why."])
    assert refused.exit_code == 1
    assert "nowhere" in refused.output
