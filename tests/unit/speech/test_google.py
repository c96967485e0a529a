"""The online voice against a stand-in on this machine: what is whole comes through, nothing else does."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster.clock import FixedClock
from broadcaster.errors import Unavailable
from broadcaster.sound import examine
from broadcaster.speech import Chain, Manner, Resting, cut
from broadcaster.speech.check import check
from broadcaster.speech.google import Google
from broadcaster.speech.online import Patience
from broadcaster.speech.silent import Silent
from broadcaster.speech.whole import whole_mp3
from tests.unit.speech.certificate import self_signed
from tests.unit.speech.loopback import Loopback, mp3_of, serving_tls

TEXTS = ["Ủy ban nhân dân xã thông báo.", "Mời bà con đến nhà văn hóa thôn."]
LONG = "Bà con mang theo giấy tờ tùy thân, đơn đề nghị và biên lai đã nộp, đến bộ phận một cửa trước bảy giờ sáng, gặp cán bộ trực."
QUICK = Patience(connect_s=5, read_s=2, whole_s=30, tries=3, back_off_s=1)
"""Quick for a person; patient enough for a machine whose processors are all at work."""


class Waits(list[float]):
    """Remembers waits instead of waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def voice(service: Loopback, waits: Waits) -> Google:
    return Google(service.base, QUICK, waits)


def test_every_phrase_comes_through_whole_and_in_order(
    voice: Google, service: Loopback, tmp_path: Path, manner: Manner
) -> None:
    paths = voice.speak(TEXTS, manner, tmp_path)
    assert service.heard == TEXTS
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    check("gtts", TEXTS, paths, voice.syllable_ms(manner), examine)


def test_a_long_phrase_is_asked_for_in_pieces_and_all_are_heard(
    voice: Google, service: Loopback, tmp_path: Path, manner: Manner
) -> None:
    [path] = voice.speak([LONG], manner, tmp_path)
    assert len(service.heard) > 1
    assert all(len(piece) <= 100 for piece in service.heard)
    assert [word.strip(",.") for word in " ".join(service.heard).split()] == [
        word.strip(",.") for word in LONG.split()
    ]
    whole = sum(examine_bytes(service.mp3(piece), tmp_path) for piece in service.heard)
    assert abs(examine(path).duration_ms - whole) < 150 * len(service.heard)


def examine_bytes(data: bytes, folder: Path) -> int:
    path = folder / "one.mp3"
    path.write_bytes(data)
    return examine(path).duration_ms


@pytest.mark.parametrize(
    "answer",
    [
        "500",
        "503",
        "nothing",
        "no speech",
        "empty speech",
        "garbage",
        "garbled base64",
        "a page as sound",
        "half an mp3",
        "half a body",
        "half a body and no length",
        "endless",
        "never",
    ],
)
def test_a_passing_trouble_is_tried_again_and_then_all_is_whole(
    voice: Google, service: Loopback, waits: Waits, tmp_path: Path, manner: Manner, answer: str
) -> None:
    service.answers = ["good", answer]
    paths = voice.speak(TEXTS, manner, tmp_path)
    assert service.heard == [TEXTS[0], TEXTS[1], TEXTS[1]]
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    [wait] = waits
    assert 0 <= wait <= 1


@pytest.mark.parametrize(
    "answer", ["500", "nothing", "no speech", "garbage", "half an mp3", "half a body", "never"]
)
def test_trouble_that_stays_is_given_up_after_the_tries_and_no_half_file_counts(
    voice: Google, service: Loopback, waits: Waits, tmp_path: Path, manner: Manner, answer: str
) -> None:
    service.answers = ["good"] + [answer] * 9
    with pytest.raises(Unavailable, match="Google") as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert not failure.value.permanent
    assert service.heard == [TEXTS[0]] + [TEXTS[1]] * 3
    assert len(waits) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["0000.mp3"]


@pytest.mark.parametrize("answer", ["403", "429", "captcha", "captcha elsewhere"])
def test_a_block_is_not_asked_again_and_opens_the_breaker(
    voice: Google, service: Loopback, waits: Waits, tmp_path: Path, manner: Manner, answer: str
) -> None:
    service.answers = [answer]
    with pytest.raises(Resting, match="Google đang chặn") as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert failure.value.pause == timedelta(minutes=30)
    assert service.heard == [TEXTS[0]]
    assert waits == []


def test_a_block_lasts_as_long_as_the_service_asks(
    voice: Google, service: Loopback, tmp_path: Path, manner: Manner
) -> None:
    service.answers = ["429 for two hours"]
    with pytest.raises(Resting) as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert failure.value.pause == timedelta(hours=2)


def test_a_way_of_asking_that_no_longer_works_is_permanent(
    voice: Google, service: Loopback, tmp_path: Path, manner: Manner
) -> None:
    service.answers = ["404"]
    with pytest.raises(Unavailable, match="Hãy cập nhật") as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert failure.value.permanent
    assert service.heard == [TEXTS[0]]


@pytest.mark.parametrize("answer", ["drop by drop", "its head drop by drop"])
def test_an_answer_that_drips_for_ever_is_left_at_the_deadline(
    service: Loopback, waits: Waits, tmp_path: Path, manner: Manner, answer: str
) -> None:
    service.answers = [answer] * 9
    voice = Google(service.base, Patience(read_s=5, whole_s=0.6), waits)
    with pytest.raises(Resting, match="quá chậm") as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert failure.value.pause < timedelta(minutes=30)
    assert len(service.heard) == 1


def test_a_slow_answer_that_comes_in_time_counts(
    service: Loopback, waits: Waits, tmp_path: Path, manner: Manner
) -> None:
    service.answers = ["slow"]
    [path] = Google(service.base, Patience(read_s=5), waits).speak(TEXTS[:1], manner, tmp_path)
    assert path.read_bytes() == service.mp3(TEXTS[0])


def test_no_network_is_a_rest_of_minutes_not_of_an_hour(waits: Waits, tmp_path: Path, manner: Manner) -> None:
    with pytest.raises(Resting, match="Hãy kiểm tra mạng") as failure:
        Google("http://127.0.0.1:9", QUICK, waits).speak(TEXTS, manner, tmp_path)
    assert failure.value.pause < timedelta(minutes=5)
    assert len(waits) == 2


def test_a_server_that_cannot_prove_itself_hears_nothing(
    tmp_path: Path, manner: Manner, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    certificate, key = self_signed(tmp_path)
    with serving_tls(certificate, key) as server:
        with pytest.raises(Resting, match="chứng chỉ không đúng"):
            Google(f"https://127.0.0.1:{server.server_port}", QUICK, waits).speak(TEXTS, manner, tmp_path)
        assert server.heard == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        Google(f"https://127.0.0.1:{server.server_port}", QUICK, waits).speak(TEXTS, manner, tmp_path)
        assert server.heard == TEXTS


def test_what_is_asked_is_vietnamese_and_carries_no_more_than_the_text(
    voice: Google, service: Loopback, tmp_path: Path, manner: Manner
) -> None:
    voice.speak(["Dr. Minh, st. và Esq. xin chào"], manner, tmp_path)
    assert service.heard == ["Dr. Minh, st. và Esq. xin chào"]
    assert "Cookie" not in service.headers_seen[0]


def test_readiness_tries_once_and_says_what_is_wrong(voice: Google, service: Loopback) -> None:
    assert voice.readiness().ready
    service.answers = ["500"]
    readiness = voice.readiness()
    assert not readiness.ready
    assert "mã 500" in readiness.reason
    assert len(service.heard) == 2


def test_a_bulletin_falls_back_whole_when_the_online_voice_breaks_off(
    voice: Google, service: Loopback, clock: FixedClock, tmp_path: Path, manner: Manner
) -> None:
    service.answers = ["good", "429"]
    chain = Chain([voice, Silent()], examine, clock)
    said = chain.speak(cut("\n".join(TEXTS)), {"gtts": manner, "silent": manner}, tmp_path)
    assert (said.engine, len(said.parts)) == ("silent", 2)
    assert [fallback.engine for fallback in said.fallbacks] == ["gtts"]
    clock.at += timedelta(minutes=31)
    assert chain.speak(cut(TEXTS[0]), {"gtts": manner, "silent": manner}, tmp_path).engine == "gtts"


def test_a_gtts_that_prepares_otherwise_is_a_state_not_a_crash(
    voice: Google, tmp_path: Path, manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("gtts.gTTS._prepare_requests")
    with pytest.raises(Unavailable, match="gTTS không chuẩn bị được") as failure:
        voice.speak(TEXTS, manner, tmp_path)
    assert failure.value.permanent


def test_several_threads_share_the_voice(
    voice: Google, service: Loopback, tmp_path: Path, manner: Manner
) -> None:
    made: dict[int, bytes] = {}

    def one(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        made[number] = voice.speak([TEXTS[number % 2]], manner, folder)[0].read_bytes()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {number: service.mp3(TEXTS[number % 2]) for number in range(4)}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[1:],
        lambda data: data + b"\0",
        lambda data: data[:500] + data[501:],
        lambda data: b"ID3" + data,
        lambda data: b"",
        lambda data: b"\xff\xf3\xe4\xc4" + data,
    ],
    ids=["a byte short", "no head", "a byte more", "a byte lost", "a tag", "nothing", "no such rate"],
)
def test_only_whole_frames_end_to_end_are_a_whole_mp3(spoil: Callable[[bytes], bytes]) -> None:
    data = mp3_of("Xin chào bà con.")
    assert whole_mp3(data)
    assert not whole_mp3(spoil(data))
