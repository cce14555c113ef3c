"""Somebody who sends what they were never given to every route of their own workspace and account, and in public."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from tests.guards.drawn import Drawn, drawn, form_of
from tests.guards.ears import Ears
from tests.guards.foreign import THEIRS, Foreign
from tests.guards.routes import Route, promised
from tests.guards.tally import Tally
from tests.guards.world import WORDS, Identity, World, path, url, value_of


class Attempt:
    """`send` counts whatever comes of it outside their workspace."""

    def __init__(self, world: World, who: Identity, listen: Callable[[Identity], Ears], tally: Tally):
        self.world, self.who, self.tally = world, who, tally
        self.foreign, self.forms = Foreign(world), drawn(world, who)
        self.ears = listen(who)
        self.asked: dict[Route, set[str]] = defaultdict(set)

    def routes(self, *methods: str) -> Iterator[tuple[Route, Drawn]]:
        """Those by these methods, each with the form that is sent there."""
        for route in promised(self.world.cast.app):
            if route.method in methods and self.may_knock(route):
                yield route, form_of(route, self.forms, self.address(route))

    def may_knock(self, route: Route) -> bool:
        """Anonymous is sent to log in wherever it isn't public, see tests/guards/test_matrix.py."""
        return route.public or (self.who.signed_in and (route.of_tenant or route.declared == "signed in"))

    def address(self, route: Route) -> str:
        return url(route, self.who.slug, self.world.plain, self.world.cast.tenants[self.who.slug])

    def send(self, route: Route, address: str, how: str, fields=None, **options):
        heard = self.ears.visit(address, route.method, fields, **options)
        self.tally.count(route, self.who, heard.faults, f", sent {how}")
        self.asked[route] |= heard.asked
        return heard.response

    def wanted(self, route: Route, form: Drawn) -> Iterator[dict[str, str]]:
        """The names that the view asked for, each and all, with each of the ids; what it asks for then, too.

        Not what is typed: a name may be whatever a person writes, another workspace's id as well.
        """
        known = {"csrf_token", *form.typed}
        tried = set(known)
        while new := sorted(self.asked[route] - tried):
            tried.update(new)
            for names in dict.fromkeys((*((name,) for name in new), tuple(sorted(tried - known)))):
                yield from (dict.fromkeys(names, id) for id in self.foreign.ids(route, names[0]))

    def abroad(self, route: Route) -> Iterator[tuple[str, str]]:
        """The addresses in which one parameter is another workspace's, and that in which all are."""
        own, theirs = self.world.cast.tenants[self.who.slug], self.world.cast.tenants[THEIRS]
        names = sorted(route.arguments - {"tenant_slug", *WORDS})
        mine = {name: value_of(name, route, self.world.plain, own) for name in names}
        foreign = {name: value_of(name, route, self.world.canaries, theirs) for name in names}
        for names_of_theirs in {*((name,) for name in names), tuple(names)} - {()}:
            values = mine | {name: foreign[name] for name in names_of_theirs}
            yield " and ".join(names_of_theirs), path(route, {"tenant_slug": self.who.slug, **values})
