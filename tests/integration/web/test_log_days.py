"""The log laid out for a screen: newest day first, whole days on a page, what all villages hear said once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from broadcaster.clock import ZONE
from broadcaster.domain.log.airing import Outcome
from broadcaster.paper.entries import Entry, Item, Remark
from broadcaster.units import seconds
from broadcaster.web.record.log_days import ROWS_A_PAGE, Session, log_page

STARTS = datetime(2026, 6, 15, 5, 30, tzinfo=ZONE)
ITEM = Item(
    1, 1, "Tin một", seconds(60), "tin_bai", "thong_thuong", "tu_soan", "khac", "", None, "Hương", "espeak",
    fell_back=False, read_times=1, approval=None,
)  # fmt: skip


def entry(number: int, day: int = 0, **changed: object) -> Entry:
    starts_at = STARTS + timedelta(days=day)
    one = Entry(
        number, number, number, f"thôn {number}", (), "Buổi sáng", date(2026, 6, 15) + timedelta(days=day),
        starts_at, starts_at + timedelta(minutes=2), seconds(120), (ITEM,), Outcome.UNCONFIRMED, (),
    )  # fmt: skip
    return replace(one, **changed)  # type: ignore[arg-type] # values of the fields named


def test_the_newest_day_comes_first_and_what_is_still_to_come_stands_apart() -> None:
    page = log_page([entry(1), entry(2, day=1), entry(3, day=2)], STARTS + timedelta(days=1), 1)
    assert [day.day.day for day in page.days] == [16, 15]
    assert [day.day.day for day in page.ahead] == [17]
    assert page.ahead_count == 1


def test_pages_hold_whole_days_and_every_session_once() -> None:
    every = [entry(number + 100 * day, day=day) for day in range(9) for number in range(15)]
    now = STARTS + timedelta(days=30)
    first = log_page(every, now, 1)
    pages = [log_page(every, now, number) for number in range(1, first.count + 1)]
    assert first.count > 1
    assert all(sum(len(day.entries) for day in page.days) <= ROWS_A_PAGE for page in pages)
    shown = [one.occurrence_id for page in pages for day in page.days for one in day.entries]
    assert sorted(shown) == sorted(one.occurrence_id for one in every)


def test_a_day_larger_than_a_page_is_not_cut() -> None:
    page = log_page([entry(number) for number in range(ROWS_A_PAGE + 5)], STARTS, 1)
    assert (page.count, len(page.days[0].entries)) == (1, ROWS_A_PAGE + 5)


def test_a_page_that_does_not_exist_is_the_nearest() -> None:
    assert log_page([entry(1)], STARTS, 99).number == 1
    assert log_page([entry(1)], STARTS, -5).number == 1
    assert log_page([], STARTS, 1).days == ()


def test_what_most_villages_hear_is_said_once_and_another_says_its_own() -> None:
    other = entry(3, items=(replace(ITEM, title="Tin riêng"),))
    (session,) = log_page([entry(1), entry(2), other], STARTS, 1).days[0].sessions
    assert session.titles == ("Tin một",)
    assert [session.own_titles(one) for one in session.entries] == [(), (), ("Tin riêng",)]


def test_what_is_noted_in_every_village_is_said_once_and_the_rest_beside_its_village() -> None:
    everywhere = Remark("limit 1", "dài 15 phút", 1), Remark("limit 1", "dài 16 phút", 2)
    there = Remark("air_now", "Phát ngay.")
    first = entry(1, remarks=(everywhere[0],))
    second = entry(2, remarks=(there, everywhere[1]))
    found = Session((first, second))
    assert found.remarks == (everywhere[1],)
    assert found.own_remarks(first) == ()
    assert found.own_remarks(second) == (there,)
