"""A bulletin that a person recorded: what is kept of it, approved with it, aired of it, and in which languages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcaster.domain.writing.bulletin import RECORDING
from broadcaster.domain.writing.workflow import State
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.paper import words
from broadcaster.paper.entries import Entry
from broadcaster.services import periods
from broadcaster.services.commune import languages, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import logbook
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.programme import programmes
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletin_air, bulletin_view, bulletins, recordings
from broadcaster.services.writing.versions import Version
from broadcaster.sound import inspect_file, measure
from broadcaster.store.tables import Bulletin, ProgrammeItem, Speech
from broadcaster.units import Millis
from tests.unit.sound.generated import babble, converted, files_in, silent, wav

MONDAY = date(2026, 6, 15)
TEXT = "Mời bà con đến nhà văn hóa thôn."


@pytest.fixture(scope="session")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a phone records: a second of nothing, three of something like speech, soft; M4A."""
    folder = tmp_path_factory.mktemp("phone")
    sound = wav(folder / "thu.wav", [*silent(1), *babble(3, peak=0.05), *silent(1)])
    return converted(sound, folder / "Ghi âm 1.m4a")


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another recording, two seconds, louder."""
    folder = tmp_path_factory.mktemp("other")
    return converted(wav(folder / "dao.wav", babble(2, peak=0.5)), folder / "dao.ogg", "-c:a", "libvorbis")


def begun(desk: Desk, writer: Actor, **changed: object) -> int:
    values: dict[str, object] = {
        "title": "Họp thôn",
        "text": TEXT,
        "field": "phap_luat",
        "first_day": MONDAY,
        "last_day": MONDAY + timedelta(days=10),
        "airings": 20,
    }
    return bulletins.create(desk, writer, bulletins.Draft(**values | changed)).id  # type: ignore[arg-type] # values of the fields named


def read(desk: Desk, bulletin_id: int) -> Bulletin:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id)


def submitted(desk: Desk, writer: Actor, bulletin_id: int) -> str:
    revision = bulletins.submit(desk, writer, bulletin_id, read(desk, bulletin_id).version)
    if revision.speech_key:
        speaking.make(desk, revision.speech_key)
    return revision.digest


def approved(desk: Desk, writer: Actor, leader: Actor, bulletin_id: int) -> None:
    digest = submitted(desk, writer, bulletin_id)
    approvals.approve(desk, leader, bulletin_id, read(desk, bulletin_id).version, digest)


def add(desk: Desk, writer: Actor, bulletin_id: int, file: Path, language: int = 0) -> Version:
    return recordings.add(desk, writer, bulletin_id, file, language, "Bàn Thị Mai")


def bulletin_items(
    desk: Desk, village_id: int, day: date = MONDAY + timedelta(days=1)
) -> list[ProgrammeItem]:
    """What the first session of a day airs of bulletins in a village."""
    view = days.day(desk, village_id, day)
    with desk.store.reading() as session:
        return list(
            session.scalars(
                select(ProgrammeItem).where(
                    ProgrammeItem.programme_id == view.sessions[0].programme_id,
                    ProgrammeItem.kind == "bulletin",
                )
            )
        )


def village_ids(desk: Desk, actor: Actor) -> list[int]:
    return [one.id for one in villages.listing(desk, actor.commune_id)]


def hears(desk: Desk, admin: Actor, village_id: int, wanted: Sequence[int]) -> None:
    version = villages.view(desk, admin.commune_id, village_id).version
    languages.change_village(desk, admin, village_id, version, wanted)


def test_a_recording_is_house_form_at_the_house_loudness_without_its_silence(
    desk: Desk, writer: Actor, phone: Path
) -> None:
    made = add(desk, writer, begun(desk, writer), phone)
    path = desk.shelf.segment(made.sha256)
    assert inspect_file(path).kbps == desk.sound.kbps
    assert measure(path).integrated == pytest.approx(desk.sound.target, abs=0.5)
    assert made.duration_ms == pytest.approx(3000, abs=250)


def test_of_what_was_sent_nothing_is_kept_but_what_was_made_of_it(
    desk: Desk, writer: Actor, phone: Path
) -> None:
    before = phone.read_bytes()
    made = add(desk, writer, begun(desk, writer), phone)
    take = recordings.take(desk, writer, read(desk, 1).id, made.recording_id)
    kept = {path.stem for path in desk.shelf.folder.rglob("*.mp3")}
    assert kept >= {made.sha256, take.take}
    assert inspect_file(desk.shelf.segment(take.take)).kbps == 128
    assert [name for name in files_in(desk.shelf.folder) if name.endswith(".m4a")] == []
    assert files_in(desk.shelf.folder / "incoming") == []
    assert phone.read_bytes() == before


def test_a_recorded_bulletin_waits_for_no_voice_and_airs_what_was_recorded(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor, phone: Path
) -> None:
    one = begun(desk, writer)
    made = add(desk, writer, one, phone)
    bulletins.submit(desk, writer, one, read(desk, one).version)
    with desk.store.reading() as session:
        assert session.scalars(select(Speech).where(Speech.spoken == TEXT)).all() == []
    (waiting,) = approvals.queue(desk, leader)
    assert (waiting.voice.made, waiting.voice.engine, waiting.voice.voice) == (True, RECORDING, "Bàn Thị Mai")
    decision = approvals.approve(desk, leader, one, waiting.bulletin.version, waiting.revision.digest)
    assert decision.sound_sha256 == made.sha256
    publishing.publish(desk, writer.commune_id)
    (item,) = bulletin_items(desk, village_ids(desk, admin)[0])
    assert item.duration_ms == pytest.approx(made.duration_ms, abs=30)
    assert [(said["language"], said["engine"], said["voice"], said["sha256"]) for said in item.versions] == [
        ("tiếng Việt", RECORDING, "Bàn Thị Mai", made.sha256)
    ]


def test_the_log_says_who_recorded(desk: Desk, writer: Actor, leader: Actor, phone: Path) -> None:
    one = begun(desk, writer)
    add(desk, writer, one, phone)
    approved(desk, writer, leader, one)
    publishing.publish(desk, writer.commune_id)
    period = periods.week(MONDAY)
    entries = logbook.entries(desk, writer.commune_id, logbook.Wanted(period.first, period.last))
    assert {words.voice(item) for entry in entries for item in entry.items} == {"bản thu (Bàn Thị Mai)"}


def test_another_recording_voids_the_approval(
    desk: Desk, writer: Actor, leader: Actor, phone: Path, other: Path
) -> None:
    one = begun(desk, writer)
    add(desk, writer, one, phone)
    approved(desk, writer, leader, one)
    with pytest.raises(Refused, match="mở ra để sửa"):
        add(desk, writer, one, other)
    assert State(read(desk, one).state) is State.APPROVED
    bulletins.reopen(desk, writer, one, read(desk, one).version)
    assert not any(decided.order.items for decided in programmes.preview(desk, writer.commune_id))
    add(desk, writer, one, other)
    old = approvals_digest(desk, one)
    digest = submitted(desk, writer, one)
    assert digest != old
    with pytest.raises(Stale):
        approvals.approve(desk, leader, one, read(desk, one).version, old)


def approvals_digest(desk: Desk, bulletin_id: int) -> str:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id).revisions[-1].digest


def test_a_cut_is_made_from_the_take_and_can_be_made_again_wider(
    desk: Desk, writer: Actor, phone: Path
) -> None:
    one = begun(desk, writer)
    whole = add(desk, writer, one, phone)
    short = recordings.cut(desk, writer, one, whole.recording_id, Millis(500), Millis(1500))
    assert short.duration_ms == pytest.approx(1000, abs=150)
    assert measure(desk.shelf.segment(short.sha256)).integrated == pytest.approx(-16, abs=0.5)
    assert [found.recording_id for found in recordings.of_bulletin(desk, writer, one)] == [short.recording_id]
    wide = recordings.cut(desk, writer, one, short.recording_id, Millis(0), Millis(999_999))
    assert wide.duration_ms == pytest.approx(whole.duration_ms, abs=30)
    found = recordings.take(desk, writer, one, wide.recording_id)
    assert (found.start_ms, found.stop_ms) == (0, found.take_ms)


def test_a_cut_that_leaves_nothing_changes_nothing(desk: Desk, writer: Actor, phone: Path) -> None:
    one = begun(desk, writer)
    whole = add(desk, writer, one, phone)
    with pytest.raises(Refused, match="sau điểm bắt đầu"):
        recordings.cut(desk, writer, one, whole.recording_id, Millis(900), Millis(900))
    assert recordings.of_bulletin(desk, writer, one) == (whole,)


def test_the_outline_follows_the_sound(desk: Desk, writer: Actor, phone: Path) -> None:
    one = begun(desk, writer)
    made = add(desk, writer, one, phone)
    points = recordings.drawn(desk, writer, one, made.recording_id)
    assert recordings.OUTLINE_POINTS - 10 < len(points) <= recordings.OUTLINE_POINTS
    assert 20 < max(points) <= 100
    assert min(points) < 5


def test_one_recording_a_language_and_taking_it_off_brings_the_voice_back(
    desk: Desk, admin: Actor, writer: Actor, phone: Path, other: Path
) -> None:
    dao = languages.add(desk, admin, "Dao").id
    one = begun(desk, writer)
    add(desk, writer, one, phone)
    add(desk, writer, one, other, dao)
    second = add(desk, writer, one, other)
    found = recordings.of_bulletin(desk, writer, one)
    assert [(version.language, version.recording_id == second.recording_id) for version in found] == [
        ("tiếng Việt", True),
        ("tiếng Dao", False),
    ]
    recordings.remove(desk, writer, one, second.recording_id)
    revision = bulletins.submit(desk, writer, one, read(desk, one).version)
    assert revision.engine == "silent"
    assert revision.speech_key


def test_what_is_typed_later_keeps_the_recordings_and_a_copy_has_them(
    desk: Desk, writer: Actor, phone: Path
) -> None:
    one = begun(desk, writer)
    made = add(desk, writer, one, phone)
    draft = replace(bulletins.draft(desk, writer, one), title="Tên khác")
    bulletins.save(desk, writer, one, read(desk, one).version, draft)
    assert recordings.of_bulletin(desk, writer, one) == (made,)
    copied = bulletins.copy(desk, writer, one)
    assert recordings.of_bulletin(desk, writer, copied.id) == (made,)


def test_a_text_that_leaves_doubts_may_be_recorded(desk: Desk, writer: Actor, phone: Path) -> None:
    one = begun(desk, writer, text="Mời ông XQZT đến nhà văn hóa thôn.")
    with pytest.raises(bulletins.Incomplete):
        bulletins.submit(desk, writer, one, read(desk, one).version)
    add(desk, writer, one, phone)
    assert bulletins.submit(desk, writer, one, read(desk, one).version).engine == RECORDING


def test_a_recording_still_needs_its_text(desk: Desk, writer: Actor, phone: Path) -> None:
    one = begun(desk, writer, text="")
    add(desk, writer, one, phone)
    with pytest.raises(bulletins.Incomplete, match="Chưa có nội dung"):
        bulletins.submit(desk, writer, one, read(desk, one).version)


def test_each_village_hears_its_languages_in_its_order(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor, phone: Path, other: Path
) -> None:
    dao, tay = (languages.add(desk, admin, name).id for name in ("Dao", "tiếng tày"))
    first, second, third = village_ids(desk, admin)
    hears(desk, admin, second, (dao, 0))
    hears(desk, admin, third, (tay, 0, dao))
    one = begun(desk, writer, read_times=2)
    spoken_dao = add(desk, writer, one, other, dao)
    approved(desk, writer, leader, one)
    publishing.publish(desk, writer.commune_id)
    (plain,), (two,), (three,) = (bulletin_items(desk, village) for village in (first, second, third))
    assert [said["language"] for said in plain.versions] == ["tiếng Việt"]
    assert [said["language"] for said in two.versions] == ["tiếng Dao", "tiếng Việt"]
    assert [said["language"] for said in three.versions] == ["tiếng Việt", "tiếng Dao"]
    assert two.versions[0]["sha256"] == spoken_dao.sha256
    assert two.duration_ms == three.duration_ms
    # Dao twice with a pause between, and the pause before the next language
    assert two.duration_ms - plain.duration_ms == pytest.approx(2 * spoken_dao.duration_ms + 2 * 500, abs=150)
    assert "tiếng" not in two.reason
    assert "chưa có bản thu tiếng Tày nên bỏ qua tiếng đó" in three.reason
    said = {entry.village: words.voice(entry.items[0]) for entry in week_of(desk, writer) if entry.items}
    assert said == {
        "thôn Khe Mơ": "tiếng thử",
        "thôn Đồng Giữa": "tiếng Dao: bản thu (Bàn Thị Mai); tiếng Việt: tiếng thử",
        "thôn Suối Ngang": "tiếng Việt: tiếng thử; tiếng Dao: bản thu (Bàn Thị Mai)",
    }
    for village in (first, second, third):
        for day in (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)):
            assert all(view.duration_ms <= view.longest_ms for view in days.day(desk, village, day).sessions)
    assert publishing.publish(desk, writer.commune_id) == publishing.Published(0, 0)


def week_of(desk: Desk, actor: Actor) -> Sequence[Entry]:
    period = periods.week(MONDAY)
    return logbook.entries(desk, actor.commune_id, logbook.Wanted(period.first, period.last))


def test_a_village_that_hears_only_a_language_there_is_none_of_is_silent_and_the_page_says_why(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor
) -> None:
    dao = languages.add(desk, admin, "Dao").id
    last = village_ids(desk, admin)[-1]
    hears(desk, admin, last, (dao,))
    one = begun(desk, writer)
    approved(desk, writer, leader, one)
    publishing.publish(desk, writer.commune_id)
    assert days.day(desk, last, MONDAY + timedelta(days=1)).sessions == ()
    air = bulletin_air.air(desk, writer.commune_id, one)
    assert "chưa có bản thu tiếng Dao mà thôn này nghe" in {left.reason for left in air.left_out}


def test_a_language_taken_off_the_list_is_heard_no_more_and_a_village_left_with_none_hears_vietnamese(
    desk: Desk, admin: Actor
) -> None:
    dao = languages.add(desk, admin, "Dao").id
    first, second, _third = village_ids(desk, admin)
    hears(desk, admin, first, (dao,))
    hears(desk, admin, second, (dao, 0))
    assert languages.listing(desk, admin.commune_id)[0].villages == ("thôn Khe Mơ", "thôn Đồng Giữa")
    languages.remove(desk, admin, dao)
    for village in (first, second):
        assert languages.of_village(desk, admin.commune_id, village).words == "tiếng Việt"
    assert languages.add(desk, admin, "tiếng dao").name == "tiếng Dao"


@pytest.mark.parametrize("name", ["Dao", " tiếng  DAO", "tiếng Việt", ""])
def test_a_language_needs_a_name_of_its_own(name: str, desk: Desk, admin: Actor) -> None:
    languages.add(desk, admin, "Dao")
    with pytest.raises(Refused, match="Hãy"):
        languages.add(desk, admin, name)


def test_a_villages_languages_are_chosen_once_each_from_the_list(desk: Desk, admin: Actor) -> None:
    dao, village = languages.add(desk, admin, "Dao").id, village_ids(desk, admin)[0]
    version = villages.view(desk, admin.commune_id, village).version
    for wanted in ((), (dao, dao), (dao, 99)):
        with pytest.raises(Refused, match="Hãy"):
            languages.change_village(desk, admin, village, version, wanted)
    languages.change_village(desk, admin, village, version, (dao, 0))
    with pytest.raises(Stale):
        languages.change_village(desk, admin, village, version, (0,))


def test_only_who_may_records_and_only_in_their_own_commune(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor, phone: Path
) -> None:
    one = begun(desk, writer)
    made = add(desk, writer, one, phone)
    with pytest.raises(NotAllowed):
        add(desk, leader, one, phone)
    with pytest.raises(NotAllowed):
        recordings.cut(desk, leader, one, made.recording_id, Millis(0), Millis(900))
    with pytest.raises(NotAllowed):
        recordings.remove(desk, leader, one, made.recording_id)
    with pytest.raises(NotAllowed):
        languages.add(desk, writer, "Dao")
    stranger = replace(writer, commune_id=99)
    for wrong in (
        lambda: add(desk, stranger, one, phone),
        lambda: recordings.cut(desk, stranger, one, made.recording_id, Millis(0), Millis(900)),
        lambda: recordings.drawn(desk, stranger, one, made.recording_id),
        lambda: recordings.drawn(desk, writer, begun(desk, writer), made.recording_id),
    ):
        with pytest.raises(NotFound):
            wrong()
    with pytest.raises(Refused, match="không còn trong danh sách"):
        add(desk, writer, one, phone, language=7)


def test_a_page_of_the_bulletin_tells_every_recording(
    desk: Desk, admin: Actor, writer: Actor, phone: Path, other: Path
) -> None:
    dao = languages.add(desk, admin, "Dao").id
    one = begun(desk, writer)
    own, spoken_dao = add(desk, writer, one, phone), add(desk, writer, one, other, dao)
    for _turn in range(2):
        facts = bulletin_view.view(desk, writer, one).facts
        assert facts.recordings == (own, spoken_dao)
        assert facts.voice is not None
        assert (facts.voice.sha256, facts.length) == (own.sha256, own.duration_ms)
        if read(desk, one).state == "nhap":
            submitted(desk, writer, one)
