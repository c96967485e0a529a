"""A commune's own settings: its name, the words around its programmes, and how it works."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.greeting import LONGEST, check_template
from broadcaster.domain.plan.spoken import without_digits
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Commune

DOCUMENT_SYMBOLS = {
    "expand": "đọc đủ chữ (384/QĐ-UBND: ba trăm tám mươi tư, Quyết định Ủy ban nhân dân)",
    "drop": "chỉ đọc số",
    "spell": "đọc từng chữ cái",
}
"""How a document's symbol is read aloud: setting -> label."""

NUMBER_WORDS = {
    "zero_word": {"linh": "linh (105: một trăm linh năm)", "lẻ": "lẻ (105: một trăm lẻ năm)"},
    "thousand_word": {"nghìn": "nghìn (2.000: hai nghìn)", "ngàn": "ngàn (2.000: hai ngàn)"},
    "four_word": {"tư": "tư (24: hai mươi tư)", "bốn": "bốn (24: hai mươi bốn)"},
}
"""How numbers are said where regions differ: setting -> word -> label."""


@dataclass(frozen=True, slots=True)
class CommuneChange:
    """What an administrator may change."""

    name: str
    province: str
    greeting: str
    closing: str
    repeat_words: str
    document_symbol: str
    self_approval: bool
    zero_word: str = "linh"
    thousand_word: str = "nghìn"
    four_word: str = "tư"
    public_feeds: bool = False


@dataclass(frozen=True, slots=True)
class CommuneView:
    """A commune as pages show it."""

    id: int
    code: str
    name: str
    province: str
    greeting: str
    closing: str
    repeat_words: str
    document_symbol: str
    zero_word: str
    thousand_word: str
    four_word: str
    self_approval: bool
    public_feeds: bool
    version: int


def meant(desk: Desk, code: str | None = None) -> int:
    """
    Return the commune of a code, or the only one there is.

    Raises:
        NotFound: There is none, or none of this code; the sentence names those there are.
        Refused: There are several and no code was given.
    """
    with desk.store.reading() as session:
        codes: dict[str, int] = {
            row.code: row.id for row in session.execute(select(Commune.id, Commune.code))
        }
    if code is None and len(codes) == 1:
        return next(iter(codes.values()))
    if code in codes:
        return codes[code]
    if not codes:
        raise NotFound("Thư mục này chưa có xã nào. Hãy chạy lệnh serve rồi tạo xã ở trang đầu tiên.")
    known = f"Các mã xã có: {', '.join(sorted(codes))}."
    if code is None:
        raise Refused(f"Ở đây có nhiều xã. Hãy chọn một bằng --commune. {known}")
    raise NotFound(f"Không có mã xã {code}. {known}")


def view(desk: Desk, commune_id: int) -> CommuneView:
    """Return a commune. Raises `NotFound` when there is none."""
    with desk.store.reading() as session:
        return _view(_row(session, commune_id))


def change(desk: Desk, actor: Actor, version: int, change: CommuneChange) -> CommuneView:
    """
    Change the commune's settings; its coming programmes are made again with them.

    Raises:
        Stale: Somebody changed them first.
        Refused: A field is missing, or a greeting names a place there is not.
    """
    actor.require(Role.ADMIN)
    checked = _checked(change)
    with desk.store.writing() as session:
        row = _row(session, actor.commune_id)
        if row.version != version:
            raise Stale("Có người vừa sửa cài đặt của xã. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
        changed = {name: value for name, value in checked.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            row.version += 1
            due.replan(session, desk, row.id)
            note(session, row.id, actor.login, desk.clock.now(), "change", f"commune {row.id}", **changed)
        return _view(row)


def _checked(change: CommuneChange) -> dict[str, object]:
    """Tidy and check every field; return them by column."""
    greeting = line(change.greeting, "lời chào", longest=LONGEST)
    closing = line(change.closing, "lời kết", longest=LONGEST)
    check_template(greeting, "Lời chào")
    check_template(closing, "Lời kết")
    if change.document_symbol not in DOCUMENT_SYMBOLS:
        raise Refused("Hãy chọn cách đọc ký hiệu văn bản trong danh sách.")
    for setting, words in NUMBER_WORDS.items():
        if getattr(change, setting) not in words:
            raise Refused(f"Hãy chọn cách đọc số trong danh sách: {', '.join(words)}.")
    return {
        "name": line(change.name, "tên xã"),
        "province": line(change.province, "tên tỉnh, thành phố"),
        "greeting": greeting,
        "closing": closing,
        "repeat_words": without_digits(line(change.repeat_words, "lời báo nhắc lại")),
        "document_symbol": change.document_symbol,
        **{setting: getattr(change, setting) for setting in NUMBER_WORDS},
        "self_approval": change.self_approval,
        "public_feeds": change.public_feeds,
    }


def _row(session: Session, commune_id: int) -> Commune:
    row = session.get(Commune, commune_id)
    if row is None:
        raise NotFound("Không có xã này. Hãy đăng nhập lại.")
    return row


def _view(row: Commune) -> CommuneView:
    return CommuneView(**{name: getattr(row, name) for name in CommuneView.__dataclass_fields__})
