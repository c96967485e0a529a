"""The engines of an installation: loaded once, left alone together, spoken with each owner's own key."""

from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster.clock import FixedClock
from broadcaster.errors import NotFound, Unavailable
from broadcaster.sound import examine
from broadcaster.speech import Manner, NoVoice, Resting, Voices, cut
from tests.unit.speech.test_chain import Scripted

PHRASES = cut("Mời bà con đến nhà văn hóa thôn.")
MANNERS = {name: Manner("vi", 140, 60, 60) for name in ("a", "b", "espeak", "silent")}


def test_a_block_is_remembered_by_every_chain(clock: FixedClock, tmp_path: Path) -> None:
    blocked = Scripted("a", Resting("Bị chặn.", timedelta(minutes=30)))
    voices = Voices(examine, clock, stand_ins={"a": blocked, "b": Scripted("b")})
    assert voices.chain(["a", "b"]).speak(PHRASES, MANNERS, tmp_path / "1").engine == "b"
    with pytest.raises(NoVoice) as failure:
        voices.chain(["a"]).speak(PHRASES, MANNERS, tmp_path / "2")
    assert blocked.calls == 1
    assert [one.engine for one in failure.value.failures] == ["a"]
    assert voices.trouble("a") == "Bị chặn. Giọng này được nghỉ đến 08:30."
    voices.wake("a")
    assert voices.trouble("a") == ""
    assert voices.chain(["a"]).speak(PHRASES, MANNERS, tmp_path / "3").engine == "a"


def test_an_engine_is_loaded_once_for_an_owner(clock: FixedClock) -> None:
    voices = Voices(examine, clock)
    assert voices.engine("silent", 1) is voices.engine("silent", 1)
    assert voices.engine("silent", 1) is not voices.engine("silent", 2)


def test_the_same_key_is_never_anothers(clock: FixedClock) -> None:
    asked: list[tuple[int, str]] = []

    def key(owner: int, name: str) -> str:
        asked.append((owner, name))
        return f"khóa của {owner}"

    voices = Voices(examine, clock, key=key)
    assert voices._means(7).key("fpt") == "khóa của 7"
    assert asked == [(7, "fpt")]


def test_a_name_that_is_none_is_told(clock: FixedClock) -> None:
    with pytest.raises(NotFound, match="alexa"):
        Voices(examine, clock).chain(["alexa"])
    with pytest.raises(NotFound, match="alexa"):
        Voices(examine, clock).version("alexa")


def test_an_engine_that_will_not_load_is_in_trouble_for_good(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import broadcaster.speech.silent as module  # noqa: PLC0415 # only here

    def broken(*_args: object) -> None:
        raise Unavailable("Thiếu gói.")

    monkeypatch.setattr(module, "make", broken)
    assert Voices(examine, clock).trouble("silent") == "Thiếu gói."


def test_one_engine_speaks_both_voices(clock: FixedClock, tmp_path: Path) -> None:
    phrases = cut("Hỏi: Ở đâu?\nĐáp: Ở xã.", two_voices=True)
    first, second = Manner("vi", 140, 60, 60), Manner("vi-vn-x-south", 140, 20, 60)
    heard: list[tuple[str, list[str]]] = []

    class Listening(Scripted):
        def speak(self, texts, manner, folder):  # type: ignore[no-untyped-def] # as the protocol says
            heard.append((manner.voice, list(texts)))
            return super().speak(texts, manner, folder)

    voices = Voices(examine, clock, stand_ins={"a": Listening("a")})
    said = voices.chain(["a"]).speak(phrases, {"a": first}, tmp_path, {"a": second})
    assert heard == [("vi", ["Hỏi: Ở đâu?"]), ("vi-vn-x-south", ["Đáp: Ở xã."])]
    assert [phrase.text for _path, phrase in said.parts] == ["Hỏi: Ở đâu?", "Đáp: Ở xã."]
    assert len({path for path, _phrase in said.parts}) == 2


def test_when_the_second_voice_fails_the_next_engine_says_both(clock: FixedClock, tmp_path: Path) -> None:
    phrases = cut("Hỏi: Ở đâu?\nĐáp: Ở xã.", two_voices=True)

    class Half(Scripted):
        def speak(self, texts, manner, folder):  # type: ignore[no-untyped-def] # as the protocol says
            if self.calls:
                raise Unavailable("Mất mạng giữa chừng.")
            return super().speak(texts, manner, folder)

    voices = Voices(examine, clock, stand_ins={"a": Half("a"), "b": Scripted("b")})
    manner = Manner("vi", 140, 60, 60)
    said = voices.chain(["a", "b"]).speak(phrases, {"a": manner, "b": manner}, tmp_path, {"a": manner})
    assert said.engine == "b"
    assert len({path for path, _phrase in said.parts}) == 2
