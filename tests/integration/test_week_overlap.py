"""Two sessions that would sound at once when one is saved: told in words, and settled as the person chooses."""

from datetime import date, time, timedelta

import pytest

from broadcaster.clock import local
from broadcaster.errors import Refused
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.week import week, week_changes
from broadcaster.services.week.expected import expected
from broadcaster.services.week.week import Rule, RuleView, WhenBoth
from broadcaster.services.week.week_changes import UNTIL_NOTICE, Change
from broadcaster.services.week.week_check import Overlap

MONDAY = date(2026, 6, 15)
TUESDAY = MONDAY + timedelta(days=1)
SATURDAY = MONDAY + timedelta(days=5)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
CHILDREN = Rule("Buổi thiếu nhi", (6, 7), time(17, 5), 10)


def sounds(desk: Desk, day: date, village: int = 1) -> list[str]:
    """Say what sounds on a day in a village: `17:00 Buổi chiều`."""
    with desk.store.reading() as session:
        found = expected(session, 1, day, 1).occurrences
    return [f"{local(one.starts_at):%H:%M} {one.name}" for one in found if one.village_id == village]


def named(desk: Desk, name: str) -> RuleView:
    return next(one for one in reversed(week.rules(desk, 1)) if one.name == name)


def test_nothing_is_saved_until_the_person_chooses(desk: Desk, admin: Actor) -> None:
    with pytest.raises(Overlap, match=r"17:05–17:15.*“Buổi chiều” .17:00–17:15. ngày 20/06/2026") as told:
        week.add_rule(desk, admin, CHILDREN, MONDAY)
    assert (told.value.other.name, told.value.follows_at) == ("Buổi chiều", time(17, 15))
    assert {one.name for one in week.rules(desk, 1)} == {"Buổi sáng", "Buổi chiều"}


def test_one_after_the_other_begins_when_the_last_of_them_ends(desk: Desk, admin: Actor) -> None:
    week.add_rule(desk, admin, Rule("Buổi tối", EVERY_DAY, time(17, 15), 30), MONDAY)
    made = week.add_rule(desk, admin, CHILDREN, MONDAY, WhenBoth.FOLLOW)
    assert made.start == time(17, 45)
    assert sounds(desk, SATURDAY)[1:] == ["17:00 Buổi chiều", "17:15 Buổi tối", "17:45 Buổi thiếu nhi"]


def test_one_after_a_session_over_midnight_would_be_of_another_day(desk: Desk, admin: Actor) -> None:
    week.add_rule(desk, admin, Rule("Buổi khuya", EVERY_DAY, time(23, 50), 30), MONDAY)
    with pytest.raises(Overlap) as told:
        week.add_rule(desk, admin, Rule("Buổi muộn", (1,), time(23, 55), 5), MONDAY, WhenBoth.FOLLOW)
    assert told.value.follows_at is None


def test_what_is_replaced_rests_only_where_and_when_both_would_sound(desk: Desk, admin: Actor) -> None:
    first, second, third = (one.id for one in villages.listing(desk, 1))
    rule = Rule(CHILDREN.name, (6, 7), time(17, 5), 10, village_ids=(first, second))
    made = week.add_rule(desk, admin, rule, MONDAY, WhenBoth.REPLACE)
    assert made.replaces == ((2, "Buổi chiều"),)
    assert sounds(desk, SATURDAY, first) == ["05:30 Buổi sáng", "17:05 Buổi thiếu nhi"]
    assert sounds(desk, SATURDAY, second) == ["05:30 Buổi sáng", "17:05 Buổi thiếu nhi"]
    assert sounds(desk, SATURDAY, third) == ["05:30 Buổi sáng", "17:00 Buổi chiều"]
    assert sounds(desk, SATURDAY - timedelta(days=1), first) == ["05:30 Buổi sáng", "17:00 Buổi chiều"]
    week.close_rule(desk, admin, made.id, made.version, SATURDAY)
    assert sounds(desk, SATURDAY + timedelta(days=1), first) == ["05:30 Buổi sáng", "17:00 Buổi chiều"]


def test_the_choice_is_kept_through_changes_until_it_is_taken_back(desk: Desk, admin: Actor) -> None:
    made = week.add_rule(desk, admin, CHILDREN, MONDAY, WhenBoth.REPLACE)
    later = Rule(CHILDREN.name, (6, 7), time(17, 0), 10, replaces=(2,))
    changed = week.change_rule(desk, admin, made.id, made.version, later, TUESDAY)
    assert (changed.series, changed.replaces) == (made.series, ((2, "Buổi chiều"),))
    assert sounds(desk, SATURDAY)[1:] == ["17:00 Buổi thiếu nhi"]
    taken_back = Rule(CHILDREN.name, (6, 7), time(17, 0), 10)
    with pytest.raises(Overlap):
        week.change_rule(desk, admin, changed.id, changed.version, taken_back, TUESDAY + timedelta(days=1))


def test_what_has_begun_is_not_replaced_any_more(desk: Desk, admin: Actor) -> None:
    night = Rule("Buổi khác", EVERY_DAY, time(5, 40), 10)
    with pytest.raises(Refused, match="“Buổi sáng” lúc 05:30 đã phát"):
        week.add_rule(desk, admin, night, MONDAY, WhenBoth.REPLACE)
    week.add_rule(desk, admin, night, TUESDAY, WhenBoth.REPLACE)
    assert sounds(desk, MONDAY)[0] == "05:30 Buổi sáng"
    assert sounds(desk, TUESDAY)[0] == "05:40 Buổi khác"


def test_an_exception_is_put_after_the_other_or_in_its_place(desk: Desk, admin: Actor) -> None:
    morning = named(desk, "Buổi sáng").id
    change = Change(morning, None, TUESDAY, TUESDAY, start=time(17, 10))
    with pytest.raises(Overlap, match="trùng giờ với buổi “Buổi chiều”"):
        week_changes.add_exception(desk, admin, change)
    made = week_changes.add_exception(desk, admin, change, WhenBoth.FOLLOW)
    assert made.start == time(17, 15)
    assert sounds(desk, TUESDAY) == ["17:00 Buổi chiều", "17:15 Buổi sáng"]
    week_changes.remove_exception(desk, admin, made.id)
    made = week_changes.add_exception(desk, admin, change, WhenBoth.REPLACE)
    assert made.replaces == ("Buổi chiều",)
    assert sounds(desk, TUESDAY) == ["17:10 Buổi sáng"]
    assert sounds(desk, TUESDAY + timedelta(days=1)) == ["05:30 Buổi sáng", "17:00 Buổi chiều"]
    week_changes.remove_exception(desk, admin, made.id)
    assert sounds(desk, TUESDAY) == ["05:30 Buổi sáng", "17:00 Buổi chiều"]


def test_an_exception_to_every_session_has_no_way_out_but_another_time(desk: Desk, admin: Actor) -> None:
    change = Change(None, None, TUESDAY, TUESDAY, start=time(6, 0))
    for chosen in WhenBoth:
        with pytest.raises(Refused, match="Hãy đổi giờ bắt đầu hoặc rút ngắn") as told:
            week_changes.add_exception(desk, admin, change, chosen)
        assert not isinstance(told.value, Overlap)


def test_an_overlap_on_a_lunar_day_months_ahead_is_found(desk: Desk, admin: Actor) -> None:
    rest = Change(2, None, TUESDAY, UNTIL_NOTICE, start=time(5, 40), only_on="tet")
    with pytest.raises(Overlap, match="05/02/2027"):
        week_changes.add_exception(desk, admin, rest)


def test_a_session_of_other_villages_is_no_overlap(desk: Desk, admin: Actor) -> None:
    first, second, _third = (one.id for one in villages.listing(desk, 1))
    week.close_rule(desk, admin, 2, 1, MONDAY)
    week.add_rule(desk, admin, Rule("Vùng cao", EVERY_DAY, time(17, 0), 15, village_ids=(first,)), TUESDAY)
    week.add_rule(desk, admin, Rule("Vùng thấp", EVERY_DAY, time(17, 5), 15, village_ids=(second,)), TUESDAY)
    assert sounds(desk, TUESDAY, first)[1:] == ["17:00 Vùng cao"]
    assert sounds(desk, TUESDAY, second)[1:] == ["17:05 Vùng thấp"]
    with pytest.raises(Overlap, match="thôn Đồng Giữa"):
        week.add_rule(desk, admin, Rule("Mọi nơi", (2,), time(17, 15), 15), TUESDAY)
