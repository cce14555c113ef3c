"""What must hold of every rendered page: nothing inline, every control named, every id that is pointed at there."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

POINTERS = {
    *("for", "form", "list", "popovertarget", "commandfor", "data-open"),
    *("aria-labelledby", "aria-describedby", "aria-controls"),
}
# What makes a button do something without a form: the browser itself, or a script of ours that knows the attribute.
NATIVE = {"popovertarget", "commandfor", "form"}
SCRIPTS = "".join(path.read_text() for path in sorted(Path("saas/static/js").glob("*.js")))
FILLED_BY_SCRIPT = "data-verb"  # the confirming button of the one dialog that asks before something is destroyed
UNNAMED_KINDS = {"hidden", "submit", "button", "image", "reset"}


def faults(soup: BeautifulSoup) -> list[str]:
    return [fault for rule in (inline, unnamed, pointless, doubled, tokenless, dead_buttons) for fault in rule(soup)]


def inline(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(True):
        if tag.name == "style" or (tag.name == "script" and not tag.get("src")):
            yield f"an inline <{tag.name}>"
        for name, value in tag.attrs.items():
            if name == "style" or name.startswith("on") or str(value).lower().lstrip().startswith("javascript:"):
                yield f"{brief(tag)} has {name}="


def unnamed(soup: BeautifulSoup) -> Iterator[str]:
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") not in UNNAMED_KINDS and not field.get("aria-hidden") and not named(soup, field):
            yield f"{brief(field)} has no label"
    for control in soup.find_all(["a", "button"]):
        words = control.get_text(strip=True) or control.get("aria-label") or control.get("aria-labelledby")
        if not words and not control.has_attr(FILLED_BY_SCRIPT):
            yield f"{brief(control)} has no name"
    for image in soup.find_all("img"):
        if not image.has_attr("alt"):
            yield f"{brief(image)} has no alt"


def named(soup: BeautifulSoup, field: Tag) -> bool:
    label = soup.find("label", attrs={"for": field.get("id")}) if field.get("id") else None
    return bool(field.get("aria-label") or field.get("aria-labelledby") or label or field.find_parent("label"))


def pointless(soup: BeautifulSoup) -> Iterator[str]:
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    for tag in soup.find_all(True):
        pointed = [each for name in POINTERS for each in str(tag.get(name, "")).split()]
        targets = [each[1:] for name in ("hx-target", "href") if re.fullmatch(r"#\S+", each := str(tag.get(name, "")))]
        for missing in {*pointed, *targets} - ids:
            yield f"{brief(tag)} points at #{missing}, which isn't there"


def doubled(soup: BeautifulSoup) -> Iterator[str]:
    for name, times in Counter(tag["id"] for tag in soup.find_all(id=True)).items():
        if times > 1:
            yield f"#{name} is there {times} times"


def tokenless(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form", method=re.compile("^post$", re.I)):
        token = form.find("input", attrs={"name": "csrf_token"})
        if not token or not token.get("value"):
            yield f"{brief(form)} has no CSRF token"


def dead_buttons(soup: BeautifulSoup) -> Iterator[str]:
    for button in soup.find_all("button"):
        alive = button.find_parent("form") and button.get("type", "submit") == "submit"
        if not alive and not any(name in NATIVE or heard(name) for name in button.attrs):
            yield f"{brief(button)} does nothing"


def heard(attribute: str) -> bool:
    """Whether a script of ours looks for it."""
    return attribute.startswith("data-") and attribute in SCRIPTS


def brief(tag: Tag) -> str:
    """The tag's beginning, enough to find it by."""
    words = " ".join(tag.get_text(" ", strip=True).split())
    return re.sub(r"\s+", " ", str(tag))[:110].split(">")[0] + ">" + (f" “{words[:30]}”" if words else "")
