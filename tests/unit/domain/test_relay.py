"""A relay in a session: when it is, and what is stored of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan import relay
from broadcaster.domain.plan.relay import Relay
from broadcaster.units import Millis

LENGTHS = st.integers(0, 10**8).map(Millis)
HALF_PAST_FIVE = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)


@given(st.builds(Relay, st.text(), LENGTHS, LENGTHS, st.text(), st.text()))
def test_what_is_written_is_read_back(one: Relay) -> None:
    assert relay.read(relay.written(one)) == one


def test_nothing_is_read_of_nothing_and_what_a_later_version_adds_is_left_alone() -> None:
    assert relay.read(None) is None
    assert relay.read({"source": "VOV", "offset_ms": 1, "duration_ms": 2, "new": True}) == Relay(
        "VOV", Millis(1), Millis(2)
    )


def test_it_begins_where_the_file_stops_for_it() -> None:
    one = Relay("VOV", Millis(60_000), Millis(1_800_000))
    assert one.starts_at(HALF_PAST_FIVE) == datetime(2026, 6, 15, 22, 31, tzinfo=UTC)
    assert one.ends_at(HALF_PAST_FIVE) == datetime(2026, 6, 15, 23, 1, tzinfo=UTC)
    assert one.goes_on(Millis(60_001))
    assert not one.goes_on(Millis(60_000))
