"""Voice files come into the home whole, as the ones meant, with a licence; or nothing comes."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from broadcaster.errors import NotFound, Refused, Unavailable
from broadcaster.files import digest_of, digest_of_file
from broadcaster.speech import voice_install, voice_table
from broadcaster.speech.voice_download import download
from broadcaster.speech.voice_files import installed, settings_of
from broadcaster.speech.voice_table import KnownVoice
from broadcaster.units import Sha256
from tests.unit.speech import tiny_voice


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_voice.write(tmp_path / "given", rate_hz=16000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "audio" / "voices"


def left(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_a_file_at_hand_is_installed_with_its_rate_and_licence(folder: Path, model: Path) -> None:
    made = voice_install.from_file(folder, model, digest_of_file(model).upper(), "CC BY 4.0")
    assert (made.name, made.sample_rate_hz, made.language) == ("vi_VN-hum-low", 16000, "vi")
    assert (made.licence, made.sha256) == ("CC BY 4.0", digest_of_file(model))
    assert installed(folder) == (made,)
    assert left(folder) == ["vi_VN-hum-low"]


def test_digest_and_licence_are_read_from_beside_the_file(folder: Path, model: Path) -> None:
    Path(f"{model}.sha256").write_text(f"{digest_of_file(model)}  {model.name}\n", encoding="utf-8")
    (model.parent / "MODEL_CARD").write_text("# Card\n* Language: vi\n* License: CC0\n", encoding="utf-8")
    assert voice_install.from_file(folder, model, None, None).licence == "CC0"


def test_without_a_digest_nothing_is_installed(folder: Path, model: Path) -> None:
    with pytest.raises(Refused, match="--sha256"):
        voice_install.from_file(folder, model, None, "CC0")
    assert left(folder) == []


def test_without_a_licence_nothing_is_installed(folder: Path, model: Path) -> None:
    with pytest.raises(Refused, match="--licence"):
        voice_install.from_file(folder, model, digest_of_file(model), None)
    assert left(folder) == []


@pytest.mark.parametrize("digest", ["", "12ab", "z" * 64, "ab" * 33])
def test_a_digest_that_is_none_is_refused(folder: Path, model: Path, digest: str) -> None:
    Path(f"{model}.sha256").write_text(digest, encoding="utf-8")
    with pytest.raises(Refused, match="64 chữ số"):
        voice_install.from_file(folder, model, digest or None, "CC0")


def test_another_file_than_the_one_meant_leaves_no_trace(folder: Path, model: Path) -> None:
    with pytest.raises(Refused, match="không đúng"):
        voice_install.from_file(folder, model, "0" * 64, "CC0")
    assert left(folder) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _told: b"<html>no</html>",
        lambda _told: b"[]",
        lambda told: json.dumps({**told, "audio": {"sample_rate": 3}}).encode(),
        lambda told: json.dumps({**told, "phoneme_id_map": {}}).encode(),
        lambda told: json.dumps({key: told[key] for key in told if key != "espeak"}).encode(),
    ],
)
def test_settings_that_piper_would_not_read_are_refused(
    folder: Path, model: Path, spoil: Callable[[dict[str, object]], bytes]
) -> None:
    Path(f"{model}.json").write_bytes(spoil(tiny_voice.settings()))
    with pytest.raises(Refused, match="tệp cài đặt của giọng Piper"):
        voice_install.from_file(folder, model, digest_of_file(model), "CC0")
    assert left(folder) == []


def test_a_model_without_its_settings_is_refused(folder: Path, model: Path) -> None:
    Path(f"{model}.json").unlink()
    with pytest.raises(Refused, match="hai tệp"):
        voice_install.from_file(folder, model, digest_of_file(model), "CC0")


@pytest.mark.parametrize("name", [".hidden", "giọng", "a b", "x" * 65])
def test_a_name_that_is_no_folder_s_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    model = tiny_voice.write(tmp_path / "odd", name)
    with pytest.raises(Refused, match="đổi tên tệp"):
        voice_install.from_file(folder, model, digest_of_file(model), "CC0")


def test_a_voice_installed_is_never_replaced(folder: Path, model: Path, tmp_path: Path) -> None:
    first = voice_install.from_file(folder, model, digest_of_file(model), "CC0")
    with pytest.raises(Refused, match="đã được cài"):
        voice_install.from_file(folder, model, digest_of_file(model), "CC0")
    other = tiny_voice.write(tmp_path / "other")
    other.write_bytes(other.read_bytes() + b"\0")
    with pytest.raises(Refused, match="tệp khác"):
        voice_install.from_file(folder, other, digest_of_file(other), "CC0")
    assert installed(folder) == (first,)


def test_a_full_disk_is_said_and_leaves_no_trace(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("broadcaster.files.shutil.copyfileobj", full)
    with pytest.raises(Unavailable, match="No space left"):
        voice_install.from_file(folder, model, digest_of_file(model), "CC0")
    assert left(folder) == []


def test_what_is_no_voice_is_not_listed(folder: Path, model: Path) -> None:
    voice_install.from_file(folder, model, digest_of_file(model), "CC0")
    (folder / "empty").mkdir()
    (folder / "voices.toml").write_text("", encoding="utf-8")
    half = folder / "half"
    half.mkdir()
    (half / "about.json").write_text('{"licence": "CC0", "sha256": "x"}', encoding="utf-8")
    assert [one.name for one in installed(folder)] == ["vi_VN-hum-low"]


def test_the_shipped_table_is_sound_and_every_voice_in_it_has_a_licence(folder: Path) -> None:
    table = voice_table.known(folder)
    assert "vi_VN-vais1000-medium" in table
    assert all(voice.licence for voice in table.values())


def test_the_commune_s_own_table_comes_first(folder: Path) -> None:
    folder.mkdir(parents=True)
    row = f'address = "https://voices.example/hum.onnx"\nsha256 = "{"a" * 64}"\nsettings_sha256 = "{"b" * 64}"\nlicence = "CC0"'
    (folder / "voices.toml").write_text(f"[hum]\n{row}\n[vi_VN-vais1000-medium]\n{row}", encoding="utf-8")
    assert voice_table.find(folder, "hum").sha256 == "a" * 64
    assert voice_table.find(folder, "vi_VN-vais1000-medium").licence == "CC0"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("[x", "không đọc được"),
        ("x = 1", "ghi thiếu"),
        ("[x]\naddress = 'https://a/b.onnx'", "ghi thiếu"),
        ("[x]\naddress = 'http://a/b.onnx'", "https://"),
        ("[x]\naddress = 'https://a/b.zip'", ".onnx"),
    ],
)
def test_a_table_badly_written_is_refused(folder: Path, table: str, says: str) -> None:
    folder.mkdir(parents=True)
    (folder / "voices.toml").write_text(table, encoding="utf-8")
    with pytest.raises(Refused, match=says):
        voice_table.known(folder)


def test_a_name_nobody_knows_is_refused_with_those_known(folder: Path) -> None:
    with pytest.raises(NotFound, match="vi_VN-vais1000-medium"):
        voice_table.find(folder, "alexa")


class Store(ThreadingHTTPServer):
    """A place on this machine where voices lie; what it answers to each request in turn is told to it."""

    daemon_threads = True

    def __init__(self, model: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = {f"/{model.name}": model, f"/{model.name}.json": Path(f"{model}.json")}
        self.answers: list[str] = []
        self.released = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Store

    def do_GET(self) -> None:
        answer = self.server.answers.pop(0) if self.server.answers else "good"
        body = self.server.files[self.path].read_bytes()
        if answer == "never":
            self.server.released.wait(30)
            return
        self.send_response({"404": 404, "500": 500}.get(answer, 200))
        if answer != "half without a length":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer == "garbage":
            body = body[::-1]
        self.wfile.write(body[: len(body) // 2] if answer.startswith("half") else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent's name
        """Say nothing."""


@pytest.fixture
def store(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Store(model)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def known(store: Store, model: Path) -> KnownVoice:
    return KnownVoice(
        name="vi_VN-hum-low",
        address=f"http://127.0.0.1:{store.server_port}/{model.name}",
        sha256=digest_of_file(model),
        settings_sha256=digest_of(Path(f"{model}.json").read_bytes()),
        licence="CC0",
    )


def test_a_voice_known_by_name_is_fetched(folder: Path, known: KnownVoice, model: Path) -> None:
    made = voice_install.from_table(folder, known, download)
    assert (made.name, made.sample_rate_hz, made.licence) == ("vi_VN-hum-low", 16000, "CC0")
    assert made.model.read_bytes() == model.read_bytes()
    assert settings_of(Path(f"{made.model}.json").read_bytes()).language == "vi"


@pytest.mark.parametrize("answer", ["404", "500", "half", "half without a length", "garbage"])
@pytest.mark.parametrize("before", [[], ["good"]], ids=["settings", "model"])
def test_a_voice_that_does_not_come_whole_leaves_no_trace(
    folder: Path, known: KnownVoice, store: Store, answer: str, before: list[str]
) -> None:
    store.answers = [*before, answer]
    with pytest.raises((Unavailable, Refused)):
        voice_install.from_table(folder, known, download)
    assert left(folder) == []
    assert installed(folder) == ()
    assert voice_install.from_table(folder, known, download).name == known.name


def test_a_place_that_never_answers_is_left(
    folder: Path, known: KnownVoice, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcaster.speech.voice_download._READ_S", 0.3)
    store.answers = ["never"]
    with pytest.raises(Unavailable, match="Chưa cài gì"):
        voice_install.from_table(folder, known, download)
    assert left(folder) == []


def test_a_place_that_is_not_there_is_said(folder: Path) -> None:
    gone = KnownVoice("hum", "http://127.0.0.1:9/hum.onnx", Sha256("a" * 64), Sha256("b" * 64), "CC0")
    with pytest.raises(Unavailable, match="không kết nối được"):
        voice_install.from_table(folder, gone, download)
    assert left(folder) == []


def test_a_download_that_takes_too_long_is_left(store: Store, model: Path, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{store.server_port}/{model.name}"
    with pytest.raises(Unavailable, match="quá lâu"):
        download(address, tmp_path / "x", whole_s=-1)
