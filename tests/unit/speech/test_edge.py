"""Edge's voice against a stand-in that speaks its protocol: what is whole comes through, nothing else does."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("edge_tts", reason="the extra [edge] is not installed")

from broadcaster.clock import FixedClock
from broadcaster.errors import Unavailable
from broadcaster.sound import examine
from broadcaster.speech import Chain, Manner, Resting, cut
from broadcaster.speech.check import check
from broadcaster.speech.edge import Edge
from broadcaster.speech.online import Patience
from broadcaster.speech.silent import Silent
from tests.unit.speech.certificate import self_signed
from tests.unit.speech.loopback_edge import Service, serving

TEXTS = ["Ủy ban nhân dân xã thông báo.", "Mời bà con đến nhà văn hóa thôn."]
QUICK = Patience(connect_s=5, read_s=2, whole_s=30, tries=3, back_off_s=1)
"""Quick for a person; patient enough for a machine whose processors are all at work."""
MANNER = Manner("vi-VN-HoaiMyNeural", 140, 50, 50)


class Waits(list[float]):
    """Remembers waits instead of waiting."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Edge's stand-in, reached past any proxy of this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", f"ws://127.0.0.1:{server.port}/edge/v1?Token=x")
        yield server


@pytest.fixture
def voice(service: Service, waits: Waits) -> Edge:
    return Edge(QUICK, waits)


def test_every_phrase_comes_through_whole_and_in_order(voice: Edge, service: Service, tmp_path: Path) -> None:
    paths = voice.speak(TEXTS, MANNER, tmp_path)
    assert service.heard == TEXTS
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    check("edge", TEXTS, paths, voice.syllable_ms(MANNER), examine)


def test_voice_and_speed_are_asked_for_and_marks_are_escaped(
    voice: Edge, service: Service, tmp_path: Path
) -> None:
    voice.speak(["Đất & nước <một nhà>."], Manner("vi-VN-NamMinhNeural", 112, 50, 50), tmp_path)
    assert service.heard == ["Đất & nước <một nhà>."]
    assert service.voices == [("Microsoft Server Speech Text to Speech Voice (vi-VN, NamMinhNeural)", "-20%")]
    assert service.formats == ["audio-24khz-48kbitrate-mono-mp3"]


def test_a_slower_manner_makes_longer_syllables(voice: Edge) -> None:
    slow = Manner("vi-VN-HoaiMyNeural", 70, 50, 50)
    assert voice.syllable_ms(slow) == 2 * voice.syllable_ms(MANNER)


@pytest.mark.parametrize(
    "answer",
    [
        "500",
        "503",
        "drops",
        "closes",
        "half an mp3",
        "no mp3",
        "no sound",
        "garbage",
        "garbage in pieces",
        "bad metadata",
        "unknown",
        "endless",
        "never",
        "never at all",
    ],
)
def test_a_passing_trouble_is_tried_again_and_then_all_is_whole(
    voice: Edge, service: Service, waits: Waits, tmp_path: Path, answer: str
) -> None:
    service.answers = ["good", answer]
    paths = voice.speak(TEXTS, MANNER, tmp_path)
    assert len(service.opened) == 3
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    assert len(waits) == 1


@pytest.mark.parametrize("answer", ["500", "drops", "closes", "half an mp3", "no sound", "garbage", "never"])
def test_trouble_that_stays_is_given_up_after_the_tries_and_no_file_is_left(
    voice: Edge, service: Service, tmp_path: Path, answer: str
) -> None:
    service.answers = ["good"] + [answer] * 9
    with pytest.raises(Unavailable, match="Edge") as failure:
        voice.speak(TEXTS, MANNER, tmp_path)
    assert not failure.value.permanent
    assert len(service.opened) == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", ["403", "429", "a page"])
def test_a_block_opens_the_breaker(
    voice: Edge, service: Service, waits: Waits, tmp_path: Path, answer: str
) -> None:
    service.answers = [answer] * 9
    with pytest.raises(Resting, match="Edge đang chặn") as failure:
        voice.speak(TEXTS, MANNER, tmp_path)
    assert failure.value.pause == timedelta(minutes=30)
    assert waits == []
    assert service.heard == []


def test_a_way_of_asking_that_no_longer_works_is_permanent(
    voice: Edge, service: Service, tmp_path: Path
) -> None:
    service.answers = ["404"]
    with pytest.raises(Unavailable, match="cập nhật") as failure:
        voice.speak(TEXTS, MANNER, tmp_path)
    assert failure.value.permanent


def test_a_slow_answer_that_comes_in_time_counts(voice: Edge, service: Service, tmp_path: Path) -> None:
    service.answers = ["slow"]
    [path] = voice.speak(TEXTS[:1], MANNER, tmp_path)
    assert path.read_bytes() == service.mp3(TEXTS[0])


def test_sound_that_drips_for_ever_is_left_at_the_deadline(
    service: Service, waits: Waits, tmp_path: Path
) -> None:
    service.answers = ["drop by drop"]
    with pytest.raises(Resting, match="quá chậm") as failure:
        Edge(Patience(read_s=5, whole_s=0.5), waits).speak(TEXTS, MANNER, tmp_path)
    assert failure.value.pause < timedelta(minutes=30)


def test_nothing_that_answers_is_a_state_with_a_short_rest(
    monkeypatch: pytest.MonkeyPatch, waits: Waits, tmp_path: Path
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/edge/v1?Token=x")
    with pytest.raises(Resting, match="Không kết nối được tới Edge"):
        Edge(QUICK, waits).speak(TEXTS, MANNER, tmp_path)


def test_a_server_that_is_not_who_it_says_hears_nothing(
    monkeypatch: pytest.MonkeyPatch, waits: Waits, tmp_path: Path
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))
    with serving(context) as server:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", f"wss://127.0.0.1:{server.port}/edge/v1?Token=x")
        with pytest.raises(Resting, match="không an toàn"):
            Edge(QUICK, waits).speak(TEXTS, MANNER, tmp_path)
        assert server.opened == []


def test_a_voice_that_is_none_is_permanent(voice: Edge, service: Service, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="không có giọng vi") as failure:
        voice.speak(TEXTS, Manner("vi", 140, 50, 50), tmp_path)
    assert failure.value.permanent
    assert service.opened == []


def test_a_full_disk_is_said(voice: Edge, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Không ghi được tệp"):
        voice.speak(TEXTS, MANNER, tmp_path / "nowhere")


def test_readiness_tries_once_and_says_what_is_wrong(voice: Edge, service: Service) -> None:
    assert voice.readiness().ready
    service.answers = ["500"]
    readiness = voice.readiness()
    assert not readiness.ready
    assert "mã 500" in readiness.reason
    assert len(service.opened) == 2


def test_a_bulletin_falls_back_whole_when_the_voice_breaks_off(
    voice: Edge, service: Service, clock: FixedClock, tmp_path: Path
) -> None:
    service.answers = ["good", *["drops"] * 3]
    said = Chain([voice, Silent()], examine, clock).speak(
        cut("\n".join(TEXTS)), {"edge": MANNER, "silent": MANNER}, tmp_path
    )
    assert (said.engine, len(said.parts)) == ("silent", 2)
    assert [fallback.engine for fallback in said.fallbacks] == ["edge"]


def test_it_speaks_where_a_loop_is_running_already(voice: Edge, tmp_path: Path) -> None:
    async def ask() -> int:
        return len(voice.speak(TEXTS, MANNER, tmp_path))

    assert asyncio.run(ask()) == len(TEXTS)
