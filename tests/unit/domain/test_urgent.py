"""When urgent calls air, and what is said around them."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan import urgent
from broadcaster.errors import Refused
from broadcaster.units import Millis, seconds

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TWO = datetime(2026, 6, 15, 14, 0, tzinfo=ZONE)
INSTANTS = st.integers(1_600_000_000_000_000, 4_000_000_000_000_000).map(
    lambda micros: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros)
)
MINUTES = st.integers(0, 600).map(lambda count: TWO + timedelta(minutes=count))


@given(INSTANTS)
def test_the_first_airing_is_a_whole_minute_that_leaves_time_to_fetch_it(now: datetime) -> None:
    first = urgent.first_minute(now)
    assert (first.second, first.microsecond) == (0, 0)
    assert urgent.NOTICE <= first - now < urgent.NOTICE + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "wall", "ends"),
    [
        (TWO, time(16, 0), TWO.replace(hour=16)),
        (TWO, time(14, 0), TWO + timedelta(days=1)),
        (TWO.replace(hour=22), time(5, 30), datetime(2026, 6, 16, 5, 30, tzinfo=ZONE)),
        (TWO.replace(month=12, day=31, hour=23), time(0, 0), datetime(2027, 1, 1, tzinfo=ZONE)),
    ],
)
def test_the_end_is_the_next_time_the_clock_shows_it(now: datetime, wall: time, ends: datetime) -> None:
    assert urgent.end(now, wall) == ends


@pytest.mark.parametrize(
    ("every", "until", "count"),
    [
        (None, None, 1),
        (15, 60, 4),
        (15, 61, 5),
        (15, 14, 1),
        (15, 15, 1),
        (15, 16, 2),
        (30, 1440, 48),
        (10, -5, 1),
    ],
)
def test_it_airs_at_once_and_again_before_its_end(every: int | None, until: int | None, count: int) -> None:
    ends = None if until is None else TWO + timedelta(minutes=until)
    found = urgent.times(TWO, every, ends)
    assert found[0] == TWO
    assert len(found) == count
    assert all(one < ends for one in found[1:] if ends)
    assert {later - one for one, later in pairwise(found)} <= {timedelta(minutes=every or 0)}


def test_over_midnight_it_goes_on() -> None:
    late = TWO.replace(hour=23, minute=40)
    found = urgent.times(late, 15, urgent.end(late, time(0, 30)))
    assert [f"{one:%d %H:%M}" for one in found] == ["15 23:40", "15 23:55", "16 00:10", "16 00:25"]


def test_too_many_airings_and_airings_over_each_other_are_refused_with_numbers() -> None:
    many = urgent.times(TWO, 5, TWO + timedelta(hours=24))
    with pytest.raises(Refused, match="288 lần, tối đa 90 lần"):
        urgent.require_sensible(many, 5, seconds(30))
    few = urgent.times(TWO, 5, TWO + timedelta(hours=1))
    with pytest.raises(Refused, match="Tin dài 5 phút 10 giây nên không nhắc lại 5 phút một lần được"):
        urgent.require_sensible(few, 5, seconds(310))
    urgent.require_sensible(few, 5, seconds(300))
    urgent.require_sensible((TWO,), None, seconds(3000))


@given(
    st.lists(MINUTES, min_size=1, max_size=20, unique=True).map(sorted),
    st.integers(1, 900_000).map(Millis),
    st.lists(st.tuples(MINUTES, st.integers(1, 30)), max_size=12),
)
def test_no_call_sounds_over_another_and_the_first_is_never_lost(
    planned: list[datetime], length: Millis, others: list[tuple[datetime, int]]
) -> None:
    taken = [(one, one + timedelta(minutes=long)) for one, long in others]
    found = urgent.clear_of(planned, length, taken)
    long = timedelta(milliseconds=length)
    assert found
    assert found[0] >= planned[0]
    assert list(found) == sorted(found)
    for start in found:
        assert all(start >= ends or start + long <= begins for begins, ends in taken)
        assert (start.second, start.microsecond) == (0, 0)
    assert all(one + long <= later for one, later in pairwise(found))
    if not taken and len(planned) == 1:
        assert list(found) == planned


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (14, 5, "Tin khẩn cấp, phát lúc mười bốn giờ năm phút"),
        (0, 0, "Tin khẩn cấp, phát lúc không giờ"),
        (21, 45, "Tin khẩn cấp, phát lúc hai mươi mốt giờ bốn mươi lăm phút"),
        (5, 0, "Tin khẩn cấp, phát lúc năm giờ"),
    ],
)
def test_the_time_of_the_airing_is_said(hour: int, minute: int, said: str) -> None:
    assert " ".join(urgent.before(TWO.replace(hour=hour, minute=minute), drill=False)) == said


def test_a_drill_says_so_before_and_after_and_a_real_call_never() -> None:
    drill = [
        *urgent.before(TWO, drill=True),
        urgent.after(drill=True),
        urgent.title("Nước lên", "", drill=True),
    ]
    real = [
        *urgent.before(TWO, drill=False),
        urgent.after(drill=False),
        urgent.title("Nước lên", "", drill=False),
    ]
    assert "iễn tập, không phải tin thật" in drill[0]
    assert "không phải tin thật" in drill[-2]
    assert drill[-1] == "Diễn tập: Nước lên"
    assert "iễn tập" not in " ".join(real)
    assert urgent.name(drill=True) != urgent.name(drill=False)


def test_a_call_is_named_by_its_first_words_or_by_who_recorded_it() -> None:
    assert urgent.title("Nước lũ\n đang lên nhanh", "", drill=False) == "Nước lũ đang lên nhanh"
    assert urgent.title(" ", "Triệu Văn Trường", drill=False) == "Bản thu của Triệu Văn Trường"
    long = urgent.title("nước đang lên, " * 20, "", drill=False)
    assert len(long) <= 71
    assert long.endswith("nước đang…")


def test_a_correction_names_what_it_corrects() -> None:
    words = urgent.correction(TWO.replace(minute=5), drill=False)
    assert words.startswith("Đính chính. Tin khẩn cấp phát từ 14 giờ 05 phút ngày 15/6 không còn đúng.")
    assert "diễn tập" in urgent.correction(TWO, drill=True)
