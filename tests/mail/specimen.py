"""A mail to try: every part that mails are made of, beside the product's own templates."""

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, DictLoader

HELLO = """{% extends "mail/layout.html" %}
{% block subject %}{{ _("Hello %(name)s", name=name) }}{% endblock %}
{% block preview %}A line for the inbox{% endblock %}
{% block body %}
  <p>Welcome,   <strong>{{ name }}</strong>.</p>
  <ul><li>one</li><li>two</li></ul>
  {{ mail.button(links.confirm, "Confirm") }}
  {{ mail.quote("They said so") }}
{% endblock %}
"""


def with_specimen(app: Flask) -> BaseLoader:
    """The app's templates and the specimen."""
    return ChoiceLoader([DictLoader({"specimen/mails/hello.html": HELLO}), app.jinja_env.loader])
