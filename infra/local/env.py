"""`make env`: the addresses and keys of the running local cloud as KEY=value lines."""

from infra.local.paths import instance_directory
from infra.local.refusal import as_sentences
from infra.local.state import environment_of_running

PRINTED = (
    "DATABASE_URL",
    "OWNER_DATABASE_URL",
    "OPERATOR_DATABASE_URL",
    "REDIS_URL",
    "SMTP_URL",
    "MAIL_DIR",
    "OPERATOR_TOTP_SECRET",
)


def main() -> None:
    with as_sentences():
        environment = environment_of_running(instance_directory())
    print(f"WEB_URL={environment['BASE_URL']}")
    for name in PRINTED:
        if name in environment:
            print(f"{name}={environment[name]}")


if __name__ == "__main__":
    main()
