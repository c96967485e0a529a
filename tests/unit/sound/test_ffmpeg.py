"""The one door to ffmpeg: what it lets in, and what becomes of a program that fails or does not end."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcaster.errors import Unavailable
from broadcaster.sound import ffmpeg, leash, measure
from broadcaster.sound.decode import UndecodableAudio, samples
from broadcaster.sound.ffmpeg import FORMATS, Failed, Limits, OutOfTime
from tests.unit.sound.generated import babble, converted, wav


@pytest.fixture(autouse=True)
def _found_anew() -> Iterator[None]:
    ffmpeg.find.cache_clear()
    yield
    ffmpeg.find.cache_clear()


def test_every_format_let_in_is_one_that_ffmpeg_knows() -> None:
    asked = subprocess.run([ffmpeg.find(), "-hide_banner", "-demuxers"], capture_output=True, check=True)
    known = {name for row in asked.stdout.decode().splitlines() for name in row.split()[1:2]}
    names = {one for name in known for one in name.split(",")}
    assert set(FORMATS) <= names


def test_no_format_let_in_opens_other_files() -> None:
    assert not {"hls", "concat", "dash", "imf", "sdp", "tedcaptions", "image2", "lavfi"} & set(FORMATS)


@pytest.mark.parametrize(
    "name",
    [
        "tin số 1.wav",
        "50% giảm.wav",
        "a:b.wav",
        "-y.wav",
        "concat:x.wav",
        "pipe:0.wav",
        "it's %d.wav",
        "a|b.wav",
    ],
)
def test_a_file_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and set(name) & set(":|"):
        pytest.skip("Windows has no such names")
    made = wav(tmp_path / name, babble(0.5))
    assert sum(map(len, samples(made))) == 44_100


TRAPS = {
    "a script": ("song.mp3", "ffconcat version 1.0\nfile secret.mp3\n"),
    "a playlist": ("song.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsecret.mp3\n#EXT-X-ENDLIST\n"),
}


@pytest.fixture(params=TRAPS)
def trap(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A list that calls itself a song and names a file beside it."""
    name, words = TRAPS[request.param]
    converted(wav(tmp_path / "secret.wav", babble(1)), tmp_path / "secret.mp3")
    (tmp_path / name).write_text(words, encoding="utf-8")
    return tmp_path / name


def test_a_list_named_as_a_song_cannot_make_it_read_another_file(trap: Path) -> None:
    for form in (None, "mp3"):
        with pytest.raises(UndecodableAudio, match=trap.name):
            list(samples(trap, form=form))
    with pytest.raises(Unavailable):
        measure(trap)


def test_the_trap_would_work_without_the_lists(trap: Path) -> None:
    # the test above proves something only while this one holds
    command = [ffmpeg.find(), "-v", "error", "-i", str(trap), "-f", "s16le", "-"]
    assert len(subprocess.run(command, capture_output=True, check=True).stdout) > 40_000


def test_no_address_is_opened() -> None:
    with pytest.raises(Failed) as failure:
        ffmpeg.run([*ffmpeg.source(Path("x"))[:-1], "http://127.0.0.1:9/x.mp3", "-f", "null", "-"])
    assert "not on whitelist" in failure.value.said


def test_what_ffmpeg_said_last_is_the_failure_and_all_of_it_is_kept(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="No such file") as failure:
        ffmpeg.run(ffmpeg.source(tmp_path / "none.wav"))
    assert failure.value.said


def test_a_run_that_takes_too_long_is_ended_and_said(speech: Path) -> None:
    endless = ["-stream_loop", "-1", *ffmpeg.source(speech), "-f", "null", "-"]
    with pytest.raises(OutOfTime, match="quá 1 giây"):
        ffmpeg.run(endless, Limits(seconds=1))


def test_leaving_a_stream_early_ends_the_program(speech: Path) -> None:
    endless = ["-stream_loop", "-1", *ffmpeg.source(speech), "-f", "s16le", "pipe:1"]
    stream = ffmpeg.stream(endless)
    assert next(stream)
    stream.close()  # type: ignore[attr-defined] # a generator
    assert next(stream, None) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")
def test_a_leashed_program_cannot_take_more_memory_than_allowed() -> None:
    glutton = [sys.executable, "-S", "-c", "x = bytearray(300 << 20); print(len(x))"]
    free = subprocess.run(leash.command(glutton, 600, 30), capture_output=True, check=False)
    held = subprocess.run(leash.command(glutton, 100, 30), capture_output=True, check=False)
    assert free.returncode == 0
    assert held.returncode != 0
    assert b"MemoryError" in held.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")
def test_a_leashed_program_is_ended_when_its_processor_time_is_over() -> None:
    busy = [sys.executable, "-S", "-c", "while True: pass"]
    done = subprocess.run(leash.command(busy, 600, 1), capture_output=True, check=False, timeout=60)
    assert done.returncode < 0


def test_a_program_without_limits_runs_as_it_is() -> None:
    assert leash.command(["/bin/x", "a"], None, 1) == ["/bin/x", "a"]


def test_the_wheels_ffmpeg_is_used_where_the_system_has_none_that_writes_mp3(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, speech: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "imageio_ffmpeg" in ffmpeg.find()
    assert converted(speech, tmp_path / "made.mp3").stat().st_size > 1000


def test_a_machine_without_any_ffmpeg_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(Unavailable, match="cài ffmpeg") as failure:
        ffmpeg.version()
    assert failure.value.permanent


def test_the_version_is_one_word() -> None:
    assert " " not in ffmpeg.version()
    assert ffmpeg.version() != "?"
