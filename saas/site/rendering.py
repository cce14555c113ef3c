"""What every template may use: filters, visitor, navigation, hashed static files; and the reader's language."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, g, request, url_for
from flask_babel import Babel
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BuildError
from whitenoise import WhiteNoise

from saas.config import Settings
from saas.core import languages
from saas.core.formats import FILTERS
from saas.core.words import install_words
from saas.permissions import Can, Role, can
from saas.plans import Limit
from saas.site.navigation import navigation

THEMES = ("light", "dark")
YEAR = 31_536_000  # seconds


def init_rendering(app: Flask, settings: Settings) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    Babel(app, locale_selector=locale, timezone_selector=zone)
    install_words(app.jinja_env)
    asset_prefix = serve_static(app, settings)
    app.jinja_env.globals.update(
        Can=Can,
        Role=Role,
        Limit=Limit,
        can=can,
        url_if=url_if,
        asset=lambda path: asset_prefix + path,
        csrf_token=generate_csrf,
        settings=settings,
        product=settings.product_name,
        navigation=navigation,
    )
    app.context_processor(context)


def context() -> dict:
    visitor = g.get("visitor")
    return {
        "visitor": visitor,
        "nav": navigation(visitor),
        "theme": visitor.theme if visitor else request.cookies.get("theme", "system"),
        "form_errors": g.get("form_errors", False),
        "request_id": g.get("request_id", ""),
        "locale": locale(),
    }


def locale() -> str:
    visitor = g.get("visitor")
    if visitor:
        return visitor.locale
    known = list(languages.LANGUAGES)
    return request.accept_languages.best_match(known, languages.DEFAULT) if request else languages.DEFAULT


def zone() -> str:
    visitor = g.get("visitor")
    return visitor.zone if visitor else "UTC"


def url_if(endpoint: str, **values) -> str | None:
    """The URL of a page that may not exist in this build."""
    try:
        return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
    except BuildError:
        return None


def serve_static(app: Flask, settings: Settings) -> str:
    """Serve saas/static below a prefix that changes with its content; relative URLs in style sheets follow along."""
    root = Path(app.root_path) / "static"
    prefix = f"/static/{digest(root)}/"
    caching = {"autorefresh": True, "max_age": 0} if settings.development else {"max_age": YEAR}
    whitenoise = WhiteNoise(app.wsgi_app, allow_all_origins=False, **caching)
    whitenoise.add_files(str(root), prefix=prefix)
    app.wsgi_app = ProxyFix(whitenoise, *[settings.proxies] * 4) if settings.proxies else whitenoise  # type: ignore[method-assign]  # as Flask documents it
    return prefix


def digest(root: Path) -> str:
    content = sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()[:12]
