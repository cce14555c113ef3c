"""A bare Flask view: the session cookie, one psycopg SELECT, and a page's own templates, given plain values."""

from types import SimpleNamespace

import psycopg
from flask import Flask, session, template_rendered
from flask_babel import Babel
from jinja2 import ChoiceLoader

from saas.core.formats import FILTERS
from saas.core.words import install_words

SELECT = (
    "select id, name, email, role, role_id, joined_at from memberships where tenant_id = %s order by name, id limit 51"
)


def bare_app(app, path: str, client, tenant_id, database_url: str) -> Flask:
    """A Flask app whose `/` renders what `path` of `app` rendered for `client`, its rows read anew each time."""
    template, context = captured(app, path, client)
    bare = Flask("saas", static_folder=None)
    bare.secret_key = "bare"
    folders = [blueprint.jinja_loader for blueprint in app.blueprints.values() if blueprint.jinja_loader]
    bare.jinja_loader = ChoiceLoader([*folders, app.jinja_loader])
    bare.jinja_env.add_extension("jinja2.ext.i18n")
    bare.jinja_env.trim_blocks = bare.jinja_env.lstrip_blocks = True
    bare.jinja_env.filters.update(FILTERS)
    Babel(bare, locale_selector=lambda: "en", timezone_selector=lambda: "UTC")
    install_words(bare.jinja_env)
    bare.jinja_env.globals.update(plain(app, context))
    for rule in app.url_map.iter_rules():
        bare.add_url_rule(rule.rule, rule.endpoint, view_func=nothing, methods=rule.methods, defaults=rule.defaults)
    inside = {rule.endpoint for rule in app.url_map.iter_rules() if "tenant_slug" in rule.arguments}
    bare.url_defaults(lambda endpoint, values: values.update(tenant_slug="acme") if endpoint in inside else None)
    connection = psycopg.connect(database_url, autocommit=True, row_factory=psycopg.rows.namedtuple_row)
    page = bare.jinja_env.get_template(template.name)

    def view() -> str:
        assert session["user"]
        rows = connection.execute(SELECT, (tenant_id,)).fetchall()[:50]
        return page.render({**context, "members": SimpleNamespace(rows=rows, previous_url=None, next_url=None)})

    bare.add_url_rule("/bare", "members.bare", view)  # in the blueprint, since the templates say url_for(".index")
    return bare


def nothing(**_) -> str:
    """Behind the URLs that the templates build."""
    return ""


def captured(app, path: str, client):
    """The template that `path` renders and the values it gets."""
    seen = []

    def note(_sender, template, context, **_) -> None:
        seen.append((template, context))

    with template_rendered.connected_to(note, app):
        assert client.get(path).status_code == 200
    return seen[0]


def plain(app, context) -> dict:
    """The templates' globals without what asks anybody: rights are a set, the token is a word."""
    grants = context["visitor"].grants
    asked = {"can": lambda right: right in grants, "csrf_token": lambda: "token"}
    own = ("url_for", "get_flashed_messages")  # Flask sets them
    return {name: value for name, value in app.jinja_env.globals.items() if name not in own} | asked
