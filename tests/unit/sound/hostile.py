"""Files that mean harm, made for tests: small where they are sent, large or leading elsewhere where they are opened."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from tests.unit.sound.generated import babble, converted, silent, wav

_TEN_HOURS_S = 36_000


def plain_mp3(folder: Path, seconds: float = 3) -> bytes:
    """Sound that is well, without tags."""
    source = wav(folder / "plain.wav", babble(seconds))
    made = converted(source, folder / "plain.mp3", "-id3v2_version", "0", "-write_xing", "0")
    return made.read_bytes()


def with_cover(sound: bytes, side: int) -> bytes:
    """An MP3 with a square picture of so many pixels a side: all zeros, so that it packs a thousandfold."""
    frame = b"\0image/png\0\3\0" + _png(side)
    tag = b"APIC" + _sync_safe(len(frame)) + b"\0\0" + frame
    return b"ID3\4\0\0" + _sync_safe(len(tag)) + tag + sound


def ten_hours_of_mp3(folder: Path) -> bytes:
    """One frame of silence again and again, 8 kbit/s: 36 MB that last ten hours."""
    source = wav(folder / "still.wav", silent(1, 8000), 8000)
    words = ("-b:a", "8k", "-ar", "8000", "-id3v2_version", "0", "-write_xing", "0")
    data = converted(source, folder / "still.mp3", *words).read_bytes()
    return data[:72] * (_TEN_HOURS_S * 1000 // 72)


def ten_hours_of_flac(folder: Path) -> bytes:
    """Ten hours of silence in few bytes, with a head that does not say how long it is."""
    source = wav(folder / "long.wav", silent(_TEN_HOURS_S, 1000), 1000)
    made = converted(source, folder / "long.flac", "-frame_size", "32768")
    source.unlink()
    data = bytearray(made.read_bytes())
    data[21] &= 0xF0  # the number of samples: 36 bits, 0 means unknown
    data[22:26] = bytes(4)
    return bytes(data)


def ten_hours_of_amr() -> bytes:
    """Frames that say there is nothing to say, a byte for 20 ms each."""
    return b"#!AMR\n" + b"\x7c" * (_TEN_HOURS_S * 50)


def leading_elsewhere(folder: Path, address: str) -> bytes:
    """An MP4 whose sound is said to lie at another address."""
    source = wav(folder / "within.wav", babble(3))
    data = converted(source, folder / "within.m4a").read_bytes()
    old = struct.pack(">I4sI", 12, b"url ", 1)
    where = address.encode() + b"\0"
    new = struct.pack(">I4sI", 12 + len(where), b"url ", 0) + where
    assert data.count(old) == 1
    grown = bytearray(data.replace(old, new))
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = grown.index(kind) - 4
        size = int.from_bytes(grown[at : at + 4], "big") + len(where)
        grown[at : at + 4] = size.to_bytes(4, "big")
    return bytes(grown)


def polyglot(sound: bytes) -> bytes:
    """Sound for a player, an archive for an unpacker."""
    held = BytesIO()
    held.write(sound)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("tin.txt", "x")
    return held.getvalue()


def _png(side: int) -> bytes:
    rows = zlib.compressobj(9)
    row = bytes(1 + side * 4)
    body = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _sync_safe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
