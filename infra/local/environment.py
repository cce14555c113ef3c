"""The environment of the product's processes: the real one wins over `.env`, which wins over what is made here."""

import os
from collections.abc import Mapping
from pathlib import Path

from infra.local import keys, ports
from infra.local.paths import PROJECT
from infra.local.processes import Server

DATABASE = "saas"
DATABASE_LOGINS = {
    "DATABASE_URL": "saas_app",
    "OWNER_DATABASE_URL": "saas_owner",
    "OPERATOR_DATABASE_URL": "saas_operator",
}
REPLACEABLE = (*DATABASE_LOGINS, "REDIS_URL", "SMTP_URL", "MAIL_DIR")


def given() -> dict[str, str]:
    """What the person set: `.env` in the project, and over it the real environment."""
    return dotenv(PROJECT / ".env") | {name: value for name, value in os.environ.items() if value}


def dotenv(file: Path) -> dict[str, str]:
    """Plain `KEY=value` lines, quotes around a value removed; comments and keys without a value are skipped."""
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): unquoted(value.strip()) for name, _, value in pairs if value.strip()}


def unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def of_product(instance: Path, web_port: int, servers: Mapping[str, Server]) -> dict[str, str]:
    """Everything the product reads, for a cloud whose servers are up; those that are missing were given by URL."""
    made = {"SAAS_ENV": "development", "BASE_URL": f"http://{ports.HOST}:{web_port}"}
    made |= keys.keep_or_make(instance) | addresses(instance, servers)
    ours = {*made, *REPLACEABLE, *dotenv(PROJECT / ".env")}
    return made | {name: value for name, value in given().items() if name in ours} | {"INSTANCE_DIR": str(instance)}


def addresses(instance: Path, servers: Mapping[str, Server]) -> dict[str, str]:
    made: dict[str, str] = {}
    if postgres := servers.get("postgres"):
        place = postgres.url.partition("@")[2].partition("/")[0]
        made |= {key: f"postgresql+psycopg://{role}@{place}/{DATABASE}" for key, role in DATABASE_LOGINS.items()}
    if valkey := servers.get("valkey"):
        made["REDIS_URL"] = valkey.url
    if smtp := servers.get("smtp"):
        made |= {"SMTP_URL": smtp.url, "MAIL_DIR": str(instance / "mail")}
    return made
