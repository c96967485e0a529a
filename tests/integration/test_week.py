"""The sessions of the week: changed for days to come, never for what has begun, and never two at once."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from broadcaster.clock import FixedClock, local
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.week import week, week_changes, week_check
from broadcaster.services.week.week import Rule
from broadcaster.services.week.week_changes import Change
from broadcaster.store.tables import Audit, SessionException, SessionRule

MONDAY = date(2026, 6, 15)
TUESDAY = MONDAY + timedelta(days=1)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
NOON = Rule("Buổi trưa", (1, 3), time(11, 30), 20)


def ids(desk: Desk, admin: Actor) -> dict[str, int]:
    return {one.name: one.id for one in week.rules(desk, admin.commune_id)}


def sounds(desk: Desk, admin: Actor, day: date, village: int | None = None) -> list[str]:
    """Say what sounds on a day, in a village that no exception names or in this one: `17:00 15`."""
    with desk.store.reading() as session:
        found = week_check.read(session, desk, admin.commune_id)
    return [
        f"{local(one.starts_at):%H:%M} {one.longest // 60_000}"
        for one in found.sessions(day, day)
        if one.village_id == (village or 0)
    ]


def test_a_new_commune_has_a_morning_and_an_afternoon_session(desk: Desk, admin: Actor) -> None:
    assert sounds(desk, admin, MONDAY) == ["05:30 15", "17:00 15"]


def test_a_session_sounds_from_its_first_day_on_its_weekdays(desk: Desk, admin: Actor) -> None:
    for commune_id, at in due.wanted(desk).items():
        due.done(desk, commune_id, at)
    week.add_rule(desk, admin, NOON, TUESDAY)
    assert sounds(desk, admin, MONDAY) == ["05:30 15", "17:00 15"]
    assert sounds(desk, admin, MONDAY + timedelta(days=2)) == ["05:30 15", "11:30 20", "17:00 15"]
    assert sounds(desk, admin, TUESDAY) == ["05:30 15", "17:00 15"]
    assert admin.commune_id in due.wanted(desk)


@pytest.mark.parametrize(
    ("rule", "day", "says"),
    [
        (replace(NOON, weekdays=()), MONDAY, "ít nhất một ngày"),
        (replace(NOON, weekdays=(0,)), MONDAY, "thứ hai đến chủ nhật"),
        (replace(NOON, name=""), MONDAY, "tên buổi"),
        (replace(NOON, longest_minutes=0), MONDAY, "từ 1 đến 180"),
        (replace(NOON, longest_minutes=181), MONDAY, "từ 1 đến 180"),
        (NOON, MONDAY - timedelta(days=1), "đã qua"),
        (replace(NOON, start=time(17, 14)), MONDAY, "“Buổi chiều” .17:00–17:15."),
        (replace(NOON, start=time(16, 41)), MONDAY, "trùng giờ"),
        (replace(NOON, start=time(5, 0), longest_minutes=60), MONDAY, "“Buổi sáng”"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_session_is_refused_and_changes_nothing(
    desk: Desk, admin: Actor, rule: Rule, day: date, says: str
) -> None:
    before = week.rules(desk, admin.commune_id)
    with pytest.raises(Refused, match=says):
        week.add_rule(desk, admin, rule, day)
    assert week.rules(desk, admin.commune_id) == before


def test_sessions_may_follow_one_another_without_a_gap(desk: Desk, admin: Actor) -> None:
    week.add_rule(desk, admin, replace(NOON, start=time(17, 15)), MONDAY)
    week.add_rule(desk, admin, replace(NOON, start=time(16, 40), name="Buổi xế"), MONDAY)


def test_a_session_over_midnight_clashes_with_one_of_the_next_morning(desk: Desk, admin: Actor) -> None:
    week.add_rule(desk, admin, Rule("Buổi khuya", (7,), time(23, 50), 30), MONDAY)
    with pytest.raises(Refused, match="Buổi khuya"):
        week.add_rule(desk, admin, Rule("Buổi sớm", (1,), time(0, 10), 5), MONDAY)
    week.add_rule(desk, admin, Rule("Buổi sớm", (2,), time(0, 10), 5), MONDAY)


def test_a_changed_session_is_another_one_from_that_day_and_the_past_stays(desk: Desk, admin: Actor) -> None:
    old = ids(desk, admin)["Buổi chiều"]
    with pytest.raises(Refused, match="16/06/2026"):
        week.change_rule(desk, admin, old, 1, Rule("Buổi chiều", EVERY_DAY, time(17, 30), 20), MONDAY)
    new = week.change_rule(desk, admin, old, 1, Rule("Buổi chiều", EVERY_DAY, time(17, 30), 20), TUESDAY)
    assert new.id != old
    assert sounds(desk, admin, MONDAY) == ["05:30 15", "17:00 15"]
    assert sounds(desk, admin, TUESDAY) == ["05:30 15", "17:30 20"]
    with desk.store.reading() as session:
        row = session.get_one(SessionRule, old)
    assert (row.start, row.valid_to) == (time(17, 0), MONDAY)
    with pytest.raises(Stale):
        week.change_rule(desk, admin, old, 1, NOON, TUESDAY)


def test_a_change_shortly_before_midnight_leaves_the_session_that_is_about_to_begin(
    desk: Desk, admin: Actor, clock: FixedClock
) -> None:
    clock.at += timedelta(hours=15, minutes=50)  # 23:50
    with pytest.raises(Refused, match="17/06/2026"):
        week.change_rule(desk, admin, ids(desk, admin)["Buổi sáng"], 1, NOON, TUESDAY)


def test_a_session_that_has_not_begun_is_changed_in_its_place(desk: Desk, admin: Actor) -> None:
    row = week.add_rule(desk, admin, NOON, MONDAY + timedelta(days=14))
    changed = week.change_rule(
        desk, admin, row.id, row.version, replace(NOON, start=time(12, 0)), MONDAY + timedelta(days=7)
    )
    assert changed.id == row.id
    assert "12:00 20" in sounds(desk, admin, MONDAY + timedelta(days=7))


def test_exceptions_go_over_to_the_session_that_follows(desk: Desk, admin: Actor) -> None:
    old = ids(desk, admin)["Buổi chiều"]
    week_changes.add_exception(
        desk, admin, Change(old, None, TUESDAY, MONDAY + timedelta(days=4), start=time(18, 0))
    )
    week_changes.add_exception(
        desk, admin, Change(old, None, MONDAY + timedelta(days=6), MONDAY + timedelta(days=6), cancelled=True)
    )
    new = week.change_rule(
        desk, admin, old, 1, Rule("Buổi chiều", EVERY_DAY, time(17, 30), 20), MONDAY + timedelta(days=3)
    )
    assert sounds(desk, admin, MONDAY + timedelta(days=2)) == ["05:30 15", "18:00 15"]
    assert sounds(desk, admin, MONDAY + timedelta(days=4)) == ["05:30 15", "18:00 20"]
    assert sounds(desk, admin, MONDAY + timedelta(days=5)) == ["05:30 15", "17:30 20"]
    assert sounds(desk, admin, MONDAY + timedelta(days=6)) == ["05:30 15"]
    assert [one.rule_id for one in week_changes.exceptions(desk, admin.commune_id)] == [old, new.id, new.id]


def test_a_closed_session_sounds_until_its_last_day(desk: Desk, admin: Actor) -> None:
    rule = ids(desk, admin)["Buổi sáng"]
    with pytest.raises(Refused, match="đã qua"):
        week.close_rule(desk, admin, rule, 1, MONDAY - timedelta(days=1))
    week.close_rule(desk, admin, rule, 1, TUESDAY)
    assert sounds(desk, admin, TUESDAY) == ["05:30 15", "17:00 15"]
    assert sounds(desk, admin, MONDAY + timedelta(days=2)) == ["17:00 15"]


def test_a_session_closed_before_it_begins_never_sounds(desk: Desk, admin: Actor) -> None:
    row = week.add_rule(desk, admin, NOON, MONDAY + timedelta(days=14))
    week.close_rule(desk, admin, row.id, row.version, TUESDAY)
    assert "Buổi trưa" not in ids(desk, admin)
    assert len(sounds(desk, admin, MONDAY + timedelta(days=14))) == 2


def test_an_exception_for_one_village_changes_only_that_one(desk: Desk, admin: Actor) -> None:
    village = villages.listing(desk, admin.commune_id)[2]
    shown = week_changes.add_exception(
        desk,
        admin,
        Change(
            ids(desk, admin)["Buổi sáng"], village.id, TUESDAY, TUESDAY, start=time(6, 0), longest_minutes=10,
            note="Thôn có việc chung",
        ),
    )  # fmt: skip
    assert (shown.rule_name, shown.village_name, shown.note) == (
        "Buổi sáng",
        "thôn Suối Ngang",
        "Thôn có việc chung",
    )
    assert sounds(desk, admin, TUESDAY, village.id) == ["06:00 10", "17:00 15"]
    assert sounds(desk, admin, TUESDAY) == ["05:30 15", "17:00 15"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(None, None, TUESDAY, MONDAY, cancelled=True), "đứng trước"),
        (Change(None, None, MONDAY - timedelta(days=1), MONDAY, cancelled=True), "đã qua"),
        (Change(None, None, MONDAY, MONDAY + timedelta(days=366), cancelled=True), "một năm"),
        (Change(None, None, TUESDAY, TUESDAY), "nghỉ phát"),
        (Change(None, None, TUESDAY, TUESDAY, longest_minutes=0), "từ 1 đến 180"),
        (Change(None, None, TUESDAY, TUESDAY, start=time(6, 0)), "trùng giờ"),
        (Change(1, None, TUESDAY, TUESDAY, start=time(16, 50)), "trùng giờ"),
        (Change(None, None, MONDAY, MONDAY, cancelled=True), "“Buổi sáng” lúc 05:30 đã phát"),
        (Change(2, None, MONDAY, MONDAY, start=time(7, 0)), "đã phát hoặc sắp phát"),
        (Change(2, None, MONDAY, MONDAY, start=time(8, 20)), "sắp phát"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_exception_is_refused_and_changes_nothing(
    desk: Desk, admin: Actor, change: Change, says: str
) -> None:
    assert ids(desk, admin) == {"Buổi sáng": 1, "Buổi chiều": 2}
    with pytest.raises(Refused, match=says):
        week_changes.add_exception(desk, admin, change)
    assert week_changes.exceptions(desk, admin.commune_id) == ()


def test_an_exception_may_not_begin_in_the_session_of_the_night_before(desk: Desk, admin: Actor) -> None:
    week.add_rule(desk, admin, Rule("Buổi khuya", (1,), time(23, 50), 30), MONDAY)
    morning = ids(desk, admin)["Buổi sáng"]
    with pytest.raises(Refused, match="Buổi khuya"):
        week_changes.add_exception(desk, admin, Change(morning, None, TUESDAY, TUESDAY, start=time(0, 10)))


@pytest.mark.parametrize(
    "change", [Change(99, None, TUESDAY, TUESDAY, True), Change(None, 99, TUESDAY, TUESDAY, True)]
)
def test_an_exception_to_what_is_not_there_is_refused(desk: Desk, admin: Actor, change: Change) -> None:
    with pytest.raises(NotFound):
        week_changes.add_exception(desk, admin, change)


def test_todays_coming_session_can_still_be_cancelled(desk: Desk, admin: Actor) -> None:
    week_changes.add_exception(
        desk, admin, Change(ids(desk, admin)["Buổi chiều"], None, MONDAY, MONDAY, cancelled=True)
    )
    assert sounds(desk, admin, MONDAY) == ["05:30 15"]


def test_an_exception_that_has_not_begun_is_removed_and_audited_whole(desk: Desk, admin: Actor) -> None:
    row = week_changes.add_exception(
        desk, admin, Change(None, None, TUESDAY, TUESDAY, cancelled=True, note="Nghỉ lễ")
    )
    week_changes.remove_exception(desk, admin, row.id)
    assert len(sounds(desk, admin, TUESDAY)) == 2
    with desk.store.reading() as session:
        assert session.scalars(select(SessionException)).all() == []
        said = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (said.verb, said.detail["first_day"], said.detail["note"]) == ("remove", "2026-06-16", "Nghỉ lễ")
    with pytest.raises(NotFound):
        week_changes.remove_exception(desk, admin, row.id)


def test_an_exception_under_way_is_removed_only_for_the_days_to_come(
    desk: Desk, admin: Actor, clock: FixedClock
) -> None:
    afternoon = ids(desk, admin)["Buổi chiều"]
    row = week_changes.add_exception(
        desk, admin, Change(afternoon, None, MONDAY, MONDAY + timedelta(days=9), start=time(18, 0))
    )
    clock.at += timedelta(days=2)  # Wednesday, eight: Wednesday's session is still to come
    week_changes.remove_exception(desk, admin, row.id)
    assert sounds(desk, admin, TUESDAY) == ["05:30 15", "18:00 15"]
    assert sounds(desk, admin, MONDAY + timedelta(days=2)) == ["05:30 15", "17:00 15"]
    with pytest.raises(Refused, match="áp dụng xong"):
        week_changes.remove_exception(desk, admin, row.id)


def test_an_exception_whose_session_sounded_today_stays_for_today(
    desk: Desk, admin: Actor, clock: FixedClock
) -> None:
    clock.at -= timedelta(hours=4)  # four in the morning
    morning = ids(desk, admin)["Buổi sáng"]
    row = week_changes.add_exception(desk, admin, Change(morning, None, MONDAY, TUESDAY, start=time(6, 0)))
    clock.at += timedelta(hours=4)
    week_changes.remove_exception(desk, admin, row.id)
    assert sounds(desk, admin, MONDAY) == ["06:00 15", "17:00 15"]
    assert sounds(desk, admin, TUESDAY) == ["05:30 15", "17:00 15"]


def test_an_exception_is_not_removed_when_sessions_would_then_clash(desk: Desk, admin: Actor) -> None:
    wednesday = MONDAY + timedelta(days=2)
    row = week_changes.add_exception(
        desk, admin, Change(ids(desk, admin)["Buổi chiều"], None, wednesday, wednesday, cancelled=True)
    )
    week.close_rule(desk, admin, ids(desk, admin)["Buổi sáng"], 1, MONDAY)
    extra = Change(None, None, wednesday, wednesday, cancelled=False, longest_minutes=30)
    week.add_rule(desk, admin, Rule("Buổi xế", (3,), time(16, 40), 20), MONDAY)
    week_changes.add_exception(desk, admin, replace(extra, rule_id=ids(desk, admin)["Buổi xế"]))
    with pytest.raises(Refused, match="trùng giờ"):
        week_changes.remove_exception(desk, admin, row.id)
    assert sounds(desk, admin, wednesday) == ["16:40 30"]


def test_only_an_administrator_changes_the_week(desk: Desk, admin: Actor, writer: Actor) -> None:
    with pytest.raises(NotAllowed):
        week.add_rule(desk, writer, NOON, MONDAY)
    with pytest.raises(NotAllowed):
        week.change_rule(desk, writer, ids(desk, admin)["Buổi sáng"], 1, NOON, TUESDAY)
    with pytest.raises(NotAllowed):
        week.close_rule(desk, writer, ids(desk, admin)["Buổi sáng"], 1, TUESDAY)
    with pytest.raises(NotAllowed):
        week_changes.add_exception(desk, writer, Change(None, None, TUESDAY, TUESDAY, cancelled=True))
    with pytest.raises(NotAllowed):
        week_changes.remove_exception(desk, writer, 1)


def test_the_week_of_another_commune_is_not_there(desk: Desk, admin: Actor) -> None:
    stranger = replace(admin, commune_id=admin.commune_id + 1)
    with pytest.raises(NotFound):
        week.close_rule(desk, stranger, ids(desk, admin)["Buổi sáng"], 1, TUESDAY)
