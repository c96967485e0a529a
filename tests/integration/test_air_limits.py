"""Limits of air time at work: warned of, accepted by a leader with a reason, and in the log beside each session."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from broadcaster.clock import FixedClock
from broadcaster.domain.limits.airtime import LimitKind
from broadcaster.errors import NotAllowed, Refused, Stale
from broadcaster.paper import words as words_of_paper
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.limits import (
    air_limits,
    limit_acceptances,
    limit_accepting,
    limit_log,
    limit_warnings,
)
from broadcaster.services.limits.air_limits import LimitWords
from broadcaster.services.limits.limit_warnings import OverLimit
from broadcaster.services.log import airings, log_export, logbook
from broadcaster.services.log.airings import Statement
from broadcaster.services.log.logbook import Wanted
from broadcaster.services.outgoing import publishing
from broadcaster.services.programme import programmes
from broadcaster.services.week import week
from broadcaster.store.tables import Airing, SessionRule, UrgentCall
from tests.conftest import later
from tests.integration.conftest import Approve

MONDAY = date(2026, 6, 15)
TUESDAY = date(2026, 6, 16)
BY = "(Quyết định số 12/QĐ-UBND ngày 1/3/2026)"
Enter = Callable[..., air_limits.LimitView]


@pytest.fixture
def desk(aired_desk: Desk) -> Desk:
    return aired_desk


@pytest.fixture
def enter(desk: Desk, admin: Actor) -> Enter:
    """Enter a limit; one session a day where nothing else is said."""
    return lambda **changed: air_limits.add(desk, admin, words(**changed))


def words(**changed: object) -> LimitWords:
    values: dict[str, object] = {
        "kind": LimitKind.SESSIONS_A_DAY,
        "document": "12/QĐ-UBND",
        "document_day": date(2026, 3, 1),
        "valid_from": date(2026, 3, 15),
        "amount": 1,
    }
    return LimitWords(**values | changed)  # type: ignore[arg-type] # values of the fields named


def waits(desk: Desk, actor: Actor) -> list[OverLimit]:
    return [one for one in limit_warnings.coming(desk, actor.commune_id) if one.waits]


def notes(desk: Desk, actor: Actor, day: date) -> set[tuple[str, str]]:
    found = logbook.entries(desk, actor.commune_id, Wanted(day, day))
    return {(one.name, told) for one in found for told in words_of_paper.remarks(one.remarks)}


def rows(desk: Desk) -> int:
    with desk.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Airing)) or 0


def wanted(one: OverLimit, last_day: date = TUESDAY, **changed: object) -> limit_accepting.Wanted:
    shown = limit_accepting.Shown(one.limit.id, one.series, one.up_to)
    said = limit_accepting.Wanted((shown,), last_day, "Tuần bầu cử")
    return replace(said, **changed)  # type: ignore[arg-type] # values of the fields named


def test_without_limits_nothing_is_warned_of_and_nothing_written(desk: Desk, leader: Actor) -> None:
    before = rows(desk)
    assert limit_warnings.coming(desk, leader.commune_id) == ()
    assert limit_log.keep(desk, leader.commune_id) == 0
    assert rows(desk) == before


def test_a_session_over_a_limit_is_said_once_for_its_days_and_villages(
    desk: Desk, leader: Actor, enter: Enter
) -> None:
    enter()
    (one,) = waits(desk, leader)  # Monday's first session has passed, so Monday has one to come; Tuesday two
    assert (one.name, one.days, one.villages) == ("Buổi chiều", (TUESDAY,), ())
    assert one.says == f"là buổi thứ 2 trong ngày, quá 1 so với mức 1 buổi mỗi ngày {BY}"
    assert (one.needed, one.up_to, one.exempt) == (2, 2, False)


def test_the_log_says_that_nobody_has_accepted_it_yet_then_who_did_and_why(
    desk: Desk, leader: Actor, enter: Enter
) -> None:
    enter()
    publishing.publish(desk, leader.commune_id)
    over = f"Vượt giới hạn phát: là buổi thứ 2 trong ngày, quá 1 so với mức 1 buổi mỗi ngày {BY}; "
    assert notes(desk, leader, TUESDAY) == {("Buổi chiều", f"{over}chưa được lãnh đạo chấp nhận.")}
    assert notes(desk, leader, MONDAY) == set()
    limit_accepting.accept(desk, leader, wanted(waits(desk, leader)[0]))
    says = f"{over}Triệu Văn Trường, Cán bộ xã, 08:00 ngày 15/6/2026 chấp nhận: Tuần bầu cử."
    assert notes(desk, leader, TUESDAY) == {("Buổi chiều", says)}
    assert waits(desk, leader) == []
    assert airings.verify(desk, leader.commune_id).broken_seq is None
    page = log_export.render(desk, leader.commune_id, Wanted(TUESDAY, TUESDAY), "html", "").decode()
    assert page.count(says) == 1  # three villages, one row
    before = rows(desk)
    publishing.publish(desk, leader.commune_id)
    assert rows(desk) == before


def test_what_the_log_says_of_a_session_stays_when_it_was_confirmed_and_the_limit_is_gone(
    desk: Desk, leader: Actor, admin: Actor, enter: Enter
) -> None:
    view = enter()
    publishing.publish(desk, leader.commune_id)
    limit_accepting.accept(desk, leader, wanted(waits(desk, leader)[0]))
    said = notes(desk, leader, TUESDAY)
    evening = later(desk, hours=36)
    for entry in logbook.entries(desk, leader.commune_id, Wanted(TUESDAY, TUESDAY)):
        airings.declare(evening, Statement(entry.occurrence_id, played=True, who="Bàn Văn Sơn"))
    air_limits.end(evening, admin, view.limit.id, view.version, MONDAY)
    limit_log.keep(evening, leader.commune_id)
    assert notes(evening, leader, TUESDAY) == said
    assert airings.verify(evening, leader.commune_id).broken_seq is None


def test_a_limit_that_ends_in_time_leaves_the_sessions_to_come_without_a_word(
    desk: Desk, leader: Actor, admin: Actor, enter: Enter
) -> None:
    view = enter()
    limit_log.keep(desk, leader.commune_id)
    assert notes(desk, leader, TUESDAY)
    air_limits.end(desk, admin, view.limit.id, view.version, MONDAY)
    limit_log.keep(desk, leader.commune_id)
    assert notes(desk, leader, TUESDAY) == set()
    with desk.store.reading() as session:
        newest = session.scalars(select(Airing).order_by(Airing.id.desc())).first()
    assert newest is not None
    assert newest.note == "Không còn vượt giới hạn phát."


def test_a_session_that_had_begun_is_not_judged_by_a_limit_entered_afterwards(
    desk: Desk, leader: Actor, admin: Actor
) -> None:
    evening = later(desk, hours=12)
    air_limits.add(evening, admin, words(kind=LimitKind.MINUTES_A_DAY, amount=1))
    with evening.store.writing() as session:
        assert limit_log.write(session, evening, leader.commune_id) >= 0
    assert notes(evening, leader, MONDAY) == set()
    assert all(MONDAY not in one.days for one in waits(evening, leader))


def test_a_leader_can_still_say_why_when_the_session_has_begun_but_not_the_day_after(
    desk: Desk, leader: Actor, enter: Enter, clock: FixedClock
) -> None:
    enter()
    limit_log.keep(desk, leader.commune_id)
    clock.at += timedelta(hours=36)  # Tuesday at eight in the evening: the second session is over
    (one,) = waits(desk, leader)
    limit_accepting.accept(desk, leader, wanted(one))
    assert waits(desk, leader) == []
    ((_name, says),) = notes(desk, leader, TUESDAY)
    assert says.endswith("20:00 ngày 16/6/2026 chấp nhận: Tuần bầu cử.")
    clock.at += timedelta(hours=12)
    assert waits(desk, leader) == []


def test_only_a_leader_accepts_and_only_with_a_reason(
    desk: Desk, leader: Actor, admin: Actor, enter: Enter
) -> None:
    enter()
    (one,) = waits(desk, leader)
    with pytest.raises(NotAllowed):
        limit_accepting.accept(desk, admin, wanted(one))
    with pytest.raises(Refused, match="lý do"):
        limit_accepting.accept(desk, leader, wanted(one, reason="  "))
    with pytest.raises(Refused, match="Ngày cuối đã qua"):
        limit_accepting.accept(desk, leader, wanted(one, date(2026, 6, 14)))
    with pytest.raises(Refused, match="366 ngày"):
        limit_accepting.accept(desk, leader, wanted(one, date(2027, 6, 16)))
    with pytest.raises(Refused, match="ít nhất một trường hợp"):
        limit_accepting.accept(desk, leader, wanted(one, shown=()))
    seen = wanted(one).shown[0]
    with pytest.raises(Refused, match="không còn vượt giới hạn"):
        limit_accepting.accept(desk, leader, wanted(one, shown=(seen, replace(seen, limit_id=99))))
    with pytest.raises(Stale, match="là buổi thứ 2"):
        limit_accepting.accept(desk, leader, wanted(one, shown=(replace(seen, up_to=1),)))
    assert len(waits(desk, leader)) == 1


def test_what_was_accepted_is_neither_changed_nor_taken_out(desk: Desk, leader: Actor, enter: Enter) -> None:
    enter()
    limit_accepting.accept(desk, leader, wanted(waits(desk, leader)[0]))
    (accepted,) = limit_acceptances.standing(desk, leader.commune_id)
    assert (accepted.session, accepted.up_to, accepted.word.reason) == (
        "Buổi chiều",
        "đến 2 buổi mỗi ngày",
        "Tuần bầu cử",
    )
    for order in ("UPDATE limit_acceptance SET reason = 'khác'", "DELETE FROM limit_acceptance"):
        with pytest.raises(IntegrityError, match="append-only"), desk.store.writing() as session:
            session.execute(text(order))


def test_a_session_that_grows_beyond_what_was_accepted_waits_again(
    desk: Desk, leader: Actor, admin: Actor, enter: Enter
) -> None:
    enter(kind=LimitKind.MINUTES_A_DAY, amount=1)
    first = waits(desk, leader)
    assert first
    shown = tuple(limit_accepting.Shown(one.limit.id, one.series, one.needed) for one in first)
    limit_accepting.accept(desk, leader, wanted(first[0], shown=shown))
    assert waits(desk, leader) == []
    view = next(one for one in air_limits.listing(desk, leader.commune_id))
    with desk.store.writing() as session:  # as though a leader had accepted less
        session.execute(text("DROP TRIGGER limit_acceptance_no_update"))
        session.execute(text("UPDATE limit_acceptance SET up_to = 1"))
    assert {one.limit.id for one in waits(desk, leader)} == {view.limit.id}


def test_a_word_for_every_session_covers_the_others(desk: Desk, leader: Actor, enter: Enter) -> None:
    enter(kind=LimitKind.WEEKDAYS, weekdays=(6, 7))
    first, *others = waits(desk, leader)
    assert others
    limit_accepting.accept(desk, leader, wanted(first, every_session=True))
    assert waits(desk, leader) == []


def test_an_urgent_call_needs_no_word_and_the_log_says_that_it_is_exempt(
    desk: Desk, leader: Actor, enter: Enter
) -> None:
    enter(kind=LimitKind.QUIET, quiet_from=time(9), quiet_to=time(11))
    with desk.store.writing() as session:
        bulletin_id = session.scalar(text("SELECT id FROM bulletin"))
        call = UrgentCall(
            commune_id=leader.commune_id,
            bulletin_id=bulletin_id,
            drill=False,
            first_at=desk.clock.now(),
            by_id=leader.person_id,
            at=desk.clock.now(),
        )
        session.add(call)
        session.flush()
        session.add(
            SessionRule(
                commune_id=leader.commune_id,
                name="Khẩn cấp",
                weekdays=[1],
                start=time(10),
                longest_ms=900_000,
                valid_from=MONDAY,
                valid_to=MONDAY,
                urgent_call_id=call.id,
            )
        )
    programmes.make(desk, leader.commune_id)
    assert waits(desk, leader) == []
    told = {says for name, says in notes(desk, leader, MONDAY) if name == "Khẩn cấp"}
    assert any(one.startswith("Tin khẩn cấp được miễn giới hạn: phát") and BY in one for one in told)


def test_the_same_drill_is_over_the_limit(desk: Desk, leader: Actor, enter: Enter) -> None:
    test_an_urgent_call_needs_no_word_and_the_log_says_that_it_is_exempt(desk, leader, enter)
    with desk.store.writing() as session:
        session.execute(text("UPDATE urgent_call SET drill = 1"))
    assert [one.name for one in waits(desk, leader)] == ["Khẩn cấp"]


def test_a_new_programme_of_a_session_that_is_accepted_says_so_at_once(
    desk: Desk, leader: Actor, enter: Enter, approve: Approve
) -> None:
    enter()
    limit_accepting.accept(desk, leader, wanted(waits(desk, leader)[0]))
    approve(title="Thêm một tin")
    publishing.publish(desk, leader.commune_id)
    assert waits(desk, leader) == []
    assert all("chấp nhận: Tuần bầu cử" in says for _name, says in notes(desk, leader, TUESDAY))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"document": " "}, "Hãy điền số văn bản quy định"),
        ({"document": "1" * 61}, "tối đa 60"),
        ({"document_day": date(2026, 6, 16)}, "Ngày ký văn bản ở sau hôm nay"),
        ({"amount": 0}, "số buổi từ 1 đến 24"),
        ({"amount": 25}, "số buổi từ 1 đến 24"),
        ({"kind": LimitKind.MINUTES_A_SESSION, "amount": 181}, "số phút từ 1 đến 180"),
        ({"kind": LimitKind.WEEKDAYS}, "ít nhất một ngày"),
        ({"kind": LimitKind.WEEKDAYS, "weekdays": (0,)}, "ít nhất một ngày"),
        ({"kind": LimitKind.QUIET, "quiet_from": time(21)}, "cả giờ bắt đầu và giờ kết thúc"),
        ({"kind": LimitKind.QUIET, "quiet_from": time(21), "quiet_to": time(21, 0, 30)}, "cùng một lúc"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_in_words(
    enter: Enter, changed: dict[str, object], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        enter(**changed)


def test_two_limits_of_one_kind_do_not_hold_on_one_day_but_two_quiet_times_do(
    desk: Desk, admin: Actor, enter: Enter
) -> None:
    view = enter()
    with pytest.raises(Refused, match="Đã có giới hạn “Số buổi mỗi ngày”: mỗi ngày nhiều nhất 1 buổi"):
        enter(amount=2, valid_from=date(2026, 7, 1))
    air_limits.end(desk, admin, view.limit.id, view.version, date(2026, 6, 30))
    enter(amount=2, valid_from=date(2026, 7, 1))
    enter(kind=LimitKind.QUIET, quiet_from=time(21), quiet_to=time(5))
    enter(kind=LimitKind.QUIET, quiet_from=time(11, 30), quiet_to=time(13, 30))
    assert [one.label for one in air_limits.listing(desk, admin.commune_id)] == [
        "Số buổi mỗi ngày",
        "Số buổi mỗi ngày",
        "Giờ yên lặng",
        "Giờ yên lặng",
    ]


def test_a_limit_is_corrected_by_who_saw_it_last_and_one_not_begun_can_be_taken_out(
    desk: Desk, admin: Actor, leader: Actor, enter: Enter
) -> None:
    view = enter(valid_from=date(2026, 7, 1))
    air_limits.change(desk, admin, view.limit.id, view.version, words(amount=3, valid_from=date(2026, 7, 1)))
    with pytest.raises(Stale):
        air_limits.change(desk, admin, view.limit.id, view.version, words(amount=4))
    with pytest.raises(NotAllowed):
        air_limits.end(desk, leader, view.limit.id, view.version + 1, MONDAY)
    (again,) = air_limits.listing(desk, admin.commune_id)
    assert (again.says, again.version, again.begun) == ("mỗi ngày nhiều nhất 3 buổi", view.version + 1, False)
    air_limits.end(desk, admin, view.limit.id, again.version, MONDAY)
    assert air_limits.listing(desk, admin.commune_id) == ()


def test_when_a_session_is_saved_it_is_said_at_once_which_limit_it_or_its_neighbour_breaks(
    desk: Desk, admin: Actor, enter: Enter
) -> None:
    enter(amount=2)
    enter(kind=LimitKind.MINUTES_A_SESSION, amount=10)
    enter(kind=LimitKind.QUIET, quiet_from=time(21), quiet_to=time(5))
    noon = week.add_rule(desk, admin, week.Rule("Buổi trưa", (2, 4), time(11), 12), TUESDAY)
    told = limit_warnings.of_rule(desk, admin.commune_id, noon.id, TUESDAY)
    assert told == (
        f"“Buổi trưa” 11:00 có thể dài 12 phút, quá 2 phút so với mức 10 phút mỗi buổi {BY}.",
        f"“Buổi chiều” 17:00 là buổi thứ 3 trong ngày, quá 1 so với mức 2 buổi mỗi ngày {BY}.",
    )
    night = week.add_rule(desk, admin, week.Rule("Buổi khuya", (7,), time(22), 5), TUESDAY)
    assert limit_warnings.of_rule(desk, admin.commune_id, night.id, TUESDAY) == (
        f"“Buổi khuya” 22:00 là buổi thứ 3 trong ngày, quá 1 so với mức 2 buổi mỗi ngày {BY}.",
        f"“Buổi khuya” 22:00 có thể phát 5 phút trong giờ yên lặng 21:00–05:00 {BY}.",
    )


def test_a_saved_session_is_told_first_and_not_blamed_for_an_earlier_one(
    desk: Desk, admin: Actor, enter: Enter
) -> None:
    enter(amount=1)
    night = week.add_rule(desk, admin, week.Rule("Buổi khuya", (7,), time(20), 5), TUESDAY)
    assert limit_warnings.of_rule(desk, admin.commune_id, night.id, TUESDAY) == (
        f"“Buổi khuya” 20:00 là buổi thứ 3 trong ngày, quá 2 so với mức 1 buổi mỗi ngày {BY}.",
    )
    dawn = week.add_rule(desk, admin, week.Rule("Buổi sớm", (7,), time(5), 5), TUESDAY)
    told = limit_warnings.of_rule(desk, admin.commune_id, dawn.id, TUESDAY)
    assert [one.split("”")[0] for one in told] == ["“Buổi sáng", "“Buổi chiều", "“Buổi khuya"]


def test_relayed_time_counts(desk: Desk, leader: Actor, enter: Enter) -> None:
    enter(kind=LimitKind.MINUTES_A_SESSION, amount=15)
    assert waits(desk, leader) == []
    with desk.store.writing() as session:
        session.execute(text("DROP TRIGGER programme_no_update"))
        session.execute(text("""UPDATE programme SET relay = '{"duration_ms": 1800000}'"""))
    found = waits(desk, leader)
    assert found
    assert all("(có 30 phút tiếp sóng)" in one.says and one.needed > 30 for one in found)


def test_several_at_once_tell_the_log_once(desk: Desk, leader: Actor, enter: Enter) -> None:
    enter()
    before = rows(desk)
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda _number: limit_log.keep(desk, leader.commune_id), range(4)))
    assert sorted(written) == [0, 0, 0, 3]  # Tuesday's second session in three villages
    assert rows(desk) == before + 3
    assert airings.verify(desk, leader.commune_id).broken_seq is None
