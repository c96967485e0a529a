"""
Measure how twenty minutes of speech become finished segments; `scripts/bench.py` calls this.

    python bench_making.py WAY FOLDER

The naive way is what one writes first: eSpeak NG on each whole text (the same library, voice and speed),
pydub's `normalize`, export as MP3. It brings peaks, not loudness, to one height, cuts nothing, checks
nothing, and keeps nothing for the next time. Both ways work in two threads.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from bench_process import Took, in_a_process, said, timed
from bench_row import Row
from environment import ROOT

_TEXT = (
    "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ. Bà con đến bộ phận một cửa vào các ngày trong tuần, "
    "mang theo giấy tờ tùy thân và đơn đề nghị. Cán bộ sẽ hướng dẫn từng bước, không thu thêm khoản nào ngoài quy định. "
)
_TEXTS = tuple(f"Bản tin số {number}. " + _TEXT * 7 for number in range(12))
_THREADS = 2


def bench_making() -> list[Row]:
    """Make the same texts both ways, and ours once more."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        ours, again, naive = (in_a_process(__file__, way, name) for way in ("ours", "again", "naive"))
    if not 0.7 < naive.result / ours.result < 1.4:
        raise RuntimeError(f"The two ways said different things: {ours.result} s, {naive.result} s.")
    how = (
        f"{len(_TEXTS)} bulletins, {ours.result / 60:.1f} min of speech in {ours.seconds:.1f} s of wall time by "
        f"{_THREADS} threads on {os.cpu_count()} cores (load before {busy:.1f}), {ours.processor_s:.1f} s of processor time; "
        "read, spoken, levelled, encoded, measured, kept"
    )
    return [
        Row("text to finished MP3, offline voice", _twenty(ours), "1200 s (real time)", ours.result / ours.seconds, 100, how),
        Row(
            "the same beside eSpeak NG + pydub normalize + export",
            _twenty(ours),
            _twenty(naive),
            (naive.seconds / naive.result) / (ours.seconds / ours.result),
            0,
            "seconds for 20 minutes of speech; below 1 ours is slower: it measures BS.1770 loudness before and after, limits true "
            "peaks, cuts silence, syncs; the naive way only lifts the highest peak",
        ),
        Row(
            "the same texts the second time",
            f"{again.seconds * 1000:.1f} ms",
            f"{ours.seconds:.1f} s the first time",
            ours.seconds / again.seconds,
            100,
            "best of 3 in a new process on the same home, so that libraries are loaded: everything is found by its key",
        ),
    ]  # fmt: skip


def _twenty(took: Took) -> str:
    return f"{took.seconds * 1200 / took.result:.1f} s"


def _ours(folder: Path, times: int = 1) -> Took:
    from broadcaster.bootstrap import open_desk  # noqa: PLC0415 # each way loads its own libraries only
    from broadcaster.config import Settings  # noqa: PLC0415 # as above
    from broadcaster.domain.writing.workflow import Role  # noqa: PLC0415 # as above
    from broadcaster.reading import read  # noqa: PLC0415 # as above
    from broadcaster.services.commune import communes, people  # noqa: PLC0415 # as above
    from broadcaster.services.voice.speaking import ensure  # noqa: PLC0415 # as above

    desk = open_desk(Settings(home=folder / "home"))
    if not people.begun(desk):
        person = people.NewPerson("dothu", "Người Đo", "", "mat-khau-do-thu", (Role.ADMIN,))
        people.begin(desk, people.NewCommune("xã Đo Thử", "tỉnh Quảng Ninh", ("thôn Một",)), person)
    commune_id = communes.meant(desk)

    def make(text: str) -> float:
        spoken = read(text).spoken
        return ensure(desk, commune_id, [spoken])[spoken].duration_ms / 1000

    took = timed(lambda _turn: _in_threads(make), times)
    desk.store.close()
    return took


def _naive(folder: Path) -> Took:
    from pydub import AudioSegment  # noqa: PLC0415 # as above
    from pydub.effects import normalize  # noqa: PLC0415 # as above

    from broadcaster.sound import ffmpeg  # noqa: PLC0415 # as above
    from broadcaster.speech.engine import Manner  # noqa: PLC0415 # as above
    from broadcaster.speech.espeak import Espeak  # noqa: PLC0415 # as above

    AudioSegment.converter = ffmpeg.find()
    voice, manner = Espeak(), Manner("vi", 140, 60, 60)

    def make(text: str) -> float:
        place = Path(tempfile.mkdtemp(dir=folder))
        (wav,) = voice.speak([text], manner, place)
        with wav.open("rb") as file:
            sound = normalize(AudioSegment.from_wav(file))
        sound.export(place / "out.mp3", format="mp3", bitrate="64k").close()
        return float(sound.duration_seconds)

    return timed(lambda _turn: _in_threads(make))


def _in_threads(make: Callable[[str], float]) -> float:
    """Make every text; return how long they sound together, in seconds."""
    with ThreadPoolExecutor(_THREADS) as pool:
        return sum(pool.map(make, _TEXTS))


if __name__ == "__main__":
    ways: dict[str, Callable[[Path], Took]] = {
        "ours": _ours,
        "again": partial(_ours, times=3),
        "naive": _naive,
    }
    said(ways[sys.argv[1]](Path(sys.argv[2])))
