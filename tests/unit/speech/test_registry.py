"""Voices by name: one that will not load is a state with a reason."""

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from broadcaster.errors import NotFound, Unavailable
from broadcaster.speech import Manner, Means, registry

_EXTRAS = {"edge": "edge_tts", "piper": "piper"}


@pytest.mark.parametrize("name", registry.names())
def test_every_voice_of_the_list_loads_by_its_own_name(name: str, tmp_path: Path) -> None:
    if name in _EXTRAS:
        pytest.importorskip(_EXTRAS[name], reason=f"the extra [{name}] is not installed")
    shutil.copy(str(files("broadcaster.speech") / "data" / "viettel.toml"), tmp_path / "http.toml")
    engine = registry.load(name, Means(voices=tmp_path))
    assert engine.name == name
    assert not isinstance(engine, registry.Unloadable)
    assert engine.version()


def test_an_unknown_voice_is_refused_and_those_there_are_are_named() -> None:
    with pytest.raises(NotFound, match="espeak, gtts"):
        registry.load("alexa")


def test_a_voice_whose_package_is_broken_says_so_and_never_speaks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, manner: Manner
) -> None:
    monkeypatch.setitem(sys.modules, "broadcaster.speech.google", None)
    engine = registry.load("gtts")
    readiness = engine.readiness()
    assert not readiness.ready
    assert readiness.reason.startswith("Không nạp được giọng đọc gtts")
    with pytest.raises(Unavailable) as failure:
        engine.speak(["xin chào"], manner, tmp_path)  # type: ignore[arg-type] # never looked at
    assert failure.value.permanent


@pytest.mark.parametrize(("name", "module"), _EXTRAS.items())
def test_a_voice_whose_extra_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"broadcaster.speech.{name}", raising=False)
    readiness = registry.load(name).readiness()
    assert not readiness.ready
    assert f"pip install {name}-tts" in readiness.reason


def test_no_engine_is_imported_before_it_is_asked_for() -> None:
    heavy = "import sys, broadcaster.speech; print([m for m in ('requests', 'gtts', 'tenacity', 'espeakng_loader') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("name", registry.names())
def test_every_voice_is_described_without_loading_it(name: str) -> None:
    facts = registry.describe(name)
    assert facts.name == name
    assert facts.label
    assert facts.label != f"máy đọc {name}"
    assert facts.licence or name == "http"  # the commune's own description says it
    assert len({voice.code for voice in facts.voices}) == len(facts.voices)


def test_an_unknown_voice_is_not_described() -> None:
    with pytest.raises(NotFound, match="espeak"):
        registry.describe("alexa")


def test_voices_are_described_while_no_engine_is_imported() -> None:
    heavy = "from broadcaster.speech import registry; import sys; [registry.describe(n) for n in registry.names()]; print([m for m in ('requests', 'gtts', 'edge_tts', 'piper', 'espeakng_loader') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
