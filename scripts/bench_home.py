"""A commune of a bench's own: villages, sessions, approved bulletins, and everything that is spoken, as rows and files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as wall

from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.config import CHECKOUT
from broadcaster.files import digest_of
from broadcaster.services.commune.village_rows import insert_village
from broadcaster.services.desk import Desk
from broadcaster.services.layout import jingles
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

NOW = datetime(2026, 6, 15, 0, 5, tzinfo=ZONE)
"""When every bench of planning takes place."""
_CLOSING = "Chương trình buổi {buổi} của Đài Truyền thanh {xã} đến đây là hết. Xin kính chào bà con."


def province(
    desk: Desk,
    number: int,
    greeting: str,
    villages: int,
    bulletins: int,
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
            created_at=NOW,
        )
        session.add(commune)
        session.flush()
        for place in range(villages):
            insert_village(session, commune.id, f"thôn {chr(65 + place % 26)} {place}", NOW.date())
        for name, start in (("Buổi sáng", wall(5, 30)), ("Buổi chiều", wall(17, 0))):
            session.add(_rule(commune.id, name, start))
        jingles.add_shipped(session, desk, commune.id)
        person = Person(
            commune_id=commune.id,
            login=f"nguoi{number}",
            name="Triệu Văn Trường",
            title="Phó Chủ tịch",
            password_hash="-",  # noqa: S106 # nobody signs in here
            created_at=NOW,
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
        valid_from=NOW.date(),
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
        "first_day": NOW.date(),
        "last_day": NOW.date() + timedelta(days=5 + number % 9),
        "airings": 10 + number % 3,
        "read_times": 1,
    }
    row = Bulletin(
        commune_id=commune_id, state="da_duyet", author_id=person_id, confirmed_readings={},
        created_at=NOW, changed_at=NOW, **content,
    )  # fmt: skip
    session.add(row)
    session.flush()
    revision = Revision(
        bulletin_id=row.id, number=1, spoken=text, engine="silent", voice="vi", digest=digest_of(text.encode()),
        speech_key=key, submitted_by_id=person_id, submitted_at=NOW, **content,
    )  # fmt: skip
    session.add(revision)
    session.flush()
    decision = Decision(
        bulletin_id=row.id, revision_id=revision.id, verdict="duyet", reason="", digest=revision.digest,
        sound_sha256=spoken.sha256, decided_by_id=person_id, decided_at=NOW + timedelta(seconds=number),
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
    row.engine, row.sha256, row.duration_ms, row.made_at = "silent", sha256, int(house.length_of(count)), NOW
    row.loudness_lufs, row.true_peak_dbtp = -16.0, -2.0
    session.add(
        SpeechSound(
            key=row.key,
            sha256=sha256,
            engine="silent",
            voice=row.voice,
            duration_ms=int(house.length_of(count)),
            made_at=NOW,
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
