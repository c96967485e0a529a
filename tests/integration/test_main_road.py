"""From a text to the printed log, through the use cases, on a real home with the silent voice."""

import hashlib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import m3u8
import pytest
from sqlalchemy import select

from broadcaster.clock import FixedClock
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale, Unavailable
from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.outgoing.day_texts import playlist, running_order
from broadcaster.services.outgoing.day_views import DayView
from broadcaster.services.programme import programmes
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins
from broadcaster.sound import SoundSettings, house, measure
from broadcaster.store.tables import Airing, Bulletin, Programme, Village
from broadcaster.wire.signature import public_key, verify

MONDAY = date(2026, 6, 15)
TEXT = "Ủy ban nhân dân xã mời bà con đến nhà văn hóa thôn nghe thông báo về thủ tục hành chính."


def draft(**changed: object) -> bulletins.Draft:
    values: dict[str, object] = {
        "title": "Thông báo về thủ tục hành chính",
        "text": TEXT,
        "field": "phap_luat",
        "topic": "cchc",
        "first_day": MONDAY,
        "last_day": MONDAY + timedelta(days=10),
        "airings": 20,
    }
    return bulletins.Draft(**values | changed)  # type: ignore[arg-type] # values of the fields named


def submit(desk: Desk, writer: Actor, **changed: object) -> tuple[Bulletin, str]:
    """Write and submit a bulletin and have it spoken; return it with its digest."""
    row = bulletins.create(desk, writer, draft(**changed))
    revision = bulletins.submit(desk, writer, row.id, row.version)
    speaking.make(desk, revision.speech_key)
    with desk.store.reading() as session:
        return bulletins.find(session, writer.commune_id, row.id), revision.digest


def approve(desk: Desk, writer: Actor, leader: Actor, **changed: object) -> Bulletin:
    row, digest = submit(desk, writer, **changed)
    approvals.approve(desk, leader, row.id, row.version, digest)
    with desk.store.reading() as session:
        return bulletins.find(session, writer.commune_id, row.id)


def village_ids(desk: Desk) -> list[int]:
    with desk.store.reading() as session:
        return list(session.scalars(select(Village.id).order_by(Village.id)))


def bulletin_ids(view: DayView) -> list[int]:
    return [item.bulletin_id for one in view.sessions for item in one.items if item.bulletin_id]


def test_an_approved_bulletin_reaches_every_village_and_an_unapproved_one_none(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    good = approve(desk, writer, leader)
    waiting, _digest = submit(
        desk, writer, title="Bản tin chưa duyệt", text="Tin này chưa được duyệt nên không phát."
    )
    publishing.publish(desk, writer.commune_id)
    for village in village_ids(desk):
        heard = bulletin_ids(days.day(desk, village, MONDAY)) + bulletin_ids(
            days.day(desk, village, MONDAY + timedelta(days=1))
        )
        assert good.id in heard
        assert waiting.id not in heard


def test_a_programme_is_house_form_at_the_house_loudness_and_within_its_session(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    approve(desk, writer, leader, read_times=2)
    publishing.publish(desk, writer.commune_id)
    view = days.day(desk, village_ids(desk)[0], MONDAY)
    for one in view.sessions:
        facts = house.inspect(one.path.read_bytes())
        assert facts.duration_ms == one.duration_ms <= one.longest_ms
        loudness = measure(one.path)
        assert -18 < loudness.integrated < -14
        assert loudness.true_peak <= -1.0
        assert [item.kind for item in one.items][:3] == ["opening", "greeting", "bulletin"]
        assert [item.kind for item in one.items][-2:] == ["closing_words", "closing"]
        ends = [item.offset_ms + item.duration_ms for item in one.items]
        assert all(end <= after.offset_ms + 30 for end, after in zip(ends, one.items[1:], strict=False))


def test_publishing_again_changes_nothing(desk: Desk, writer: Actor, leader: Actor) -> None:
    approve(desk, writer, leader)
    first = publishing.publish(desk, writer.commune_id)
    assert first.programmes > 0
    assert publishing.publish(desk, writer.commune_id) == publishing.Published(0, 0)


def test_two_publishers_at_once_make_each_programme_once(desk: Desk, writer: Actor, leader: Actor) -> None:
    approve(desk, writer, leader)
    programmes.prepare(desk, writer.commune_id)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: publishing.publish(desk, writer.commune_id), range(3)))
    with desk.store.reading() as session:
        versions = session.execute(select(Programme.occurrence_id, Programme.version)).all()
        planned = session.scalars(select(Airing.programme_id)).all()
    assert len(versions) == len(set(versions)) == len(planned)
    assert {version for _occurrence, version in versions} == {1}


def test_the_writer_does_not_approve_what_they_wrote(desk: Desk, admin: Actor, leader: Actor) -> None:
    both = Actor(
        admin.person_id, admin.commune_id, admin.login, admin.name, admin.title, admin.roles | leader.roles
    )
    row, digest = submit(desk, both)
    with pytest.raises(NotAllowed):
        approvals.approve(desk, both, row.id, row.version, digest)


def test_a_second_approval_of_the_same_page_is_told_it_is_late(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    row, digest = submit(desk, writer)
    approvals.approve(desk, leader, row.id, row.version, digest)
    with pytest.raises(Stale):
        approvals.approve(desk, leader, row.id, row.version, digest)


def test_what_changed_behind_the_leaders_page_is_not_approved(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    row, digest = submit(desk, writer)
    row = bulletins.recall(desk, writer, row.id, row.version)
    row = bulletins.save(desk, writer, row.id, row.version, draft(text=TEXT + " Mời bà con đến đúng giờ."))
    bulletins.submit(desk, writer, row.id, row.version)
    with desk.store.reading() as session:
        newest = bulletins.find(session, writer.commune_id, row.id)
    with pytest.raises(Stale):
        approvals.approve(desk, leader, row.id, newest.version, digest)


def test_a_bulletin_whose_sound_is_not_made_cannot_be_approved(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    row = bulletins.create(desk, writer, draft())
    revision = bulletins.submit(desk, writer, row.id, row.version)
    with pytest.raises(Refused, match="chưa làm xong"):
        approvals.approve(desk, leader, row.id, row.version + 1, revision.digest)


def test_an_edit_voids_the_approval_and_takes_the_bulletin_off_the_air(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    row = approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    bulletins.reopen(desk, writer, row.id, row.version)
    publishing.publish(desk, writer.commune_id)
    for village in village_ids(desk):
        assert bulletin_ids(days.day(desk, village, MONDAY + timedelta(days=1))) == []


def test_a_session_about_to_start_no_longer_changes(
    desk: Desk, writer: Actor, leader: Actor, clock: FixedClock
) -> None:
    row = approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    clock.at += timedelta(hours=8, minutes=50)  # 16:50; the session is at 17:00
    bulletins.reopen(desk, writer, row.id, row.version)
    publishing.publish(desk, writer.commune_id)
    assert row.id in bulletin_ids(days.day(desk, village_ids(desk)[0], MONDAY))


def test_urgent_comes_first_and_has_the_attention_tone(desk: Desk, writer: Actor, leader: Actor) -> None:
    approve(desk, writer, leader)
    urgent = approve(
        desk,
        writer,
        leader,
        title="Tin khẩn",
        text="Mưa lớn, bà con không qua ngầm tràn.",
        urgency=Urgency.URGENT,
    )
    publishing.publish(desk, writer.commune_id)
    one = days.day(desk, village_ids(desk)[0], MONDAY).sessions[0]
    first = next(item for item in one.items if item.kind == "bulletin")
    assert first.bulletin_id == urgent.id


def test_a_bulletin_for_one_village_stays_in_it(desk: Desk, writer: Actor, leader: Actor) -> None:
    first, second, _third = village_ids(desk)
    row = approve(desk, writer, leader, village_ids=(first,))
    publishing.publish(desk, writer.commune_id)
    assert row.id in bulletin_ids(days.day(desk, first, MONDAY))
    assert bulletin_ids(days.day(desk, second, MONDAY)) == []


def test_a_pack_holds_the_days_sound_with_right_digests(
    desk: Desk, writer: Actor, leader: Actor, tmp_path: Path
) -> None:
    approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    village = village_ids(desk)[0]
    publishing.pack(desk, village, MONDAY, 2, tmp_path / "goi.zip")
    with zipfile.ZipFile(tmp_path / "goi.zip") as archive:
        names = archive.namelist()
        assert [name for name in names if name.startswith("20260616/")] == [
            "20260616/01_0530.MP3",
            "20260616/02_1700.MP3",
            "20260616/DANHSACH.TXT",
            "20260616/DANHSACH.M3U",
            "20260616/SHA256.TXT",
        ]
        for line in archive.read("20260616/SHA256.TXT").decode("ascii").splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(f"20260616/{name}")).hexdigest() == digest
        assert not archive.read("20260616/01_0530.MP3").startswith(b"ID3")


def test_an_empty_day_says_what_is_missing(desk: Desk, admin: Actor, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Lịch phát"):
        publishing.pack(desk, village_ids(desk)[0], MONDAY, 1, tmp_path / "goi.zip")
    assert list(tmp_path.glob("goi*")) == []


def test_a_damaged_programme_is_never_packed(
    desk: Desk, writer: Actor, leader: Actor, tmp_path: Path
) -> None:
    approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    village = village_ids(desk)[0]
    one = days.day(desk, village, MONDAY).sessions[0]
    one.path.write_bytes(one.path.read_bytes()[:-100])
    with pytest.raises(Unavailable, match="hỏng"):
        publishing.pack(desk, village, MONDAY, 1, tmp_path / "goi.zip")


def test_a_player_finds_the_sessions_of_a_day_in_order(desk: Desk, writer: Actor, leader: Actor) -> None:
    approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    view = days.day(desk, village_ids(desk)[0], MONDAY + timedelta(days=1))
    found = m3u8.loads(playlist(view)).segments
    assert [segment.uri for segment in found] == ["01_0530.MP3", "02_1700.MP3"]
    assert [segment.duration for segment in found] == [-(-one.duration_ms // 1000) for one in view.sessions]
    assert "Thông báo về thủ tục hành chính" in running_order(view)


def test_the_published_head_is_signed_and_names_files_that_are_there(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    import json  # noqa: PLC0415 # only here

    approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    heads = sorted((desk.settings.schedules / "published").glob("*/*/head.json"))
    assert len(heads) == 3
    for path in heads:
        head = json.loads(path.read_bytes())
        assert verify(head, public_key(desk.keys.signing_seed(head["commune"])))
        for one in head["sessions"]:
            sound = path.parent / one["file"]
            assert hashlib.sha256(sound.read_bytes()).hexdigest() == one["sha256"]
            assert any(item["approved_digest"] for item in one["items"])


def test_every_planned_session_stands_in_the_log_and_the_log_is_whole(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    approve(desk, writer, leader)
    publishing.publish(desk, writer.commune_id)
    verdict = airings.verify(desk, writer.commune_id)
    with desk.store.reading() as session:
        made = len(session.scalars(select(Programme.id)).all())
    assert (verdict.rows, verdict.broken_seq) == (made, None)


def test_a_draft_sent_twice_is_one_bulletin(desk: Desk, writer: Actor) -> None:
    first = bulletins.create(desk, writer, draft(), "key-1")
    second = bulletins.create(desk, writer, draft(title="Tên mới"), "key-1")
    assert first.id == second.id
    assert second.title == "Tên mới"


def test_a_stale_save_is_refused_and_changes_nothing(desk: Desk, writer: Actor) -> None:
    row = bulletins.create(desk, writer, draft())
    bulletins.save(desk, writer, row.id, row.version, draft(text="Bản thứ nhất."))
    with pytest.raises(Stale):
        bulletins.save(desk, writer, row.id, 1, draft(text="Bản thứ hai."))
    with desk.store.reading() as session:
        assert bulletins.find(session, writer.commune_id, row.id).text == "Bản thứ nhất."


@pytest.mark.parametrize(
    "changed",
    [
        {"text": ""},
        {"text": "a " * 60_000},
        {"title": "  "},
        {"first_day": MONDAY, "last_day": MONDAY - timedelta(days=1)},
        {"last_day": None},
        {"village_ids": (999,)},
        {"village_ids": ()},
        {"airings": 0},
        {"text": "🎉🎉🎉"},
    ],
    ids=str,
)
def test_an_incomplete_bulletin_stays_a_draft_and_says_why(
    desk: Desk, writer: Actor, changed: dict[str, object]
) -> None:
    row = bulletins.create(desk, writer, draft(**changed))
    with pytest.raises(bulletins.Incomplete) as failure:
        bulletins.submit(desk, writer, row.id, row.version)
    assert failure.value.problems
    with desk.store.reading() as session:
        kept = bulletins.find(session, writer.commune_id, row.id)
    assert (kept.state, kept.version, kept.text) == ("nhap", row.version, row.text)


def test_an_expired_bulletin_stops_airing_by_itself(
    desk: Desk, writer: Actor, leader: Actor, clock: FixedClock
) -> None:
    row = approve(desk, writer, leader, last_day=MONDAY)
    clock.at += timedelta(days=1)
    publishing.publish(desk, writer.commune_id)
    with desk.store.reading() as session:
        assert bulletins.find(session, writer.commune_id, row.id).state == "het_han"
    assert bulletin_ids(days.day(desk, village_ids(desk)[0], MONDAY + timedelta(days=1))) == []


def test_wished_airings_are_counted_by_village_and_not_exceeded(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    row = approve(desk, writer, leader, airings=3)
    publishing.publish(desk, writer.commune_id)
    for village in village_ids(desk):
        heard = [
            one for n in range(8) for one in bulletin_ids(days.day(desk, village, MONDAY + timedelta(days=n)))
        ]
        assert heard.count(row.id) == 3


def test_a_changed_bit_rate_is_followed_by_what_is_made_next(
    desk: Desk, writer: Actor, leader: Actor
) -> None:
    approve(desk, writer, leader)
    richer = replace(desk, sound=SoundSettings(kbps=128))
    publishing.publish(richer, writer.commune_id)
    one = days.day(richer, village_ids(desk)[0], MONDAY).sessions[0]
    facts = house.inspect_file(one.path)
    assert (facts.kbps, facts.duration_ms) == (128, one.duration_ms)
    assert publishing.publish(richer, writer.commune_id) == publishing.Published(0, 0)


def test_what_was_not_aired_is_still_owed_to_that_village(
    desk: Desk, writer: Actor, leader: Actor, clock: FixedClock
) -> None:
    row = approve(desk, writer, leader, airings=2)
    publishing.publish(desk, writer.commune_id)
    first, second = village_ids(desk)[:2]

    def heard(village: int) -> int:
        found = [
            one for n in range(8) for one in bulletin_ids(days.day(desk, village, MONDAY + timedelta(days=n)))
        ]
        return found.count(row.id)

    one = days.day(desk, first, MONDAY).sessions[0]
    clock.at += timedelta(hours=10)  # 18:00, after the session of 17:00
    airings.declare(desk, airings.Statement(one.occurrence_id, False, "Bàn Văn Sơn", "mat_dien"))
    assert writer.commune_id in due.wanted(desk)
    publishing.publish(desk, writer.commune_id)
    assert (heard(first), heard(second)) == (3, 2)
