"""The templates of a commune: what it begins with, and how they are made, changed and removed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from broadcaster.domain.plan.template import DEFAULTS, Part, PartKind, ProgrammeKind
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import shipped_templates, template_changes, templates
from broadcaster.services.layout.templates import TemplateView
from broadcaster.services.upkeep import audit_trail
from broadcaster.services.week import week
from broadcaster.store.tables import ProgrammeTemplate, SessionRule
from tests.conftest import later

VOV = Part(PartKind.RELAY, minutes=30, source="  Đài  Tiếng nói Việt Nam", address="https://vov.example/vov1")
PARTS = (Part(PartKind.ITEMS, separators=False), VOV)


def only(desk: Desk, admin: Actor, kind: ProgrammeKind) -> TemplateView:
    return next(one for one in templates.listing(desk, admin.commune_id) if one.template.kind is kind)


def test_a_new_commune_has_the_three_that_ship_and_its_sessions_follow_its_own_news(
    desk: Desk, admin: Actor
) -> None:
    found = templates.listing(desk, admin.commune_id)
    assert [(one.name, one.template) for one in found] == [
        ("Bản tin", DEFAULTS[ProgrammeKind.NEWS]),
        ("Điểm tin", DEFAULTS[ProgrammeKind.HEADLINES]),
        ("Thông báo", DEFAULTS[ProgrammeKind.NOTICES]),
    ]
    assert [[one.name for one in view.followers] for view in found] == [["Buổi sáng", "Buổi chiều"], [], []]
    assert templates.missing(found) == ()
    assert shipped_templates.add_missing(desk, admin) == ()


def test_an_older_commune_takes_them_and_its_sessions_go_on_as_they_did(desk: Desk, admin: Actor) -> None:
    _as_before_templates(desk)
    found = templates.listing(desk, admin.commune_id)
    assert templates.missing(found) == ("Bản tin", "Điểm tin", "Thông báo")
    assert shipped_templates.add_missing(desk, admin) == ("Bản tin", "Điểm tin", "Thông báo")
    assert [one.name for one in only(desk, admin, ProgrammeKind.NEWS).followers] == [
        "Buổi sáng",
        "Buổi chiều",
    ]
    assert "thêm các mẫu chương trình có sẵn" in [act.words for act in audit_trail.latest(desk, admin)]


def test_what_ships_gets_another_name_where_its_own_is_taken(desk: Desk, admin: Actor) -> None:
    _as_before_templates(desk)
    template_changes.add(desk, admin, "Điểm tin", "ban_tin")
    assert shipped_templates.add_missing(desk, admin) == ("Điểm tin 2", "Thông báo")


def test_a_template_is_made_from_what_ships_for_its_kind(desk: Desk, admin: Actor) -> None:
    made = template_changes.add(desk, admin, " Điểm tin  sáng ", "diem_tin")
    assert templates.view(desk, admin.commune_id, made.id) == made
    assert (made.name, made.template, made.kind_label) == (
        "Điểm tin sáng",
        DEFAULTS[ProgrammeKind.HEADLINES],
        "Điểm tin",
    )
    for name, kind, says in (
        ("điểm TIN sáng", "ban_tin", "Đã có mẫu"),
        ("", "ban_tin", "tên mẫu"),
        ("x", "ca_nhac", "loại"),
    ):
        with pytest.raises(Refused, match=says):
            template_changes.add(desk, admin, name, kind)


def test_a_changed_template_is_tidied_and_asks_for_the_plan_again(desk: Desk, admin: Actor) -> None:
    news = only(desk, admin, ProgrammeKind.NEWS)
    for commune_id, wanted_at in due.wanted(desk).items():
        due.done(desk, commune_id, wanted_at)
    made = template_changes.change(desk, admin, news.id, news.version, "Bản tin sáng", PARTS)
    assert made.template.parts == (PARTS[0], replace(VOV, source="Đài Tiếng nói Việt Nam"))
    assert (made.name, made.version) == ("Bản tin sáng", news.version + 1)
    assert list(due.wanted(desk)) == [admin.commune_id]
    assert "sửa mẫu chương trình “Bản tin sáng”" in [act.words for act in audit_trail.latest(desk, admin)]
    with pytest.raises(Stale):
        template_changes.change(desk, admin, news.id, news.version, "Bản tin", PARTS)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (replace(VOV, address="https://a b"), "dấu cách"),
        (replace(VOV, instruction="x" * 301), "tối đa 300"),
        (replace(VOV, source="\t"), "tiếp sóng đài nào"),
    ],
)
def test_a_relay_that_nobody_can_follow_is_refused(desk: Desk, admin: Actor, part: Part, says: str) -> None:
    news = only(desk, admin, ProgrammeKind.NEWS)
    with pytest.raises(Refused, match=says):
        template_changes.change(desk, admin, news.id, news.version, news.name, [part])


def test_a_relay_that_leaves_a_session_no_time_is_told_with_the_numbers(desk: Desk, admin: Actor) -> None:
    news = only(desk, admin, ProgrammeKind.NEWS)
    assert news.too_short == ""
    made = template_changes.change(desk, admin, news.id, news.version, news.name, PARTS)
    assert "30 phút" in made.too_short
    assert "“Buổi sáng” dài nhất 15 phút" in made.too_short


def test_one_that_a_session_follows_is_not_removed_and_one_that_none_does_is(
    desk: Desk, admin: Actor
) -> None:
    news, notices = (only(desk, admin, kind) for kind in (ProgrammeKind.NEWS, ProgrammeKind.NOTICES))
    with pytest.raises(Refused, match="Buổi sáng”, “Buổi chiều"):
        template_changes.remove(desk, admin, news.id, news.version)
    assert template_changes.remove(desk, admin, notices.id, notices.version) == "Thông báo"
    with pytest.raises(NotFound):
        templates.view(desk, admin.commune_id, notices.id)


def test_one_whose_sessions_are_over_can_be_removed(desk: Desk, admin: Actor) -> None:
    news = only(desk, admin, ProgrammeKind.NEWS)
    for rule in week.rules(desk, admin.commune_id):
        week.close_rule(desk, admin, rule.id, rule.version, desk.today())
    assert len(only(desk, admin, ProgrammeKind.NEWS).followers) == 2
    tomorrow = later(desk, days=1)
    assert template_changes.remove(tomorrow, admin, news.id, news.version) == "Bản tin"


def test_only_an_administrator_of_the_commune_may(desk: Desk, admin: Actor, writer: Actor) -> None:
    news = only(desk, admin, ProgrammeKind.NEWS)
    for act in (
        lambda: template_changes.add(desk, writer, "x", "ban_tin"),
        lambda: template_changes.change(desk, writer, news.id, news.version, "x", PARTS),
        lambda: template_changes.remove(desk, writer, news.id, news.version),
        lambda: shipped_templates.add_missing(desk, writer),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        template_changes.change(desk, replace(admin, commune_id=9), news.id, news.version, "x", PARTS)


def test_a_session_of_an_urgent_call_follows_no_template_of_the_week(desk: Desk, admin: Actor) -> None:
    with desk.store.reading() as session:
        rules = session.scalars(select(SessionRule)).all()
    assert {rule.template_id for rule in rules} == {only(desk, admin, ProgrammeKind.NEWS).id}
    assert templates.following(rules, desk.today() + timedelta(days=1))[0].name == "Buổi sáng"
    for rule in rules:
        rule.urgent_call_id = 1
    assert templates.following(rules, desk.today()) == ()


def _as_before_templates(desk: Desk) -> None:
    """Leave the commune as one of before this version: no templates, and sessions that name none."""
    with desk.store.writing() as session:
        for rule in session.scalars(select(SessionRule)):
            rule.template_id = None
        session.flush()
        session.execute(delete(ProgrammeTemplate))
