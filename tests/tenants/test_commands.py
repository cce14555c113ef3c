"""Commands about workspaces."""

from hashlib import sha256
from zipfile import ZipFile

from saas.leaving import deletion
from saas.tenants.models import Tenant


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


def test_the_command_line_exports_a_workspace(app, cast, make, tmp_path):
    make.specimen("acme", name="Amber")
    file = tmp_path / "acme.zip"
    ran = app.test_cli_runner().invoke(args=["tenant", "export", "acme", str(file)])
    assert ran.exit_code == 0
    with ZipFile(file) as zip_file:
        assert b"Amber" in zip_file.read("specimens.json")
    assert sha256(file.read_bytes()).hexdigest() in ran.output


def test_the_command_line_erases_a_workspace_now(app, cast, run_jobs):
    with cast.within("acme"):
        deletion.schedule(Tenant.here())
    asked = app.test_cli_runner().invoke(args=["tenant", "erase", "acme", "--now"], input="n\n")
    assert asked.exit_code == 1
    assert app.test_cli_runner().invoke(args=["tenant", "erase", "acme", "--now", "--yes"]).exit_code == 0
    run_jobs()
    with cast.within("acme"):
        assert Tenant.here().erased_at
