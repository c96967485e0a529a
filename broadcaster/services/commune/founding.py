"""The first commune of a home: its villages, speaker clusters, words, sessions, jingles and administrator."""

from dataclasses import dataclass, replace
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.audit import note
from broadcaster.services.commune.passwords import hashed
from broadcaster.services.commune.person_rows import NewPerson, actor_of, insert
from broadcaster.services.commune.village_rows import insert_village
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import jingles, shipped_templates
from broadcaster.services.typed import code_of, line
from broadcaster.store.tables import Commune, SessionRule
from broadcaster.units import seconds

GREETING = (
    "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}. "
    "Mời bà con {thôn} nghe chương trình phát thanh buổi {buổi}."
)
CLOSING = (
    "Chương trình phát thanh buổi {buổi} của Đài Truyền thanh {xã} đến đây là hết. "
    "Xin cảm ơn và kính chào bà con {thôn}."
)
REPEAT_WORDS = "Sau đây, xin được nhắc lại."
SESSIONS = (("Buổi sáng", time(5, 30)), ("Buổi chiều", time(17, 0)))
"""Sessions a new commune begins with, every day; its own come from the page of the week."""
LONGEST_SESSION = seconds(15 * 60)
_EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
_MOST_VILLAGES = 200


@dataclass(frozen=True, slots=True)
class NewCommune:
    """A commune to begin with. Names carry their kind: `xã Đồng Xanh`, `thôn Khe Mơ`."""

    name: str
    province: str
    villages: tuple[str, ...]


def begun(desk: Desk) -> bool:
    """Say whether this home has a commune; until then the first page asks for it."""
    with desk.store.reading() as session:
        return _any(session)


def begin(desk: Desk, commune: NewCommune, person: NewPerson) -> Actor:
    """
    Begin the home's first commune and its first administrator, whole or not at all.

    Raises:
        Refused: There is a commune already, or a field is missing or wrong; the sentence names it.
        Unavailable: A jingle that ships is missing, or the disk is full.
    """
    name, province = line(commune.name, "tên xã"), line(commune.province, "tên tỉnh, thành phố")
    villages = _village_names(commune.villages)
    kept = hashed(person.password)
    first = replace(person, roles=tuple({Role.ADMIN, *person.roles}))
    with desk.store.writing() as session:
        if _any(session):
            raise Refused("Xã đã được tạo trước đó. Hãy mở trang Đăng nhập.")
        row = _commune(session, desk, name, province)
        for village in villages:
            insert_village(session, row.id, village, desk.today())
        _sessions(session, desk, row.id, shipped_templates.add_shipped(session, row.id))
        jingles.add_shipped(session, desk, row.id)
        admin = insert(session, desk, row.id, first, kept)
        note(session, row.id, admin.login, desk.clock.now(), "begin", f"commune {row.id}", name=name)
        return actor_of(admin)


def _any(session: Session) -> bool:
    return session.scalar(select(Commune.id).limit(1)) is not None


def _village_names(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Take each village once, in the order given."""
    names = tuple(dict.fromkeys(line(one, "tên thôn") for one in typed if one.strip()))
    if not names:
        raise Refused("Hãy ghi tên ít nhất một thôn, mỗi thôn một dòng.")
    if len(names) > _MOST_VILLAGES:
        raise Refused(f"Danh sách có {len(names)} thôn, tối đa {_MOST_VILLAGES}. Hãy kiểm tra lại danh sách.")
    return names


def _commune(session: Session, desk: Desk, name: str, province: str) -> Commune:
    row = Commune(
        code=code_of(name, (), "xa"),
        name=name,
        province=province,
        greeting=GREETING,
        closing=CLOSING,
        repeat_words=REPEAT_WORDS,
        self_approval=False,
        document_symbol="expand",
        created_at=desk.clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _sessions(session: Session, desk: Desk, commune_id: int, template_id: int) -> None:
    for name, start in SESSIONS:
        rule = SessionRule(
            commune_id=commune_id,
            name=name,
            weekdays=_EVERY_DAY,
            start=start,
            longest_ms=LONGEST_SESSION,
            valid_from=desk.today(),
            template_id=template_id,
        )
        session.add(rule)
