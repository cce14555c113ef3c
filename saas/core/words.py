"""gettext for templates: the catalogue is looked up once for each language of a request, not once for each word."""

from typing import Any

from flask import g
from flask_babel import get_locale
from flask_babel import get_translations as look_up
from jinja2 import Environment


def install_words(environment: Environment) -> None:
    """Take the place of what Flask-Babel installed."""
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, count: catalogue().ungettext(one, many, count),
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, count: catalogue().unpgettext(context, one, many, count),
        newstyle=True,
    )


def catalogue() -> Any:
    """Of the language in force, which a mail to somebody else changes for a while."""
    locale = get_locale()
    if g.get("catalogue_of") is not locale or "catalogue" not in g:
        g.catalogue_of, g.catalogue = locale, look_up()
    return g.catalogue
