"""One session through its changes: one row a day, one series, exceptions that follow, and days that end."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from broadcaster.clock import FixedClock, local
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.commune import stagger, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import templates
from broadcaster.services.week import week, week_changes, week_check
from broadcaster.services.week.expected import expected
from broadcaster.services.week.week import Rule
from broadcaster.services.week.week_changes import UNTIL_NOTICE, Change
from broadcaster.store.tables import SessionRule, UrgentCall

MONDAY = date(2026, 6, 15)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
AFTERNOON = Rule("Buổi chiều", EVERY_DAY, time(17, 0), 15)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def afternoons(desk: Desk, first: date = MONDAY, days: int = 8, village: int = 1) -> list[str]:
    """Say when the afternoon session sounds on each day: `15 17:00`."""
    with desk.store.reading() as session:
        found = expected(session, 1, first, days).occurrences
    return [
        f"{one.day.day} {local(one.starts_at):%H:%M}"
        for one in found
        if one.village_id == village and one.series == 2
    ]


def test_a_session_keeps_its_series_and_its_days_are_never_double(desk: Desk, admin: Actor) -> None:
    second = week.change_rule(desk, admin, 2, 1, replace(AFTERNOON, start=time(18, 0)), day(5))
    assert second.series == 2
    third = week.change_rule(desk, admin, 2, 2, replace(AFTERNOON, start=time(16, 0)), day(2))
    assert (third.series, third.valid_to) == (2, day(4))
    assert afternoons(desk) == [
        "15 17:00", "16 17:00", "17 16:00", "18 16:00", "19 16:00", "20 18:00", "21 18:00", "22 18:00",
    ]  # fmt: skip


def test_a_coming_change_moved_forward_ends_what_stood_there_with_its_exceptions(
    desk: Desk, admin: Actor
) -> None:
    second = week.change_rule(desk, admin, 2, 1, replace(AFTERNOON, start=time(18, 0)), day(5))
    week_changes.add_exception(desk, admin, Change(2, None, day(2), day(3), start=time(17, 30)))
    week.change_rule(desk, admin, second.id, second.version, replace(AFTERNOON, start=time(18, 0)), day(3))
    assert afternoons(desk, days=6) == [
        "15 17:00", "16 17:00", "17 17:30", "18 17:30", "19 18:00", "20 18:00",
    ]  # fmt: skip


def test_an_exception_set_after_a_coming_change_holds_for_it_too(desk: Desk, admin: Actor) -> None:
    week.change_rule(desk, admin, 2, 1, replace(AFTERNOON, longest_minutes=20), day(3))
    week_changes.add_exception(desk, admin, Change(2, None, day(2), UNTIL_NOTICE, start=time(18, 30)))
    assert afternoons(desk, days=5) == ["15 17:00", "16 17:00", "17 18:30", "18 18:30", "19 18:30"]
    shown = week_changes.exceptions(desk, admin.commune_id)
    assert [(one.first_day, one.last_day) for one in shown] == [(day(2), day(2)), (day(3), UNTIL_NOTICE)]


def test_a_session_that_ends_takes_its_coming_changes_with_it(desk: Desk, admin: Actor) -> None:
    week.change_rule(desk, admin, 2, 1, replace(AFTERNOON, start=time(18, 0)), day(5))
    week.close_rule(desk, admin, 2, 2, day(2))
    assert afternoons(desk) == ["15 17:00", "16 17:00", "17 17:00"]


def test_an_end_after_a_coming_change_leaves_that_change(desk: Desk, admin: Actor) -> None:
    week.change_rule(desk, admin, 2, 1, replace(AFTERNOON, start=time(18, 0)), day(3))
    week.close_rule(desk, admin, 2, 2, day(4))
    assert afternoons(desk) == ["15 17:00", "16 17:00", "17 17:00", "18 18:00", "19 18:00"]


def test_a_session_from_one_day_to_another_counts_both(desk: Desk, admin: Actor) -> None:
    made = week.add_rule(desk, admin, Rule("Tuần lễ", EVERY_DAY, time(12, 0), 10, last_day=day(3)), day(1))
    with desk.store.reading() as session:
        found = expected(session, 1, MONDAY, 8).occurrences
    assert {one.day for one in found if one.rule_id == made.id} == {day(1), day(2), day(3)}
    with pytest.raises(Refused, match="đứng trước"):
        week.add_rule(desk, admin, Rule("Tuần lễ", EVERY_DAY, time(13, 0), 10, last_day=day(0)), day(1))


def test_villages_and_template_are_of_the_commune(desk: Desk, admin: Actor) -> None:
    template = templates.listing(desk, 1)[-1]
    rule = Rule("Thông báo", EVERY_DAY, time(12, 0), 10, village_ids=(2, 1, 2), template_id=template.id)
    made = week.add_rule(desk, admin, rule, day(1))
    assert (made.village_ids, made.template_name) == ((1, 2), template.name)
    with desk.store.reading() as session:
        found = expected(session, 1, day(1), 1).occurrences
    assert [(one.village_id, one.template_id) for one in found if one.rule_id == made.id] == [
        (1, template.id),
        (2, template.id),
    ]
    for wrong, says in (
        (replace(rule, village_ids=(99,)), "không thuộc xã"),
        (replace(rule, village_ids=()), "ít nhất một thôn"),
        (replace(rule, template_id=99), "mẫu"),
    ):
        with pytest.raises(Refused, match=says):
            week.add_rule(desk, admin, wrong, day(1))


def test_rest_on_lunar_days_until_further_notice_shows_its_next_days(desk: Desk, admin: Actor) -> None:
    change = Change(2, None, day(1), UNTIL_NOTICE, cancelled=True, only_on="mung_1_ram")
    made = week_changes.add_exception(desk, admin, change)
    assert made.until_notice
    assert made.next_days == (date(2026, 6, 29), date(2026, 7, 14), date(2026, 7, 28))
    assert made.only_on_words == "mùng 1 và ngày rằm"
    with desk.store.reading() as session:
        heard = {one.day for one in expected(session, 1, day(1), 44).occurrences if one.series == 2}
    assert {day(n) for n in range(1, 45)} - heard == set(made.next_days)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(2, None, day(1), day(3), cancelled=True, only_on="ram"), "không có ngày rằm"),
        (Change(2, None, day(1), day(3), cancelled=True, only_on="nguyet_thuc"), "chọn lại"),
    ],
    ids=["none", "unknown"],
)
def test_special_days_that_are_not_there_are_told(
    desk: Desk, admin: Actor, change: Change, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        week_changes.add_exception(desk, admin, change)


def test_a_village_is_staggered_from_tomorrow_and_today_keeps_its_time(desk: Desk, admin: Actor) -> None:
    first, second, _third = villages.listing(desk, 1)
    for commune_id, at in due.wanted(desk).items():
        due.done(desk, commune_id, at)
    made = stagger.change(desk, admin, first.id, first.version, 45)
    assert (made.now, made.seconds, made.from_day) == (0, 45, day(1))
    assert 1 in due.wanted(desk)

    def starts(village: int, on: date) -> list[str]:
        with desk.store.reading() as session:
            found = expected(session, 1, on, 1).occurrences
        return [f"{local(one.starts_at):%H:%M:%S}" for one in found if one.village_id == village]

    assert starts(first.id, MONDAY) == ["05:30:00", "17:00:00"]
    assert starts(first.id, day(1)) == ["05:30:45", "17:00:45"]
    assert starts(second.id, day(1)) == ["05:30:00", "17:00:00"]
    again = villages.view(desk, 1, first.id)
    stagger.change(desk, admin, first.id, again.version, 10)  # again today: it has not held yet
    assert starts(first.id, MONDAY) == ["05:30:00", "17:00:00"]
    assert starts(first.id, day(1)) == ["05:30:10", "17:00:10"]
    with pytest.raises(Stale):
        stagger.change(desk, admin, first.id, again.version, 20)
    with pytest.raises(Refused, match="từ 0 đến 300"):
        stagger.change(desk, admin, first.id, again.version + 1, 301)
    with pytest.raises(NotFound):
        stagger.change(desk, admin, 99, 1, 10)


def test_urgent_calls_bring_their_sessions_and_take_what_has_not_begun_away_again(
    desk: Desk, admin: Actor, writer: Actor, clock: FixedClock
) -> None:
    call = _call(desk, admin, writer, [time(9, 0), time(9, 30), time(10, 0)])

    def heard() -> list[tuple[int, str]]:
        with desk.store.reading() as session:
            found = expected(session, 1, MONDAY, 1).occurrences
        return [(one.village_id, f"{local(one.starts_at):%H:%M}") for one in found if one.call]

    assert heard() == [(2, "09:00"), (2, "09:30"), (2, "10:00")]
    assert all(one.name != "Khẩn cấp" for one in week.rules(desk, 1))
    week_changes.add_exception(desk, admin, Change(None, None, day(1), day(1), cancelled=True))
    week.add_rule(desk, admin, Rule("Buổi mới", EVERY_DAY, time(9, 0), 60), MONDAY)  # no overlap with it
    with desk.store.reading() as session:
        number = (
            session.scalars(select(SessionRule.id).where(SessionRule.urgent_call_id == call)).first() or 0
        )
    with pytest.raises(NotFound):
        week.close_rule(desk, admin, number, 1, MONDAY)
    with pytest.raises(NotFound):
        week_changes.add_exception(desk, admin, Change(number, None, MONDAY, MONDAY, cancelled=True))
    clock.at += timedelta(minutes=90)  # 9:30, as the second begins
    with desk.store.writing() as session:
        row = session.get_one(UrgentCall, call)
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = (
            clock.now(),
            admin.person_id,
            "Đã an toàn",
        )
    assert heard() == [(2, "09:00"), (2, "09:30")]


def test_looking_a_lunar_year_ahead_costs_little_however_many_villages(desk: Desk, admin: Actor) -> None:
    for number in range(30):
        villages.add(desk, admin, f"thôn Bản {number}")
    week_changes.add_exception(
        desk, admin, Change(2, None, day(1), UNTIL_NOTICE, cancelled=True, only_on="mung_1_ram")
    )
    with desk.store.reading() as session:
        found = week_check.read(session, desk, 1)
    assert len(found.plan.villages) == 34
    assert len(found.by_kind().plan.villages) == 1


def _call(desk: Desk, admin: Actor, writer: Actor, starts: list[time]) -> int:
    from broadcaster.services.writing import bulletins  # noqa: PLC0415 # where drafts are begun

    bulletin = bulletins.create(desk, writer, bulletins.Draft(title="Vỡ đập"))
    with desk.store.writing() as session:
        call = UrgentCall(
            commune_id=1, bulletin_id=bulletin.id, drill=False, first_at=desk.clock.now(),
            by_id=admin.person_id, at=desk.clock.now(),
        )  # fmt: skip
        session.add(call)
        session.flush()
        session.add_all(
            SessionRule(
                commune_id=1, name="Khẩn cấp", weekdays=[*EVERY_DAY], start=start, longest_ms=60_000,
                valid_from=MONDAY, valid_to=MONDAY, village_ids=[2], urgent_call_id=call.id,
            )
            for start in starts
        )  # fmt: skip
        session.flush()
        return call.id
