"""The pages of projects, and what their buttons send."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.core.pages import page
from saas.permissions import Can, requires
from saas.projects.forms import CommentForm, ProjectForm
from saas.projects.models import STATE_TEXTS, Comment, Project, ProjectState
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("projects", __name__, "projects")


@bp.get("/")
@requires(Can.VIEW_PROJECTS)
def index():
    part, state = request.args.get("q", "").strip(), request.args.get("state", type=ProjectState)
    projects = page(Project.listed(part, state), Project.name, Project.id)
    return render_template("projects/index.html", projects=projects, part=part, state=state, states=STATE_TEXTS)


@bp.get("/new")
@requires(Can.MANAGE_PROJECTS)
def new():
    return render_template("projects/form.html", form=ProjectForm())


@bp.post("/")
@requires(Can.MANAGE_PROJECTS)
def create():
    form = ProjectForm.of_request()
    if not form.validate():
        return render_template("projects/form.html", form=form), 422
    project = Project.create(**form.data)
    flash(_("“%(name)s” is created.", name=project.name), "success")
    return redirect(url_for(".show", id=project.id))


@bp.get("/<uuid:id>")
@requires(Can.VIEW_PROJECTS)
def show(id):
    return page_of(Project.get_or_404(id), CommentForm())


@bp.get("/<uuid:id>/edit")
@requires(Can.MANAGE_PROJECTS)
def edit(id):
    project = Project.get_or_404(id).ensure_open()
    return render_template("projects/form.html", form=ProjectForm(obj=project), project=project)


@bp.post("/<uuid:id>")
@requires(Can.MANAGE_PROJECTS)
def update(id):
    project = Project.get_or_404(id).ensure_open()
    form = ProjectForm.of_request(project)
    if request.form.get("version", type=int) != project.version:
        return render_template("projects/form.html", form=form, project=project, stale=True), 409
    if not form.validate():
        return render_template("projects/form.html", form=form, project=project), 422
    project.update(**form.data)
    flash(_("“%(name)s” is saved.", name=project.name), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/<uuid:id>/delete")
@requires(Can.MANAGE_PROJECTS)
def delete(id):
    project = Project.get_or_404(id)
    project.delete()
    flash(_("“%(name)s” is deleted.", name=project.name), "success")
    return redirect(url_for(".index"))


@bp.post("/<uuid:id>/archival")
@requires(Can.MANAGE_PROJECTS)
def create_archival(id):
    Project.get_or_404(id).archive()
    return redirect(url_for(".show", id=id))


@bp.post("/<uuid:id>/archival/delete")
@requires(Can.MANAGE_PROJECTS)
def delete_archival(id):
    Project.get_or_404(id).restore()
    return redirect(url_for(".show", id=id))


@bp.post("/<uuid:id>/comments")
@requires(Can.MANAGE_PROJECTS)
def create_comment(id):
    project = Project.get_or_404(id)
    form = CommentForm.of_request()
    if not form.validate():
        return page_of(project, form), 422
    project.comment(author_id=g.visitor.membership_id, **form.data)
    return redirect(url_for(".show", id=id))


@bp.post("/<uuid:id>/comments/<uuid:comment_id>/delete")
@requires(Can.MANAGE_PROJECTS)
def delete_comment(id, comment_id):
    comment = Comment.get_or_404(comment_id)
    if comment.project_id != id:
        abort(404)
    comment.delete()
    return redirect(url_for(".show", id=id))


def page_of(project, form):
    comments = page(Comment.listed(project), Comment.id, descending=True)
    return render_template("projects/show.html", project=project, comments=comments, form=form)
