"""
What tests share: a real home in a temporary folder, with the silent voice and a clock that stands still.

The clock stands at eight in the morning of Monday 15 June 2026 in Vietnam.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadcaster.bootstrap import open_desk
from broadcaster.clock import ZONE, FixedClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import making
from broadcaster.sound import AudioPart, Part, Segment, SoundSettings, make_segment

MONDAY_EIGHT = datetime(2026, 6, 15, 8, 0, tzinfo=ZONE)
PASSWORD = "mat-khau-thu-nghiem"
VILLAGES = ("thôn Khe Mơ", "thôn Đồng Giữa", "thôn Suối Ngang")


@pytest.fixture(scope="session")
def _segments() -> dict[str, Segment]:
    """Segments made so far in this run, kept beside their file."""
    return {}


@pytest.fixture(autouse=True)
def _equal_work_once(
    monkeypatch: pytest.MonkeyPatch, _segments: dict[str, Segment], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Let tests share segments: equal parts in equal settings make the same bytes, so they are made once a run."""

    def made_once(parts: Sequence[Part], out: Path, settings: SoundSettings) -> Segment:
        key = work_key(parts, settings)
        if key not in _segments:
            kept = tmp_path_factory.mktemp("segment") / "segment.mp3"
            _segments[key] = make_segment(parts, kept, settings)
        shutil.copyfile(_segments[key].path, out)
        return replace(_segments[key], path=out)

    monkeypatch.setattr(making, "make_segment", made_once)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY_EIGHT)


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """An empty home."""
    opened = open_desk(Settings(home=tmp_path / "home", engines=("silent",)), clock)
    yield opened
    opened.store.close()


@pytest.fixture
def admin(desk: Desk) -> Actor:
    """The first person of the home's commune: of a new one of three villages, where there is none; may write too."""
    if (there := people.find_or_none(desk, "quantri")) is not None:
        return there
    return people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", VILLAGES),
        people.NewPerson(
            "quantri", "Nguyễn Văn Quản", "Văn phòng – Thống kê", PASSWORD, (Role.ADMIN, Role.WRITER)
        ),
    )


@pytest.fixture
def writer(desk: Desk, admin: Actor) -> Actor:
    return _person(desk, admin, "soan", "Đỗ Thị Hương", Role.WRITER)


@pytest.fixture
def leader(desk: Desk, admin: Actor) -> Actor:
    return _person(desk, admin, "duyet", "Triệu Văn Trường", Role.APPROVER)


@pytest.fixture
def operator(desk: Desk, admin: Actor) -> Actor:
    return _person(desk, admin, "truc", "Bàn Văn Sơn", Role.OPERATOR)


def at(desk: Desk, moment: datetime) -> Desk:
    """The same home at another moment."""
    return replace(desk, clock=FixedClock(moment))


def later(desk: Desk, **ahead: float) -> Desk:
    """The same home some time later."""
    return at(desk, desk.clock.now() + timedelta(**ahead))


def _person(desk: Desk, admin: Actor, login: str, name: str, role: Role) -> Actor:
    """Return a person of the home, made where it has none of that name."""
    if (there := people.find_or_none(desk, login)) is not None:
        return there
    people.add_person(desk, admin, people.NewPerson(login, name, "Cán bộ xã", PASSWORD, (role,)))
    return people.find(desk, login)


def work_key(parts: Sequence[Part], settings: SoundSettings) -> str:
    """Name the work by everything that goes into it."""
    digest = hashlib.sha256(repr(settings).encode())
    for part in parts:
        digest.update(part.path.read_bytes() if isinstance(part, AudioPart) else repr(part).encode())
    return digest.hexdigest()
