"""eSpeak NG for real, heard by measuring."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import wave
from collections.abc import Sequence
from pathlib import Path

import espeakng_loader
import pytest

from broadcaster.errors import Unavailable
from broadcaster.sound import examine
from broadcaster.speech import Manner, cut, espeak_worker
from broadcaster.speech.check import check
from broadcaster.speech.espeak import VOICES, Espeak

TEXT = (
    "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ. Bà con mang theo giấy tờ tùy thân, và đến trước bảy giờ. "
    "Ai cần hỏi về thủ tục thì gặp cán bộ một cửa nhé!"
)
TEXTS = [phrase.text for phrase in cut(TEXT)]


def lengths(paths: Sequence[Path]) -> list[int]:
    return [examine(path).duration_ms for path in paths]


def spoken(
    tmp_path: Path, texts: Sequence[str], manner: Manner, voice: Espeak | None = None
) -> Sequence[Path]:
    tmp_path.mkdir(exist_ok=True)
    return (voice or Espeak()).speak(texts, manner, tmp_path)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("rate_wpm", [80, 140, 220, 450])
def test_every_voice_at_every_speed_passes_every_check(tmp_path: Path, voice: str, rate_wpm: int) -> None:
    manner = Manner(voice, rate_wpm, 60, 60)
    texts = [*TEXTS, "Một.", "Xin chào!", "Ngoằn ngoèo khuếch đại nghiêng ngả"]
    check("espeak", texts, spoken(tmp_path, texts, manner), Espeak().syllable_ms(manner), examine)


def test_speech_is_strong_and_clear_of_full_scale(tmp_path: Path, manner: Manner) -> None:
    for path in spoken(tmp_path, TEXTS, manner):
        found = examine(path)
        assert -30 < found.rms_dbfs < -14
        assert 0.3 < found.peak < 0.97
        assert abs(found.mean) < 0.01


def test_a_part_is_a_wav_of_one_channel_with_sixteen_bits(tmp_path: Path, manner: Manner) -> None:
    [path] = spoken(tmp_path, TEXTS[:1], manner)
    with path.open("rb") as file, wave.open(file) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)


def test_a_longer_text_takes_longer_and_twice_the_speed_half_the_time(tmp_path: Path) -> None:
    [slow] = lengths(spoken(tmp_path / "slow", TEXTS[1:2], Manner("vi", 110, 60, 60)))
    [fast] = lengths(spoken(tmp_path / "fast", TEXTS[1:2], Manner("vi", 220, 60, 60)))
    [short, long] = lengths(
        spoken(tmp_path / "two", ["xin chào", "xin chào bà con các thôn"], Manner("vi", 140, 60, 60))
    )
    assert 1.7 < slow / fast < 2.5
    assert 2 < long / short < 4


def test_the_three_voices_and_each_setting_sound_different(tmp_path: Path) -> None:
    manners = [Manner(voice, 140, 60, 60) for voice in VOICES]
    manners += [Manner("vi", 140, 40, 60), Manner("vi", 140, 60, 20), Manner("vi", 160, 60, 60)]
    sounds = {
        spoken(tmp_path / str(number), TEXTS[:1], manner)[0].read_bytes()
        for number, manner in enumerate(manners)
    }
    assert len(sounds) == len(manners)


def test_the_same_text_sounds_the_same_whatever_was_spoken_before(tmp_path: Path, manner: Manner) -> None:
    [alone] = spoken(tmp_path / "alone", TEXTS[2:3], manner)
    *_before, after = spoken(tmp_path / "after", TEXTS[:3], manner)
    assert abs(examine(alone).duration_ms - examine(after).duration_ms) < 30


@pytest.mark.parametrize(
    "text",
    [
        "\0 xin \x01 chào",
        "<b>xin</b> [[h@l]] &amp;",
        "中文 привет 🎉",
        "a" * 160,
        "1" * 160,
        "\ud800 lẻ",
        "!a?",
    ],
    ids=["control", "marks", "scripts", "long word", "digits", "surrogate", "bang"],
)
def test_strange_text_is_spoken_and_passes_the_checks(tmp_path: Path, manner: Manner, text: str) -> None:
    paths = spoken(tmp_path, [text], manner)
    check("espeak", [text], paths, Espeak().syllable_ms(manner), examine)


def test_settings_beyond_what_it_knows_are_brought_within(tmp_path: Path) -> None:
    paths = spoken(tmp_path, TEXTS[:1], Manner("vi", 9999, -5, 500))
    assert lengths(paths)[0] > 300


def test_an_unknown_voice_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="vi, vi-vn-x-central, vi-vn-x-south") as failure:
        spoken(tmp_path, TEXTS, Manner("vi-hue", 140, 60, 60))
    assert failure.value.permanent


def test_it_is_ready_and_says_its_voices() -> None:
    readiness = Espeak().readiness()
    assert readiness.ready
    assert "vi-vn-x-south" in readiness.reason


def test_a_library_that_does_not_load_is_a_state_and_permanent(tmp_path: Path, manner: Manner) -> None:
    broken = tmp_path / "libespeak-ng.so"
    broken.write_bytes(b"no library")
    voice = Espeak(library=broken)
    assert not voice.readiness().ready
    with pytest.raises(Unavailable, match=r"scripts/start\.py") as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert failure.value.permanent


@pytest.mark.parametrize("there", [True, False])
def test_missing_data_is_a_state_and_permanent(tmp_path: Path, manner: Manner, there: bool) -> None:
    data = tmp_path / "espeak-ng-data"
    if there:
        data.mkdir()
    with pytest.raises(Unavailable) as failure:
        Espeak(data=data).speak(TEXTS, manner, tmp_path)
    assert failure.value.permanent


def test_data_far_down_in_folders_with_vietnamese_names_is_found(tmp_path: Path, manner: Manner) -> None:
    deep = tmp_path / ("Thư mục của Nguyễn Văn Quản " * 3) / ("dữ liệu giọng đọc " * 6)
    deep.mkdir(parents=True)
    data = shutil.copytree(espeakng_loader.get_data_path(), deep / "espeak-ng-data")
    assert len(os.fsencode(data)) > 250
    [path] = Espeak(data=data).speak(TEXTS[:1], manner, tmp_path)
    assert examine(path).duration_ms > 2000


def test_a_worker_killed_once_is_started_again_and_nothing_is_missing(
    tmp_path: Path, manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = _worker(monkeypatch, tmp_path, "if first: speak(work, 1); os.kill(os.getpid(), 9)\nspeak(work)")
    paths = spoken(tmp_path / "out", TEXTS, manner)
    assert [examine(path).duration_ms > 1000 for path in paths] == [True] * len(TEXTS)
    assert runs.read_text() == f"{len(TEXTS)} {len(TEXTS) - 1} "


def test_a_worker_that_always_dies_is_given_up_and_may_be_tried_later(
    tmp_path: Path, manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = _worker(monkeypatch, tmp_path, "os.kill(os.getpid(), 9)")
    with pytest.raises(Unavailable, match=f"mã -{int(signal.SIGKILL)}") as failure:
        spoken(tmp_path / "out", TEXTS, manner)
    assert not failure.value.permanent
    assert len(runs.read_text().split()) == 2


def test_a_worker_that_hangs_is_ended(
    tmp_path: Path, manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _worker(monkeypatch, tmp_path, "time.sleep(600)")
    with pytest.raises(Unavailable, match="chưa xong"):
        spoken(tmp_path / "out", TEXTS, manner, Espeak(patience_s=0.3))


def test_a_disk_that_is_full_is_said_as_such(
    tmp_path: Path, manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _worker(monkeypatch, tmp_path, "import errno; print(errno.ENOSPC); sys.exit(module.DISK)")
    with pytest.raises(Unavailable, match="Hãy dọn bớt chỗ trống"):
        spoken(tmp_path / "out", TEXTS, manner)


def test_a_folder_that_cannot_be_written_is_reported_by_the_real_worker(
    tmp_path: Path, manner: Manner
) -> None:
    with pytest.raises(Unavailable, match="Không ghi được tệp"):
        Espeak().speak(TEXTS, manner, tmp_path / "không có")


def test_several_threads_may_speak_at_once(tmp_path: Path, manner: Manner) -> None:
    voice, made = Espeak(), {}

    def one(number: int) -> None:
        made[number] = lengths(spoken(tmp_path / str(number), TEXTS, manner, voice))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert all(found == made[0] for found in made.values())


def test_the_worker_needs_nothing_but_the_standard_library() -> None:
    said = subprocess.run(
        [sys.executable, "-I", "-S", espeak_worker.__file__], input=b"{}", capture_output=True, check=False
    )
    assert b"KeyError: 'library'" in said.stderr


def _worker(monkeypatch: pytest.MonkeyPatch, folder: Path, deeds: str) -> Path:
    """Put a worker in the place of the real one, which it may use; return the file that counts its work."""
    runs, script = folder / "runs.txt", folder / "worker.py"
    script.write_text(
        "import importlib.util, io, json, os, sys, time\n"
        f"spec = importlib.util.spec_from_file_location('real', {espeak_worker.__file__!r})\n"
        "module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)\n"
        "def speak(work, count=None):\n"
        "    sys.stdin = io.StringIO(json.dumps(work | {'phrases': work['phrases'][:count]}))\n"
        "    assert module.main() == 0\n"
        "work = json.load(sys.stdin)\n"
        f"first = not os.path.exists({str(runs)!r})\n"
        f"with open({str(runs)!r}, 'a') as file: file.write(str(len(work['phrases'])) + ' ')\n" + deeds,
        encoding="utf-8",
    )
    monkeypatch.setattr(espeak_worker, "__file__", str(script))
    return runs
