"""The base of the console's lists: search, filters, sort, pages, details and CSV over the rows of one SELECT."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, request
from flask_admin.base import expose
from flask_admin.contrib.sqla import ModelView
from flask_admin.tools import iterdecode
from sqlalchemy import inspect, or_

from saas.console.base import Guarded
from saas.console.cells import EXPORTED, SHOWN, csv_text
from saas.console.flushing import Flushing
from saas.console.labels import LABELS
from saas.core.db import db

LAST_PAGE = 10_000  # further on nobody leafs; it keeps the offset a number that Postgres takes
SEARCH_LENGTH = 100
EXPORT_ROWS = 50_000  # what a spreadsheet opens without pain, and a worker holds in memory


@dataclass(frozen=True)
class Act:
    """What can be done to a row, or looked up about it: a link, or with `post` a button."""

    label: str
    icon: str
    url: str
    post: bool = False
    danger: bool = False


class ListView(Guarded, ModelView):
    """A list over a `Row`. Only what its flags allow has an address: here the list, the details and the CSV.

    CSRF is checked for every POST before a view runs, so Flask-Admin's own SecureForm isn't needed; the templates
    put the token into each form.
    """

    can_create = can_edit = can_delete = False
    can_view_details = can_export = can_set_page_size = True
    page_size, page_size_options = 50, (20, 50, 100)
    export_max_rows = EXPORT_ROWS
    column_type_formatters = column_type_formatters_detail = SHOWN
    column_type_formatters_export = EXPORTED
    column_labels = LABELS
    column_formatters_export: dict = {}
    own_pages: tuple[str, ...] = ()  # names of views that a subclass adds
    row: type  # what is listed

    def __init__(self, name, category, path, icon):
        self.column_details_list = self.column_export_list = [column.key for column in inspect(self.row).columns]
        if self.column_formatters_detail is None:  # a list's first column says more than its name
            lead = self.column_list[0]
            self.column_formatters_detail = {key: show for key, show in self.column_formatters.items() if key != lead}
        super().__init__(self.row, db, name, category, f"console_{path}", path, menu_icon_value=icon)
        self.session = Flushing(db)

    # what is served

    def create_blueprint(self, admin):
        self._urls = [url for url in self._urls if url[1] in self.pages()]
        return super().create_blueprint(admin)

    def pages(self):
        flags = {
            "details_view": self.can_view_details,
            "export": self.can_export,
            "create_view": self.can_create,
            "edit_view": self.can_edit,
            "delete_view": self.can_delete,
            "action_view": any(self.is_action_allowed(name) for name, _label in self._actions),
            "ajax_lookup": self.form_ajax_refs,
        }
        return {"index_view", *self.own_pages, *(name for name, allowed in flags.items() if allowed)}

    @expose("/export/<export_type>/")
    def export(self, export_type):
        if export_type not in self.export_types:
            abort(404)
        return super().export(export_type)

    def link(self, label, icon, view, **values) -> Act:
        return Act(label, icon, self.get_url(view, **values))

    def acts(self, row) -> list[Act]:
        """What the row's menu and its page offer."""
        return []

    def related(self, row) -> list[Act]:
        """Where more about the row is found."""
        return []

    # what is asked

    def get_one(self, id):
        """The row with this id, as it stands in an address. 404 for one that is none."""
        try:
            key = tuple(UUID(part) for part in iterdecode(id))
        except ValueError:
            abort(404)
        if len(key) != len(inspect(self.model).primary_key):
            abort(404)
        return db.session.get(self.model, key) or abort(404)

    def _get_list_extra_args(self):
        asked = super()._get_list_extra_args()
        asked.page = min(max(asked.page, 0), LAST_PAGE)
        asked.search = (asked.search or "").strip()[:SEARCH_LENGTH]
        asked.extra_args = {}  # they would go into url_for(), which takes some for its own
        return asked

    def _get_list_filter_args(self):
        """Flask-Admin's own numbers the parameters and keeps the wrong ones; here they have names, and wrong is 400."""
        asked = []
        for index, each in enumerate(self._filters or ()):
            if value := request.args.get(each.arg):
                if not each.validate(value):
                    abort(400)
                asked.append((index, each.name, value))
        return asked

    def _get_filters(self, filters):
        return {self._filters[index].arg: value for index, _name, value in filters or ()}

    def get_filter_arg(self, index, flt):
        return flt.arg

    def handle_filter(self, filter):
        filter.bind(self.model)
        return filter  # Flask-Admin would join the SELECT to itself

    def _apply_search(self, query, count_query, joins, count_joins, search):
        """Each word in one of the columns, literally; an id finds its row."""
        for word in search.split():
            matches = [column.icontains(word, autoescape=True) for column, _path in self._search_fields]
            found = or_(*matches, *self._by_id(word))
            query, count_query = query.filter(found), count_query.filter(found)
        return query, count_query, joins, count_joins

    def _by_id(self, word):
        try:
            return [self.model.id == UUID(word)]
        except ValueError:
            return []

    # what is shown

    def get_export_value(self, model, name):
        return csv_text(super().get_export_value(model, name))

    def scaffold_form(self):
        """Rows of a SELECT aren't edited; a view with forms sets `form`."""
        return self.form_base_class

    def build_new_instance(self):
        """Flask-Admin's own goes past __init__, which makes the id."""
        return self.model()
