"""Wishes of a bulletin through the use cases: its headline is spoken, heard and approved; it may take another's place."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from broadcaster.domain.writing.workflow import State
from broadcaster.errors import Refused, Stale
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan.approved import approved
from broadcaster.services.voice import new_voices, speaking
from broadcaster.services.writing import (
    approvals,
    bulletin_history,
    bulletin_view,
    bulletins,
    same_news,
    session_choices,
)
from broadcaster.services.writing.approvals import Heard
from broadcaster.store.tables import (
    Airing,
    Bulletin,
    Decision,
    Occurrence,
    ProgrammeTemplate,
    Revision,
    SessionRule,
    Speech,
    SpeechSound,
)
from broadcaster.units import Millis
from tests.integration.conftest import Approve
from tests.integration.test_main_road import MONDAY, TEXT, draft

HEADLINE = "UBND xã mời bà con họp bàn về thủ tục hành chính."


def put(desk: Desk, writer: Actor, *, beside: tuple[int, ...] | None = None, **changed: object) -> Revision:
    row = bulletins.create(desk, writer, draft(**changed))
    return bulletins.submit(desk, writer, row.id, row.version, beside=beside)


def now(desk: Desk, bulletin_id: int) -> Bulletin:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id)


def say_yes(desk: Desk, leader: Actor, revision: Revision, heard: Heard | None = None) -> Decision:
    version = now(desk, revision.bulletin_id).version
    return approvals.approve(desk, leader, revision.bulletin_id, version, revision.digest, heard or Heard())


def test_every_wish_is_kept_frozen_and_part_of_what_is_approved(desk: Desk, writer: Actor) -> None:
    series = [one.series for one in session_choices.listing(desk, writer.commune_id)]
    wishes = {
        "repeat_gap_seconds": 5,
        "airings_a_day": 1,
        "session_series": tuple(series[1:]),
        "headline": HEADLINE,
    }
    plain, wished = put(desk, writer), put(desk, writer, **wishes)  # type: ignore[arg-type] # values of the fields named
    assert wished.digest != plain.digest
    kept = bulletins.draft(desk, writer, wished.bulletin_id)
    assert {name: getattr(kept, name) for name in wishes} == wishes
    assert (wished.session_series, wished.headline_spoken) == (
        series[1:],
        "Ủy ban nhân dân xã mời bà con họp bàn về thủ tục hành chính.",
    )
    assert plain.headline_key == plain.headline_spoken == ""


def test_a_headline_is_spoken_and_its_sound_is_approved_with_the_rest(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    revision = put(desk, writer, headline=HEADLINE)
    speaking.make(desk, revision.speech_key)
    assert not approvals.queue(desk, leader)[0].made
    with pytest.raises(Refused, match="lời điểm tin chưa làm xong"):
        say_yes(desk, leader, revision)
    short = speaking.make(desk, revision.headline_key)
    assert approvals.queue(desk, leader)[0].made
    with pytest.raises(Stale, match="Giọng đọc vừa đổi"):
        say_yes(desk, leader, revision, Heard(headline="0" * 64))
    decision = say_yes(desk, leader, revision, Heard(headline=str(short.sha256)))
    assert decision.headline_sha256 == short.sha256
    facts = bulletin_view.view(desk, leader, revision.bulletin_id).facts
    assert facts.wishes.headline is not None
    assert facts.wishes.headline.voice is not None
    assert facts.wishes.headline.voice.sha256 == short.sha256


def test_a_headline_that_leaves_a_doubt_is_told_beside_its_field(desk: Desk, writer: Actor) -> None:
    with pytest.raises(bulletins.Incomplete) as refused:
        put(desk, writer, headline="Mời bà con hỏi QZX.")
    assert [problem.field for problem in refused.value.problems] == ["headline"]
    put(desk, writer, headline="Mời bà con hỏi QZX.", confirmed=(("QZX", "quỹ xã"),))


def test_sessions_are_offered_once_through_their_changes_and_never_those_of_urgent_calls(
    desk: Desk, writer: Actor
) -> None:
    first = session_choices.listing(desk, writer.commune_id)
    with desk.store.writing() as session:
        old = session.get_one(SessionRule, first[0].series)
        old.valid_to = MONDAY + timedelta(days=2)
        session.add(
            SessionRule(
                commune_id=writer.commune_id,
                name="Buổi sáng sớm",
                weekdays=[1],
                start=old.start,
                longest_ms=old.longest_ms * 2,
                valid_from=MONDAY + timedelta(days=3),
                series_id=old.id,
            )
        )
        gone = session.get_one(SessionRule, first[1].series)
        gone.valid_from = gone.valid_to = MONDAY - timedelta(days=1)
    now_offered = session_choices.listing(desk, writer.commune_id)
    assert [(one.series, one.name) for one in now_offered] == [(first[0].series, first[0].name)]
    assert now_offered[0].longest == first[0].longest * 2
    with desk.store.reading() as session:
        series = [one.series for one in first]
        assert session_choices.names(session, writer.commune_id, series) == ("Buổi sáng sớm", first[1].name)
    with pytest.raises(bulletins.Incomplete, match="Có 1 buổi đã chọn nay không còn"):
        put(desk, writer, session_series=(first[1].series,))


def test_what_an_approved_bulletin_says_already_is_told_with_the_choices(
    desk: Desk, writer: Actor, approve: Approve
) -> None:
    live = approve(title="Họp thôn", village_ids=(1, 2))
    for clash in (
        {"title": "họp  thôn"},
        {"village_ids": (2, 3)},
        {"first_day": MONDAY + timedelta(days=10), "last_day": MONDAY + timedelta(days=20)},
    ):
        with pytest.raises(bulletins.SaysTheSame) as told:
            put(desk, writer, beside=(), **{"title": "Họp thôn", **clash})
        assert [one.id for one in told.value.live] == [live.id]
        for words in ("“Họp thôn”, phát 15/6 – 25/6/2026", "nối tiếp", "thay thế", "đổi ngày"):
            assert words in str(told.value)
    put(desk, writer, beside=(live.id,), title="Họp thôn")  # the writer chose both
    put(desk, writer, beside=(), title="Họp thôn", replaces_id=live.id)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Họp xã"},
        {"village_ids": (3,)},
        {"first_day": MONDAY + timedelta(days=11), "last_day": MONDAY + timedelta(days=20)},
    ],
    ids=str,
)
def test_what_differs_in_title_villages_or_days_needs_no_choice(
    desk: Desk, writer: Actor, approve: Approve, other: dict[str, object]
) -> None:
    approve(title="Họp thôn", village_ids=(1, 2))
    put(desk, writer, beside=(), **{"title": "Họp thôn", **other})


def test_what_takes_anothers_place_stops_it_in_the_moment_of_its_approval(
    desk: Desk, writer: Actor, leader: Actor, approve: Approve
) -> None:
    old = approve(title="Họp thôn")
    revision = put(desk, writer, title="Họp thôn (đính chính)", replaces_id=old.id)
    speaking.make(desk, revision.speech_key)
    assert now(desk, old.id).state == State.APPROVED
    say_yes(desk, leader, revision)
    assert now(desk, old.id).state == State.WITHDRAWN
    with desk.store.reading() as session:
        live = session.scalars(select(Decision).where(Decision.voided_at.is_(None))).all()
        assert [one.bulletin_id for one in live] == [revision.bulletin_id]
    events = bulletin_history.history(desk, leader, old.id)
    assert events[-1].who == "Triệu Văn Trường"
    assert "Thay bằng bản tin “Họp thôn (đính chính)”" in events[-1].reason
    facts = bulletin_view.view(desk, leader, revision.bulletin_id).facts
    assert (facts.wishes.replaces, facts.wishes.replaces_id) == ("Họp thôn", old.id)


def test_what_is_off_the_air_already_needs_nobody_to_stop_it(
    desk: Desk, writer: Actor, leader: Actor, approve: Approve
) -> None:
    old = approve(title="Họp thôn")
    revision = put(desk, writer, replaces_id=old.id)
    speaking.make(desk, revision.speech_key)
    bulletins.withdraw(desk, writer, old.id, now(desk, old.id).version, "Hoãn họp")
    version = now(desk, old.id).version
    say_yes(desk, leader, revision)
    assert now(desk, old.id).version == version
    assert [one.id for one in same_news.replaceable(desk, writer.commune_id)] == [revision.bulletin_id]


def test_a_bulletin_never_takes_its_own_place_and_a_copy_takes_nobodys(
    desk: Desk, writer: Actor, leader: Actor, approve: Approve
) -> None:
    old = approve()
    row = bulletins.create(desk, writer, draft(replaces_id=old.id))
    assert row.replaces_id == old.id
    assert bulletins.copy(desk, writer, row.id).replaces_id is None
    assert bulletins.save(desk, writer, row.id, row.version, draft(replaces_id=row.id)).replaces_id is None


def test_a_better_voice_that_is_taken_leaves_the_headline_as_it_was_approved(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    revision = put(desk, writer, headline=HEADLINE)
    for key in (revision.speech_key, revision.headline_key):
        speaking.make(desk, key)
    decision = say_yes(desk, leader, revision)
    with desk.store.writing() as session:
        session.get_one(Speech, revision.speech_key).sha256 = "f" * 64
    new_voices.take(desk, leader, revision.bulletin_id, decision.id, "f" * 64)
    with desk.store.reading() as session:
        live = session.scalars(select(Decision).where(Decision.voided_at.is_(None))).one()
        assert (live.sound_sha256, live.headline_sha256) == ("f" * 64, decision.headline_sha256)


@pytest.mark.parametrize("any_voice", [True, False])
def test_a_better_voice_of_the_headline_airs_only_where_any_voice_may(
    desk: Desk, writer: Actor, leader: Actor, *, any_voice: bool
) -> None:
    revision = put(desk, writer, headline=HEADLINE)
    for key in (revision.speech_key, revision.headline_key):
        speaking.make(desk, key)
    decision = say_yes(desk, leader, revision, Heard(any_voice=any_voice))
    with desk.store.writing() as session:
        row = session.get_one(Speech, revision.headline_key)
        row.sha256 = "e" * 64
        session.add(
            SpeechSound(
                key=row.key,
                sha256="e" * 64,
                engine="silent",
                voice="khác",
                fallbacks=[],
                duration_ms=4000,
                made_at=desk.clock.now(),
            )
        )
    with desk.store.reading() as session:
        found = approved(session, writer.commune_id, {}, Millis(0))[revision.bulletin_id]
    aired = found.headline
    assert aired is not None
    assert aired.sha256 == ("e" * 64 if any_voice else decision.headline_sha256)
    facts = bulletin_view.view(desk, leader, revision.bulletin_id).facts.wishes.headline
    assert facts is not None
    assert facts.voice is not None
    assert facts.voice.sha256 == aired.sha256


def test_headlines_that_were_approved_air_in_a_diem_tin_and_the_log_names_their_own_sound(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    evening = session_choices.listing(desk, writer.commune_id)[-1].series
    with desk.store.writing() as session:
        brief = session.scalars(select(ProgrammeTemplate).where(ProgrammeTemplate.kind == "diem_tin")).one()
        session.get_one(SessionRule, evening).template_id = brief.id
    approvals_of = {}
    for number in ("một", "hai", "ba"):
        headline = f"Tin {number}. {HEADLINE}"
        revision = put(
            desk, writer, title=f"Tin {number}", text=f"Tin {number}. {TEXT * 20}", headline=headline
        )
        for key in (revision.speech_key, revision.headline_key):
            speaking.make(desk, key)
        approvals_of[revision.bulletin_id] = say_yes(desk, leader, revision)
    publishing.publish(desk, writer.commune_id)
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Airing)
            .join(Occurrence, Occurrence.id == Airing.occurrence_id)
            .where(Occurrence.rule_id == evening, Occurrence.day == MONDAY, Occurrence.village_id == 1)
        ).all()
    aired: Any = rows[-1].snapshot
    items = [item for item in aired["items"] if item.get("bulletin_id")]
    assert [item["kind"] for item in items] == ["headline"] * 3
    for item in items:
        decision = approvals_of[item["bulletin_id"]]
        assert item["approval"]["sound_sha256"] == decision.headline_sha256 != decision.sound_sha256
        assert [one["sha256"] for one in item["versions"]] == [decision.headline_sha256]
