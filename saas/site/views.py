"""The public pages: landing, pricing, and what search engines read."""

from flask import Blueprint, Response, current_app, g, redirect, render_template, url_for

from saas.permissions import public
from saas.plans import PLANS
from saas.tenants.landing import home_url

bp = Blueprint("home", __name__, template_folder="templates")
PAGES = ("home.index", "home.pricing", "accounts.sign_up", "accounts.log_in")
DOCUMENTS = ("terms", "privacy")
CLOSED = ("/t/", "/account", "/console/", "/invitations/", "/dev/", "/api/")


@bp.get("/")
@public("the landing page")
def index():
    """Who is signed in goes on where they were."""
    if g.visitor:
        return redirect(home_url())
    return render_template("site/index.html")


@bp.get("/pricing")
@public("the pricing page")
def pricing():
    return render_template("site/pricing.html", plans=PLANS.values())


@bp.get("/robots.txt")
@public("read by search engines")
def robots():
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {absolute(url_for('home.sitemap'))}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/sitemap.xml")
@public("read by search engines")
def sitemap():
    urls = [url_for(page) for page in PAGES] + [url_for("legal.show", name=name) for name in DOCUMENTS]
    return Response(
        render_template("site/sitemap.xml", urls=[absolute(url) for url in urls]), mimetype="application/xml"
    )


def absolute(path: str) -> str:
    """On the configured origin, never on the Host that was sent."""
    return current_app.config["SETTINGS"].base_url.rstrip("/") + path
