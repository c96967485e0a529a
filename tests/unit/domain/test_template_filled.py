"""What a template makes of a session: notices, repeats, headlines, a relay, an urgent call."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from broadcaster.domain.plan.programme import (
    Candidate,
    Hand,
    History,
    Layout,
    plan,
)
from broadcaster.domain.plan.template import DEFAULTS, Part, PartKind, ProgrammeKind, Template
from broadcaster.domain.week.calendar import Call, Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import seconds
from tests.unit.domain.plans import (
    FRAME,
    MONDAY,
    bulletin,
    heard,
    orders,
    past,
    planned,
    reasons,
    session,
)


def template(*kinds: PartKind, kind: ProgrammeKind = ProgrammeKind.NEWS, **values: object) -> Template:
    parts = (Part(one, **(values if one is PartKind.RELAY else {})) for one in kinds)  # type: ignore[arg-type] # fields of a relay
    return Template(kind, tuple(parts))


def test_notices_stand_in_their_own_part() -> None:
    candidates = [bulletin(1, notice=True), bulletin(2), bulletin(3, notice=True)]
    (order,) = orders([session()], candidates)
    assert heard(order) == [2, 1, 3]
    ((_one, order),) = planned([session()], candidates, template=template(PartKind.ITEMS))
    assert heard(order) == [1, 2, 3]
    first = [bulletin(1), bulletin(2, notice=True), bulletin(3, notice=True, urgency=Urgency.PRIORITY)]
    (order,) = orders([session()], first)
    assert heard(order) == [3, 1, 2]
    only = DEFAULTS[ProgrammeKind.NOTICES]
    ((_one, order),) = planned([session()], candidates, template=only)
    assert heard(order) == [1, 3]
    assert reasons(order) == {2: "buổi này chỉ phát thông báo"}


def test_what_has_priority_is_read_again_at_the_end_where_there_is_room() -> None:
    again = template(PartKind.ITEMS, PartKind.REPEATS)
    candidates = [bulletin(1), replace(bulletin(2, 100, Urgency.PRIORITY), once=seconds(40))]
    ((_one, order),) = planned([session()], candidates, template=again)
    kinds = [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id]
    assert kinds == [("bulletin", 2), ("bulletin", 1), ("repeat", 2)]
    assert order.length == seconds(100 + 60 + 40 + 2 * 3)
    ((_one, order),) = planned([session(longest=170)], candidates, template=again)
    assert [item.kind for item in order.items if item.bulletin_id] == ["bulletin", "bulletin"]


HEADLINES = DEFAULTS[ProgrammeKind.HEADLINES]


def headlined(number: int, headline: int = 45, **changed: object) -> Candidate:
    return bulletin(number, 200, headline=seconds(headline), **changed)  # type: ignore[arg-type] # as bulletin


def test_a_diem_tin_has_three_to_six_short_forms_and_short_bulletins() -> None:
    candidates = [*(headlined(number) for number in range(1, 8)), bulletin(8, 50), bulletin(9, 200)]
    ((_one, order),) = planned([session()], candidates, template=HEADLINES)
    assert [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id] == [
        ("bulletin", 8),
        *(("headline", number) for number in range(1, 6)),
    ]
    assert reasons(order) == {
        6: "đã đủ 6 tin điểm",
        7: "đã đủ 6 tin điểm",
        9: "chưa có lời điểm tin; bản tin dài 3 phút 20 giây, mỗi tin điểm tối đa 1 phút",
    }
    ((_one, order),) = planned([session()], candidates[:2], template=HEADLINES)
    assert order.items == ()
    assert set(reasons(order).values()) == {"điểm tin cần ít nhất 3 tin, mới có 2"}


def test_a_short_form_with_priority_comes_first_however_often_it_was_heard() -> None:
    candidates = [*(headlined(number) for number in range(1, 4)), headlined(4, urgency=Urgency.PRIORITY)]
    heard = History(headlines={(1, 4): 1})
    ((_one, order),) = planned([session(3)], candidates, heard, template=HEADLINES)
    assert [item.bulletin_id for item in order.items if item.bulletin_id] == [4, 1, 2, 3]


def test_short_forms_put_first_by_hand_come_first_in_that_order() -> None:
    candidates = [headlined(number) for number in range(1, 6)]
    hands = {(1, 1, MONDAY): Hand((5, 3), (1,))}
    ((_one, order),) = planned([session()], candidates, template=HEADLINES, hands=hands)
    assert [item.bulletin_id for item in order.items if item.bulletin_id] == [5, 3, 2, 4]


def test_short_forms_and_short_bulletins_of_a_diem_tin_are_put_into_one_order_by_hand() -> None:
    candidates = [*(headlined(number) for number in range(1, 4)), bulletin(8, 50), bulletin(9, 40)]
    hands = {(1, 1, MONDAY): Hand((2, 9, 1))}
    ((_one, order),) = planned([session()], candidates, template=HEADLINES, hands=hands)
    said = [item for item in order.items if item.bulletin_id]
    assert [item.bulletin_id for item in said] == [2, 9, 1, 8, 3]
    assert [item.reason.startswith("xếp bằng tay; ") for item in said] == [True] * 3 + [False] * 2


def test_it_is_told_whether_only_room_or_turn_keeps_a_bulletin_out() -> None:
    candidates = [
        bulletin(1, 500),
        bulletin(2, 500),
        bulletin(3, 2000),
        bulletin(4, first_day=MONDAY + timedelta(days=1)),
    ]
    ((_one, order),) = planned([session()], candidates)
    assert {out.bulletin_id: out.only_room for out in order.left_out} == {2: True, 3: False, 4: False}


def test_a_short_form_does_not_count_as_an_airing_but_takes_its_own_turns() -> None:
    sessions = [session(day) for day in range(3)]
    found = planned(sessions, [headlined(number) for number in range(1, 9)], template=HEADLINES)
    counts = Counter(item.bulletin_id for _one, order in found for item in order.items if item.bulletin_id)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert "lần phát" not in str(found[0])
    news = planned([session(3)], [headlined(1)], History(headlines={(1, 1): 3}))
    assert news[0][1].items[2].reason == "lần phát 1/10 ở thôn này"


def test_headlines_in_a_ban_tin_are_of_what_is_not_in_it_whole() -> None:
    both = template(PartKind.HEADLINES, PartKind.ITEMS)
    candidates = [headlined(number) for number in range(1, 6)]
    ((_one, order),) = planned([session(longest=620)], candidates, template=both)
    assert [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id] == [
        ("bulletin", 1),
        ("bulletin", 2),
        ("bulletin", 3),
    ]
    ((_one, order),) = planned([session(longest=390)], candidates, template=both)
    assert [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id] == [
        ("headline", 2),
        ("headline", 3),
        ("headline", 4),
        ("bulletin", 1),
    ]


def test_what_is_relayed_counts_in_the_session() -> None:
    relay = template(PartKind.OPENING, PartKind.ITEMS, PartKind.RELAY, minutes=10, source="Đài tỉnh")
    words = replace(FRAME, relay_words=seconds(5))
    ((_one, order),) = planned([session()], [bulletin(1), bulletin(2, 230)], fixed=words, template=relay)
    assert [item.kind for item in order.items] == ["opening", "bulletin", "relay_words"]
    assert order.length == seconds(10 + 60 + 5 + 600)
    assert "còn 3 phút 45 giây" in reasons(order)[2]
    ((_one, order),) = planned([session()], [], fixed=words, template=relay)
    assert [item.kind for item in order.items] == ["opening", "relay_words"]


def test_an_urgent_call_airs_its_bulletin_alone_and_that_is_nowhere_else() -> None:
    call = replace(session(hour=9), call=Call(5, 2, drill=False))
    candidates = [bulletin(1), bulletin(2, airings=1, urgency=Urgency.URGENT, called=True)]
    found = orders(
        [session(), call, replace(call, starts_at=call.starts_at + timedelta(hours=1))], candidates
    )
    assert [heard(order) for order in found] == [[1], [2], [2]]
    assert reasons(found[0]) == {}


def test_a_notice_waits_for_the_sessions_of_notices_of_its_day_unless_it_is_behind() -> None:
    news, own = DEFAULTS[ProgrammeKind.NEWS], DEFAULTS[ProgrammeKind.NOTICES]
    days = [
        session(day, hour=hour, rule=rule) for day in range(2) for hour, rule in ((5, 1), (9, 2), (17, 1))
    ]

    def layout_of(one: Occurrence) -> Layout:
        return Layout(own if one.series == 2 else news, FRAME)

    def found(candidate: Candidate, history: History | None = None) -> list[list[int]]:
        return [heard(order) for _one, order in plan(days, [candidate], history or History(), layout_of)]

    assert found(bulletin(1, notice=True)) == [[], [1], [], [], [1], []]
    first = plan(days, [bulletin(1, notice=True)], History(), layout_of)[0][1]
    assert reasons(first) == {1: "chờ buổi Thông báo cùng ngày"}
    assert found(bulletin(1, notice=True, urgency=Urgency.PRIORITY)) == [[1], [], [], [1], [], []]
    assert found(bulletin(1, notice=True, session_series=frozenset({1}))) == [[1], [], [], [1], [], []]
    behind = bulletin(1, notice=True, days=(-3, 6))
    assert found(behind, past({(1, 1): 2})) == [[1], [1], [], [], [1], []]
    assert found(bulletin(1)) == [[1], [], [], [1], [], []]
