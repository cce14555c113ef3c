"""`make code`: the six digits that the demo operator's authenticator app would show now."""

from infra.local import totp
from infra.local.paths import instance_directory
from infra.local.refusal import as_sentences
from infra.local.state import environment_of_running


def main() -> None:
    with as_sentences():
        print(totp.code(environment_of_running(instance_directory())["OPERATOR_TOTP_SECRET"]))


if __name__ == "__main__":
    main()
