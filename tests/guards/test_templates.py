"""Templates as they are written: nothing inline, nothing unescaped without a reason."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(Path("saas").rglob("templates/**/*.html"))
# A mail is read where no style sheet is; its rules are inlined into it.
MAILS = [path for path in TEMPLATES if "mails" in path.parts or path.parts[1] == "mail"]
COMMENT = re.compile(r"\{#.*?#\}", re.S)
INLINE = {
    "a script without src": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "a <style>": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"[\s\"']style\s*=", re.I),
    "a handler": re.compile(r"[\s\"']on[a-z]+\s*=\s*[\"']", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a data: address": re.compile(r"(?:src|href)=\"data:", re.I),
    "htmx' own code": re.compile(r"\bhx-(?:on|vals=['\"]js:|vars)", re.I),
}
UNESCAPED = re.compile(r"\|\s*safe\b|\bMarkup\(|\{%\s*autoescape\s+false", re.I)
CONSTANT = re.compile(r"""(["'])(?:(?!\1).)*\1\s*\|\s*safe\b""")


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_nothing_is_inline(path):
    if path not in MAILS:
        assert inline(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_nothing_is_unescaped_without_a_reason(path):
    assert unescaped(path.read_text()) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>go()</script>", "a script without src"),
        ('<script src="/a.js"></script>', None),
        ('<p style="color: red">', "a style attribute"),
        ('<p class="x" onclick="go()">', "a handler"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ("{# <script> in a comment #}", None),
        ('<p data-confirm="on=off">', None),
    ],
)
def test_a_planted_inline_thing_is_named(text, fault):
    assert inline(text) == ([fault] if fault else [])


def test_a_planted_safe_is_named():
    assert unescaped("a\n{{ name|safe }}") == ["line 2: {{ name|safe }}"]
    assert unescaped("{{ name|safe }}{# our own file #}") == []
    assert unescaped('{{ "<b>"|safe }}') == []


def inline(text: str) -> list[str]:
    text = COMMENT.sub("", text)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def unescaped(text: str) -> list[str]:
    """A constant is as safe as it looks; anything else says why beside it."""
    lines = enumerate(CONSTANT.sub("", text).splitlines(), 1)
    return [f"line {number}: {line.strip()}" for number, line in lines if UNESCAPED.search(line) and "{#" not in line]
