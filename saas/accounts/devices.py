"""What a browser says of itself, in two words that a person recognises."""

from flask_babel import gettext as _

BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(agent: str) -> str:
    """Firefox · Linux"""
    return " · ".join(filter(None, (browser(agent), system(agent)))) or _("Unknown device")


def browser(agent: str) -> str:
    """Firefox; empty where we don't know. The order matters: Edge says Chrome too, and Chrome says Safari."""
    return next((name for mark, name in BROWSERS if mark in agent), "")


def system(agent: str) -> str:
    return next((name for mark, name in SYSTEMS if mark in agent), "")
