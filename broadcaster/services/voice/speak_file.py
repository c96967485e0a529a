"""Reading a text file aloud into an MP3, outside the database."""

from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Refused
from broadcaster.reading import read
from broadcaster.services.desk import Desk
from broadcaster.services.voice.making import parts_of
from broadcaster.services.voice.speaking_style import first_manner
from broadcaster.sound import Tag, make_segment, splice
from broadcaster.speech import cut
from broadcaster.units import Lufs, spoken_length


@dataclass(frozen=True, slots=True)
class FileSpoken:
    """What `speak_file` made."""

    engine: str
    length: str
    loudness_lufs: Lufs
    notes: tuple[str, ...]
    """Doubts left in the text and voices that failed, as sentences."""


def speak_file(desk: Desk, file: Path, out: Path, engine: str | None = None) -> FileSpoken:
    """
    Read a text file aloud into a tagged MP3, with the installation's voices.

    Raises:
        Refused: The file has nothing to say or is not text, or there is no such voice.
        Unavailable: The voice does not work, or the disk is full.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"Tệp {file.name} không phải văn bản UTF-8. Hãy lưu lại dạng văn bản thuần (UTF-8)."
        ) from error
    reading = read(text)
    phrases = cut(reading.spoken)
    if not phrases:
        raise Refused(f"Tệp {file.name} không có chữ nào để đọc.")
    names = (engine,) if engine else desk.settings.engines
    manners = {name: first_manner(desk, 0, name, None, desk.settings.rate_wpm) for name in names}
    with desk.shelf.bench() as folder:
        said = desk.voices.chain(names).speak(phrases, manners, folder)
        segment = make_segment(parts_of(said), folder / "segment.mp3", desk.sound)
        splice([segment.path], out, Tag(title=file.stem, artist="Đài Truyền thanh xã"), kbps=desk.sound.kbps)
    doubts = tuple(f"Chưa rõ cách đọc: {doubt.written}" for doubt in reading.doubts)
    notes = doubts + tuple(fallback.reason for fallback in said.fallbacks)
    return FileSpoken(said.engine, spoken_length(segment.duration_ms), segment.loudness, notes)
