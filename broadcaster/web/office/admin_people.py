"""Người dùng: who has an account, what they may do, and letting them in again."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from broadcaster.domain.writing.workflow import ROLE_LABELS, Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import people
from broadcaster.services.commune.passwords import SHORTEST
from broadcaster.services.commune.people import NewPerson, PersonChange, PersonView
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form, options
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.office.admin_base import kept_words, pages

Answer = Response | str | tuple[str, int]


class _Boxes(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(Form):
    """What is kept of a person besides their login."""

    name = StringField("Họ và tên", [InputRequired()])
    title = StringField("Chức danh", description="In trên nhật ký. Ví dụ: Phó Chủ tịch UBND xã")
    roles = _Boxes("Được làm việc gì", choices=options(ROLE_LABELS.items()))


class NewPersonForm(PersonForm):
    """An account to open."""

    login = StringField(
        "Tên đăng nhập", [InputRequired()], description="Chữ không dấu và số, viết liền. Ví dụ: huongdt"
    )
    password = PasswordField(
        "Mật khẩu đầu tiên",
        [InputRequired()],
        description=f"Ít nhất {SHORTEST} ký tự; người này tự đổi lại sau khi đăng nhập",
    )


@pages.get("/quan-tri/nguoi-dung")
@roles(Role.ADMIN)
def people_listing() -> str:
    """List the accounts."""
    found = people.listing(desk(), actor())
    return render_template(
        "admin/people.html", people=found, labels=ROLE_LABELS, now=desk().clock.now(), me=actor().person_id
    )


@pages.route("/quan-tri/nguoi-dung/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add_person() -> Answer:
    """Open an account."""
    form, problem, code = NewPersonForm(), "", 200
    if form.validate_on_submit():
        try:
            made = people.add_person(desk(), actor(), _new(form))
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Đã thêm {made.name}, tên đăng nhập {made.login}. Hãy báo mật khẩu cho người này.")
            return redirect(url_for(".people_listing"))
    elif form.is_submitted():
        code = 422
    return render_template("admin/new_person.html", form=form, problem=problem), code


@pages.route("/quan-tri/nguoi-dung/<int:person_id>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def person(person_id: int) -> Answer:
    """Show one account and change its name, office and rights."""
    view = people.view(desk(), actor(), person_id)
    form = PersonForm(data={"name": view.name, "title": view.title, "roles": [*view.roles]})
    problem, code = "", 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        change = PersonChange(form.name.data or "", form.title.data or "", _roles(form))
        try:
            people.change_person(desk(), actor(), person_id, _version(), change)
        except NotFound:
            raise
        except Refused as failure:
            problem, code = kept_words(failure), code_of(failure)
        else:
            flash(f"Đã lưu tài khoản của {change.name}.")
            return redirect(url_for(".people_listing"))
    return _page(view, form, problem), code


@pages.post("/quan-tri/nguoi-dung/<int:person_id>/mat-khau")
@roles(Role.ADMIN)
def reset_password(person_id: int) -> Answer:
    """Give a person a new password; the sign-in pause is lifted."""
    view = people.view(desk(), actor(), person_id)
    try:
        people.reset_password(desk(), actor(), person_id, _version(), request.form.get("password", ""))
    except Refused as failure:
        return _page(view, _filled(view), str(failure)), code_of(failure)
    flash(f"Đã đặt mật khẩu mới cho {view.name}. Hãy báo mật khẩu cho người này.")
    return redirect(url_for(".people_listing"))


@pages.post("/quan-tri/nguoi-dung/<int:person_id>/dong")
@roles(Role.ADMIN)
def close_person(person_id: int) -> Answer:
    """Close an account; whoever is signed in with it is out at once."""
    view = people.view(desk(), actor(), person_id)
    try:
        people.close_person(desk(), actor(), person_id, _version())
    except Refused as failure:
        return _page(view, _filled(view), str(failure)), code_of(failure)
    flash(f"Đã đóng tài khoản của {view.name}. Tên vẫn còn trong nhật ký.")
    return redirect(url_for(".people_listing"))


@pages.post("/quan-tri/nguoi-dung/<int:person_id>/mo")
@roles(Role.ADMIN)
def reopen_person(person_id: int) -> Answer:
    """Open a closed account again."""
    view = people.reopen_person(desk(), actor(), person_id, _version())
    flash(f"Đã mở lại tài khoản của {view.name}, vẫn với mật khẩu cũ.")
    return redirect(url_for(".people_listing"))


def _new(form: NewPersonForm) -> NewPerson:
    return NewPerson(
        login=form.login.data or "",
        name=form.name.data or "",
        title=form.title.data or "",
        password=form.password.data or "",
        roles=_roles(form),
    )


def _roles(form: PersonForm) -> tuple[Role, ...]:
    return tuple(Role(value) for value in form.roles.data or ())


def _version() -> int:
    """Read which version of the account the page showed; 0 where it showed none, which is always stale."""
    return request.form.get("version", 0, type=int)


def _filled(view: PersonView) -> PersonForm:
    """Show the account as it is kept, beside another form of the page that was refused."""
    return PersonForm(formdata=None, data={"name": view.name, "title": view.title, "roles": [*view.roles]})


def _page(view: PersonView, form: PersonForm, problem: str) -> str:
    return render_template(
        "admin/person.html",
        view=view,
        form=form,
        problem=problem,
        paused=view.paused_until is not None and view.paused_until > desk().clock.now(),
        shortest=SHORTEST,
    )
