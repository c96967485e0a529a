"""The chain: one voice speaks the whole text, and every voice that could not is remembered with its reason."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster.clock import FixedClock
from broadcaster.errors import Refused, Unavailable
from broadcaster.sound import examine
from broadcaster.speech import Chain, Manner, Readiness, Resting, Spoken, cut
from broadcaster.speech.silent import Silent

PHRASES = cut("Ủy ban nhân dân xã thông báo. Mời bà con đến nhà văn hóa thôn. Xin cảm ơn.")


class Scripted:
    """A voice that does what it is told at each call; then it hums."""

    def __init__(self, name: str, *deeds: Unavailable | str) -> None:
        self._name, self.deeds, self.calls = name, list(deeds), 0

    @property
    def name(self) -> str:
        return self._name

    def version(self) -> str:
        return f"{self._name}-7"

    def readiness(self) -> Readiness:
        return Readiness(ready=True)

    def syllable_ms(self, manner: Manner) -> float:
        return 280

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        self.calls += 1
        deed = self.deeds.pop(0) if self.deeds else ""
        if isinstance(deed, Unavailable):
            raise deed
        paths = list(Silent().speak(texts, manner, folder))
        if deed == "one missing":
            return paths[:-1]
        if deed == "last half":
            paths[-1].write_bytes(paths[-1].read_bytes()[:3000])
        return paths


def speak(chain: Chain, folder: Path, *names: str) -> Spoken:
    return chain.speak(PHRASES, {name: Manner(f"voice of {name}", 140, 60, 60) for name in names}, folder)


def test_the_first_voice_that_can_speaks_everything(clock: FixedClock, tmp_path: Path) -> None:
    first, second = Scripted("a"), Scripted("b")
    said = speak(Chain([first, second], examine, clock), tmp_path, "a", "b")
    assert (said.engine, said.manner.voice, said.fallbacks) == ("a", "voice of a", ())
    assert [phrase for _path, phrase in said.parts] == list(PHRASES)
    assert all(path.exists() for path, _phrase in said.parts)
    assert second.calls == 0


@pytest.mark.parametrize("deed", ["one missing", "last half", Unavailable("Mất mạng.")], ids=str)
def test_when_one_part_fails_the_next_voice_speaks_the_whole_text(
    clock: FixedClock, tmp_path: Path, deed: Unavailable | str
) -> None:
    first, second = Scripted("a", deed), Scripted("b")
    said = speak(Chain([first, second], examine, clock), tmp_path, "a", "b")
    assert (said.engine, said.manner.voice, len(said.parts)) == ("b", "voice of b", len(PHRASES))
    [fallback] = said.fallbacks
    assert fallback.engine == "a"
    assert fallback.reason.endswith(".")
    assert len({path.parent for path, _phrase in said.parts}) == 1
    assert len(list(said.parts[0][0].parent.iterdir())) == len(PHRASES)


def test_when_none_can_every_reason_is_told(clock: FixedClock, tmp_path: Path) -> None:
    chain = Chain(
        [Scripted("a", Unavailable("Mất mạng.")), Scripted("b", Unavailable("Hỏng.", permanent=True))],
        examine,
        clock,
    )
    with pytest.raises(Unavailable, match=r"Không giọng nào đọc được\. Mất mạng\. Hỏng\.") as failure:
        speak(chain, tmp_path, "a", "b")
    assert not failure.value.permanent


def test_failing_for_good_is_said_to_be_for_good(clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as failure:
        speak(Chain([Scripted("a", Unavailable("Hỏng.", permanent=True))], examine, clock), tmp_path, "a")
    assert failure.value.permanent


def test_a_blocked_voice_is_left_alone_and_then_asked_again(clock: FixedClock, tmp_path: Path) -> None:
    blocked = Scripted("a", Resting("Bị chặn.", timedelta(minutes=30)))
    chain = Chain([blocked, Scripted("b")], examine, clock)
    assert speak(chain, tmp_path / "1", "a", "b").engine == "b"
    clock.at += timedelta(minutes=29)
    said = speak(chain, tmp_path / "2", "a", "b")
    assert (said.engine, blocked.calls) == ("b", 1)
    assert said.fallbacks[0].reason == "Bị chặn. Giọng này được nghỉ đến 08:30."
    clock.at += timedelta(minutes=1)
    assert speak(chain, tmp_path / "3", "a", "b").engine == "a"


def test_a_failure_that_is_no_block_is_asked_again_at_once(clock: FixedClock, tmp_path: Path) -> None:
    first = Scripted("a", Unavailable("Lỗi."))
    chain = Chain([first, Scripted("b")], examine, clock)
    assert speak(chain, tmp_path / "1", "a", "b").engine == "b"
    assert speak(chain, tmp_path / "2", "a", "b").engine == "a"


def test_a_folder_that_cannot_be_made_is_the_disks_fault(clock: FixedClock, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="Không ghi được tệp"):
        speak(Chain([Scripted("a")], examine, clock), tmp_path / "file", "a")


def test_nothing_to_say_is_refused(clock: FixedClock, tmp_path: Path, manner: Manner) -> None:
    with pytest.raises(Refused):
        Chain([Scripted("a")], examine, clock).speak((), {"a": manner}, tmp_path)


def test_a_chain_without_voices_says_what_to_set(clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="engines"):
        speak(Chain([], examine, clock), tmp_path)
