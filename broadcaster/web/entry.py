"""Coming in: the first page of an empty home, signing in and out, one's own password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import people, signing
from broadcaster.services.desk import Actor
from broadcaster.web import carry
from broadcaster.web.forms import Form
from broadcaster.web.guard import Visitor, actor, anyone, desk, signed_in

pages = Blueprint("entry", __name__)
Answer = Response | str | tuple[str, int]


class BeginForm(Form):
    """What an empty home asks first: the commune, its villages, the first administrator."""

    commune = StringField("Tên xã", [InputRequired()], description="Ghi cả chữ “xã”, ví dụ: xã Quảng La")
    province = StringField("Tỉnh, thành phố", [InputRequired()], description="Ví dụ: tỉnh Quảng Ninh")
    villages = TextAreaField(
        "Các thôn",
        [InputRequired()],
        description="Mỗi dòng một thôn, ví dụ: thôn Khe Mơ. Sau này thêm bớt được.",
    )
    name = StringField("Họ và tên của bạn", [InputRequired()])
    title = StringField("Chức danh", description="Ví dụ: Công chức Văn hóa – Xã hội")
    login = StringField("Tên đăng nhập", [InputRequired()], description="Chữ không dấu và số, ví dụ: huongdt")
    password = PasswordField("Mật khẩu", [InputRequired()], description="Ít nhất 8 ký tự")
    again = PasswordField(
        "Nhập lại mật khẩu", [InputRequired(), EqualTo("password", "Hai lần nhập mật khẩu chưa giống nhau.")]
    )


class PasswordForm(Form):
    """Changing one's own password."""

    old = PasswordField("Mật khẩu đang dùng", [InputRequired()])
    new = PasswordField("Mật khẩu mới", [InputRequired()], description="Ít nhất 8 ký tự")
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        [InputRequired(), EqualTo("new", "Hai lần nhập mật khẩu mới chưa giống nhau.")],
    )


@pages.route("/bat-dau", methods=["GET", "POST"])
@anyone
def begin() -> Answer:
    """Set up an empty home; once a commune exists nobody can."""
    if people.begun(desk()):
        raise NotFound("Xã đã được tạo rồi. Hãy đăng nhập.")
    form = BeginForm()
    problem = ""
    if form.validate_on_submit():
        try:
            first = _begun(form)
        except Refused as failure:
            problem = str(failure)
        else:
            _let_in(first.login, form.password.data or "")
            flash(
                "Đã tạo xã. Tiếp theo: xem lại giờ phát ở trang Lịch phát và thêm tài khoản cho người soạn, người duyệt ở trang Quản trị."
            )
            return redirect(url_for("today.show"))
    return render_template(
        "entry/begin.html", form=form, problem=problem
    ), 422 if form.is_submitted() else 200


@pages.route("/dang-nhap", methods=["GET", "POST"])
@anyone
def sign_in() -> Answer:
    """Sign in; what was typed before the session ended is handed back."""
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(url_for("today.show"))
        return render_template("entry/sign_in.html", to=carry.local_path(request.args.get("den")))
    carried, carried_to = request.form.get("carried", ""), request.form.get("carried_to", "")
    to = carry.local_path(request.form.get("to"))
    try:
        _let_in(request.form.get("login", ""), request.form.get("password", ""))
    except Refused as failure:
        said = {"login": request.form.get("login", ""), "problem": str(failure), "to": to}
        return render_template("entry/sign_in.html", carried=carried, carried_to=carried_to, **said), 422
    fields = carry.unpacked(carried) if carried else None
    if fields is not None:
        return render_template(
            "entry/send_again.html", fields=fields, to=carry.local_path(carried_to), back=True
        )
    return redirect(to)


@pages.post("/dang-xuat")
@signed_in
def sign_out() -> Response:
    """End this session."""
    signing.sign_out(desk(), current_user.secret)
    logout_user()
    return redirect(url_for("entry.sign_in"))


@pages.get("/phien")
@signed_in
def session_state() -> dict[str, str]:
    """Tell a script that the session still stands (it is answered with 401 when not)."""
    return {"login": actor().login}


@pages.route("/mat-khau", methods=["GET", "POST"])
@signed_in
def password() -> Answer:
    """Change one's own password; other devices are signed out."""
    form, problem = PasswordForm(), ""
    if form.validate_on_submit():
        try:
            signing.change_own_password(
                desk(), actor(), form.old.data or "", form.new.data or "", keep=current_user.secret
            )
        except Refused as failure:
            problem = str(failure)
        else:
            flash("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")
            return redirect(url_for("today.show"))
    return render_template(
        "entry/password.html", form=form, problem=problem
    ), 422 if form.is_submitted() else 200


def _begun(form: BeginForm) -> Actor:
    villages = tuple(line.strip() for line in (form.villages.data or "").splitlines() if line.strip())
    roles = (Role.ADMIN, Role.WRITER)
    person = people.NewPerson(
        form.login.data or "", form.name.data or "", form.title.data or "", form.password.data or "", roles
    )
    return people.begin(
        desk(), people.NewCommune(form.commune.data or "", form.province.data or "", villages), person
    )


def _let_in(login: str, secret_words: str) -> None:
    signed = signing.sign_in(desk(), login, secret_words)
    login_user(Visitor(signed.actor, signed.secret))
