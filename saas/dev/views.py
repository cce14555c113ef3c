"""The style guide at /dev/styleguide: every part of the pages with its markup beside it; in development only."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from saas.dev.forms import SampleForm
from saas.permissions import public

bp = Blueprint("dev", __name__, url_prefix="/dev", template_folder="templates")

PARTS = Path(__file__).parent / "templates" / "dev" / "parts"
EXAMPLE = re.compile(r"^\{# (.+?) #\}\n", re.MULTILINE)  # a title in a comment opens each example
IMPORT = '{% import "ui.html" as ui %}'


@dataclass(frozen=True)
class Example:
    """One part: what it is called, how it is written in a template, and what that becomes."""

    title: str
    source: str
    html: Markup


@bp.get("/styleguide")
@public("development only")
def styleguide():
    return render_template("dev/styleguide.html", sections=sections())


def sections() -> list[tuple[str, list[Example]]]:
    """The examples of each file in parts/, named after the file."""
    forms = {"form": SampleForm(), "refused": refused()}
    return [(path.stem[3:].capitalize(), examples(path.read_text(), forms)) for path in sorted(PARTS.glob("*.html"))]


def examples(text: str, forms: dict[str, SampleForm]) -> list[Example]:
    _before, *pieces = EXAMPLE.split(text)
    return [
        Example(title, source.strip(), render(source, forms))
        for title, source in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def render(source: str, forms: dict[str, SampleForm]) -> Markup:
    return Markup(current_app.jinja_env.from_string(IMPORT + source).render(forms))  # nosec B704  # our own templates


def refused() -> SampleForm:
    form = SampleForm(data={"name": "", "email": "nobody"}, prefix="refused")
    form.validate()
    return form
