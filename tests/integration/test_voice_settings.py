"""How a commune's station speaks: order, voices, keys, pace and pauses; what is approved never changes with them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from broadcaster.domain.writing.bulletin import Kind
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import progress
from broadcaster.services.plan import frame, planning
from broadcaster.services.programme import assembly, programmes
from broadcaster.services.voice import engine_keys, making, speaking, voice_settings, voice_trials, voices
from broadcaster.services.voice.speaking_style import style_of
from broadcaster.services.voice.voice_trials import Trial
from broadcaster.services.writing import approvals, bulletins, reading
from broadcaster.sound import measure
from broadcaster.speech import HOUSE_PAUSES, Pauses
from broadcaster.store.tables import Audit, Bulletin, Commune, EngineChoice, Speech
from broadcaster.units import Millis
from tests.integration.stand_ins import StandIn, with_voices

KEY = "khoa-bi-mat-8f3a91"
QUICK = Pauses(Millis(100), Millis(200), Millis(300), Millis(400))


def order(desk: Desk, actor: Actor) -> list[str]:
    return [one.name for one in voices.view(desk, actor.commune_id).engines if one.place]


def of(desk: Desk, actor: Actor, name: str) -> voices.EngineView:
    return next(one for one in voices.view(desk, actor.commune_id).engines if one.name == name)


def test_the_installations_order_holds_until_the_commune_makes_its_own(desk: Desk, admin: Actor) -> None:
    assert order(desk, admin) == ["silent"]
    version = voice_settings.set_order(desk, admin, 0, ["gtts", "espeak"])
    assert order(desk, admin) == ["gtts", "espeak"]
    version = voice_settings.move(desk, admin, version, "espeak", -1)
    assert order(desk, admin) == ["espeak", "gtts"]
    version = voice_settings.move(desk, admin, version, "espeak", -1)
    assert order(desk, admin) == ["espeak", "gtts"]
    voice_settings.move(desk, admin, version, "espeak", 1)
    assert order(desk, admin) == ["gtts", "espeak"]


def test_the_offline_voice_ends_every_order_and_stays(desk: Desk, admin: Actor) -> None:
    version = voice_settings.set_order(desk, admin, 0, ["gtts"])
    assert order(desk, admin) == ["gtts", "espeak"]
    version = voice_settings.use(desk, admin, version, "gtts", used=False)
    assert order(desk, admin) == ["espeak"]
    version = voice_settings.use(desk, admin, version, "gtts", used=True)
    assert order(desk, admin) == ["gtts", "espeak"]
    with pytest.raises(Refused, match="luôn được giữ lại"):
        voice_settings.use(desk, admin, version, "espeak", used=False)


def test_what_is_no_order_is_refused(desk: Desk, admin: Actor) -> None:
    with pytest.raises(NotFound):
        voice_settings.set_order(desk, admin, 0, ["alexa"])
    with pytest.raises(Refused):
        voice_settings.set_order(desk, admin, 0, ["gtts", "gtts"])
    with pytest.raises(Refused):
        voice_settings.set_order(desk, admin, 0, [])
    with pytest.raises(NotFound):
        voice_settings.move(desk, admin, 0, "gtts", 1)
    assert order(desk, admin) == ["silent"]


def test_only_the_administrator_changes_and_only_what_they_saw(
    desk: Desk, admin: Actor, writer: Actor
) -> None:
    with pytest.raises(NotAllowed):
        voice_settings.set_order(desk, writer, 0, ["gtts"])
    voice_settings.set_order(desk, admin, 0, ["gtts"])
    with pytest.raises(Stale):
        voice_settings.set_style(desk, admin, 0, 160, QUICK)
    assert voices.view(desk, admin.commune_id).pauses == HOUSE_PAUSES


def test_a_key_is_sealed_used_by_the_engine_and_shown_nowhere(desk: Desk, admin: Actor) -> None:
    version = voice_settings.keep_key(desk, admin, 0, "gtts", f"  {KEY} ")
    read = engine_keys.reader(desk.store, desk.keys)
    assert read(admin.commune_id, "gtts") == KEY
    assert read(admin.commune_id, "espeak") == ""
    assert KEY not in repr(voices.view(desk, admin.commune_id))
    assert of(desk, admin, "gtts").key_at == desk.clock.now()
    with desk.store.reading() as session:
        tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        rows = [repr(session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in tables]
        assert KEY not in "".join(rows)
        assert "đã nhập" in repr([row.detail for row in session.scalars(select(Audit))])
    voice_settings.forget_key(desk, admin, version, "gtts")
    assert read(admin.commune_id, "gtts") == ""
    assert of(desk, admin, "gtts").key_at is None


def test_a_key_opens_only_for_its_own_engine_and_commune(desk: Desk, admin: Actor) -> None:
    voice_settings.keep_key(desk, admin, 0, "gtts", KEY)
    with desk.store.writing() as session:
        kept = session.get_one(EngineChoice, (admin.commune_id, "gtts"))
        session.add(
            EngineChoice(
                commune_id=admin.commune_id, engine="silent", sealed_key=kept.sealed_key, key_at=kept.key_at
            )
        )
    assert engine_keys.reader(desk.store, desk.keys)(admin.commune_id, "silent") == ""
    assert of(desk, admin, "silent").standing.says == "Khóa không mở được"


@pytest.mark.parametrize("key", ["", "   ", "hai từ", "a b", "x" * 501, "dòng\nmới"])
def test_what_is_no_key_is_refused(desk: Desk, admin: Actor, key: str) -> None:
    with pytest.raises(Refused):
        voice_settings.keep_key(desk, admin, 0, "gtts", key)


@pytest.mark.parametrize(
    ("rate", "pauses"), [(79, QUICK), (301, QUICK), (140, replace(QUICK, sentence_ms=Millis(3001)))]
)
def test_a_pace_or_pause_out_of_range_is_refused(desk: Desk, admin: Actor, rate: int, pauses: Pauses) -> None:
    with pytest.raises(Refused):
        voice_settings.set_style(desk, admin, 0, rate, pauses)


def test_voices_are_chosen_among_those_there_are(desk: Desk, admin: Actor) -> None:
    version = voice_settings.set_voices(desk, admin, 0, "espeak", "vi-vn-x-south", "vi")
    version = voice_settings.set_order(desk, admin, version, ["espeak"])
    with desk.store.reading() as session:
        style = style_of(session, desk, admin.commune_id)
    assert (style.firsts["espeak"].voice, style.seconds["espeak"].voice) == ("vi-vn-x-south", "vi")
    with pytest.raises(Refused):
        voice_settings.set_voices(desk, admin, version, "espeak", "en-us", "")


def test_the_second_voice_of_the_offline_engine_is_lower_where_it_is_the_same(
    desk: Desk, admin: Actor
) -> None:
    voice_settings.set_order(desk, admin, 0, ["espeak"])
    with desk.store.reading() as session:
        style = style_of(session, desk, admin.commune_id)
    first, second = style.firsts["espeak"], style.seconds["espeak"]
    assert second.voice == first.voice
    assert second.pitch < first.pitch


def test_what_was_approved_stays_when_settings_change_and_what_comes_after_is_otherwise(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor
) -> None:
    draft = bulletins.Draft(
        title="Họp thôn",
        text="Mời bà con họp thôn. Xin cảm ơn.",
        field="phap_luat",
        first_day=desk.today(),
        last_day=desk.today() + timedelta(days=3),
    )
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    before = making.make(desk, revision.speech_key)
    decision = approvals.approve(desk, leader, row.id, row.version + 1, revision.digest)
    voice_settings.set_style(desk, admin, 0, 180, QUICK)
    assert making.make(desk, revision.speech_key) == before
    with desk.store.reading() as session:
        approved = session.get_one(Bulletin, row.id)
        assert (approved.state, decision.sound_sha256) == ("da_duyet", before.sha256)
    again = bulletins.copy(desk, writer, row.id)
    draft = replace(draft, title="Họp thôn lần hai")
    again = bulletins.save(desk, writer, again.id, again.version, draft)
    other = bulletins.submit(desk, writer, again.id, again.version)
    assert other.speech_key != revision.speech_key
    made = making.make(desk, other.speech_key)
    assert made.duration_ms < before.duration_ms


def test_speech_not_made_yet_is_made_as_it_was_asked_for(desk: Desk, admin: Actor) -> None:
    with desk.store.writing() as session:
        key = speaking.want(session, desk, admin.commune_id, "Câu một. Câu hai. Câu ba.")
    slow = speaking.ensure(desk, admin.commune_id, ["Câu bốn. Câu năm. Câu sáu."])
    voice_settings.set_style(desk, admin, 0, 140, QUICK)
    [expected] = slow.values()
    assert making.make(desk, key).duration_ms == pytest.approx(expected.duration_ms, abs=60)


def test_questions_and_answers_are_spoken_by_two_voices_of_one_engine_at_one_loudness(
    desk: Desk, admin: Actor, writer: Actor
) -> None:
    voice_settings.set_order(desk, admin, 0, ["espeak"])
    draft = bulletins.Draft(
        title="Hỏi đáp",
        text="HỎI: Làm thẻ căn cước ở đâu, cần mang theo những gì?\n- Đáp: Bà con đến trụ sở công an xã, mang theo giấy khai sinh.",
        kind=Kind.QA,
        field="phap_luat",
        first_day=desk.today(),
        last_day=desk.today() + timedelta(days=3),
    )
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    assert revision.spoken.startswith("Hỏi: Làm thẻ")
    assert "\nĐáp: Bà con" in revision.spoken
    two = making.make(desk, revision.speech_key)
    one = speaking.ensure(desk, writer.commune_id, [revision.spoken])[revision.spoken]
    assert two.key != one.key
    assert two.sha256 != one.sha256
    assert two.engine == one.engine == "espeak"
    for made in (one, two):
        assert made.sha256 is not None
        assert measure(desk.shelf.segment(made.sha256)).integrated == pytest.approx(-16, abs=0.5)


def test_a_stand_in_speaks_questions_and_answers_whole(desk: Desk, admin: Actor) -> None:
    online, offline = StandIn("gtts", fails="Không có mạng."), StandIn("espeak")
    home = with_voices(desk, online, offline)
    with home.store.writing() as session:
        key = speaking.want(session, home, admin.commune_id, "Hỏi: Ở đâu?\nĐáp: Ở xã.", two_voices=True)
    made = making.make(home, key)
    assert (made.engine, made.fell_back) == ("espeak", True)
    [(ask, first), (answer, second)] = offline.heard
    assert (ask, answer) == ("Hỏi: Ở đâu?", "Đáp: Ở xã.")
    assert second.pitch < first.pitch


def test_a_trial_is_spoken_by_that_voice_alone_and_tried_once(desk: Desk, admin: Actor) -> None:
    online, offline = StandIn("gtts", fails="Không có mạng."), StandIn("espeak")
    home = with_voices(desk, online, offline)
    key = voice_trials.try_out(home, admin, Trial("gtts", "Chào bà con."))
    assert making.work(home)
    assert not making.work(home)
    failed = speaking.find(home, key)
    assert (failed.made, failed.trial) == (False, True)
    assert "Không có mạng." in failed.problem
    assert offline.heard == []
    assert progress.progress(home, admin.commune_id).tries == 0
    assert of(home, admin, "gtts").standing.kind == "wait"
    online.fails = ""
    assert voice_trials.try_out(home, admin, Trial("gtts", "Chào bà con.")) == key
    assert making.work(home)
    assert speaking.find(home, key).engine == "gtts"
    assert of(home, admin, "gtts").standing.says == "Đọc được"


def test_a_trial_comes_before_other_work_and_reads_as_bulletins_are_read(desk: Desk, admin: Actor) -> None:
    with desk.store.writing() as session:
        speaking.want(session, desk, admin.commune_id, "Câu chờ từ trước.")
    key = voice_trials.try_out(desk, admin, Trial("silent", "UBND xã họp ngày 15/6."))
    assert making.work(desk)
    with desk.store.reading() as session:
        row = session.get_one(Speech, key)
        assert row.sha256 is not None
        assert row.spoken.startswith("Ủy ban nhân dân xã họp ngày mười lăm tháng sáu")


@pytest.mark.parametrize(
    "trial", [Trial("silent", "x" * 301), Trial("silent", "…!"), Trial("silent", rate_wpm=10)]
)
def test_what_cannot_be_tried_is_refused(desk: Desk, admin: Actor, trial: Trial) -> None:
    with pytest.raises(Refused):
        voice_trials.try_out(desk, admin, trial)


def test_pace_and_pauses_are_tried_before_they_are_kept(desk: Desk, admin: Actor) -> None:
    sentence = "Câu một. Câu hai. Câu ba."
    usual = making.make(desk, voice_trials.try_out(desk, admin, Trial(sentence=sentence)))
    quick = making.make(desk, voice_trials.try_out(desk, admin, Trial(sentence=sentence, pauses=QUICK)))
    assert usual.duration_ms - quick.duration_ms == pytest.approx(2 * 280, abs=60)
    assert voices.view(desk, admin.commune_id).pauses == HOUSE_PAUSES


def test_an_approver_only_looks(desk: Desk, leader: Actor) -> None:
    with pytest.raises(NotAllowed):
        voice_trials.try_out(desk, leader, Trial("silent"))


def test_two_communes_speak_each_their_way(desk: Desk, admin: Actor) -> None:
    with desk.store.writing() as session:
        first = session.get_one(Commune, admin.commune_id)
        values = {
            column.key: getattr(first, column.key)
            for column in Commune.__table__.columns
            if column.key not in ("id", "code")
        }
        second = Commune(code="xa-khac", **values)
        session.add(second)
        session.flush()
        other = second.id
    voice_settings.set_style(desk, admin, 0, 150, QUICK)
    assert people.begun(desk)
    assert voices.view(desk, other).pauses == HOUSE_PAUSES
    with desk.store.writing() as session:
        keys = {speaking.want(session, desk, one, "Xin chào bà con.") for one in (admin.commune_id, other)}
    assert len(keys) == 2


def test_estimates_follow_the_communes_pace(desk: Desk, admin: Actor) -> None:
    text = "Mời bà con đến nhà văn hóa thôn nghe thông báo về thủ tục hành chính."
    before = reading.preview(desk, admin.commune_id, text, {}).length
    voice_settings.set_style(desk, admin, 0, 280, QUICK)
    assert reading.preview(desk, admin.commune_id, text, {}).length == pytest.approx(before / 2, abs=10)


def test_what_is_read_twice_has_its_own_words_in_between(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor
) -> None:
    draft = bulletins.Draft(
        title="Mưa lớn",
        text="Mưa lớn, bà con không qua ngầm tràn.",
        field="phap_luat",
        first_day=desk.today(),
        last_day=desk.today() + timedelta(days=3),
        read_times=2,
    )
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    sound = making.make(desk, revision.speech_key).sha256
    approvals.approve(desk, leader, row.id, row.version + 1, revision.digest)
    gathered, words = programmes.prepare(desk, admin.commune_id)
    between = words.spoken[words.texts.repeat].sha256
    decided = planning.decide(desk, gathered, frame.layouts(gathered, words))
    one = next(one for one in decided if one.order.items)
    pieces = [piece for piece in assembly.assemble(one, gathered, words).pieces if isinstance(piece, str)]
    assert sound is not None
    at = pieces.index(sound)
    assert pieces[at : at + 3] == [sound, between, sound]
