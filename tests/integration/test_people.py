"""Accounts: opened, changed and closed by an administrator, and never left without one."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services.commune import people, signing
from broadcaster.services.desk import Actor, Desk
from broadcaster.store.tables import Audit, Commune, Jingle, Person, SessionRule, Station, Village

PASSWORD = "mat-khau-thu-nghiem"


def new(**changed: object) -> people.NewPerson:
    values: dict[str, object] = {
        "login": "huong",
        "name": "Lý Thị Hương",
        "title": "Công chức",
        "password": PASSWORD,
        "roles": (Role.WRITER,),
    }
    return people.NewPerson(**values | changed)  # type: ignore[arg-type] # values of the fields named


def test_beginning_makes_a_commune_that_can_air_at_once(desk: Desk) -> None:
    assert not people.begun(desk)
    actor = people.begin(
        desk,
        people.NewCommune("xã  Quảng La", "tỉnh Quảng Ninh", ("thôn Đồng Giữa", "", "thôn 2", "thôn 2")),
        new(roles=(Role.WRITER,)),
    )
    assert actor.roles == {Role.WRITER, Role.ADMIN}
    assert people.begun(desk)
    with desk.store.reading() as session:
        commune = session.scalars(select(Commune)).one()
        assert (commune.code, commune.name) == ("xa-quang-la", "xã Quảng La")
        villages = session.scalars(select(Village).order_by(Village.id)).all()
        assert [(one.code, one.name) for one in villages] == [
            ("thon-dong-giua", "thôn Đồng Giữa"),
            ("thon-2", "thôn 2"),
        ]
        stations = session.scalars(select(Station).order_by(Station.id)).all()
        assert [one.name for one in stations] == ["Cụm loa thôn Đồng Giữa", "Cụm loa thôn 2"]
        assert {one.role for one in session.scalars(select(Jingle))} >= {"opening", "separator", "closing"}
        assert len(session.scalars(select(SessionRule)).all()) == 2


def test_a_home_is_begun_once(desk: Desk, admin: Actor) -> None:
    with pytest.raises(Refused, match="đã được tạo"):
        people.begin(desk, people.NewCommune("xã Khác", "tỉnh Khác", ("thôn 1",)), new())


@pytest.mark.parametrize(
    ("commune", "person", "says"),
    [
        (people.NewCommune("", "tỉnh", ("thôn 1",)), new(), "tên xã"),
        (people.NewCommune("xã", " ", ("thôn 1",)), new(), "tên tỉnh"),
        (people.NewCommune("xã", "tỉnh", ()), new(), "ít nhất một thôn"),
        (people.NewCommune("xã", "tỉnh", ("thôn 1",)), new(password="1234567"), "7 ký tự"),
        (people.NewCommune("xã", "tỉnh", ("thôn 1",)), new(login="hương"), "Tên đăng nhập"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_beginning_that_is_refused_leaves_nothing_behind(
    desk: Desk, commune: people.NewCommune, person: people.NewPerson, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        people.begin(desk, commune, person)
    assert not people.begun(desk)
    with desk.store.reading() as session:
        assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"login": "ab"}, "3 đến 30"),
        ({"login": "a" * 31}, "3 đến 30"),
        ({"login": "co dau cach"}, "3 đến 30"),
        ({"login": "soạn"}, "3 đến 30"),
        ({"name": " \n "}, "họ tên"),
        ({"name": "x" * 101}, "101 ký tự"),
        ({"password": ""}, "ít nhất 8"),
        ({"password": "x" * 201}, "ngắn hơn"),
        ({"roles": ()}, "ít nhất một việc"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named(desk: Desk, admin: Actor, changed: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        people.add_person(desk, admin, new(**changed))
    assert len(people.listing(desk, admin)) == 1


def test_a_login_is_one_persons_whatever_its_letter_case(desk: Desk, admin: Actor) -> None:
    people.add_person(desk, admin, new(login="Huong"))
    assert people.find(desk, "HUONG").login == "huong"
    with pytest.raises(Refused, match="đã có người dùng"):
        people.add_person(desk, admin, new(login="hUONG"))


def test_only_an_administrator_keeps_accounts(desk: Desk, admin: Actor, writer: Actor) -> None:
    for act in (
        lambda: people.add_person(desk, writer, new()),
        lambda: people.change_person(
            desk, writer, writer.person_id, 1, people.PersonChange("A", "", (Role.ADMIN,))
        ),
        lambda: people.close_person(desk, writer, admin.person_id, 1),
        lambda: people.reopen_person(desk, writer, admin.person_id, 1),
        lambda: people.reset_password(desk, writer, admin.person_id, 1, PASSWORD),
        lambda: people.listing(desk, writer),
        lambda: people.view(desk, writer, admin.person_id),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_changed_role_counts_from_the_next_click(desk: Desk, admin: Actor, writer: Actor) -> None:
    secret = signing.sign_in(desk, writer.login, PASSWORD).secret
    seen = people.view(desk, admin, writer.person_id)
    change = people.PersonChange("Đỗ Thị Hương", "Phó Chủ tịch", (Role.APPROVER, Role.OPERATOR))
    shown = people.change_person(desk, admin, writer.person_id, seen.version, change)
    assert shown.roles == (Role.APPROVER, Role.OPERATOR)
    actor = signing.by_secret(desk, secret)
    assert actor is not None
    assert actor.roles == {Role.APPROVER, Role.OPERATOR}
    assert actor.title == "Phó Chủ tịch"


def test_a_stale_page_changes_nobody(desk: Desk, admin: Actor, writer: Actor) -> None:
    seen = people.view(desk, admin, writer.person_id)
    first = people.PersonChange("Tên Một", "", (Role.WRITER,))
    people.change_person(desk, admin, writer.person_id, seen.version, first)
    acts: tuple[Callable[[], object], ...] = (
        lambda: people.change_person(desk, admin, writer.person_id, seen.version, first),
        lambda: people.close_person(desk, admin, writer.person_id, seen.version),
        lambda: people.reopen_person(desk, admin, writer.person_id, seen.version),
        lambda: people.reset_password(desk, admin, writer.person_id, seen.version, PASSWORD),
    )
    for act in acts:
        with pytest.raises(Stale):
            act()


def test_the_last_administrator_stays(desk: Desk, admin: Actor) -> None:
    seen = people.view(desk, admin, admin.person_id)
    with pytest.raises(Refused, match="cuối cùng"):
        people.close_person(desk, admin, admin.person_id, seen.version)
    with pytest.raises(Refused, match="cuối cùng"):
        people.change_person(
            desk, admin, admin.person_id, seen.version, people.PersonChange("A", "", (Role.WRITER,))
        )
    assert people.find(desk, admin.login).roles == admin.roles


def test_a_closed_administrator_is_not_counted_as_one(desk: Desk, admin: Actor) -> None:
    second = people.add_person(desk, admin, new(login="thuhai", roles=(Role.ADMIN,)))
    second = people.close_person(desk, admin, second.id, second.version)
    with pytest.raises(Refused, match="cuối cùng"):
        people.close_person(desk, admin, admin.person_id, 1)
    people.reopen_person(desk, admin, second.id, second.version)
    assert people.close_person(desk, admin, admin.person_id, 1).closed


def test_a_closed_account_stays_in_the_list_and_can_be_opened_again(
    desk: Desk, admin: Actor, writer: Actor
) -> None:
    closed = people.close_person(desk, admin, writer.person_id, 1)
    assert [one.closed for one in people.listing(desk, admin)] == [False, True]
    with pytest.raises(Refused, match="đã đóng"):
        signing.sign_in(desk, writer.login, PASSWORD)
    people.reopen_person(desk, admin, writer.person_id, closed.version)
    assert signing.sign_in(desk, writer.login, PASSWORD).actor == writer


def test_an_account_of_another_commune_is_not_there(desk: Desk, admin: Actor) -> None:
    stranger = Actor(99, admin.commune_id + 1, "khach", "Khách", "", frozenset({Role.ADMIN}))
    with pytest.raises(NotFound):
        people.view(desk, stranger, admin.person_id)
    with pytest.raises(NotFound):
        people.find(desk, "khongco")


def test_what_is_done_to_accounts_is_in_the_audit_trail_without_passwords(
    desk: Desk, admin: Actor, writer: Actor
) -> None:
    seen = people.reset_password(desk, admin, writer.person_id, 1, "mat-khau-moi-nay")
    people.close_person(desk, admin, writer.person_id, seen.version)
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Audit).where(Audit.subject == f"person {writer.person_id}").order_by(Audit.id)
        ).all()
        kept = session.get_one(Person, writer.person_id).password_hash
    assert [(row.who, row.verb) for row in rows] == [
        ("quantri", "add"),
        ("quantri", "reset_password"),
        ("quantri", "close"),
    ]
    assert not any(secret in str(row.detail) for row in rows for secret in (PASSWORD, "mat-khau-moi-nay"))
    assert kept.startswith("$argon2id$")
