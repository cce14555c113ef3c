"""The legal pages: Markdown files in site/docs, each with a title and a version; Flask-FlatPages reads them."""

from flask import Blueprint, Flask, abort, render_template, render_template_string
from flask_flatpages import FlatPages
from flask_flatpages.utils import pygmented_markdown

from saas.permissions import public

AGREED_TO = ("terms", "privacy")  # what a person agrees to at sign-up

bp = Blueprint("legal", __name__, template_folder="templates")
documents = FlatPages()


def init_legal(app: Flask) -> None:
    app.config.update(
        FLATPAGES_ROOT="site/docs",
        FLATPAGES_EXTENSION=".md",
        FLATPAGES_HTML_RENDERER=render,
        FLATPAGES_MARKDOWN_EXTENSIONS=["extra"],
        FLATPAGES_AUTO_RELOAD="if debug",
    )
    documents.init_app(app)


def render(text: str) -> str:
    """The document as HTML; {{ settings.legal_name }} and the like are filled in first."""
    return pygmented_markdown(render_template_string(text), documents)


def versions() -> dict[str, str]:
    """The versions in force: {"terms": "2026-11-01", "privacy": "2026-11-01"}."""
    return {name: str(documents.get(name).meta["version"]) for name in AGREED_TO}


def titles() -> dict[str, str]:
    """What the documents that people agree to are called."""
    return {name: documents.get(name).meta["title"] for name in AGREED_TO}


@bp.get("/terms", defaults={"name": "terms"})
@bp.get("/privacy", defaults={"name": "privacy"})
@public("legal pages")
def show(name):
    return render_template("site/document.html", document=documents.get(name) or abort(404))
