"""Runs a command in the environment of the running local cloud: `python -m infra.local.within COMMAND …`."""

import os
import sys

from infra.local.paths import instance_directory
from infra.local.refusal import as_sentences
from infra.local.state import environment_of_running


def main(argv: list[str]) -> None:
    with as_sentences():
        environment = environment_of_running(instance_directory())
        os.execvpe(argv[0], argv, os.environ | environment)  # the caller's own command


if __name__ == "__main__":
    main(sys.argv[1:])
