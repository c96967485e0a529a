"""Tags: ID3v2.3 in UTF-16, read back by another library's eyes and by our own."""

import unicodedata
from io import BytesIO
from typing import Any

import pytest
from mutagen.id3 import ID3

from broadcaster.sound import Tag, id3v23

FULL = Tag(
    title="Bản tin số 12: Ủy ban nhân dân xã thông báo",
    artist="Đài Truyền thanh xã Đồng Xanh",
    album="Thôn Khe Mơ – thứ Hai",
    date="2026-06-15",
    comment="Giọng đọc: máy; duyệt: Triệu Văn Trường",
)


def read(data: bytes) -> Any:
    return ID3(BytesIO(data))  # type: ignore[no-untyped-call] # mutagen types only half of itself


def test_every_word_comes_back_with_its_marks() -> None:
    tag = read(id3v23(FULL))
    assert str(tag["TIT2"]) == FULL.title
    assert str(tag["TPE1"]) == FULL.artist
    assert str(tag["TALB"]) == FULL.album
    assert str(tag["TDRC"]) == FULL.date
    assert str(tag["COMM::vie"]) == FULL.comment


def test_the_version_is_2_3_and_the_words_are_utf_16() -> None:
    data = id3v23(FULL)
    assert data[:5] == b"ID3\3\0"
    assert FULL.title.encode("utf-16-le") in data
    assert {read(data)[name].encoding for name in ("TIT2", "TPE1", "TALB", "COMM::vie")} == {1}


def test_the_size_in_the_head_is_the_size_of_the_tag() -> None:
    data = id3v23(FULL)
    size = sum(part << shift for part, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    assert size + 10 == len(data)


def test_words_left_empty_are_not_written() -> None:
    assert set(read(id3v23(Tag("Nhạc hiệu")))) == {"TIT2"}


@pytest.mark.parametrize(
    "title", ["x" * 3000, "a/b; c - d", "dòng\nhai", unicodedata.normalize("NFD", "Ủy ban")]
)
def test_odd_titles_survive(title: str) -> None:
    assert str(read(id3v23(Tag(title)))["TIT2"]) == title


def test_the_same_words_make_the_same_bytes() -> None:
    assert id3v23(FULL) == id3v23(FULL)
