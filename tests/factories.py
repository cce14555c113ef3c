"""Rows for tests, made by the product's own acts: `make.specimen("acme", name="Amber")`."""

from functools import partialmethod

from saas.projects.models import Project  # example
from tests.specimen.models import Specimen


class Make:
    """Each returns the row, committed, in the workspace with that slug."""

    def __init__(self, cast):
        self.cast = cast

    def row(self, create, slug: str, **fields):
        with self.cast.within(slug):
            return create(**fields)

    specimen = partialmethod(row, Specimen.create, name="Amber")
    project = partialmethod(row, Project.create, name="Relaunch")  # example
