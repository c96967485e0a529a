"""A disk that is full: a plain sentence, nothing half written, and the same command completes the work."""

import errno
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from broadcaster.errors import Unavailable
from broadcaster.files import digest_of_file
from broadcaster.services.commune import people
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, log_export
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.writing import approvals, bulletins, drafts

MONDAY = date(2026, 6, 15)
Fill = Callable[[int], None]


@pytest.fixture
def full_after(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Let this many files be written, then none."""

    def act(count: int) -> None:
        left = count
        real = os.fsync

        def fsync(handle: int) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)

    return act


def whole(desk: Desk) -> None:
    """Every file named by its content is whole, every programme of the database is there, the log is unbroken."""
    audio = desk.settings.audio
    for path in audio.glob("*/??/*.mp3"):
        assert digest_of_file(path) == path.stem
    for village_id in (1, 2, 3):
        for one in days.day(desk, village_id, MONDAY).sessions:
            assert digest_of_file(one.path) == one.sha256
    assert list(desk.settings.home.rglob("*.part")) == []
    assert airings.verify(desk, 1).broken_seq is None


@pytest.mark.parametrize("count", [0, 1, 3, 6, 9])
def test_publishing_goes_on_where_the_disk_was_full(
    aired_desk: Desk, full_after: Fill, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    published = aired_desk.settings.schedules / "published"
    for path in (*published.rglob("*.m3u8"), *published.rglob("DANHSACH.TXT"), *published.rglob("head.json")):
        path.unlink()
    full_after(count)
    with pytest.raises(Unavailable, match="dọn bớt chỗ trống") as failure:
        publishing.publish(aired_desk, 1)
    assert not failure.value.permanent
    whole(aired_desk)
    monkeypatch.undo()
    publishing.publish(aired_desk, 1)
    whole(aired_desk)
    assert len(list(published.rglob("head.json"))) == 3
    assert publishing.publish(aired_desk, 1) == publishing.Published(0, 0)


def test_a_programme_is_not_in_the_database_before_its_sound_is_on_disk(
    aired_desk: Desk, full_after: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = airings.verify(aired_desk, 1)
    writer = people.find(aired_desk, "soan")
    with aired_desk.store.reading() as session:
        draft = drafts.draft_of(bulletins.find(session, 1, 1))
    row = bulletins.create(aired_desk, writer, draft)
    bulletins.submit(aired_desk, writer, row.id, row.version)
    _approve(aired_desk, row.id)
    full_after(0)
    with pytest.raises(Unavailable):
        publishing.publish(aired_desk, 1)
    assert airings.verify(aired_desk, 1) == before
    whole(aired_desk)
    monkeypatch.undo()
    assert publishing.publish(aired_desk, 1).programmes == 9
    whole(aired_desk)


def test_a_pack_that_does_not_fit_leaves_the_old_one(
    aired_desk: Desk, full_after: Fill, tmp_path: Path
) -> None:
    out = tmp_path / "goi.zip"
    publishing.pack(aired_desk, 1, MONDAY, 1, out)
    before = out.read_bytes()
    full_after(0)
    with pytest.raises(Unavailable, match="Ổ đĩa còn trống"):
        publishing.pack(aired_desk, 1, MONDAY, 2, out)
    assert out.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"goi.zip", "home"}


def test_a_stick_that_is_full_has_no_digests_so_the_pack_is_known_to_be_unfinished(
    aired_desk: Desk, full_after: Fill, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    publishing.pack(aired_desk, 1, MONDAY, 2, stick)
    full_after(2)
    with pytest.raises(Unavailable):
        publishing.pack(aired_desk, 1, MONDAY, 2, stick)
    assert not (stick / "20260615" / "SHA256.TXT").exists()
    monkeypatch.undo()
    publishing.pack(aired_desk, 1, MONDAY, 2, stick)
    for line in (stick / "20260616" / "SHA256.TXT").read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ")
        assert digest_of_file(stick / "20260616" / name) == digest


def test_an_export_that_cannot_be_written_leaves_the_old_file(
    aired_desk: Desk, full_after: Fill, tmp_path: Path
) -> None:
    out = tmp_path / "nhat-ky.xlsx"
    log_export.export(aired_desk, 1, MONDAY, MONDAY, "xlsx", out)
    full_after(0)
    with pytest.raises(Unavailable):
        log_export.export(aired_desk, 1, MONDAY, MONDAY, "csv", out)
    assert zipfile.is_zipfile(out)


def test_a_database_that_cannot_grow_keeps_what_it_has(aired_desk: Desk) -> None:
    writer = people.find(aired_desk, "soan")
    engine = aired_desk.store.engine
    engine.dispose()

    def narrow(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined] # sqlite3 takes its present size

    event.listen(engine, "connect", narrow)
    with pytest.raises(Unavailable, match="Ổ đĩa đã đầy"):
        bulletins.create(aired_desk, writer, bulletins.Draft(title="Tin dài", text="a " * 400_000))
    event.remove(engine, "connect", narrow)
    engine.dispose()
    whole(aired_desk)
    assert bulletins.create(aired_desk, writer, bulletins.Draft(title="Tin dài", text="a " * 400_000)).id == 2


def _approve(desk: Desk, bulletin_id: int) -> None:
    with desk.store.reading() as session:
        row = bulletins.find(session, 1, bulletin_id)
        digest = row.revisions[-1].digest
    approvals.approve(desk, people.find(desk, "duyet"), row.id, row.version, digest)
