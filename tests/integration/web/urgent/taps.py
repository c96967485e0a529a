"""What tests of Khẩn cấp do and listen to: both taps, the sessions in the head, what is heard in a programme."""

import json
import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from broadcaster.clock import ZONE
from broadcaster.files import digest_of_file
from broadcaster.services.desk import Desk
from broadcaster.store.tables import Jingle, Speech
from tests.integration.web.browser import Person, text_of

WORDS = "Nước suối dâng nhanh. Bà con chuyển ngay đến nhà văn hóa thôn."


EVERY = ["1", "2", "3"]


EIGHT_ONE = datetime(2026, 6, 15, 8, 1, tzinfo=ZONE)


def first_tap(leader: Person, path: str = "/khan-cap", **changed: object) -> str:
    """Fill in the form and send it; return where the second tap is asked for."""
    page = text_of(leader.get(path))
    key = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert key is not None
    fields: dict[str, object] = {
        "key": key.group(1), "corrects": "", "text": WORDS, "village_ids": EVERY,
        "every": "0", "until": "10:00", "twice": "y", "field": "thien_tai_dich_benh",
    }  # fmt: skip
    answer = leader.post(path.split("?", maxsplit=1)[0], fields | changed)
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"]


def proof(page: str) -> dict[str, object]:
    """What the page of the second tap sends."""
    found = dict(re.findall(r'name="(digest|sound)" value="([0-9a-f]*)"', page))
    assert all(found.values())
    return dict(found)


def second_tap(leader: Person, confirm: str) -> str:
    answer = leader.post(confirm, proof(text_of(leader.get(confirm))))
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"]


def call(leader: Person, path: str = "/khan-cap", **changed: object) -> str:
    return second_tap(leader, first_tap(leader, path, **changed))


def sessions(desk: Desk, village: str = "thon-khe-mo") -> list[dict[str, Any]]:
    """What a village's head names, of calls."""
    path = desk.settings.schedules / "published" / "xa-dong-xanh" / village / "head.json"
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["sessions"]
    for one in found:
        assert digest_of_file(path.parent / one["file"]) == one["sha256"]
    return [one for one in found if one["name"] in ("Khẩn cấp", "Diễn tập")]


def sound(desk: Desk, text: str) -> bytes:
    """What the voice made of some words."""
    with desk.store.reading() as session:
        row = session.scalars(select(Speech).where(Speech.spoken == text)).one()
        assert row.sha256 is not None
        return desk.shelf.segment(row.sha256).read_bytes()


def tone(desk: Desk) -> bytes:
    with desk.store.reading() as session:
        row = session.scalars(
            select(Jingle).where(Jingle.role == "attention", Jingle.replaced_at.is_(None))
        ).first()
        assert row is not None
        return desk.shelf.segment(row.sha256).read_bytes()


def heard(desk: Desk, one: dict[str, Any], pieces: dict[str, bytes]) -> str:
    """In which order pieces sound in a session: nothing is encoded again, so their bytes are found in it."""
    programme = desk.shelf.programme(one["sha256"]).read_bytes()
    places = [
        (found.start(), name)
        for name, piece in pieces.items()
        for found in re.finditer(re.escape(piece), programme, re.DOTALL)
    ]
    return " ".join(name for _place, name in sorted(places))
