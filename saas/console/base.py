"""The guard of every console page: staff with a second factor only, reading as saas_operator, in one unit of work."""

from pathlib import Path

from flask import abort, g, render_template, request
from flask_admin import BaseView, helpers
from flask_admin.babel import gettext, ngettext
from flask_admin.theme import Theme

from saas.accounts.visitors import read_visitor
from saas.core import tenancy
from saas.core.errors import NotFound
from saas.permissions import STAFF_GRANTS, StaffCan, requires_staff

# A path of its own, so that none of Flask-Admin's templates (jQuery, Bootstrap, inline handlers) is ever found.
THEME = Theme(folder=str(Path(__file__).parent / "templates"), base_template="admin/base.html")


class Guarded:
    """Mixed into Flask-Admin's views, so that no endpoint of theirs exists unguarded."""

    def create_blueprint(self, admin):
        blueprint = super().create_blueprint(admin)
        blueprint.url_value_preprocessor(enter_console)
        blueprint.record(guard_endpoints)
        return blueprint

    def _handle_view(self, name, **kwargs):
        """Before each view: a page of ours in its place, or None to go on."""
        if not g.visitor.mfa:
            return render_template("console/second_factor.html"), 403
        if any("\0" in value for value in request.values.values()):
            abort(400)  # Postgres' text holds no NUL
        tenancy.name_actor(tenancy.Actor("operator", g.visitor.id, g.visitor.name))
        return None

    def _run_view(self, view, *args, **kwargs):
        """Flask-Admin's own catches a TypeError and calls the view a second time."""
        return view(self, *args, **kwargs)

    def render(self, template, **values):
        """Flask-Admin's own would pass its theme as `theme`, which is the visitor's here."""
        return render_template(
            template, admin_view=self, h=helpers, get_url=self.get_url, nav=self.navigation(),
            _gettext=gettext, _ngettext=ngettext, **values,
        )  # fmt: skip

    def navigation(self):
        """The sidebar's groups, as the layout wants them."""
        return [
            (item.name, [self._link(child) for child in item.get_children()]) if item.is_category()
            else (None, [self._link(item)])
            for item in self.admin.menu()
        ]  # fmt: skip

    def _link(self, item):
        url, icon = item.get_url(), item.get_icon_value()
        return {"label": item.name, "icon": icon, "url": url, "active": item.is_active(self)}


class Screen(Guarded, BaseView):
    """A console page that is no list. It has no folder of static files: the console links none of Flask-Admin's."""


def enter_console(_endpoint, _values) -> None:
    """Before the loader's query, which is the first: from here on it is saas_operator who asks.

    To others the console isn't there, whatever they send: OPTIONS and a form without its token never reach a view.
    """
    tenancy.acting_as(tenancy.OPERATOR)
    visitor = read_visitor()
    role = visitor.staff_role if visitor else None
    if not role or StaffCan.VIEW_CONSOLE not in STAFF_GRANTS[role]:
        raise NotFound


def guard_endpoints(state) -> None:
    """Close every endpoint of the blueprint to all but staff. A view that asks for more says so itself."""
    views = state.app.view_functions
    for endpoint in views:
        if endpoint.startswith(f"{state.name}."):
            guarded = requires_staff(StaffCan.VIEW_CONSOLE)(views[endpoint])
            declared = getattr(views[endpoint], "declared", guarded.declared)  # type: ignore[attr-defined]  # set there
            guarded.declared = declared  # type: ignore[attr-defined]  # read by refuse_undeclared
            views[endpoint] = guarded
