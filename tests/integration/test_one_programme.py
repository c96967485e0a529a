"""One programme of a village: every voice there is, a phone's recording and a talk of two voices, at one loudness."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

pytest.importorskip("edge_tts", reason="the extra [edge] is not installed")
pytest.importorskip("piper", reason="the extra [piper] is not installed")

from broadcaster.domain.writing.bulletin import RECORDING, Kind
from broadcaster.files import digest_of_file
from broadcaster.paper import words
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import logbook
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.outgoing.day_views import ItemView, SessionView
from broadcaster.services.voice import making, voice_settings, voices
from broadcaster.services.voice.engine_keys import reader
from broadcaster.services.writing import approvals, bulletins, recordings
from broadcaster.sound import examine, measure
from broadcaster.speech import Engine, Manner, Voices, registry
from broadcaster.speech.google import Google
from broadcaster.speech.http_description import Description
from broadcaster.speech.http_voice import HttpVoice
from broadcaster.speech.voice_install import from_file
from broadcaster.store.tables import Bulletin, Revision, Speech
from tests.unit.sound.generated import converted
from tests.unit.speech import loopback, loopback_edge, loopback_http, tiny_voice
from tests.unit.speech.loopback_http import KEY

ENGINES = tuple(name for name in registry.names() if name != "silent")
WITH_KEY = ("fpt", "viettel", "http")
NEWS = "Ủy ban nhân dân xã mời bà con đến nhà văn hóa thôn. Đúng bảy giờ tối, có điểm danh."
SAID_BY_TWO = (
    "Hỏi: Làm thẻ căn cước ở đâu, cần mang theo gì?\nĐáp: Bà con đến trụ sở công an xã, mang giấy khai sinh."
)
TALK = "talk"
TARGET_LUFS, WITHIN_LU, CEILING_DBTP = -16, 0.5, -1.5
ROUNDING = 1e-6
NAMED_IN_THE_LOG = {
    "espeak": "máy đọc eSpeak NG",
    "gtts": "máy đọc Google",
    "edge": "máy đọc Edge",
    "piper": "máy đọc Piper",
    "fpt": "máy đọc FPT.AI",
    "viettel": "máy đọc Viettel AI",
    "http": "máy đọc theo tệp mô tả của xã",
    RECORDING: "bản thu (Bàn Thị Mai)",
    TALK: "máy đọc eSpeak NG",
}


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[loopback.Loopback, loopback_http.Service]]:
    """Every service on the web, standing in on this machine; Edge's is reached by its address alone."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ExitStack() as stack:
        edge = stack.enter_context(loopback_edge.serving())
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", f"ws://127.0.0.1:{edge.port}/edge/v1?Token=x")
        yield stack.enter_context(loopback.serving()), stack.enter_context(loopback_http.serving())


@pytest.fixture
def home(
    desk: Desk, admin: Actor, tmp_path: Path, services: tuple[loopback.Loopback, loopback_http.Service]
) -> Desk:
    """A home with every engine: those on the web are led to their stand-ins, the others are the real ones."""
    folder = desk.settings.audio / "voices"
    model = tiny_voice.write(tmp_path / "given")
    from_file(folder, model, digest_of_file(model), "CC0")
    shutil.copy(str(files("broadcaster.speech") / "data" / "viettel.toml"), folder / "http.toml")
    key, (google, web) = reader(desk.store, desk.keys), services

    def on_the_web(name: str, description: Description) -> HttpVoice:
        return HttpVoice(name, description, lambda: key(admin.commune_id, name))

    led: dict[str, Engine] = {
        "gtts": Google(google.base),
        "fpt": on_the_web("fpt", loopback_http.at(web, "fpt", "/link")),
        "viettel": on_the_web("viettel", loopback_http.at(web, "viettel", "/body")),
        "http": on_the_web("http", loopback_http.form_to_base64(web)),
    }
    made = replace(desk, voices=Voices(examine, desk.clock, folder, key, stand_ins=led))
    for name in WITH_KEY:
        voice_settings.keep_key(made, admin, settings_version(made, admin), name, KEY)
    return made


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """What a phone records of a person who speaks softly: M4A, narrow band."""
    [said] = registry.load("espeak").speak([NEWS], Manner("vi", 130, 40, 60), tmp_path)
    return converted(said, tmp_path / "Ghi âm 1.m4a", "-af", "volume=-24dB", "-ar", "16000")


def settings_version(desk: Desk, admin: Actor) -> int:
    return voices.view(desk, admin.commune_id).version


def begun(desk: Desk, writer: Actor, title: str, text: str = NEWS, kind: Kind = Kind.NEWS) -> Bulletin:
    today = desk.today()
    draft = bulletins.Draft(
        title, text, kind, field="phap_luat", first_day=today, last_day=today + timedelta(days=2), airings=20
    )
    return bulletins.create(desk, writer, draft)


def spoken_by(desk: Desk, admin: Actor, engine: str) -> None:
    """Have an engine speak what is written from now on."""
    voice_settings.set_order(desk, admin, settings_version(desk, admin), [engine])


def approved(desk: Desk, writer: Actor, leader: Actor, bulletin_id: int) -> Revision:
    revision = bulletins.submit(desk, writer, bulletin_id, version(desk, bulletin_id))
    while making.work(desk):
        pass
    approvals.approve(desk, leader, bulletin_id, version(desk, bulletin_id), revision.digest)
    return revision


def version(desk: Desk, bulletin_id: int) -> int:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id).version


def cut_out(session: SessionView, item: ItemView, folder: Path) -> Path:
    """Play a programme and keep what is heard of one item."""
    at, length = item.offset_ms / 1000, item.duration_ms / 1000
    out = folder / f"{item.offset_ms}.wav"
    return converted(session.path, out, "-ss", f"{at:.3f}", "-t", f"{length:.3f}")


def written_and_approved(home: Desk, admin: Actor, writer: Actor, leader: Actor, phone: Path) -> Revision:
    """Write a bulletin for every engine, one for the phone and the talk; return the talk."""
    for engine in ENGINES:
        spoken_by(home, admin, engine)
        approved(home, writer, leader, begun(home, writer, engine).id)
    recorded = begun(home, writer, RECORDING).id
    recordings.add(home, writer, recorded, phone, 0, "Bàn Thị Mai")
    approved(home, writer, leader, recorded)
    spoken_by(home, admin, "espeak")
    return approved(home, writer, leader, begun(home, writer, TALK, SAID_BY_TWO, Kind.QA).id)


def pitches(desk: Desk, revision: Revision) -> tuple[int, int]:
    """Say how high the first and the second voice of a talk are."""
    with desk.store.reading() as session:
        recipe = session.get_one(Speech, revision.speech_key).recipe
    return recipe["manner"]["pitch"], recipe["second"]["pitch"]


def logged(desk: Desk, admin: Actor, programme: SessionView) -> dict[str, str]:
    """Say whose voice the log names for each bulletin of a programme."""
    today = desk.today()
    found = logbook.entries(desk, admin.commune_id, logbook.Wanted(today, today))
    [entry] = [one for one in found if one.programme_id == programme.programme_id]
    return {item.title: words.voice(item) for item in entry.items}


def test_every_voice_a_recording_and_a_talk_of_two_lie_in_one_programme_at_one_loudness(
    home: Desk, admin: Actor, writer: Actor, leader: Actor, phone: Path, tmp_path: Path
) -> None:
    talk = written_and_approved(home, admin, writer, leader, phone)
    publishing.publish(home, admin.commune_id)
    village = villages.listing(home, admin.commune_id)[0]
    programme = days.day(home, village.id, home.today()).sessions[0]
    spoken = {item.title: (item.engine, item.fell_back) for item in programme.items if item.bulletin_id}
    own = {name: (name, False) for name in (*ENGINES, RECORDING)}
    assert spoken == own | {TALK: ("espeak", False)}
    first, second = pitches(home, talk)
    assert first > second
    for item in programme.items:
        heard = measure(cut_out(programme, item, tmp_path))
        assert abs(heard.integrated - TARGET_LUFS) <= WITHIN_LU + ROUNDING, (item.title, heard)
        assert heard.true_peak <= CEILING_DBTP, (item.title, heard)
    assert logged(home, admin, programme) == NAMED_IN_THE_LOG
