"""What a file is, told by its first bytes only."""

from pathlib import Path

import pytest

from broadcaster.sound.ffmpeg import FORMATS
from broadcaster.sound.sniff import kind_of

HEADS = [
    (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
    (b"RF64\xff\xff\xff\xffWAVEds64", "wav"),
    (b"fLaC\0\0\0\x22", "flac"),
    (b"OggS\0\2", "ogg"),
    (b"#!AMR\n\x3c", "amr"),
    (b"#!AMR-WB\n\x3c", "amr"),
    (b"\0\0\0\x20ftypM4A ", "mov"),
    (b"\0\0\0\x18ftyp3gp4", "mov"),
    (b"\0\0\0\x18ftypisom", "mov"),
    (b"\xff\xf1\x50\x80", "aac"),
    (b"ID3\3\0\0\0\0\0\0", "mp3"),
    (b"\xff\xfb\x90\xc4", "mp3"),
    (b"\xff\xf3\x40\xc4", "mp3"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\xf7\x81\1B\xf2\x81\4B\xf3\x81\x08B\x82\x84webmB\x87", "matroska"),
    (b"", None),
    (b"\xff", None),
    (b"\xff\xff\xff\xff", None),
    (b"RIFF\x24\0\0\0AVI LIST", None),
    (b"OggX\0", None),
    (b"MThd\0\0\0\6", None),
    (b"\x1aE\xdf\xa3webm", None),
    (b"\x1aE\xdf\xa3\xa3B\x86\x81\1B\x82\x88matroska", None),
    (b"%PDF-1.7", None),
    (b"ID3\3\0\0\0\0\0\0%PDF-1.7", None),
    (b"ID3\3\0\0\0\0\0\0#EXTM3U\n", None),
    (b"RIFF\x24\0\0\0WAVE<script>", None),
]


@pytest.mark.parametrize(("head", "kind"), HEADS)
def test_the_kind_is_told_by_content(head: bytes, kind: str | None, tmp_path: Path) -> None:
    file = tmp_path / "x.mp3"
    file.write_bytes(head)
    assert kind_of(file) == kind


def test_every_kind_told_is_one_that_ffmpeg_may_open() -> None:
    assert {kind for _, kind in HEADS if kind} == set(FORMATS)
