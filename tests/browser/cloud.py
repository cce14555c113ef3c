"""The product as `make run` starts it, in a directory of its own, for a browser to click through."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import redis

from infra.local.ports import free_port
from infra.local.state import environment_of_running

READY_SECONDS = 120  # servers, migrations and seed on a busy two-core machine
LOOK_EVERY = 0.2
LIMITS = "LIMITS*"  # what Flask-Limiter calls its counters
# What would make the run use servers from outside, or a development secret of the caller's.
FOREIGN = (
    "DATABASE_URL", "OWNER_DATABASE_URL", "OPERATOR_DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAIL_DIR", "SAAS_ENV",
)  # fmt: skip
OURS = ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "CONTEXT_KEYS", "ENCRYPTION_KEYS")


@dataclass
class Cloud:
    """A running product: its URL, its directory, its processes' parent."""

    url: str
    directory: Path
    process: subprocess.Popen
    sign_ins: dict[str, dict] = field(default_factory=dict)  # cookies by address, so that everybody logs in once

    @property
    def environment(self) -> dict[str, str]:
        """What its processes were given."""
        return environment_of_running(self.directory)

    def operator_code(self) -> str:
        return run("infra.local.code", INSTANCE_DIR=str(self.directory)).stdout.split()[-1]

    def forget_limits(self) -> None:
        """Everybody here comes from one address, a whole evening of sign-ups in a minute."""
        with redis.Redis.from_url(self.environment["REDIS_URL"]) as valkey:
            for key in valkey.scan_iter(LIMITS):
                valkey.delete(key)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def start(directory: Path) -> Cloud:
    port = free_port()
    log = (directory / "run.log").open("wb")
    environment = clean_environment() | {"PORT": str(port), "INSTANCE_DIR": str(directory / "instance")}
    process = subprocess.Popen([sys.executable, "-m", "infra.local.run"], env=environment, stdout=log, stderr=log)
    cloud = Cloud(f"http://127.0.0.1:{port}", directory / "instance", process)
    wait_until_ready(cloud, directory / "run.log")
    return cloud


def wait_until_ready(cloud: Cloud, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and cloud.process.poll() is None:
        try:
            with urlopen(f"{cloud.url}/readyz") as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(LOOK_EVERY)
    cloud.process.terminate()
    raise RuntimeError(f"the product did not start:\n{log.read_text()[-3000:]}")


def run(module: str, **environment: str) -> subprocess.CompletedProcess:
    env = clean_environment() | environment
    return subprocess.run([sys.executable, "-m", module], env=env, capture_output=True, text=True, check=True)


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in (*FOREIGN, *OURS)}
