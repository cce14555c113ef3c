"""A copy of the working tree as a repository of its own, to break and mend without touching the original."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LINKED = (".venv", "node_modules")  # what was installed is shared …
COPIED = ("saas/static/vendor",)  # … what is built anew is not
SETUP = ".venv/bin/python -m infra.assets"  # the Makefile's PYTHON: in place of the installer, which would change .venv
TAIL = 40  # lines of a failed command's output that are shown


class Failed(AssertionError):
    """A proof doesn't hold; the message says why."""


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """The files that git knows or would add, committed in a new repository."""
    with tempfile.TemporaryDirectory(prefix="saas-copy-") as directory:
        copy = Path(directory) / "copy"
        copy.mkdir()
        for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
            if name and Path(name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(name, copy / name)
        for name in filter(os.path.exists, LINKED):
            (copy / name).symlink_to(Path(name).resolve())
        for name in filter(os.path.exists, COPIED):
            shutil.copytree(name, copy / name)
        commit(copy)
        yield copy


def commit(copy: Path) -> None:
    (copy / ".git" / "info").mkdir(parents=True)
    git("init", "-q", cwd=copy)
    (copy / ".git" / "info" / "exclude").write_text("".join(f"/{name}\n" for name in LINKED))
    git("add", "--all", cwd=copy)
    git("-c", "user.name=copy", "-c", "user.email=copy@example.com", "commit", "-q", "-m", "Copy", cwd=copy)


def git(*words: str, cwd: Path | None = None) -> str:
    return subprocess.run(["git", *words], cwd=cwd, check=True, capture_output=True, text=True).stdout


def run(copy: Path, script: str) -> str:
    """Run a shell script there; its output. Raises Failed with the end of the output unless it ends with 0."""
    ended = subprocess.run(
        ["sh", "-euc", script],
        cwd=copy,
        env=environment(copy),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if ended.returncode:
        tail = "\n".join(ended.stdout.splitlines()[-TAIL:])
        raise Failed(f"`{script.splitlines()[0]}` ended with {ended.returncode}\n{tail}")
    return ended.stdout


def environment(copy: Path) -> dict[str, str]:
    """As the caller's, but the copy is imported; and of `make setup` only what builds files in the copy is left."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "GIT_", "PYTEST_"))}
    kept.pop("MFLAGS", None)
    return kept | {
        "PYTHONPATH": str(copy),
        "PYTHON": SETUP,
        "P": "",
        "SIZE": "full",
        "INSTANCE_DIR": str(copy / "instance"),
    }
