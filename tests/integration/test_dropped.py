"""A session that was taken out stays out whatever rules and plans do, and comes back only by its undo."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from broadcaster.clock import FixedClock, local
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services import due
from broadcaster.services.commune import people, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.week import dropped, week, week_changes
from broadcaster.services.week.expected import expected
from broadcaster.services.week.week import Rule
from broadcaster.services.week.week_changes import Change
from broadcaster.store.tables import AirNow, Audit, Occurrence, SessionRule, UrgentCall

MONDAY = date(2026, 6, 15)
TUESDAY = MONDAY + timedelta(days=1)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def places(desk: Desk) -> list[int]:
    return [one.id for one in villages.listing(desk, 1)]


def rule_named(desk: Desk, name: str) -> week.RuleView:
    return next(one for one in reversed(week.rules(desk, 1)) if one.name == name)


def sounds(desk: Desk, day: date) -> dict[int, list[str]]:
    """Say what sounds on a day in each village: `17:00`."""
    with desk.store.reading() as session:
        found = expected(session, 1, day, 1)
    return {
        village: [f"{local(one.starts_at):%H:%M}" for one in found.occurrences if one.village_id == village]
        for village in found.villages
    }


def test_a_dropped_session_is_silent_in_its_villages_on_its_day_alone(desk: Desk, writer: Actor) -> None:
    first, second, third = places(desk)
    key = dropped.drop(desk, writer, [second, first], rule_named(desk, "Buổi chiều").id, TUESDAY, "Mất điện")
    assert sounds(desk, TUESDAY) == {first: ["05:30"], second: ["05:30"], third: ["05:30", "17:00"]}
    assert sounds(desk, TUESDAY + timedelta(days=1))[first] == ["05:30", "17:00"]
    shown = dropped.listing(desk, 1)
    assert [(one.id, one.village_id, one.name, one.reason) for one in shown] == [
        (key, first, "Buổi chiều", "Mất điện"),
        (key + 1, second, "Buổi chiều", "Mất điện"),
    ]


def test_it_stays_dropped_when_its_rule_is_changed_and_when_an_exception_moves_it(
    desk: Desk, admin: Actor
) -> None:
    first, *_others = places(desk)
    old = rule_named(desk, "Buổi chiều")
    dropped.drop(desk, admin, [first], old.id, TUESDAY, "Mất điện")
    week.change_rule(desk, admin, old.id, old.version, Rule("Buổi chiều", EVERY_DAY, old.start, 20), TUESDAY)
    new = rule_named(desk, "Buổi chiều")
    assert new.id != old.id
    week_changes.add_exception(desk, admin, Change(new.id, None, TUESDAY, TUESDAY, longest_minutes=10))
    assert sounds(desk, TUESDAY)[first] == ["05:30"]


def test_the_nightly_plan_does_not_bring_it_back_and_its_undo_does(aired_desk: Desk) -> None:
    admin = people.find(aired_desk, "quantri")
    first, *_others = places(aired_desk)
    rule = rule_named(aired_desk, "Buổi chiều")

    def cancelled() -> list[bool]:
        with aired_desk.store.reading() as session:
            rows = session.scalars(
                select(Occurrence).where(
                    Occurrence.village_id == first, Occurrence.rule_id == rule.id, Occurrence.day == TUESDAY
                )
            )
            return [row.cancelled for row in rows]

    assert cancelled() == [False]
    key = dropped.drop(aired_desk, admin, [first], rule.id, TUESDAY, "Mất điện")
    assert 1 in due.wanted(aired_desk)
    for _night in range(2):
        publishing.publish(aired_desk, 1)
        assert cancelled() == [True]
    dropped.restore(aired_desk, admin, [key])
    publishing.publish(aired_desk, 1)
    assert cancelled() == [False]
    assert dropped.listing(aired_desk, 1) == ()
    with aired_desk.store.reading() as session:
        verbs = session.scalars(select(Audit.verb).where(Audit.subject == f"session_rule {rule.id}")).all()
    assert list(verbs) == ["drop", "restore"]


def test_what_has_begun_or_is_about_to_is_not_dropped(desk: Desk, admin: Actor, clock: FixedClock) -> None:
    first, *_others = places(desk)
    with pytest.raises(Refused, match="đã phát hoặc sắp phát"):
        dropped.drop(desk, admin, [first], rule_named(desk, "Buổi sáng").id, MONDAY, "Mất điện")
    clock.at += timedelta(hours=8, minutes=45)  # 16:45, a quarter before
    afternoon = rule_named(desk, "Buổi chiều").id
    with pytest.raises(Refused, match="sắp phát"):
        dropped.drop(desk, admin, [first], afternoon, MONDAY, "Mất điện")
    with desk.store.writing() as session:
        session.add(
            AirNow(
                commune_id=1, village_id=first, rule_id=afternoon, day=MONDAY, reason="Đổi tin",
                by_id=admin.person_id, at=clock.now(),
            )
        )  # fmt: skip
    dropped.drop(desk, admin, [first], afternoon, MONDAY, "Mất điện")
    clock.at += timedelta(minutes=10)
    with pytest.raises(Refused, match="không lấy lại được"):
        dropped.restore(desk, admin, [dropped.listing(desk, 1)[0].id])


def test_a_wrong_dropping_is_a_sentence_and_changes_nothing(
    desk: Desk, admin: Actor, operator: Actor
) -> None:
    first, *_others = places(desk)
    rule = rule_named(desk, "Buổi chiều").id
    with pytest.raises(Refused, match="lý do"):
        dropped.drop(desk, admin, [first], rule, TUESDAY, " ")
    with pytest.raises(Refused, match="ít nhất một thôn"):
        dropped.drop(desk, admin, [], rule, TUESDAY, "Mất điện")
    with pytest.raises(NotFound):
        dropped.drop(desk, admin, [99], rule, TUESDAY, "Mất điện")
    with pytest.raises(NotFound):
        dropped.drop(desk, admin, [first], 99, TUESDAY, "Mất điện")
    with pytest.raises(NotFound):
        dropped.restore(desk, admin, [99])
    with pytest.raises(NotAllowed):
        dropped.drop(desk, operator, [first], rule, TUESDAY, "Mất điện")
    with pytest.raises(NotAllowed):
        dropped.restore(desk, operator, [1])
    assert dropped.listing(desk, 1) == ()
    dropped.drop(desk, admin, [first], rule, TUESDAY, "Mất điện")
    with pytest.raises(Refused, match="đã bỏ rồi"):
        dropped.drop(desk, admin, [first], rule, TUESDAY, "Mất điện")


def test_an_urgent_calls_session_is_withdrawn_not_dropped(desk: Desk, admin: Actor, writer: Actor) -> None:
    from broadcaster.services.writing import bulletins  # noqa: PLC0415 # where drafts are begun

    bulletin = bulletins.create(desk, writer, bulletins.Draft(title="Vỡ đập"))
    with desk.store.writing() as session:
        call = UrgentCall(
            commune_id=1, bulletin_id=bulletin.id, drill=False, first_at=desk.clock.now(),
            by_id=admin.person_id, at=desk.clock.now(),
        )  # fmt: skip
        session.add(call)
        session.flush()
        row = SessionRule(
            commune_id=1, name="Khẩn cấp", weekdays=[*EVERY_DAY], start=local(desk.clock.now()).time(),
            longest_ms=60_000, valid_from=TUESDAY, valid_to=TUESDAY, urgent_call_id=call.id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        number = row.id
    with pytest.raises(Refused, match="trang Khẩn cấp"):
        dropped.drop(desk, admin, places(desk), number, TUESDAY, "Mất điện")
