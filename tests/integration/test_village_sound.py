"""What one village hears and another does not: its own jingles, and programmes for horn loudspeakers."""

import math
import struct
import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.commune import stations, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import jingles
from broadcaster.services.layout.jingle_set import JingleWords, shipped
from broadcaster.services.layout.jingles import Place
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.outgoing.day_views import ItemView, SessionView
from broadcaster.services.programme import programmes
from broadcaster.services.timetable.timetable import timetable
from broadcaster.sound import inspect_file, measure
from broadcaster.store.tables import Bulletin

Approve = Callable[..., Bulletin]
WORDS = JingleWords("Kèn lá", "đội văn nghệ thôn tự thu", "tự làm")
RATE_HZ = 8000


def tone(path: Path, length_s: float, hz: float = 440) -> Path:
    samples = [
        round(9000 * math.sin(math.tau * hz * one / RATE_HZ)) for one in range(int(length_s * RATE_HZ))
    ]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


def places(desk: Desk, who: Actor) -> tuple[int, int]:
    first, second, *_ = villages.listing(desk, who.commune_id)
    return first.id, second.id


def tomorrow(desk: Desk, village_id: int) -> SessionView:
    return days.day(desk, village_id, desk.today() + timedelta(days=1)).sessions[0]


def item(session: SessionView, kind: str) -> ItemView:
    return next(one for one in session.items if one.kind == kind)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tone(tmp_path / "ken.wav", 5)


def test_a_village_hears_its_own_jingle_and_the_others_hear_the_communes(
    desk: Desk, writer: Actor, approve: Approve, other: Path
) -> None:
    approve()
    here, there = places(desk, writer)
    own = jingles.replace(desk, writer, Place("opening", here), other, WORDS)
    publishing.publish(desk, writer.commune_id)
    commune = jingles.in_use(desk, writer.commune_id)[0]
    assert own.duration_ms != commune.duration_ms
    assert item(tomorrow(desk, here), "opening").duration_ms == pytest.approx(own.duration_ms, abs=60)
    assert item(tomorrow(desk, there), "opening").duration_ms == pytest.approx(commune.duration_ms, abs=60)
    assert [one.role for one in jingles.in_use(desk, writer.commune_id, here)] == ["opening"]
    assert jingles.with_own(desk, writer.commune_id) == {here}


def test_the_plan_counts_the_length_of_a_villages_own_jingles(
    desk: Desk, writer: Actor, approve: Approve, tmp_path: Path
) -> None:
    approve(urgency=Urgency.URGENT)
    here, there = places(desk, writer)
    for role in ("opening", "attention", "closing"):
        jingles.replace(desk, writer, Place(role, here), tone(tmp_path / "a.wav", 25), WORDS)
    lengths = {
        one.occurrence.village_id: one.order.length for one in programmes.preview(desk, writer.commune_id)
    }
    publishing.publish(desk, writer.commune_id)
    shared = {one.role: one.duration_ms for one in jingles.in_use(desk, writer.commune_id)}
    own = {one.role: one.duration_ms for one in jingles.in_use(desk, writer.commune_id, here)}
    more = sum(own[role] - shared[role] for role in own)
    assert lengths[here] - lengths[there] == more
    for village in (here, there):
        assert tomorrow(desk, village).duration_ms == pytest.approx(lengths[village], abs=1500)
    assert not any(one.changing for one in timetable(desk, writer.commune_id, desk.today(), 7, here).cells())


def test_a_village_goes_back_to_the_communes_and_may_choose_what_it_had(
    desk: Desk, writer: Actor, other: Path
) -> None:
    here, _there = places(desk, writer)
    own = jingles.replace(desk, writer, Place("opening", here), other, WORDS)
    jingles.use_communes(desk, writer, Place("opening", here))
    assert jingles.in_use(desk, writer.commune_id, here) == ()
    assert [one.sha256 for one in jingles.replaced(desk, writer.commune_id)] == [own.sha256]
    with pytest.raises(NotFound, match="nhạc chung"):
        jingles.use_communes(desk, writer, Place("opening", here))
    offered = {one.sha256: one for one in jingles.choices(desk, writer.commune_id, "opening")}
    assert offered[own.sha256].words == WORDS
    again = jingles.choose(desk, writer, Place("opening", here), own.sha256)
    assert (again.sha256, again.title, again.licence) == (own.sha256, own.title, own.licence)


def test_the_shipped_sound_is_chosen_back_for_the_commune(desk: Desk, writer: Actor, other: Path) -> None:
    before = jingles.in_use(desk, writer.commune_id)[0]
    jingles.replace(desk, writer, Place("opening"), other, WORDS)
    desk.shelf.segment(before.sha256).unlink()  # as when it was pruned: it ships, so it is put there again
    offered = jingles.choices(desk, writer.commune_id, "opening")
    assert [one.ships for one in offered] == [True, False]
    jingles.choose(desk, writer, Place("opening"), before.sha256)
    assert jingles.in_use(desk, writer.commune_id)[0].title == before.title
    assert inspect_file(desk.shelf.segment(before.sha256)).duration_ms == before.duration_ms


def test_a_sound_of_another_role_or_that_is_gone_is_not_chosen(
    desk: Desk, writer: Actor, other: Path
) -> None:
    closing = next(one.sha256 for one in shipped() if one.role == "closing")
    own = jingles.replace(desk, writer, Place("opening"), other, WORDS)
    jingles.replace(desk, writer, Place("opening"), other, WORDS)
    desk.shelf.segment(own.sha256).unlink()
    for sha256 in (closing, own.sha256, "0" * 64, ""):
        with pytest.raises(NotFound):
            jingles.choose(desk, writer, Place("opening"), sha256)


@pytest.mark.parametrize("words", [("", "ai", "gì"), ("Tên", " ", "gì"), ("Tên", "ai", "")])
def test_title_source_and_licence_are_needed(
    words: tuple[str, str, str], desk: Desk, writer: Actor, other: Path
) -> None:
    with pytest.raises(Refused, match="nguồn và giấy phép"):
        jingles.replace(desk, writer, Place("opening"), other, JingleWords(*words))


def test_another_communes_village_or_an_unknown_role_is_told(desk: Desk, writer: Actor, other: Path) -> None:
    with pytest.raises(NotFound, match="thôn"):
        jingles.replace(desk, writer, Place("opening", 999), other, WORDS)
    with pytest.raises(Refused, match="vị trí"):
        jingles.replace(desk, writer, Place("gong"), other, WORDS)


def test_only_who_keeps_the_sounds_replaces_them(desk: Desk, operator: Actor, other: Path) -> None:
    for act in (
        lambda: jingles.replace(desk, operator, Place("opening"), other, WORDS),
        lambda: jingles.choose(desk, operator, Place("opening"), shipped()[0].sha256),
        lambda: jingles.use_communes(desk, operator, Place("opening", 1)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_village_with_horns_gets_its_programme_shaped_for_them_and_the_others_as_before(
    desk: Desk, writer: Actor, approve: Approve
) -> None:
    approve()
    publishing.publish(desk, writer.commune_id)
    here, there = places(desk, writer)
    before, same = tomorrow(desk, here), tomorrow(desk, there)
    station = villages.view(desk, writer.commune_id, here).stations[0]
    stations.change(desk, writer, station.id, stations.StationWords(station.name, horn=True))
    publishing.publish(desk, writer.commune_id)
    after = tomorrow(desk, here)
    assert after.sha256 != before.sha256
    assert after.version == before.version + 1
    assert after.duration_ms == before.duration_ms
    assert [one.offset_ms for one in after.items] == [one.offset_ms for one in before.items]
    assert tomorrow(desk, there).sha256 == same.sha256
    loudness = measure(after.path)
    assert loudness.integrated == pytest.approx(desk.sound.target, abs=1.0)
    assert loudness.true_peak <= desk.sound.peak_ceiling + 0.1  # where pieces meet nothing sounds
    assert publishing.publish(desk, writer.commune_id) == publishing.Published(0, 0)


def test_a_segment_is_shaped_once_for_all_villages_with_horns(
    desk: Desk, writer: Actor, approve: Approve
) -> None:
    approve()
    for village in villages.listing(desk, writer.commune_id):
        words = stations.StationWords("Cụm loa nén", horn=True)
        stations.add(desk, writer, village.id, words)
    publishing.publish(desk, writer.commune_id)
    horns = list((desk.settings.audio / "segments").rglob("*-horn.mp3"))
    bases = {one.name.split(".")[0] for one in horns}
    assert len(bases) == len(horns)
    assert {jingles.in_use(desk, writer.commune_id)[0].sha256} <= bases


def test_a_village_whose_horns_were_taken_down_hears_the_plain_programme_again(
    desk: Desk, writer: Actor, approve: Approve
) -> None:
    approve()
    publishing.publish(desk, writer.commune_id)
    here, _there = places(desk, writer)
    plain = tomorrow(desk, here).sha256
    made = stations.add(desk, writer, here, stations.StationWords("Cụm loa nén", horn=True))
    publishing.publish(desk, writer.commune_id)
    assert tomorrow(desk, here).sha256 != plain
    stations.change(desk, writer, made.id, stations.StationWords("Cụm loa nén", horn=False))
    publishing.publish(desk, writer.commune_id)
    assert tomorrow(desk, here).sha256 == plain
