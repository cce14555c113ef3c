"""The forms that the pages show to somebody, filled in as a person would, by the route that each is sent to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from bs4 import Tag
from werkzeug.exceptions import HTTPException

from tests.guards.crawl import filled_in
from tests.guards.routes import Route, promised
from tests.guards.visits import page_of, visit
from tests.guards.world import Identity, World, url

TYPED = ("text", "search", "email", "password", "textarea")
# What is typed where nothing stands yet; the shape comes from the field.
WORDS = {"email": "new.person@acme.test", "password": "Nine tall herons, 4 ponds"}
SENTENCE = "Something new"


@dataclass(frozen=True)
class Drawn:
    """`address` is where the form is sent; `typed` are its fields for words, `chosen` those with a choice or an id."""

    address: str
    typed: dict[str, str]
    chosen: dict[str, str]

    @property
    def fields(self) -> dict[str, str]:
        return self.typed | self.chosen


def drawn(world: World, who: Identity) -> dict[tuple[str, str], Drawn]:
    """By method and rule. The fullest counts where several are sent to one route."""
    found: dict[tuple[str, str], Drawn] = {}
    for route in promised(world.cast.app):
        if route.method == "GET" and who.answer(route) == "allowed":
            address = url(route, who.slug, world.plain, world.cast.tenants[who.slug])
            for key, form in forms(world, who, address):
                if key not in found or len(form.fields) > len(found[key].fields):
                    found[key] = form
    return found


def forms(world: World, who: Identity, address: str) -> Iterator[tuple[tuple[str, str], Drawn]]:
    page = page_of(who, address, visit(world, who, address))
    for form in page.soup.find_all("form") if page else ():
        action = urljoin(address, form.get("action") or address)
        if rule := rule_of(world, form.get("method", "get").upper(), action):
            yield rule, Drawn(action, *filled(form))


def rule_of(world: World, method: str, address: str) -> tuple[str, str] | None:
    try:
        rule, _values = world.cast.app.url_map.bind("localhost").match(urlsplit(address).path, method, return_rule=True)
    except HTTPException:
        return None
    return method, rule.rule


def filled(form: Tag) -> tuple[dict[str, str], dict[str, str]]:
    typed, chosen = {}, {}
    for name, value in filled_in(form).items():
        kind = kind_of(form, name)
        if name == "csrf_token":
            continue
        if kind in TYPED:
            typed[name] = value.strip() or WORDS.get(name) or WORDS.get(kind) or SENTENCE
        else:
            chosen[name] = value
    return typed, chosen | unchecked(form)


def kind_of(form: Tag, name: str) -> str:
    field = form.find(attrs={"name": name})
    return field.get("type", "text") if field.name == "input" else field.name


def unchecked(form: Tag) -> dict[str, str]:
    """The boxes that a person may tick, who agrees to all that is asked."""
    boxes = form.find_all("input", type="checkbox")
    return {box["name"]: box.get("value", "y") for box in boxes if box.get("name") not in (None, *filled_in(form))}


def form_of(route: Route, forms: dict[tuple[str, str], Drawn], address: str) -> Drawn:
    """The form that is sent to this route, sent to `address`; where no page shows any, one with what most have."""
    drawn = forms.get((route.method, route.rule)) or Drawn(address, dict.fromkeys(("name", "text"), SENTENCE), {})
    return replace(drawn, address=address)
