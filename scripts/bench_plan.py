"""
Measure planning and publishing for a whole province; `scripts/bench.py --plan` calls this.

    python bench_plan.py COMMUNES

Works in a process of its own (this file as a command), so that its memory is its own. The segments are cached:
bulletins, greetings and closing words are rows and files already, as on every day after the first.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from datetime import time as wall
from pathlib import Path

from bench_row import Row
from environment import ROOT
from sqlalchemy.orm import Session

from broadcaster.bootstrap import open_desk
from broadcaster.clock import ZONE, FixedClock
from broadcaster.config import CHECKOUT, Settings
from broadcaster.files import digest_of
from broadcaster.services.commune.village_rows import insert_village
from broadcaster.services.desk import Desk
from broadcaster.services.layout import jingles
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan.planning import gather
from broadcaster.services.plan.words import texts
from broadcaster.services.voice import speaking
from broadcaster.sound import house
from broadcaster.store.tables import (
    Bulletin,
    Commune,
    Decision,
    Person,
    Revision,
    SessionRule,
    Speech,
    SpeechSound,
)
from broadcaster.units import Millis

_SIZES = (1, 6, 18, 54)
_VILLAGES, _BULLETINS, _DAYS = 27, 20, 7
_SAME = f"{_VILLAGES} villages, 2 sessions of 15 min, {_DAYS} days and {_BULLETINS} bulletins a commune; segments cached"
_NOW = datetime(2026, 6, 15, 0, 5, tzinfo=ZONE)
_GREETING = (
    "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}. Mời bà con nghe chương trình buổi {buổi}."
)
_BY_NAME = (
    "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}. Mời bà con {thôn} nghe chương trình buổi {buổi}."
)
_CLOSING = "Chương trình buổi {buổi} của Đài Truyền thanh {xã} đến đây là hết. Xin kính chào bà con."
_PROMISE_SECONDS, _AGAIN_SECONDS, _PROMISE_MB = 120.0, 10.0, 500.0


@dataclass(frozen=True, slots=True)
class Took:
    """What publishing a province took, from nothing and again with nothing changed."""

    communes: int
    programmes: int
    different: int
    """Files of programmes: villages that hear the same share one."""
    seconds: float
    again_seconds: float
    again_files: int
    peak_mb: float


def bench_plan() -> list[Row]:
    """Publish provinces of growing size, each in a process of its own, and say what each took."""
    grown = [_in_a_process(size) for size in _SIZES]
    by_name, alone = _in_a_process(1, "by-name"), _in_a_process(1, "one-village")
    whole = grown[-1]
    return [
        _row(
            f"a province of {whole.communes} communes published from nothing",
            f"{whole.seconds:.1f} s",
            f"{_PROMISE_SECONDS:g} s (promise)",
            _PROMISE_SECONDS / whole.seconds,
            f"{_SAME}; {whole.programmes} sessions, {whole.different} different programmes; greetings do not name the village",
        ),
        _row(
            "the same again with nothing changed",
            f"{whole.again_seconds:.1f} s, {whole.again_files} files written",
            f"{_AGAIN_SECONDS:g} s, 0 files (promise)",
            0 if whole.again_files else _AGAIN_SECONDS / whole.again_seconds,
            "every head's signature and every list's digest proved, every session planned anew and compared",
        ),
        _row(
            "memory while publishing it",
            f"{whole.peak_mb:.0f} MB",
            f"{_PROMISE_MB:g} MB (promise)",
            _PROMISE_MB / whole.peak_mb,
            "peak resident memory of the whole process, its preparation included",
        ),
        _row(
            f"growth from 1 to {whole.communes} communes, seconds a commune",
            f"{whole.seconds / whole.communes:.2f} s",
            f"{grown[0].seconds:.2f} s (one commune)",
            grown[0].seconds * whole.communes / whole.seconds,
            "; ".join(
                f"{one.communes}: {one.seconds:.1f} s, again {one.again_seconds:.2f} s, {one.peak_mb:.0f} MB"
                for one in grown
            ),
            promise=0.5,
        ),
        _row(
            f"one commune of {_VILLAGES} villages that hear the same, beside a commune of one village",
            f"{grown[0].seconds:.2f} s",
            f"{_VILLAGES * alone.seconds:.1f} s ({_VILLAGES} times one village)",
            _VILLAGES * alone.seconds / grown[0].seconds,
            f"one village takes {alone.seconds:.2f} s; both make {alone.different} different programmes",
            promise=3,
        ),
        _row(
            "one commune whose greetings name every village",
            f"{by_name.seconds:.1f} s, {by_name.different} programmes",
            f"{grown[0].seconds:.1f} s, {grown[0].different} programmes (villages hear the same)",
            0,
            "the cost grows with different programmes: each is a file of its own",
            promise=0,
        ),
    ]


def _row(what: str, ours: str, naive: str, ratio: float, how: str, promise: float = 1) -> Row:
    return Row(what, ours, naive, ratio, promise, how)


def _in_a_process(size: int, *more: str) -> Took:
    command = [sys.executable, str(Path(__file__)), str(size), *more]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return Took(**json.loads(done.stdout.splitlines()[-1]))


def measure(communes: int, villages: int = _VILLAGES, *, by_name: bool = False) -> Took:
    """Publish a province twice."""
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        settings = Settings(home=Path(name), engines=("silent",), horizon_days=_DAYS - 1)
        desk = open_desk(settings, FixedClock(_NOW))
        greeting = _BY_NAME if by_name else _GREETING
        found = [province(desk, number, greeting, villages) for number in range(communes)]
        start = time.perf_counter()
        done = [publishing.publish(desk, one) for one in found]
        first = time.perf_counter() - start
        start = time.perf_counter()
        again = [publishing.publish(desk, one) for one in found]
        second = time.perf_counter() - start
        different = sum(1 for _ in (settings.audio / "programmes").rglob("*.mp3"))
        desk.store.close()
    return Took(
        communes,
        sum(one.programmes for one in done),
        different,
        first,
        second,
        sum(one.files for one in again),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def province(
    desk: Desk,
    number: int,
    greeting: str,
    villages: int,
    bulletins: int = _BULLETINS,
    targets: Callable[[int], list[int] | None] = lambda _number: None,
) -> int:
    """
    Write one commune with its villages, sessions, approved bulletins and everything that is spoken.

    Args:
        desk: What to work with.
        number: Of the commune, from 0.
        greeting: Its greeting.
        villages: How many it has.
        bulletins: How many leaders approved.
        targets: For which villages each is, counted from 1; none means every village.
    """
    with desk.store.writing() as session:
        commune = Commune(
            code=f"xa-{number:02d}",
            name=f"xã Số {number:02d}",
            province="tỉnh Quảng Ninh",
            greeting=greeting,
            closing=_CLOSING,
            repeat_words="Sau đây, xin được nhắc lại.",
            self_approval=False,
            created_at=_NOW,
        )
        session.add(commune)
        session.flush()
        for place in range(villages):
            insert_village(session, commune.id, f"thôn {chr(65 + place % 26)} {place}", _NOW.date())
        for name, start in (("Buổi sáng", wall(5, 30)), ("Buổi chiều", wall(17, 0))):
            session.add(_rule(commune.id, name, start))
        jingles.add_shipped(session, desk, commune.id)
        person = Person(
            commune_id=commune.id,
            login=f"nguoi{number}",
            name="Triệu Văn Trường",
            title="Phó Chủ tịch",
            password_hash="-",  # noqa: S106 # nobody signs in here
            created_at=_NOW,
        )
        session.add(person)
        session.flush()
        for one in range(bulletins):
            _approved(session, desk, commune.id, person.id, one, targets(one))
    _speak_frame(desk, commune.id)
    return commune.id


def _rule(commune_id: int, name: str, start: wall) -> SessionRule:
    return SessionRule(
        commune_id=commune_id,
        name=name,
        weekdays=[1, 2, 3, 4, 5, 6, 7],
        start=start,
        longest_ms=15 * 60_000,
        valid_from=_NOW.date(),
    )


def _approved(
    session: Session, desk: Desk, commune_id: int, person_id: int, number: int, village_ids: list[int] | None
) -> None:
    """Write one bulletin that a leader approved, spoken."""
    text = f"Bản tin số {number} của xã thứ {commune_id}. " + "Mời bà con nghe thông báo. " * 20
    key = speaking.want(session, desk, commune_id, text)
    session.flush()
    spoken = session.get_one(Speech, key)
    _made(session, desk, spoken, 40_000 + 1_000 * (number * 7 % 35), f"{commune_id}/{number}")
    content = {
        "title": f"Bản tin số {number} về thủ tục hành chính",
        "text": text,
        "kind": "tin",
        "urgency": "thong_thuong",
        "plan_row_id": None,
        "field": "phap_luat",
        "topic": "cchc",
        "source": "tu_bien_soan",
        "village_ids": village_ids,
        "first_day": _NOW.date(),
        "last_day": _NOW.date() + timedelta(days=5 + number % 9),
        "airings": 10 + number % 3,
        "read_times": 1,
    }
    row = Bulletin(
        commune_id=commune_id, state="da_duyet", author_id=person_id, confirmed_readings={},
        created_at=_NOW, changed_at=_NOW, **content,
    )  # fmt: skip
    session.add(row)
    session.flush()
    revision = Revision(
        bulletin_id=row.id, number=1, spoken=text, engine="silent", voice="vi", digest=digest_of(text.encode()),
        speech_key=key, submitted_by_id=person_id, submitted_at=_NOW, **content,
    )  # fmt: skip
    session.add(revision)
    session.flush()
    decision = Decision(
        bulletin_id=row.id, revision_id=revision.id, verdict="duyet", reason="", digest=revision.digest,
        sound_sha256=spoken.sha256, decided_by_id=person_id, decided_at=_NOW + timedelta(seconds=number),
    )  # fmt: skip
    session.add(decision)
    session.flush()


def _speak_frame(desk: Desk, commune_id: int) -> None:
    """Have every greeting and closing spoken, and the words between two readings."""
    with desk.store.writing() as session:
        commune = session.get_one(Commune, commune_id)
        for text in texts(commune, gather(session, desk, commune_id, Millis(0))).all():
            key = speaking.want(session, desk, commune_id, text)
            session.flush()
            row = session.get_one(Speech, key)
            if row.sha256 is None:
                _made(session, desk, row, 1_500 + 50 * len(text), text)


def _made(session: Session, desk: Desk, row: Speech, length_ms: int, name: str) -> None:
    """Put a segment of this length, unlike every other, where a voice's work would lie."""
    frames = _frames()
    first = int(digest_of(name.encode())[:8], 16) % len(frames)
    count = -(-length_ms * house.RATE_HZ // (house.FRAME_SAMPLES * 1000))
    data = b"".join(frames[(first + n * 7) % len(frames)] for n in range(count))
    sha256 = digest_of(data)
    place = desk.shelf.segment(sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    row.engine, row.sha256, row.duration_ms, row.made_at = "silent", sha256, int(house.length_of(count)), _NOW
    row.loudness_lufs, row.true_peak_dbtp = -16.0, -2.0
    session.add(
        SpeechSound(
            key=row.key,
            sha256=sha256,
            engine="silent",
            voice=row.voice,
            duration_ms=int(house.length_of(count)),
            made_at=_NOW,
        )
    )


def _frames() -> list[bytes]:
    """Return the frames of a jingle that ships: each stands alone, so any order of them is sound in house form."""
    if not _KEPT:
        data = max((CHECKOUT / "audio").glob("*.mp3"), key=lambda path: path.stat().st_size).read_bytes()
        kbps, end = house.inspect(data).kbps, 0
        while end < len(data):
            size = 144_000 * kbps // house.RATE_HZ + (data[end + 2] >> 1 & 1)
            _KEPT.append(data[end : end + size])
            end += size
    return _KEPT


_KEPT: list[bytes] = []

if __name__ == "__main__":
    size = 1 if "one-village" in sys.argv else _VILLAGES
    print(json.dumps(asdict(measure(int(sys.argv[1]), size, by_name="by-name" in sys.argv))))
