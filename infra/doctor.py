"""`make doctor`: what is wrong with this checkout, each with its fix. Standard library only, so that it runs first."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from infra import bootstrap
from infra.clean import INSTANCE, PROJECT, running

ROOM = 500 * 1024 * 1024  # bytes that `make run` asks for


def main() -> None:
    checks = {
        "python": python,
        "disk": disk,
        "packages": packages,
        "front end": front_end,
        "local cloud": cloud,
        "product": product,
    }
    problems = [report(name, check()) for name, check in checks.items()]
    sys.exit(1 if any(problems) else 0)


def report(name: str, problem: "str | None") -> "str | None":
    print(f"{'fix' if problem else 'ok':4} {name:12} {problem or ''}".rstrip(), flush=True)
    return problem


def python() -> "str | None":
    return bootstrap.old_python() or bootstrap.no_venv()


def disk() -> "str | None":
    free = shutil.disk_usage(PROJECT).free
    if free < ROOM:
        return f"Only {free // 1024**2} MB are free: free some space."
    return bootstrap.unwritable()


def packages() -> "str | None":
    if not bootstrap.python_packages_are_fresh():
        return ".venv is missing or older than requirements-dev.lock: make setup."
    return None


def front_end() -> "str | None":
    vendor = PROJECT / "saas" / "static" / "vendor"
    if not bootstrap.front_end_is_fresh() or not (vendor / "icons.svg").exists():
        return "node_modules or saas/static/vendor is missing or old: make setup."
    return None


def cloud() -> "str | None":
    if not running(INSTANCE):
        return port_taken(int(os.environ.get("PORT") or 8000))
    ports = json.loads((INSTANCE / "cloud.json").read_text())["ports"]
    silent = [name for name, port in ports.items() if not answers(port)]
    if silent:
        return f"{' and '.join(silent)} should run but don't answer: read {INSTANCE}/*.log, or start `make run` again."
    return None


def port_taken(port: int) -> "str | None":
    if answers(port):
        return f"Something else listens on port {port}: stop it, or choose another: PORT={port + 1} make run."
    return None


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def product() -> "str | None":
    """What the product says of itself, where it runs."""
    if not running(INSTANCE) or packages():
        return None
    doctor: list[str | Path] = [
        bootstrap.PYTHON,
        "-m",
        "infra.local.within",
        bootstrap.PYTHON,
        "-m",
        "flask",
        "--app",
        "saas",
        "doctor",
    ]
    ran = subprocess.run(doctor, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return ran.stdout.strip() if ran.returncode else None


if __name__ == "__main__":
    main()
