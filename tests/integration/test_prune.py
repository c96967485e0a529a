"""Old files go, and nothing that anybody still needs; a kill or a publish in between breaks nothing."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import jingles
from broadcaster.services.outgoing import publishing, sound_files
from broadcaster.services.programme import expiry
from broadcaster.services.upkeep import prune, prune_needed
from broadcaster.services.upkeep.prune_needed import KNOWN, Edge
from broadcaster.services.upkeep.room import Room, room
from broadcaster.services.voice import speaking
from broadcaster.services.writing import bulletins
from broadcaster.store.base import Base
from broadcaster.store.tables import Airing, Bulletin, Decision, Occurrence, Programme, Speech
from tests.conftest import MONDAY_EIGHT, later

COMMUNE = 1


@contextmanager
def copy_of(home: Path, place: Path) -> Iterator[Desk]:
    """Give a copy of the home with sound in it, every file of it old."""
    shutil.copytree(home, place)
    desk = open_desk(
        replace(Settings(home=place), engines=("silent",), horizon_days=1), FixedClock(MONDAY_EIGHT)
    )
    make_old(desk)
    yield desk
    desk.store.close()


@pytest.fixture
def old_desk(aired_home: Path, tmp_path: Path) -> Iterator[Desk]:
    with copy_of(aired_home, tmp_path / "home") as desk:
        yield desk


def make_old(desk: Desk) -> None:
    for path in desk.settings.home.rglob("*"):
        if path.is_file() and path.name != "broadcaster.db":
            os.utime(path, (0, 0))


def sounds(desk: Desk) -> set[str]:
    """Name every sound on the shelf, as `segments/<digest>.mp3`."""
    return {f"{path.parts[-3]}/{path.name}" for path in desk.settings.audio.glob("*/??/*.mp3")}


def needed_by_hand(desk: Desk, keep_days: int) -> set[str]:
    """Say by the rules in words what must be there, in another way than the program does."""
    edge = desk.clock.now() - timedelta(days=keep_days)
    must: set[str] = set()
    with desk.store.reading() as session:
        for row in session.scalars(select(Airing)):
            occurrence = session.get_one(Occurrence, row.occurrence_id)
            if row.at >= edge or occurrence.starts_at >= edge:
                must.add(f"programmes/{session.get_one(Programme, row.programme_id).sha256}.mp3")
        for decision in session.scalars(select(Decision)).unique():
            if session.get_one(Bulletin, decision.bulletin_id).state == "da_duyet":
                must.add(f"segments/{decision.sound_sha256}.mp3")
    return must | {f"segments/{one.sha256}.mp3" for one in jingles.in_use(desk, COMMUNE)}


def require_whole(desk: Desk) -> None:
    """Check that no row of speech says it is made without its file."""
    with desk.store.reading() as session:
        for sha256 in session.scalars(select(Speech.sha256).where(Speech.sha256.is_not(None))):
            assert desk.shelf.segment(sha256 or "").exists()


def test_prune_knows_every_column_that_names_a_sound() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "sha256" in column.name
    }
    assert columns == KNOWN


def test_nothing_goes_while_everything_is_needed(old_desk: Desk) -> None:
    before = sounds(old_desk)
    assert before
    assert prune.prune(old_desk).files == ()
    assert sounds(old_desk) == before
    assert publishing.publish(old_desk, COMMUNE) == publishing.Published(0, 0)


def test_a_year_and_a_half_later_what_was_aired_goes_and_the_log_and_the_jingles_stay(old_desk: Desk) -> None:
    then = later(old_desk, days=550)
    expiry.expire(then, COMMUNE)
    with then.store.writing() as session:
        for row in session.scalars(select(Bulletin)):
            row.changed_at = MONDAY_EIGHT
    done = prune.prune(then)
    assert {one.kind for one in done.files} == {"programme", "segment", "playlist"}
    assert done.bytes == sum(one.bytes for one in done.files) > 100_000
    in_use = {f"segments/{one.sha256}.mp3" for one in jingles.in_use(then, COMMUNE)}
    assert in_use <= sounds(then)
    assert not [one for one in sounds(then) if one.startswith("programmes/")]
    with then.store.reading() as session:
        assert session.scalars(select(Airing)).first() is not None
    require_whole(then)
    assert prune.prune(then).files == ()
    with then.store.reading() as session:
        sha256 = session.scalars(select(Programme.sha256).where(Programme.sha256.is_not(None))).first()
    with pytest.raises(NotFound, match=r"đã được dọn vì quá 400 ngày; nhật ký .* vẫn còn"):
        sound_files.by_digest(then, sha256 or "", commune_id=COMMUNE)


def test_a_dry_run_says_exactly_what_goes_and_takes_nothing(old_desk: Desk) -> None:
    then, before = later(old_desk, days=550), sounds(old_desk)
    said = prune.prune(then, dry_run=True)
    assert said.files
    assert sounds(then) == before
    assert prune.prune(then) == said
    assert len(sounds(then)) == len(before) - sum(bool(one.sha256) for one in said.files)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ahead=st.integers(0, 60),
    keep=st.integers(1, 30),
    replaced=st.booleans(),
    expired=st.booleans(),
    remade=st.booleans(),
)
def test_whatever_the_day_nothing_that_is_needed_goes_and_the_next_programmes_are_made(
    ahead: int, keep: int, replaced: bool, expired: bool, remade: bool,
    aired_home: Path, tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    with copy_of(aired_home, tmp_path_factory.mktemp("prune") / "home") as desk:
        if replaced:
            who = people.find(desk, "soan")
            jingles.choose(desk, who, jingles.Place("opening", 1), jingles.in_use(desk, COMMUNE)[0].sha256)
        then = later(desk, days=ahead)
        if expired:
            expiry.expire(then, COMMUNE)
        if remade:
            publishing.publish(then, COMMUNE)
            make_old(then)
        must = needed_by_hand(then, keep) & sounds(then)
        prune.prune(then, keep)
        assert must <= sounds(then)
        require_whole(then)
        publishing.publish(then, COMMUNE)
        assert publishing.publish(then, COMMUNE) == publishing.Published(0, 0)
        shutil.rmtree(desk.settings.home, ignore_errors=True)


@pytest.mark.parametrize("done", [0, 1, 3, 7])
def test_stopped_anywhere_it_leaves_a_whole_home_and_the_next_run_completes_it(
    done: int, old_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = later(old_desk, days=550)
    said = prune.prune(then, dry_run=True)
    taken: list[Path] = []

    def until(path: Path) -> bool:
        if len(taken) == done:
            raise KeyboardInterrupt
        taken.append(path)
        return take(path)

    take = prune._take
    with monkeypatch.context() as patched:
        patched.setattr(prune, "_take", until)
        with pytest.raises(KeyboardInterrupt):
            prune.prune(then)
    require_whole(then)
    assert len(taken) == done
    assert {one.path for one in prune.prune(then).files} | set(taken) == {one.path for one in said.files}


def test_it_may_run_while_programmes_are_made(old_desk: Desk) -> None:
    then = later(old_desk, days=3)

    def work(turn: int) -> object:
        if turn % 2:
            return prune.prune(then, 1)
        return publishing.publish(then, COMMUNE)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(8)))
    publishing.publish(then, COMMUNE)
    require_whole(then)
    with then.store.reading() as session:
        for occurrence in session.scalars(select(Occurrence).where(Occurrence.starts_at > then.clock.now())):
            sha256 = occurrence.programmes[-1].sha256
            assert sha256 is None or then.shelf.programme(sha256).exists()


def test_what_is_asked_for_again_between_looking_and_taking_stays(
    old_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = later(old_desk, days=550)
    before = sounds(then)

    def wanted_again(session: Session, edge: Edge) -> set[str]:
        return {one.split("/")[1].removesuffix(".mp3") for one in before} if looked else quick(session, edge)

    looked: list[bool] = []
    quick = prune_needed.quick
    batches = prune._batches

    def looking(found: list[prune.Old]) -> object:
        looked.append(True)
        return batches(found)

    monkeypatch.setattr(prune_needed, "quick", wanted_again)
    monkeypatch.setattr(prune, "_batches", looking)
    assert {one.kind for one in prune.prune(then).files} == {"playlist"}
    assert sounds(then) == before


def test_the_draft_somebody_listened_to_last_week_goes_and_yesterdays_stays(
    desk: Desk, writer: Actor
) -> None:
    heard = speaking.ensure(desk, COMMUNE, ["Nghe thử lần một.", "Nghe thử lần hai."])
    first, second = (desk.shelf.segment(one.sha256 or "") for one in heard.values())
    os.utime(first, (0, 0))
    now = desk.clock.now().timestamp()
    os.utime(second, (now - 86_400, now - 86_400))
    assert [one.path for one in prune.prune(desk).files] == [first]
    assert second.exists()
    again = speaking.ensure(desk, COMMUNE, ["Nghe thử lần một."])["Nghe thử lần một."]
    assert desk.shelf.segment(again.sha256 or "").exists()


def test_a_bulletin_long_expired_is_still_shown_and_can_be_spoken_anew(old_desk: Desk) -> None:
    then = later(old_desk, days=550)
    expiry.expire(then, COMMUNE)
    with then.store.writing() as session:
        for row in session.scalars(select(Bulletin)):
            row.changed_at = MONDAY_EIGHT
    prune.prune(then)
    with then.store.reading() as session:
        bulletin = bulletins.find(session, COMMUNE, 1)
        spoken = bulletin.revisions[-1].spoken
    made = speaking.ensure(then, COMMUNE, [spoken])[spoken]
    assert then.shelf.segment(made.sha256 or "").exists()


def test_files_of_other_names_are_never_touched(old_desk: Desk) -> None:
    audio = old_desk.settings.audio
    kept = [
        audio / "segments" / "ab" / "ghi chu.mp3",
        audio / "segments" / "ab" / f"{'0' * 63}.mp3",
        audio / "voices" / "ab" / f"{'0' * 64}.mp3",
        audio / "opening.mp3",
        old_desk.settings.schedules / "published" / "xa" / "thon" / "head.json",
    ]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    prune.prune(later(old_desk, days=4000), 1)
    assert all(path.exists() for path in kept)


def test_at_least_a_day_is_kept_and_only_an_administrator_prunes_by_hand(desk: Desk, writer: Actor) -> None:
    with pytest.raises(Refused, match="ít nhất 1 ngày"):
        prune.prune(desk, 0)
    with pytest.raises(NotAllowed):
        prune.prune_by_hand(desk, writer)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Room(100, 0, 10_000), ""),
        (Room(100, 1000, 10_000), ""),
        (Room(950, 1000, 10_000), "950 MB, gần hết mức 1000 MB"),
        (Room(1001, 1000, 10_000), "1001 MB, quá mức 1000 MB"),
        (Room(100, 0, 499), "chỉ còn trống 499 MB"),
    ],
)
def test_a_lack_of_room_is_told_with_its_number(found: Room, words: str) -> None:
    assert words in found.problem
    assert bool(found.problem) == bool(words)


def test_a_home_is_as_large_as_its_files(desk: Desk, admin: Actor) -> None:
    before = room(desk.settings).used_mb
    (desk.settings.audio / "segments" / "large").write_bytes(bytes(5 << 20))
    assert room(desk.settings).used_mb - before == 5
    assert Role.ADMIN in admin.roles
