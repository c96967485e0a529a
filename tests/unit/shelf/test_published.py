"""The published folder: lists are shared and named by content, names beside the head follow the days."""

from pathlib import Path

import pytest

from broadcaster.files import digest_of, link_whole
from broadcaster.shelf.published import PublishedFolder

MONDAY, TUESDAY = "20260615", "20260616"


@pytest.fixture
def folder(tmp_path: Path) -> PublishedFolder:
    return PublishedFolder(tmp_path / "xa")


def names(folder: PublishedFolder, village: str) -> list[str]:
    return sorted(path.name for path in (folder.folder / village).iterdir())


def test_villages_that_hear_the_same_share_one_list(folder: PublishedFolder) -> None:
    first, written = folder.put_list(b"a", "m3u8")
    again, more = folder.put_list(b"a", "m3u8")
    assert (first, written, more) == (again, 1, 0)
    for village in ("thon-a", "thon-b"):
        folder.name_lists(village, [(MONDAY, first)])
    assert {path.read_bytes() for path in folder.folder.glob("thon-*/20260615.m3u8")} == {b"a"}
    assert len(list(folder.lists())) == 1


def test_a_day_that_is_over_loses_its_name_and_somebodys_own_file_stays(folder: PublishedFolder) -> None:
    one, _count = folder.put_list(b"a", "m3u8")
    assert folder.name_lists("thon-a", [(MONDAY, one)]) == 1
    (folder.folder / "thon-a" / "ghi-chu.txt").write_text("của người trực", encoding="utf-8")
    assert folder.name_lists("thon-a", [(TUESDAY, one)]) == 2
    assert names(folder, "thon-a") == ["20260616.m3u8", "ghi-chu.txt"]
    assert folder.name_lists("thon-a", [(TUESDAY, one)]) == 0


@pytest.mark.parametrize("place", ["thon-a/20260615.m3u8", "_lists/{sha}.m3u8"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"b")])
def test_a_list_lost_or_damaged_in_either_place_is_seen(
    folder: PublishedFolder, place: str, harm: object
) -> None:
    one, _count = folder.put_list(b"a", "m3u8")
    folder.name_lists("thon-a", [(MONDAY, one)])
    wanted = [(MONDAY, "m3u8", str(one.sha256))]
    assert folder.has_lists("thon-a", wanted)
    assert not folder.has_lists("thon-a", [])
    harm(folder.folder / place.format(sha=one.sha256))  # type: ignore[operator] # either of the two above
    assert not folder.has_lists("thon-a", wanted)
    folder.put_list(b"a", "m3u8")
    folder.name_lists("thon-a", [(MONDAY, one)])
    assert folder.has_lists("thon-a", wanted)


def test_where_the_disk_knows_no_links_the_list_is_copied(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refuse)
    (tmp_path / "a").write_bytes(b"a")
    link_whole(tmp_path / "a", tmp_path / "b")
    assert digest_of((tmp_path / "b").read_bytes()) == digest_of(b"a")


def test_linking_again_leaves_nothing_unfinished(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    for _ in range(2):
        link_whole(tmp_path / "a", tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
