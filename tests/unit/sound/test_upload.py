"""Sound from strangers: what is let in, what is refused with which sentence, and that no refusal leaves a trace."""

import errno
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from broadcaster.errors import Refused, Unavailable
from broadcaster.sound import SoundSettings, UploadLimits, accept_upload, inspect_file, measure, upload
from tests.unit.sound.generated import babble, converted, files_in, heard, silent, sine, wav

SETTINGS = SoundSettings()
LIMITS = UploadLimits(max_bytes=2 << 20, max_seconds=60)

KINDS = {
    "tin.mp3": (),
    "tin thu âm.m4a": (),
    "tin.aac": (),
    "tin.ogg": ("-c:a", "libvorbis"),
    "tin.opus": (),
    "tin.flac": (),
    "tin.wav": ("-ac", "2", "-ar", "48000", "-c:a", "pcm_s24le"),
    "tin.3gp": ("-c:a", "aac"),
    "tin.mp4": ("-c:a", "aac"),
    "thu.webm": ("-c:a", "libopus"),
    "thu trực tiếp.webm": ("-c:a", "libopus", "-live", "1"),
    "co the.mp3": ("-metadata", "title=Bản tin", "-id3v2_version", "3", "-write_xing", "1"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_phones_and_computers_record_is_accepted(name: str, speech: Path, tmp_path: Path) -> None:
    given = converted(speech, tmp_path / name, *KINDS[name])
    before = given.read_bytes()
    made = accept_upload(given, tmp_path / "out.mp3", SETTINGS, LIMITS)
    assert made.duration_ms == pytest.approx(3000, abs=250)
    assert inspect_file(made.path).kbps == 64
    assert measure(made.path).integrated == pytest.approx(-16, abs=0.5)
    assert given.read_bytes() == before


def test_the_name_of_a_file_does_not_count(speech: Path, tmp_path: Path) -> None:
    real = converted(speech, tmp_path / "real.ogg", "-c:a", "libvorbis")
    given = real.rename(tmp_path / "thu.mp3")
    assert accept_upload(given, tmp_path / "out.mp3", SETTINGS, LIMITS).duration_ms > 2500


def test_nothing_of_the_uploaded_file_itself_is_kept(speech: Path, tmp_path: Path) -> None:
    given = converted(
        speech, tmp_path / "tin.mp3", "-metadata", "title=Bí mật", "-metadata", "comment=lời nhắn riêng"
    )
    given.write_bytes(given.read_bytes() + b"#!/bin/sh\nrm -rf /\n")
    made = accept_upload(given, tmp_path / "out.mp3", SETTINGS, LIMITS)
    assert b"TAG" not in made.path.read_bytes()
    assert b"ID3" not in made.path.read_bytes()
    assert b"/bin/sh" not in made.path.read_bytes()


def test_an_mp3_cut_in_half_gives_what_is_there(speech: Path, tmp_path: Path) -> None:
    whole = converted(speech, tmp_path / "whole.mp3")
    half = tmp_path / "half.mp3"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    made = accept_upload(half, tmp_path / "out.mp3", SETTINGS, LIMITS)
    # by the length that was decoded, not the one its header still promises
    assert made.duration_ms == pytest.approx(1500, abs=250)
    assert len(heard(made.path)) / 44.1 == pytest.approx(made.duration_ms, abs=1)


def zipped() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("tin.txt", "x")
    return held.getvalue()


REFUSED = {
    "text": ("Kính thưa bà con trong xã. ".encode() * 300, "không phải tệp âm thanh"),
    "empty": (b"", "trống"),
    "a playlist": (b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n", "không phải tệp âm thanh"),
    "a script of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", "không phải tệp âm thanh"),
    "a page": (b"<!DOCTYPE html><html><body>Captcha</body></html>", "không phải tệp âm thanh"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "không phải tệp âm thanh"),
    "an archive": (zipped(), "không phải tệp âm thanh"),
    "a page that begins as sound": (b"ID3\3\0\0\0\0\0\0<html><script>", "không phải tệp âm thanh"),
    "a head and nothing more": (b"ID3\3\0\0\0\0\0\0", "Không đọc được"),
    "noise after a head": (b"\xff\xfb\x90\xc4" + b"\x55\xaa" * 4000, "Hãy"),
    "an ogg of zeros": (b"OggS\0" + bytes(5000), "Không đọc được"),
    "a wav of nothing": (b"RIFF\0\0\0\0WAVE", "Không đọc được"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_is_refused_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    data, sentence = REFUSED[name]
    given = tmp_path / "nhac.mp3"
    given.write_bytes(data)
    with pytest.raises(Refused, match=sentence) as said:
        accept_upload(given, tmp_path / "out.mp3", SETTINGS, LIMITS)
    assert "Hãy" in str(said.value)
    assert files_in(tmp_path) == ["nhac.mp3"]


def refusal(given: Path, limits: UploadLimits = LIMITS) -> str:
    with pytest.raises(Refused) as said:
        accept_upload(given, given.with_name("out.mp3"), SETTINGS, limits)
    assert files_in(given.parent) == [given.name]
    return str(said.value)


def test_a_file_too_large_is_refused_with_both_sizes(tmp_path: Path) -> None:
    given = wav(tmp_path / "to.wav", babble(1), 44_100)
    given.write_bytes(given.read_bytes() + bytes(2 << 20))
    assert "nặng 2.0 MB, quá mức 2 MB" in refusal(given)


def test_a_file_too_long_is_refused_with_the_longest_length(tmp_path: Path) -> None:
    given = wav(tmp_path / "dai.wav", silent(61, 8000), 8000)
    assert "dài hơn 1 phút. Hãy cắt còn tối đa 1 phút" in refusal(given)


def test_a_file_that_lies_about_its_length_is_stopped_while_it_is_decoded(tmp_path: Path) -> None:
    long = wav(tmp_path / "long.wav", babble(20, rate_hz=8000), 8000)
    liar = converted(long, tmp_path / "thu.mp3", "-q:a", "9", "-id3v2_version", "0")
    long.unlink()
    data = bytearray(liar.read_bytes())
    frames = data.index(b"Xing") + 8
    data[frames : frames + 4] = (40).to_bytes(4, "big")
    liar.write_bytes(data)
    upload._short_enough(liar, "mp3", UploadLimits(2 << 20, 10))  # its word is taken, for now
    assert "dài hơn 10 giây" in refusal(liar, UploadLimits(2 << 20, 10))


def test_a_file_that_unpacks_without_measure_is_refused_though_it_is_short_enough(tmp_path: Path) -> None:
    plain = wav(tmp_path / "plain.wav", silent(200, 8000), 8000)
    bomb = converted(plain, tmp_path / "bom.flac", "-frame_size", "32768")
    plain.unlink()
    assert bomb.stat().st_size < 14_000
    assert "Không đọc được" in refusal(bomb, UploadLimits(2 << 20, 3600))


def test_silence_is_refused(tmp_path: Path) -> None:
    assert "im lặng" in refusal(wav(tmp_path / "im.wav", silent(2)))


def test_less_than_400_ms_is_refused(tmp_path: Path) -> None:
    assert "0,4 giây" in refusal(wav(tmp_path / "ngan.wav", sine(0.3)))


def test_a_film_gives_no_sound_where_it_has_none(tmp_path: Path, speech: Path) -> None:
    film = tmp_path / "phim.mp4"
    converted(speech, film, "-f", "lavfi", "-i", "color=s=32x32:d=1", "-map", "1:v", "-c:v", "mpeg4")
    assert "Không đọc được" in refusal(film)


def test_a_full_disk_is_the_maintainers_matter_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch, speech: Path, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    given = converted(speech, tmp_path / "tin.mp3")
    monkeypatch.setattr("wave.Wave_write.writeframesraw", full)
    with pytest.raises(Unavailable, match=r"No space left.*Hãy dọn bớt"):
        accept_upload(given, tmp_path / "made" / "out.mp3", SETTINGS, LIMITS)
    assert files_in(tmp_path) == ["made", "tin.mp3"]
