"""An address that is kept for somebody, and the letter box for mails about accounts."""

from collections.abc import Iterator
from datetime import timedelta

from saas.core import clock
from saas.core.tenancy import PLATFORM
from tests.guards.behaviour.stage import DENIED, Speaker, Stage, fresh

APP, HOUR = Speaker(), timedelta(hours=1)
HELD = "SELECT sec.address_held(cast(:email AS text), :now)"
POST = (
    "SELECT sec.post_mail(:mail, 'accounts.x', 'r@x.test', 's', 't', 'h', 'p', NULL, now(), :job, 'send_mail', 'mail')"
)
PUT = "INSERT INTO {} (tenant_id, id, {}) VALUES ('{}', gen_random_uuid(), {})"
COLUMNS = {
    "mails": (
        "kind, recipient, sender_name, subject, html, text, state, created_at, fault",
        "'', '', '', '', '', '', 'waiting', now(), ''",
    ),
    "jobs": (
        "job, queue, row_id, state, attempts, run_at, last_error, created_at",
        "'', '', gen_random_uuid(), 'waiting', 0, now(), '', now()",
    ),
}


def address_held(stage: Stage) -> Iterator[str]:
    """While it can be taken back, whoever's it was; for the whole address alone."""
    now = clock.now()
    cases = {
        "held": {"undo_until": now + HOUR, "ended_at": None},
        "over": {"undo_until": now - HOUR, "ended_at": None},
        "taken-back": {"undo_until": now + HOUR, "ended_at": now},
        "unconfirmed": {"undo_until": None, "ended_at": None},
    }
    for name, fields in cases.items():
        stage.plant("email_changes", user_id=stage.users["eve"], old_email=f"{name}@held.test", **fields)
    asked = {f"{name}@held.test": name == "held" for name in cases}
    for email, held in {**asked, "": False, "%": False, "held@held.tes": False, None: False}.items():
        if stage.asked(APP, HELD, email=email, now=now) != [(held,)]:
            yield f"sec.address_held says of {email!r} that it is {'free' if held else 'held'}"


def post_mail(stage: Stage) -> Iterator[str]:
    """From any workspace into the platform's outbox, with the job that sends it, and nowhere else."""
    mail, job = fresh(), fresh()
    for speaker in (stage.told("acme", "ada"), APP):
        with stage.undone(speaker):
            stage.connection.exec_driver_sql(POST.replace(":mail", f"'{mail}'").replace(":job", f"'{job}'"))
            stage.as_superuser("RESET SESSION AUTHORIZATION")
            for table, where in (("mails", f"id = '{mail}'"), ("jobs", f"id = '{job}' AND row_id = '{mail}'")):
                found = stage.connection.exec_driver_sql(f"SELECT tenant_id FROM {table} WHERE {where}").all()
                if found != [(PLATFORM,)]:
                    yield f"sec.post_mail leaves in {table}: {found}"
    box = Speaker(login="", role="saas_gate")
    for table, (columns, values) in COLUMNS.items():
        if stage.refusal(box, PUT.format(table, columns, stage.tenants["acme"], values)) != DENIED:
            yield f"the letter box's role writes {table} of a workspace"
        if stage.refusal(box, f"SELECT count(id) FROM {table}") != DENIED:
            yield f"the letter box's role reads {table}"
