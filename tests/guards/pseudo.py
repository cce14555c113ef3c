"""A language in which every translated text stands in ⟦brackets⟧: what stands outside is bare, or data."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import flask_admin
import wtforms
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag
from flask import Flask
from jinja2 import meta

LANGUAGE = "eo"  # Babel must know it, nothing of ours may: Esperanto
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.xml", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
LIBRARIES = {  # a language that both of them know names all that they say
    "admin": Path(flask_admin.__file__).parent / "translations/de/LC_MESSAGES/admin.mo",
    "wtforms": Path(wtforms.__file__).parent / "locale/de/LC_MESSAGES/wtforms.mo",
}
SILENT = {"style", "script", "code", "pre", "kbd", "samp", "svg"}
BLOCKS = [
    "p",
    "li",
    "td",
    "th",
    "label",
    "legend",
    "div",
    "title",
    "option",
    "button",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
]
SPOKEN = (
    "title",
    "aria-label",
    "placeholder",
    "alt",
    "data-confirm",
    "data-confirm-text",
    "data-confirm-verb",
    "data-resend-text",
)
ANYTHING = "anything"
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
# Addresses of all sorts, ids, names in code and time zones mean the same in every language.
UNIVERSAL = re.compile(
    r"\S+@\S+|https?://\S+|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[A-Z]\w+(?:/[\w+-]+)+|\bUTC\b|\b[a-z]+(?:[._][a-z]+)+\b"
)
WORD = re.compile(r"[^\W\d_]{2,}")


def write_catalogues(directory: Path) -> None:
    """One of our own messages and one for each library whose texts our pages show."""
    folder = directory / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain, messages in {"messages": ours(), **{name: theirs(path) for name, path in LIBRARIES.items()}}.items():
        catalogue = Catalog(locale=LANGUAGE)
        for message in messages:
            catalogue.add(message, bracketed(message))
        with (folder / f"{domain}.mo").open("wb") as file:
            write_mo(file, catalogue)


def ours() -> Iterator[str | tuple[str, ...]]:
    for found in extract_from_dir("saas", METHODS, keywords=KEYWORDS, options_map={}):
        yield found[2]


def theirs(path: Path) -> Iterator[str | tuple[str, ...]]:
    with path.open("rb") as file:
        yield from (message.id for message in read_mo(file) if message.id)


def bracketed(message: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return f"⟦{message}⟧" if isinstance(message, str) else tuple(f"⟦{form}⟧" for form in message)


def speak(app: Flask, directory: Path, monkeypatch) -> None:
    """Have the app say everything in the language; what the filters print counts as said."""
    write_catalogues(directory)
    babel = app.extensions["babel"]
    monkeypatch.setattr(babel, "translation_directories", [str(directory)])
    monkeypatch.setattr(babel, "locale_selector", lambda: LANGUAGE)
    monkeypatch.setattr("flask_wtf.i18n.messages_path", lambda: str(directory))
    for admin in app.extensions["admin"]:
        monkeypatch.setattr(admin, "translations_path", str(directory))
    for name in ("when", "number", "bytes", "money"):
        monkeypatch.setitem(app.jinja_env.filters, name, printed(app.jinja_env.filters[name]))


def printed(filter_):
    return lambda *values: f"⟦{filter_(*values)}⟧"


def mails() -> list[str]:
    """Every mail's template."""
    return sorted("/".join(path.parts[-3:]) for path in Path("saas").glob("*/templates/*/mails/*.html"))


def mail(app: Flask, template: str) -> str:
    """The mail, with something for every name it asks for."""
    source = app.jinja_env.loader.get_source(app.jinja_env, template)[0]
    names = meta.find_undeclared_variables(app.jinja_env.parse(source)) - set(app.jinja_env.globals)
    with app.app_context():
        page = app.jinja_env.get_template(template)
        values = dict.fromkeys(names, Anything(ANYTHING)) | {"locale": LANGUAGE}
        subject = "".join(page.blocks["subject"](page.new_context(values)))
        return f"{page.render(values)}<p>{subject}</p>"


class Anything(str):
    """A text that also has every attribute."""

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("_"):
            raise AttributeError(name)
        return Anything(self)


def bare_texts(soup: BeautifulSoup, known: Iterable[str]) -> list[str]:
    """The texts of a page, or attributes that are read out, with a word that is neither translated nor `known` data."""
    names = [re.escape(name) for name in sorted(set(known), key=len, reverse=True) if name]
    data = re.compile("|".join(names) or r"(?!)")
    return [text for text in outside(soup) if WORD.search(UNIVERSAL.sub("", data.sub("", text)))]


def outside(soup: BeautifulSoup) -> Iterator[str]:
    """What stands outside the brackets. A sentence with links in it is one text in several pieces of a paragraph."""
    blocks: dict[int, list[str]] = {}
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and text.strip() and not silent(text):
            blocks.setdefault(id(text.find_parent(BLOCKS)), []).append(" ".join(text.split()))
    spoken = [tag[name] for tag in soup.find_all(True) for name in SPOKEN if tag.get(name) and not silent(tag)]
    for said in [*("\n".join(texts) for texts in blocks.values()), *spoken]:
        yield from unbracketed(said).split("\n")


def unbracketed(text: str) -> str:
    while (shorter := BRACKETED.sub("", text)) != text:
        text = shorter
    return text


def silent(node: NavigableString | Tag) -> bool:
    """Not read by anybody, or in no language: code, drawings, initials."""
    return isinstance(node, Comment | Doctype) or any(
        parent.name in SILENT or parent.get("aria-hidden") == "true" or parent.get("translate") == "no"
        for parent in node.parents
        if isinstance(parent, Tag)
    )
