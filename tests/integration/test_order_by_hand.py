"""The order of a session put by hand, opened when it is about to begin, and taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from broadcaster.clock import ZONE
from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.writing.bulletin import Kind
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan import air_now, order_undo, orders
from broadcaster.services.plan.chosen import Chosen
from broadcaster.services.plan.orders import hand_of
from broadcaster.services.week import week
from broadcaster.store.tables import AirNow, Audit, SessionOrder, Village
from tests.conftest import at, later
from tests.integration.conftest import Approve


def evening(desk: Desk, actor: Actor, villages: int = 3) -> Chosen:
    """Today's session at five, in the first villages."""
    rule = next(one for one in week.rules(desk, actor.commune_id) if one.name == "Buổi chiều")
    with desk.store.reading() as session:
        ids = session.scalars(select(Village.id).order_by(Village.id)).all()
    return Chosen(tuple(ids[:villages]), rule.id, desk.today())


def hands(desk: Desk, actor: Actor) -> list[Hand]:
    """What stands by hand in every village, in their order; what nobody touched is the program's."""
    chosen = evening(desk, actor)
    with desk.store.reading() as session:
        standing = orders.newest(session, actor.commune_id, desk.today())
        return [hand_of(standing.get((one, chosen.rule_id, chosen.day))) for one in chosen.village_ids]


def seen(desk: Desk) -> int:
    """The newest row, as a page just opened carries it."""
    with desk.store.reading() as session:
        return max(session.scalars(select(SessionOrder.id)), default=0)


def last(desk: Desk, actor: Actor, village: int = 0) -> order_undo.LastAct | None:
    chosen = evening(desk, actor)
    with desk.store.reading() as session:
        place = (chosen.village_ids[village], chosen.rule_id, chosen.day)
        return order_undo.last_act(session, actor.commune_id, place)


def just_before(desk: Desk) -> Desk:
    """Ten minutes before the session at five."""
    return at(desk, datetime(2026, 6, 15, 16, 50, tzinfo=ZONE))


@pytest.fixture
def two(approve: Approve) -> tuple[int, int]:
    """Two approved bulletins."""
    return approve(title="Tin một").id, approve(title="Tin hai").id


def test_an_order_is_kept_for_every_village_and_the_plan_is_asked_for(
    desk: Desk, writer: Actor, two: tuple[int, int]
) -> None:
    one, other = two
    orders.reorder(desk, writer, evening(desk, writer), 0, (one, other), (other, one))
    assert hands(desk, writer) == [Hand((other, one))] * 3
    assert writer.commune_id in due.wanted(desk)
    with desk.store.reading() as session:
        row = session.scalars(select(Audit).where(Audit.verb == "order")).one()
    assert (row.who, row.detail["villages"]) == ("soan", 3)


def test_where_notices_stand_apart_the_whole_order_is_kept_as_it_was_seen(
    desk: Desk, writer: Actor, two: tuple[int, int], approve: Approve
) -> None:
    one, other = two
    notice = approve(title="Thông báo", text="Thông báo: mời bà con họp thôn.", kind=Kind.NOTICE.value).id
    orders.reorder(desk, writer, evening(desk, writer), 0, (one, other, notice), (other, one, notice))
    assert hands(desk, writer) == [Hand((other, one, notice))] * 3


def test_a_bulletin_is_taken_out_let_in_put_in_and_all_is_given_back(
    desk: Desk, writer: Actor, two: tuple[int, int]
) -> None:
    one, _other = two
    chosen = evening(desk, writer, villages=1)
    for act, expected in (
        (orders.take_out, Hand((), (one,))),
        (orders.let_in, Hand()),
        (orders.put_in, Hand((one,))),
    ):
        act(desk, writer, chosen, seen(desk), one)
        assert hands(desk, writer) == [expected, Hand(), Hand()]
    orders.give_back(desk, writer, chosen, seen(desk))
    assert hands(desk, writer) == [Hand()] * 3


def test_undo_goes_back_step_by_step_in_the_villages_where_the_act_still_stands(
    desk: Desk, writer: Actor, leader: Actor, two: tuple[int, int]
) -> None:
    one, other = two
    every, first = evening(desk, writer), evening(desk, writer, villages=1)
    orders.reorder(desk, writer, every, 0, (one, other), (other, one))
    orders.take_out(later(desk, minutes=1), leader, first, seen(desk), one)
    act = last(desk, writer)
    assert act is not None
    assert (act.by, act.village_ids) == ("Triệu Văn Trường", every.village_ids[:1])
    assert order_undo.undo(later(desk, minutes=2), writer, every, act.id) == every.village_ids[:1]
    assert hands(desk, writer) == [Hand((other, one))] * 3
    act = last(desk, writer)
    assert act is not None
    assert act.village_ids == every.village_ids
    assert order_undo.undo(later(desk, minutes=3), writer, every, act.id) == every.village_ids
    assert hands(desk, writer) == [Hand()] * 3
    assert last(desk, writer) is None
    with pytest.raises(Stale, match="đã được hoàn tác"):
        order_undo.undo(desk, writer, every, act.id)


class RunningClock:
    """A clock that goes on between any two looks at it, as the machine's does."""

    def __init__(self, begin: datetime) -> None:
        self._at = begin

    def now(self) -> datetime:
        self._at += timedelta(milliseconds=1)
        return self._at


def test_one_act_is_taken_back_everywhere_though_the_clock_goes_on_while_it_is_kept(
    desk: Desk, writer: Actor, two: tuple[int, int]
) -> None:
    one, other = two
    every = evening(desk, writer)
    running = replace(desk, clock=RunningClock(desk.clock.now()))
    orders.reorder(running, writer, every, 0, (one, other), (other, one))
    act = last(running, writer)
    assert act is not None
    assert act.village_ids == every.village_ids
    assert order_undo.undo(running, writer, every, act.id) == every.village_ids
    assert hands(running, writer) == [Hand()] * 3


def test_who_comes_second_is_told_who_was_first(
    desk: Desk, writer: Actor, leader: Actor, two: tuple[int, int]
) -> None:
    chosen = evening(desk, writer)
    orders.take_out(desk, leader, chosen, 0, two[0])
    with pytest.raises(Stale, match=r"Triệu Văn Trường vừa đổi thứ tự buổi này lúc 08:00"):
        orders.take_out(desk, writer, chosen, 0, two[1])
    assert hands(desk, writer) == [Hand((), (two[0],))] * 3


def test_what_is_not_there_is_refused(
    desk: Desk, writer: Actor, operator: Actor, two: tuple[int, int]
) -> None:
    one, other = two
    chosen = evening(desk, writer)
    with pytest.raises(NotAllowed):
        orders.take_out(desk, operator, chosen, 0, one)
    with pytest.raises(Refused, match="không đủ"):
        orders.reorder(desk, writer, chosen, 0, (one, other), (other,))
    with pytest.raises(Refused, match="không đủ"):
        orders.reorder(desk, writer, chosen, 0, (one, one), (one, one))
    with pytest.raises(NotFound, match="Không có bản tin này"):
        orders.put_in(desk, writer, chosen, 0, 999)
    for wrong in (
        replace(chosen, village_ids=()),
        replace(chosen, village_ids=(999,)),
        replace(chosen, rule_id=999),
        replace(chosen, day=desk.today() - timedelta(days=400)),
    ):
        with pytest.raises(NotFound, match="Không còn buổi phát này"):
            orders.take_out(desk, writer, wrong, 0, one)
    assert hands(desk, writer) == [Hand()] * 3


def test_a_session_about_to_begin_is_locked_until_somebody_says_why(
    desk: Desk, writer: Actor, two: tuple[int, int]
) -> None:
    chosen = evening(desk, writer)
    with pytest.raises(Refused, match="chưa khóa"):
        air_now.open_now(desk, writer, chosen, "Bão đổi hướng")
    publishing.publish(desk, writer.commune_id)
    near = just_before(desk)
    with pytest.raises(Refused, match="còn 10 phút nên đã khóa"):
        orders.take_out(near, writer, chosen, 0, two[0])
    with pytest.raises(Refused, match="Hãy điền lý do"):
        air_now.open_now(near, writer, chosen, "  ")
    assert air_now.open_now(near, writer, chosen, "Bão  đổi hướng") == 3
    orders.take_out(near, writer, chosen, 0, two[0])
    assert hands(desk, writer) == [Hand((), (two[0],))] * 3
    with desk.store.reading() as session:
        assert {row.reason for row in session.scalars(select(AirNow))} == {"Bão đổi hướng"}
        opened = air_now.opened(session, chosen.village_ids[0], chosen.rule_id, chosen.day)
    assert opened is not None
    assert (opened.by, opened.reason) == ("Đỗ Thị Hương", "Bão đổi hướng")


def test_what_has_begun_stands(desk: Desk, writer: Actor, two: tuple[int, int]) -> None:
    chosen = evening(desk, writer)
    publishing.publish(desk, writer.commune_id)
    over = at(desk, datetime(2026, 6, 15, 17, 0, tzinfo=ZONE))
    for act in (
        lambda: orders.take_out(over, writer, chosen, 0, two[0]),
        lambda: air_now.open_now(over, writer, chosen, "Muộn"),
    ):
        with pytest.raises(Refused, match="đã phát từ 17:00"):
            act()
    assert hands(desk, writer) == [Hand()] * 3
