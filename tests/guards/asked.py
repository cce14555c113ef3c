"""The names that views ask a request for, as they ask: in the query, in a form, in JSON."""

from typing import Any

from werkzeug.datastructures import ImmutableMultiDict

NAMES: set[str] = set()  # of the visit that runs; a test visits one page at a time


class Lookups:
    """Of a dict's lookups each notes its name, found or not."""

    def __getitem__(self, name):
        NAMES.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        NAMES.add(name)
        return super().__contains__(name)

    def get(self, name, *others, **options):
        NAMES.add(name)
        return super().get(name, *others, **options)


class Fields(Lookups, ImmutableMultiDict):
    def getlist(self, name, *others, **options):
        NAMES.add(name)
        return super().getlist(name, *others, **options)


class Body(Lookups, dict):
    """An object of a JSON body."""


def noting(request_class: type) -> type:
    """Requests that note what they are asked for."""

    class Noting(request_class):
        parameter_storage_class = Fields

        def get_json(self, *others: Any, **options: Any) -> Any:
            found = super().get_json(*others, **options)
            return Body(found) if isinstance(found, dict) else found

    return Noting
