"""Services on the web against a stand-in: what is whole comes through, nothing else does, the key is never seen."""

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster.clock import FixedClock
from broadcaster.errors import Unavailable
from broadcaster.sound import examine
from broadcaster.speech import Chain, Manner, Means, Resting, cut, http_description, registry
from broadcaster.speech.check import check
from broadcaster.speech.http_voice import HttpVoice
from broadcaster.speech.online import Patience
from broadcaster.speech.silent import Silent
from tests.unit.speech.certificate import self_signed
from tests.unit.speech.loopback import serving_tls
from tests.unit.speech.loopback_http import KEY, Service, at, form_to_base64, serving

TEXTS = ["Ủy ban nhân dân xã thông báo.", "Mời bà con đến nhà văn hóa thôn."]
QUICK = Patience(connect_s=5, read_s=2, whole_s=30, tries=3, back_off_s=1)
"""Quick for a person; patient enough for a machine whose processors are all at work."""
VIETTEL = Manner("hn-quynhanh", 140, 50, 50)
FPT = Manner("banmai", 140, 50, 50)


class Waits(list[float]):
    """Remembers waits instead of waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in, reached past any proxy of this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


@pytest.fixture
def viettel(service: Service, waits: Waits) -> HttpVoice:
    return HttpVoice("viettel", at(service, "viettel", "/body"), lambda: KEY, QUICK, waits)


@pytest.fixture
def fpt(service: Service, waits: Waits) -> HttpVoice:
    return HttpVoice("fpt", at(service, "fpt", "/link"), lambda: KEY, QUICK, waits)


@pytest.fixture
def boxed(service: Service, waits: Waits) -> HttpVoice:
    return HttpVoice("http", form_to_base64(service), lambda: KEY, QUICK, waits)


def test_viettel_is_asked_as_its_documents_say(viettel: HttpVoice, service: Service, tmp_path: Path) -> None:
    paths = viettel.speak(TEXTS, VIETTEL, tmp_path)
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    assert json.loads(service.bodies[0]) == {
        "text": TEXTS[0],
        "voice": "hn-quynhanh",
        "speed": 1,
        "tts_return_option": 3,
        "token": KEY,
        "without_filter": False,
    }
    check("viettel", TEXTS, paths, viettel.syllable_ms(VIETTEL), examine)


def test_fpt_is_asked_as_its_documents_say_and_its_links_are_looked_at(
    fpt: HttpVoice, service: Service, waits: Waits, tmp_path: Path
) -> None:
    service.looks = ["404", "403", "good", "404"]
    paths = fpt.speak(TEXTS, Manner("leminh", 112, 50, 50), tmp_path)
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    assert service.heard == TEXTS
    asked = service.headers_seen[0]
    assert (asked["api-key"], asked["voice"], asked["speed"]) == (KEY, "leminh", "-2")
    assert len(service.looked) == 5
    assert len(waits) == 3


def test_the_key_never_goes_where_a_link_leads(fpt: HttpVoice, service: Service, tmp_path: Path) -> None:
    fpt.speak(TEXTS, FPT, tmp_path)
    assert service.looked
    assert all(KEY not in json.dumps(headers) for headers in service.looked)


def test_a_text_too_short_for_the_service_is_filled_up(
    fpt: HttpVoice, service: Service, tmp_path: Path
) -> None:
    fpt.speak(["Có"], FPT, tmp_path)
    assert service.heard == ["Có."]


def test_sound_in_base64_and_a_form_work_too(boxed: HttpVoice, service: Service, tmp_path: Path) -> None:
    [path] = boxed.speak(TEXTS[:1], VIETTEL, tmp_path)
    assert path.read_bytes() == service.mp3(TEXTS[0])
    assert service.heard == TEXTS[:1]


@pytest.mark.parametrize("text", ["{key} {voice} xin chào", '"} {speed}', "a\\b & c=d+e"])
def test_what_a_text_says_is_only_ever_text(
    viettel: HttpVoice, boxed: HttpVoice, service: Service, tmp_path: Path, text: str
) -> None:
    viettel.speak([text], VIETTEL, tmp_path)
    boxed.speak([text], VIETTEL, tmp_path)
    assert service.heard == [text, text]


@pytest.mark.parametrize(
    ("wpm", "number", "ms"), [(140, 1, 240), (154, 1.1, 218), (280, 1.2, 200), (70, 0.8, 300)]
)
def test_speed_is_counted_as_the_service_does_and_expected_as_asked(
    viettel: HttpVoice, service: Service, tmp_path: Path, wpm: int, number: float, ms: float
) -> None:
    manner = replace(VIETTEL, rate_wpm=wpm)
    viettel.speak(TEXTS[:1], manner, tmp_path)
    assert json.loads(service.bodies[0])["speed"] == number
    assert abs(viettel.syllable_ms(manner) - ms) < 1


@pytest.mark.parametrize(
    "answer",
    [
        "500",
        "503",
        "nothing",
        "garbage",
        "a page",
        "cut",
        "json",
        "error 7",
        "deep",
        "half",
        "half and no length",
        "frames lost",
        "endless",
        "never",
    ],
)
def test_a_passing_trouble_is_tried_again_and_then_all_is_whole(
    viettel: HttpVoice, service: Service, waits: Waits, tmp_path: Path, answer: str
) -> None:
    service.answers = ["good", answer]
    paths = viettel.speak(TEXTS, VIETTEL, tmp_path)
    assert service.heard == [TEXTS[0], TEXTS[1], TEXTS[1]]
    assert [path.read_bytes() for path in paths] == [service.mp3(text) for text in TEXTS]
    [wait] = waits
    assert 0 <= wait <= 1


@pytest.mark.parametrize(
    "look", ["500", "nothing", "garbage", "a page", "cut", "half", "frames lost", "never"]
)
def test_trouble_with_a_link_is_tried_again_too(
    fpt: HttpVoice, service: Service, tmp_path: Path, look: str
) -> None:
    service.looks = [look]
    [path] = fpt.speak(TEXTS[:1], FPT, tmp_path)
    assert path.read_bytes() == service.mp3(TEXTS[0])
    assert len(service.looked) == 2


@pytest.mark.parametrize(
    "answer", ["500", "nothing", "garbage", "a page", "cut", "half", "frames lost", "never"]
)
@pytest.mark.parametrize("name", ["viettel", "fpt", "boxed"])
def test_trouble_that_stays_is_given_up_after_the_tries_and_no_file_is_left(
    request: pytest.FixtureRequest, service: Service, tmp_path: Path, answer: str, name: str
) -> None:
    voice: HttpVoice = request.getfixturevalue(name)
    service.answers = ["good"] + [answer] * 9
    with pytest.raises(Unavailable, match="Máy đọc") as failure:
        voice.speak(TEXTS, FPT if name == "fpt" else VIETTEL, tmp_path)
    assert not failure.value.permanent
    assert service.heard == [TEXTS[0]] + [TEXTS[1]] * 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", ["402", "403", "429", "code 429"])
def test_a_block_is_not_asked_again_and_opens_the_breaker(
    viettel: HttpVoice, service: Service, waits: Waits, tmp_path: Path, answer: str
) -> None:
    service.answers = [answer]
    with pytest.raises(Resting, match="đang từ chối") as failure:
        viettel.speak(TEXTS, VIETTEL, tmp_path)
    assert failure.value.pause == timedelta(minutes=30)
    assert (service.heard, waits) == ([TEXTS[0]], [])


def test_a_block_lasts_as_long_as_the_service_asks(
    viettel: HttpVoice, service: Service, tmp_path: Path
) -> None:
    service.answers = ["429 for two hours"]
    with pytest.raises(Resting) as failure:
        viettel.speak(TEXTS, VIETTEL, tmp_path)
    assert failure.value.pause == timedelta(hours=2)


@pytest.mark.parametrize(
    ("answer", "says"),
    [("401", "không nhận khóa"), ("code 401", "không nhận khóa"), ("400", "mã 400"), ("elsewhere", "mã 302")],
)
def test_what_asking_again_would_not_change_is_permanent_and_not_asked_again(
    viettel: HttpVoice, service: Service, tmp_path: Path, answer: str, says: str
) -> None:
    service.answers = [answer]
    with pytest.raises(Unavailable, match=says) as failure:
        viettel.speak(TEXTS, VIETTEL, tmp_path)
    assert failure.value.permanent
    assert service.heard == [TEXTS[0]]


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:9",
        "http://localhost",
        "https://file01.fpt.ai",
        "file:///etc",
        "http://user@{host}",
        "http://[",
    ],
)
def test_a_link_that_leads_elsewhere_is_never_looked_at(
    fpt: HttpVoice, service: Service, tmp_path: Path, base: str
) -> None:
    service.link_base = base.replace("{host}", service.base.removeprefix("http://"))
    with pytest.raises(Resting, match="máy chủ lạ"):
        fpt.speak(TEXTS, FPT, tmp_path)
    assert service.looked == []


@pytest.mark.parametrize(
    ("link", "home"),
    [
        ("https://file01.fpt.ai/a.mp3", True),
        ("https://s3-ap-southeast-1.amazonaws.com/b/a.mp3", True),
        ("https://fpt.ai.evil.example/a.mp3", False),
        ("https://evilfpt.ai/a.mp3", False),
        ("https://other.s3-ap-southeast-1.amazonaws.com/a.mp3", False),
        ("https://file01.fpt.ai:8443/a.mp3", False),
        ("https://file01.fpt.ai@evil.example/a.mp3", False),
        ("http://file01.fpt.ai/a.mp3", False),
    ],
)
def test_the_links_of_fpt_lead_to_its_own_servers_alone(link: str, *, home: bool) -> None:
    from broadcaster.speech.http_reply import Reader  # noqa: PLC0415 # beside the one test that needs it

    reader = Reader("FPT", http_description.read("fpt", Means()))
    body = json.dumps({"async": link, "error": 0}).encode()
    if home:
        assert reader.link(body) == link
    else:
        with pytest.raises(Resting):
            reader.link(body)


def test_a_link_that_redirects_is_not_followed(fpt: HttpVoice, service: Service, tmp_path: Path) -> None:
    service.looks = ["elsewhere"]
    with pytest.raises(Unavailable, match="mã 302"):
        fpt.speak(TEXTS, FPT, tmp_path)


def test_a_sound_never_made_is_given_up_at_the_deadline(
    service: Service, waits: Waits, tmp_path: Path
) -> None:
    service.looks = ["404"] * 100_000
    voice = HttpVoice("fpt", at(service, "fpt", "/link"), lambda: KEY, Patience(whole_s=0.5), waits)
    with pytest.raises(Resting, match="quá chậm"):
        voice.speak(TEXTS, FPT, tmp_path)


def test_an_answer_that_drips_for_ever_is_left_at_the_deadline(
    service: Service, waits: Waits, tmp_path: Path
) -> None:
    service.answers = ["drop by drop"] * 9
    patience = Patience(read_s=5, whole_s=0.5)
    voice = HttpVoice("viettel", at(service, "viettel", "/body"), lambda: KEY, patience, waits)
    with pytest.raises(Resting, match="quá chậm"):
        voice.speak(TEXTS, VIETTEL, tmp_path)


def test_a_slow_answer_that_comes_in_time_counts(
    viettel: HttpVoice, service: Service, tmp_path: Path
) -> None:
    service.answers = ["slow"]
    [path] = viettel.speak(TEXTS[:1], VIETTEL, tmp_path)
    assert path.read_bytes() == service.mp3(TEXTS[0])


def test_a_server_that_is_not_who_it_says_gets_no_key(
    monkeypatch: pytest.MonkeyPatch, waits: Waits, tmp_path: Path
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving_tls(*self_signed(tmp_path)) as server:
        description = replace(
            http_description.read("viettel", Means()), address=f"https://127.0.0.1:{server.server_port}/body"
        )
        with pytest.raises(Resting, match="không an toàn"):
            HttpVoice("viettel", description, lambda: KEY, QUICK, waits).speak(TEXTS, VIETTEL, tmp_path)
        assert server.heard == []


@pytest.mark.parametrize("key", ["", "  ", "khóa", "a b", "a\nX-Evil: 1"])
def test_a_key_that_is_missing_or_could_not_be_one_is_not_sent(
    service: Service, waits: Waits, tmp_path: Path, key: str
) -> None:
    voice = HttpVoice("fpt", at(service, "fpt", "/link"), lambda: key, QUICK, waits)
    with pytest.raises(Unavailable, match="trang Giọng đọc") as failure:
        voice.speak(TEXTS, FPT, tmp_path)
    assert failure.value.permanent
    assert "Evil" not in str(failure.value)
    assert service.heard == []


def test_the_key_is_asked_for_anew_each_time(service: Service, waits: Waits, tmp_path: Path) -> None:
    keys = ["first", "second"]
    voice = HttpVoice("fpt", at(service, "fpt", "/link"), lambda: keys.pop(0), QUICK, waits)
    voice.speak(TEXTS[:1], FPT, tmp_path)
    voice.speak(TEXTS[:1], FPT, tmp_path)
    assert [headers["api-key"] for headers in service.headers_seen] == ["first", "second"]


@pytest.mark.parametrize(
    "answer",
    ["401", "403", "429", "500", "400", "302", "code 401", "error 7", "a page", "never", "elsewhere", "half"],
)
@pytest.mark.parametrize("name", ["viettel", "fpt", "boxed"])
def test_the_key_stands_in_no_message_no_trace_and_no_log(
    request: pytest.FixtureRequest,
    service: Service,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    answer: str,
    name: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    voice: HttpVoice = request.getfixturevalue(name)
    service.answers = [answer] * 9
    with pytest.raises(Unavailable) as failure:
        voice.speak(TEXTS, FPT if name == "fpt" else VIETTEL, tmp_path)
    assert service.heard
    told = "".join(traceback.format_exception(failure.value))
    assert KEY not in told
    assert KEY not in caplog.text
    assert KEY not in repr(voice)
    assert KEY not in voice.version()


def test_a_voice_of_another_service_is_permanent(
    viettel: HttpVoice, service: Service, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable, match="không có giọng banmai") as failure:
        viettel.speak(TEXTS, FPT, tmp_path)
    assert failure.value.permanent
    assert service.heard == []


def test_a_full_disk_is_said(viettel: HttpVoice, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Không ghi được tệp"):
        viettel.speak(TEXTS, VIETTEL, tmp_path / "nowhere")


def test_readiness_tries_once_and_says_what_is_wrong(viettel: HttpVoice, service: Service) -> None:
    assert viettel.readiness().ready
    service.answers = ["500"]
    readiness = viettel.readiness()
    assert not readiness.ready
    assert "mã 500" in readiness.reason
    assert len(service.heard) == 2


def test_without_a_key_it_is_a_state(tmp_path: Path) -> None:
    readiness = registry.load("viettel").readiness()
    assert not readiness.ready
    assert "khóa" in readiness.reason


def test_a_bulletin_falls_back_whole_and_the_breaker_opens(
    viettel: HttpVoice, service: Service, clock: FixedClock, tmp_path: Path
) -> None:
    service.answers = ["good", "429"]
    chain = Chain([viettel, Silent()], examine, clock)
    manners = {"viettel": VIETTEL, "silent": VIETTEL}
    assert chain.speak(cut("\n".join(TEXTS)), manners, tmp_path).engine == "silent"
    assert chain.speak(cut(TEXTS[0]), manners, tmp_path).engine == "silent"
    assert len(service.heard) == 2
    clock.at += timedelta(minutes=31)
    assert chain.speak(cut(TEXTS[0]), manners, tmp_path).engine == "viettel"


GOOD = """
licence = "thử"
[request]
address = "https://tts.example/v1"
json = {text = "{text}", voice = "{voice}"}
[reply]
sound = "body"
[voices]
a = "A"
"""


def test_a_commune_describes_its_own_service(tmp_path: Path) -> None:
    (tmp_path / "http.toml").write_text(GOOD, encoding="utf-8")
    facts = registry.describe("http", Means(voices=tmp_path))
    assert ([voice.code for voice in facts.voices], facts.needs_key, facts.licence) == (["a"], False, "thử")
    assert isinstance(registry.load("http", Means(voices=tmp_path)), HttpVoice)


def test_shipped_services_need_a_key_and_say_so(tmp_path: Path) -> None:
    assert registry.describe("fpt").needs_key
    assert registry.describe("viettel").needs_key
    assert not registry.describe("gtts").needs_key


def test_a_commune_without_a_description_has_a_state(tmp_path: Path) -> None:
    readiness = registry.load("http", Means(voices=tmp_path)).readiness()
    assert not readiness.ready
    assert "http.toml" in readiness.reason
    assert registry.describe("http", Means(voices=tmp_path)).voices == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text + "[",
        lambda text: text.replace("https://", "http://"),
        lambda text: text.replace("/v1", "/v1?key={key}"),
        lambda text: text.replace("tts.example", "me:secret@tts.example"),
        lambda text: text.replace("[request]", '[request]\ntext = "{text}"'),
        lambda text: text.replace("json =", "jason ="),
        lambda text: text.replace("[request]", '[request]\nheaders = {x = "{text}"}'),
        lambda text: text.replace('"body"', '"link"'),
        lambda text: text.replace('"body"', '"link"\nfield = "a"'),
        lambda text: text.replace('"body"', '"air"'),
        lambda text: text.replace("[voices]\na", "[voice]\na"),
        lambda text: text.replace('a = "A"', ""),
        lambda text: text + "[speed]\nstep = 0",
        lambda text: text + "[speed]\nunit = 1",
    ],
)
def test_a_description_badly_written_is_a_state_that_says_so(
    tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    (tmp_path / "http.toml").write_text(spoil(GOOD), encoding="utf-8")
    readiness = registry.load("http", Means(voices=tmp_path)).readiness()
    assert "http.toml viết sai" in readiness.reason
