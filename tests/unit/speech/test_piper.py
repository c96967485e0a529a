"""Piper for real, with a real (if tiny) voice file that hums: its process, its failures."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("piper", reason="the extra [piper] is not installed")

from broadcaster.errors import Unavailable
from broadcaster.files import digest_of_file
from broadcaster.sound import examine
from broadcaster.speech import Manner, Means, piper_worker, registry
from broadcaster.speech.check import check
from broadcaster.speech.piper import Piper
from broadcaster.speech.voice_install import from_file
from tests.unit.speech import tiny_voice

TEXTS = ["Ủy ban nhân dân xã thông báo.", "Mời bà con đến nhà văn hóa thôn."]
HUM = Manner("vi_VN-hum-low", 140, 50, 50)


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    model = tiny_voice.write(tmp_path / "given")
    from_file(tmp_path / "voices", model, digest_of_file(model), "CC0")
    return tmp_path / "voices"


@pytest.fixture
def voice(voices: Path) -> Piper:
    return Piper(voices)


def test_every_text_is_spoken_at_the_rate_of_the_voice(voice: Piper, tmp_path: Path) -> None:
    paths = voice.speak(TEXTS, HUM, tmp_path)
    assert [path.name for path in paths] == ["0000.wav", "0001.wav"]
    check("piper", TEXTS, paths, voice.syllable_ms(HUM), examine)
    assert examine(paths[1]).duration_ms > examine(paths[0]).duration_ms


def test_a_slower_manner_speaks_longer_and_expects_it(voice: Piper, tmp_path: Path) -> None:
    slow = Manner(HUM.voice, 70, 50, 50)
    [usual] = voice.speak(TEXTS[:1], HUM, tmp_path)
    usual_ms = examine(usual).duration_ms
    [slower] = voice.speak(TEXTS[:1], slow, tmp_path)
    assert abs(examine(slower).duration_ms - 2 * usual_ms) < 20
    assert voice.syllable_ms(slow) == 2 * voice.syllable_ms(HUM)


def test_phonemes_cannot_be_smuggled_into_a_text(voice: Piper, tmp_path: Path) -> None:
    [path] = voice.speak(["a [[" + "a" * 200 + "]]"], HUM, tmp_path)
    [plain] = voice.speak(["a [ [" + "a" * 200 + "]]"], HUM, tmp_path)
    assert path.read_bytes() == plain.read_bytes()


def test_a_voice_that_is_not_installed_says_how_to_install_it(voice: Piper, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"chưa có giọng vi_VN-other.*voices fetch") as failure:
        voice.speak(TEXTS, Manner("vi_VN-other", 140, 50, 50), tmp_path)
    assert failure.value.permanent


def test_piper_without_any_voice_is_a_state(tmp_path: Path) -> None:
    for folder in (None, tmp_path / "none"):
        readiness = registry.load("piper", Means(voices=folder)).readiness()
        assert not readiness.ready
        assert "broadcaster voices fetch" in readiness.reason


def test_readiness_speaks_and_names_the_voices(voice: Piper) -> None:
    readiness = voice.readiness()
    assert readiness.ready
    assert "vi_VN-hum-low" in readiness.reason


def test_installed_voices_are_described(voices: Path) -> None:
    [voice] = registry.describe("piper", Means(voices=voices)).voices
    assert voice.code == "vi_VN-hum-low"
    assert "CC0" in voice.label
    assert registry.describe("piper").voices == ()


def test_a_broken_model_is_a_permanent_state_and_takes_nothing_with_it(
    voice: Piper, voices: Path, tmp_path: Path
) -> None:
    (voices / HUM.voice / f"{HUM.voice}.onnx").write_bytes(b"not a model")
    with pytest.raises(Unavailable, match="tệp giọng không đọc được") as failure:
        voice.speak(TEXTS, HUM, tmp_path)
    assert failure.value.permanent


def test_a_process_that_hangs_is_ended(voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = tmp_path / "hangs.py"
    worker.write_text("import time; time.sleep(60)", encoding="utf-8")
    monkeypatch.setattr(piper_worker, "__file__", str(worker))
    voice = Piper(voices, patience_s=-1.0)
    with pytest.raises(Unavailable, match="chưa đọc xong") as failure:
        voice.speak(TEXTS, HUM, tmp_path)
    assert not failure.value.permanent


def test_a_process_that_dies_is_said_and_is_temporary(
    voice: Piper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = tmp_path / "dies.py"
    worker.write_text("import os; os._exit(139)", encoding="utf-8")
    monkeypatch.setattr(piper_worker, "__file__", str(worker))
    with pytest.raises(Unavailable, match="mã 139") as failure:
        voice.speak(TEXTS, HUM, tmp_path)
    assert not failure.value.permanent


def test_a_disk_that_cannot_be_written_is_said(voice: Piper, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Không ghi được tệp"):
        voice.speak(TEXTS, HUM, tmp_path / "nowhere")


def test_the_program_itself_never_imports_piper() -> None:
    script = "import sys; from broadcaster.speech import registry; registry.load('piper').readiness(); print('onnxruntime' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
