"""Every route with its methods and the right it asks for. Run as a program it prints tests/guards/routes.txt."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from saas import app as product
from saas.config import Settings

NOWHERE = "postgresql+psycopg://{}@127.0.0.1:1/nowhere"  # the table of routes needs no database
IMPLIED = {"HEAD", "OPTIONS"}
WRITTEN = Path(__file__).with_name("routes.txt")
LINE = re.compile(r"(?P<method>\S+) +(?P<rule>\S+) +(?P<endpoint>\S+) +(?P<declared>.+)")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One method of one rule; `declared` is what the view says with @requires, @requires_staff, @signed_in, @public."""

    method: str
    rule: str
    endpoint: str
    declared: str
    arguments: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method:<5} {self.rule:<58} {self.endpoint:<32} {self.declared}"

    @property
    def blueprint(self) -> str:
        return self.endpoint.split(".")[0]

    @property
    def of_tenant(self) -> bool:
        return "tenant_slug" in self.arguments

    @property
    def public(self) -> bool:
        return self.declared.startswith("public")


def routes(app: Flask) -> list[Route]:
    found = [
        Route(method, rule.rule, rule.endpoint, getattr(view, "declared", "NOTHING"), arguments(rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
        for view in [app.view_functions[rule.endpoint]]
    ]
    return sorted(found, key=lambda route: (route.rule, route.method))


def arguments(rule: Rule) -> frozenset[str]:
    """Those that stand in the address."""
    return frozenset(rule.arguments - set(rule.defaults or ()))


def promised(app: Flask) -> list[Route]:
    """What routes.txt says of each route, whatever the views say today; the tests' own views speak for themselves."""
    written = [parsed(line) for line in WRITTEN.read_text().splitlines()]
    rules = {(route.method, route.rule) for route in written}
    return written + [route for route in routes(app) if (route.method, route.rule) not in rules]


def unlisted(app: Flask) -> list[str]:
    """The routes that routes.txt doesn't know, or knows with another right."""
    written = set(map(parsed, WRITTEN.read_text().splitlines()))
    return [str(route) for route in routes(app) if route not in written]


def parsed(line: str) -> Route:
    parts = LINE.fullmatch(line).groupdict()
    return Route(**parts, arguments=frozenset(ARGUMENT.findall(parts["rule"])))


def listing(app: Flask) -> str:
    return "".join(f"{route}\n" for route in routes(app))


def bare_product() -> Flask:
    """The product without servers, as the tests configure it."""
    urls = {"database_url": NOWHERE.format("saas_app"), "operator_database_url": NOWHERE.format("saas_operator")}
    secrets = dict.fromkeys(("secret_key", "security_password_salt", "context_keys", "encryption_keys"), "0" * 64)
    others = {"redis_url": "redis://127.0.0.1:1", "smtp_url": "smtp://127.0.0.1:1", "log_level": "CRITICAL"}
    return product.create_app(Settings(saas_env="test", **urls, **secrets, **others))


if __name__ == "__main__":
    print(listing(bare_product()), end="")
