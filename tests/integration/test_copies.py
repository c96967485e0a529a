"""Backup and restore: whole, or refused with nothing changed."""

import json
import os
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.errors import Refused, Unavailable
from broadcaster.files import copy_whole
from broadcaster.services.commune import signing, villages
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, logbook
from broadcaster.services.log.logbook import Wanted
from broadcaster.services.outgoing import publishing
from broadcaster.services.upkeep import copies

MONDAY = date(2026, 6, 15)


@pytest.fixture
def copy(aired_desk: Desk, tmp_path: Path) -> Path:
    out = tmp_path / "sao-luu.zip"
    copies.backup(aired_desk, out)
    return out


def settings(desk: Desk, home: Path) -> Settings:
    return replace(desk.settings, home=home)


def rewrite(
    copy: Path, out: str, changes: dict[str, bytes | None], extra: dict[str, bytes] | None = None
) -> Path:
    """Write a backup again with some files changed or missing, and others added."""
    made = copy.with_name(out)
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = changes.get(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return made


def test_a_restored_home_is_the_one_that_was_backed_up(
    aired_desk: Desk, copy: Path, tmp_path: Path, clock: FixedClock
) -> None:
    home = tmp_path / "moi"
    count = copies.restore(settings(aired_desk, home), copy)
    restored = open_desk(settings(aired_desk, home), clock)
    try:
        wanted = Wanted(MONDAY, MONDAY)
        assert logbook.entries(restored, 1, wanted) == logbook.entries(aired_desk, 1, wanted)
        assert airings.verify(restored, 1) == airings.verify(aired_desk, 1)
        (village, *_others) = villages.listing(restored, 1)
        assert villages.link_secret(restored, village) == villages.link_secret(aired_desk, village)
        assert signing.sign_in(restored, "soan", "mat-khau-thu-nghiem").actor.name == "Đỗ Thị Hương"
        assert publishing.publish(restored, 1) == publishing.Published(0, 0)
    finally:
        restored.store.close()
    with zipfile.ZipFile(copy) as archive:
        assert count == len(archive.namelist()) - 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_only_the_owner_may_read_a_backup_and_the_restored_key(
    aired_desk: Desk, copy: Path, tmp_path: Path
) -> None:
    copies.restore(settings(aired_desk, tmp_path / "moi"), copy)
    for path in (copy, tmp_path / "moi" / ".broadcaster-key", aired_desk.settings.home / ".broadcaster-key"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_home_in_use_is_left_as_it_is(aired_desk: Desk, copy: Path) -> None:
    before = airings.verify(aired_desk, 1)
    with pytest.raises(Refused, match="đã có dữ liệu"):
        copies.restore(aired_desk.settings, copy)
    assert airings.verify(aired_desk, 1) == before


def _damages(copy: Path) -> dict[str, Path]:
    """Make every kind of damaged backup: its name -> the file."""
    with zipfile.ZipFile(copy) as archive:
        digests = json.loads(archive.read("SHA256.json"))
        sound = next(name for name in digests if name.startswith("audio/segments/"))
        data = archive.read(sound)
    half = copy.with_name("nua.zip")
    half.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    text = copy.with_name("chu.zip")
    text.write_text("Đây không phải bản sao lưu.")
    flipped = bytes([data[0] ^ 1]) + data[1:]
    return {
        "half": half,
        "text": text,
        "flipped": rewrite(copy, "lat.zip", {sound: flipped}),
        "missing": rewrite(copy, "thieu.zip", {sound: None}),
        "no list": rewrite(copy, "kds.zip", {"SHA256.json": None}),
        "outside": rewrite(
            copy,
            "ngoai.zip",
            {"SHA256.json": json.dumps(digests | {"../ngoai.txt": "0" * 64}).encode()},
            {"../ngoai.txt": b"x"},
        ),
    }


def test_a_damaged_backup_is_refused_and_nothing_is_put_in_place(
    aired_desk: Desk, copy: Path, tmp_path: Path
) -> None:
    for kind, damaged in _damages(copy).items():
        home = tmp_path / f"moi-{kind}"
        with pytest.raises(Refused, match=r"bản khác|tên lạ"):
            copies.restore(settings(aired_desk, home), damaged)
        assert list(home.iterdir()) == [], kind
    assert not (tmp_path / "ngoai.txt").exists()


def test_a_restore_that_was_cut_off_is_completed_by_the_same_command(
    aired_desk: Desk, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, placed = tmp_path / "moi", 0

    def full_after_two(source: Path, path: Path, mode: int) -> None:
        nonlocal placed
        placed += 1
        if placed > 2:
            raise Unavailable("Không ghi được tệp vào ổ đĩa.")
        copy_whole(source, path, mode)

    monkeypatch.setattr(copies, "copy_whole", full_after_two)
    with pytest.raises(Unavailable):
        copies.restore(settings(aired_desk, home), copy)
    assert not (home / "broadcaster.db").exists()
    assert list(home.glob(".broadcaster.restore-*")) == []
    monkeypatch.undo()
    copies.restore(settings(aired_desk, home), copy)
    assert (home / "broadcaster.db").exists()


def test_a_backup_that_cannot_be_written_leaves_the_old_one(
    aired_desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = copy.read_bytes()

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(Unavailable, match="dọn bớt"):
        copies.backup(aired_desk, copy)
    assert copy.read_bytes() == before
    assert list(copy.parent.glob("*.part")) == []
    assert list(aired_desk.settings.home.glob(".broadcaster.backup-*")) == []
