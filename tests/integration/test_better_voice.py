"""When the better voice falls silent: another speaks, everything says so, and it is asked again until it is too late."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from unittest.mock import ANY

import pytest
from sqlalchemy import select

from broadcaster.clock import ZONE, FixedClock
from broadcaster.errors import NotAllowed, Stale
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import logbook
from broadcaster.services.outgoing import days, publishing, todo
from broadcaster.services.outgoing.todo import Wait
from broadcaster.services.upkeep import audit_trail
from broadcaster.services.voice import better, making, new_voices
from broadcaster.services.writing import approvals, bulletin_history, bulletin_view, bulletins
from broadcaster.store.tables import Bulletin, Decision, Revision, Speech
from tests.integration.stand_ins import NO_NETWORK, StandIn, with_voices

MONDAY = date(2026, 6, 15)


@pytest.fixture
def online() -> StandIn:
    return StandIn("gtts")


@pytest.fixture
def offline() -> StandIn:
    return StandIn("espeak")


@pytest.fixture
def home(desk: Desk, online: StandIn, offline: StandIn) -> Desk:
    return with_voices(desk, online, offline)


def submit(desk: Desk, writer: Actor, **changed: object) -> Revision:
    values: dict[str, object] = {
        "title": "Lịch tiếp công dân",
        "text": "Ủy ban nhân dân xã tiếp công dân vào sáng thứ năm hằng tuần tại trụ sở.",
        "field": "phap_luat",
        "first_day": MONDAY,
        "last_day": MONDAY + timedelta(days=10),
        "airings": 20,
    }
    row = bulletins.create(desk, writer, bulletins.Draft(**values | changed))  # type: ignore[arg-type] # values of the fields named
    return bulletins.submit(desk, writer, row.id, row.version)


def approve(desk: Desk, leader: Actor, revision: Revision, *, any_voice: bool = False) -> Decision:
    heard = approvals.Heard(speech(desk, revision).sha256 or "", any_voice=any_voice)
    version = bulletin(desk, revision).version
    return approvals.approve(desk, leader, revision.bulletin_id, version, revision.digest, heard)


def bulletin(desk: Desk, revision: Revision) -> Bulletin:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, revision.bulletin_id)


def speech(desk: Desk, revision: Revision) -> Speech:
    with desk.store.reading() as session:
        return session.get_one(Speech, revision.speech_key)


def voices_logged(desk: Desk, writer: Actor, day: date = MONDAY) -> set[tuple[str, bool]]:
    found = logbook.entries(desk, writer.commune_id, logbook.Wanted(day, day))
    return {(item.engine, item.fell_back) for entry in found for item in entry.items}


def voices_aired(desk: Desk, writer: Actor, day: date = MONDAY) -> set[tuple[str, bool]]:
    village = villages.listing(desk, writer.commune_id)[0]
    return {
        (item.engine, item.fell_back)
        for one in days.day(desk, village.id, day).sessions
        for item in one.items
        if item.bulletin_id
    }


def spoken_by_stand_in(desk: Desk, writer: Actor, online: StandIn) -> Revision:
    """A bulletin that the online voice could not speak."""
    online.fails = NO_NETWORK
    revision = submit(desk, writer)
    assert making.work(desk)
    return revision


def come_back(clock: FixedClock, online: StandIn, **ahead: float) -> None:
    online.fails = ""
    clock.at += timedelta(**(ahead or {"minutes": 5}))


def improve(desk: Desk) -> None:
    while better.improve(desk):
        pass


def test_a_network_pulled_in_the_middle_changes_the_voice_of_the_whole_bulletin_and_loses_nothing(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, offline: StandIn
) -> None:
    online.works_for = 1
    first, second = (
        submit(home, writer),
        submit(home, writer, title="Tin hai", text="Câu một. Câu hai. Câu ba."),
    )
    while making.work(home):
        pass
    assert (speech(home, first).engine, speech(home, second).engine) == ("gtts", "espeak")
    assert [text for text, _manner in offline.heard] == ["Câu một.", "Câu hai.", "Câu ba."]
    facts = bulletin_view.view(home, leader, second.bulletin_id).facts
    assert facts.voice is not None
    assert facts.voice.fell_back
    assert facts.voice.fallbacks == (NO_NETWORK,)
    for one in (first, second):
        approve(home, leader, one)
    publishing.publish(home, writer.commune_id)
    assert voices_aired(home, writer) == {("gtts", False), ("espeak", True)}
    assert voices_logged(home, writer) == {("gtts", False), ("espeak", True)}


def test_no_transaction_is_open_while_a_voice_speaks(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, offline: StandIn
) -> None:
    open_ones: list[int] = []
    online.watch = offline.watch = lambda: open_ones.append(home.store.engine.pool.checkedout())  # type: ignore[attr-defined] # of the pool in use
    revision = spoken_by_stand_in(home, writer, online)
    approve(home, leader, revision)
    publishing.publish(home, writer.commune_id)
    later = replace(home, clock=FixedClock(home.clock.now() + timedelta(minutes=10)))
    while better.improve(later):
        pass
    assert len(open_ones) > 5
    assert set(open_ones) == {0}


def test_while_it_waits_for_the_leader_a_better_voice_takes_its_place(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    heard = speech(home, revision).sha256 or ""
    come_back(clock, online)
    improve(home)
    assert speech(home, revision).engine == "gtts"
    version = bulletin(home, revision).version
    with pytest.raises(Stale, match="Giọng đọc vừa đổi"):
        approvals.approve(
            home, leader, revision.bulletin_id, version, revision.digest, approvals.Heard(heard)
        )
    approve(home, leader, revision)
    assert new_voices.waiting(home, leader) == ()


def test_what_was_approved_is_aired_until_the_leader_takes_the_new_voice(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    approve(home, leader, revision)
    publishing.publish(home, writer.commune_id)
    come_back(clock, online)
    improve(home)
    publishing.publish(home, writer.commune_id)
    assert voices_aired(home, writer) == {("espeak", True)}
    [one] = new_voices.waiting(home, leader)
    assert (one.approved.engine, one.better.engine, one.own) == ("espeak", "gtts", False)
    assert Wait.NEW_VOICE in {task.wait for task in todo.tasks(home, leader)}
    assert approvals.waiting_count(home, leader) == 1
    facts = bulletin_view.view(home, writer, revision.bulletin_id).facts
    assert facts.voice is not None
    assert facts.better is not None
    assert (facts.voice.engine, facts.better.engine) == ("espeak", "gtts")
    new_voices.take(home, leader, one.bulletin_id, one.decision_id, one.better.sha256 or "")
    publishing.publish(home, writer.commune_id)
    assert voices_aired(home, writer) == {("gtts", False)}
    assert voices_logged(home, writer) == {("gtts", False)}
    assert new_voices.waiting(home, leader) == ()
    told = [event.reason for event in bulletin_history.history(home, leader, one.bulletin_id)]
    assert "Giọng mới: máy đọc Google" in told
    with pytest.raises(Stale):
        new_voices.take(home, leader, one.bulletin_id, one.decision_id, one.better.sha256 or "")


def test_a_leader_may_keep_the_approved_voice(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    approve(home, leader, revision)
    publishing.publish(home, writer.commune_id)
    come_back(clock, online)
    improve(home)
    [one] = new_voices.waiting(home, leader)
    new_voices.decline(home, leader, one.bulletin_id, one.decision_id, one.better.sha256 or "")
    publishing.publish(home, writer.commune_id)
    assert new_voices.waiting(home, leader) == ()
    assert voices_aired(home, writer) == {("espeak", True)}


def test_the_writer_does_not_take_a_new_voice_for_their_own(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    approve(home, leader, revision)
    publishing.publish(home, writer.commune_id)
    come_back(clock, online)
    improve(home)
    both = replace(writer, roles=writer.roles | leader.roles)
    [one] = new_voices.waiting(home, both)
    assert one.own
    with pytest.raises(NotAllowed):
        new_voices.take(home, both, one.bulletin_id, one.decision_id, one.better.sha256 or "")


def test_where_any_voice_may_speak_programmes_not_fixed_take_the_better_one_and_say_so(
    home: Desk, admin: Actor, writer: Actor, leader: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    approve(home, leader, revision, any_voice=True)
    publishing.publish(home, writer.commune_id)
    assert voices_aired(home, writer) == {("espeak", True)}
    clock.at = datetime(2026, 6, 15, 16, 45, tzinfo=ZONE)  # the session of 17:00 is fixed, tomorrow's is not
    come_back(clock, online, minutes=0)
    improve(home)
    publishing.publish(home, writer.commune_id)
    tuesday = MONDAY + timedelta(days=1)
    assert voices_aired(home, writer) == {("espeak", True)}
    assert voices_aired(home, writer, tuesday) == {("gtts", False)}
    assert voices_logged(home, writer, tuesday) == {("gtts", False)}
    assert new_voices.waiting(home, leader) == ()
    found = logbook.entries(home, writer.commune_id, logbook.Wanted(tuesday, tuesday))
    assert {item.approval.any_voice for one in found for item in one.items if item.approval} == {True}
    said = " ".join(one.words for one in audit_trail.latest(home, admin))
    assert "đọc lại bằng giọng tốt hơn" in said


def test_it_is_asked_less_and_less_often(
    home: Desk, writer: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    asked = len(online.heard)
    for _minute in range(180):
        clock.at += timedelta(minutes=1)
        improve(home)
    assert 3 <= len(online.heard) - asked <= 6
    assert speech(home, revision).engine == "espeak"
    assert (speech(home, revision).fallbacks, speech(home, revision).problem) == ([NO_NETWORK], "")


@pytest.mark.parametrize(("minutes", "asks"), [(0, True), (24 * 60 * 11, False)])
def test_once_no_session_is_open_it_is_asked_no_more(
    home: Desk,
    writer: Actor,
    leader: Actor,
    online: StandIn,
    clock: FixedClock,
    minutes: int,
    asks: bool,  # a case of the table
) -> None:
    revision = spoken_by_stand_in(home, writer, online)
    approve(home, leader, revision)
    publishing.publish(home, writer.commune_id)
    online.heard.clear()
    clock.at += timedelta(hours=2)
    strict = replace(home, settings=replace(home.settings, better_voice_minutes=minutes))
    while better.improve(strict):
        pass
    assert ((revision.spoken, ANY) in online.heard) == asks


def test_an_engine_that_the_commune_uses_no_more_is_not_asked(
    home: Desk, writer: Actor, online: StandIn, clock: FixedClock
) -> None:
    spoken_by_stand_in(home, writer, online)
    come_back(clock, online)
    alone = replace(home, settings=replace(home.settings, engines=("espeak",)))
    assert not better.improve(alone)
    assert better.improve(replace(home, clock=FixedClock(clock.at + timedelta(hours=2))))


def test_a_greeting_is_bettered_without_asking(
    home: Desk, writer: Actor, leader: Actor, online: StandIn, clock: FixedClock
) -> None:
    revision = submit(home, writer)
    assert making.work(home)
    approve(home, leader, revision)
    online.fails = NO_NETWORK
    publishing.publish(home, writer.commune_id)
    before = published(home, writer)
    come_back(clock, online)
    improve(home)
    publishing.publish(home, writer.commune_id)
    assert published(home, writer) != before
    with home.store.reading() as session:
        assert set(session.scalars(select(Speech.engine))) == {"gtts"}


def published(desk: Desk, writer: Actor) -> list[str]:
    village = villages.listing(desk, writer.commune_id)[0]
    return [one.sha256 for one in days.day(desk, village.id, MONDAY).sessions]
