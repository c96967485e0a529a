"""The printed broadcast log (Nhật ký phát thanh): its columns and rows, the same on the page, in CSV and XLSX."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from broadcaster.domain.writing.bulletin import SOURCE_LABELS, Source
from broadcaster.paper import relays, words
from broadcaster.paper.entries import Entry, Item
from broadcaster.paper.groups import Group, content, groups
from broadcaster.paper.tables import Column, Table
from broadcaster.paper.totals import Count, Totals, totals
from broadcaster.units import Sha256, spoken_length

TITLE = "NHẬT KÝ PHÁT THANH"
COLUMNS = (
    Column("STT", 6.5),
    Column("Ngày, buổi", 15.5),
    Column("Giờ bắt đầu – kết thúc", 11),
    Column("Thời lượng", 10),
    Column("Tên tin, bài", 31),
    Column("Nguồn", 12),
    Column("Lĩnh vực, chuyên đề / mục kế hoạch", 29),
    Column("Cụm loa, thôn", 17),
    Column("Người biên tập", 12),
    Column("Giọng đọc", 11),
    Column("Người duyệt, thời điểm", 30),
    Column("Kết quả phát", 13),
    Column("Ghi chú", 19),
)
SIGNATURES = ("Người trực", "Người kiểm tra", "Xác nhận của UBND")


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the hash chain of the log stood when the sheet was made; kept on paper it proves the rows before."""

    seq: int
    head: Sha256


@dataclass(frozen=True, slots=True)
class Sheet:
    """A log to be printed: whose, of which days, what it is limited to, and its sessions."""

    commune: str
    period: str
    limits: tuple[str, ...]
    """What the sheet leaves out, in words: a village, a plan row, a state. Empty when it is whole."""
    entries: tuple[Entry, ...]
    seal: Seal
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ItemLine:
    """The words of one bulletin in its row, or of what was relayed."""

    title: str
    source: str
    subject: str
    author: str
    voice: str
    approval: str


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one row: a session in the villages where all of it is equal."""

    number: int
    when: tuple[str, str]
    """Day; session."""
    hours: str
    length: str
    items: tuple[ItemLine, ...]
    places: str
    result: str
    note: str
    same_as: int | None = None
    """The row before that is the same session with the same items, and only came to something else."""


def lines(entries: Iterable[Entry]) -> tuple[Line, ...]:
    """Say sessions as the rows of the printed log, numbered from 1."""
    first: dict[tuple[object, ...], int] = {}
    found = []
    for number, group in enumerate(groups(entries), 1):
        same = first.setdefault(content(group.first), number)
        found.append(_line(number, group, None if same == number else same))
    return tuple(found)


def table(sheet: Sheet) -> Table:
    """
    Lay a sheet out for a spreadsheet: one row a bulletin, so that every column can be filtered.

    What is said of the session stands on each of its rows.
    """
    return Table(
        name="Nhật ký phát thanh",
        head=(sheet.commune.upper(), TITLE, subtitle(sheet)),
        columns=COLUMNS,
        rows=[row for line in lines(sheet.entries) for row in _rows(line)],
        foot=(*said_totals(totals(sheet.entries)), said_seal(sheet)),
        signatures=SIGNATURES,
    )


def subtitle(sheet: Sheet) -> str:
    """Say the period, and what the sheet is limited to."""
    limits = f" (chỉ gồm: {'; '.join(sheet.limits)})" if sheet.limits else ""
    return f"{sheet.period}{limits}"


def said_totals(found: Totals) -> tuple[str, ...]:
    """Say what the sheet adds up to, confirmed and unconfirmed apart."""
    if not found.planned:
        return ("Không có buổi phát nào theo lịch trong thời gian này.",)
    parts = [
        f"đã phát có xác nhận {_said(found.confirmed)}",
        f"không phát {_said(found.not_played)}",
        f"chưa xác nhận {_said(found.unconfirmed)}",
    ]
    if found.ahead.airings:
        parts.append(f"chưa phát xong {_said(found.ahead)}")
    whole = f"Tổng số theo lịch: {found.planned} lượt phát (một buổi ở một thôn là một lượt)."
    return (f"{whole} Trong đó: {'; '.join(parts)}.",)


def said_seal(sheet: Sheet) -> str:
    """Say where the hash chain stood, in the small print that makes the paper a proof."""
    made = f"In lúc {words.moment(sheet.made_at)}."
    if not sheet.seal.seq:
        return made
    return f"{made} Mã kiểm tra nhật ký đến dòng {sheet.seal.seq}: {sheet.seal.head}"


def _said(count: Count) -> str:
    return f"{count.airings} lượt ({spoken_length(count.length)})" if count.airings else "0 lượt"


def _line(number: int, group: Group, same_as: int | None) -> Line:
    return Line(
        number=number,
        when=(words.capital(words.day(group.day)), group.first.name),
        hours=words.span(group.starts_at, group.ends_at),
        length=words.length(*group.lengths),
        items=tuple(_item_lines(group)),
        places="; ".join(_place(entry) for entry in group.entries),
        result=words.state(group.first),
        note=_note(group),
        same_as=same_as,
    )


def _item_lines(group: Group) -> list[ItemLine]:
    """Say the bulletins, and what was relayed in its place among them: nobody here wrote, spoke or approved that."""
    found, relay = [_item_line(item) for item in group.items], group.first.relay
    if relay is not None:
        title = f"{relays.title(relay.source)} ({spoken_length(relay.duration_ms)})"
        found.insert(relay.after, ItemLine(title, SOURCE_LABELS[Source.RELAY], "", "", "", ""))
    return found


def _item_line(item: Item) -> ItemLine:
    return ItemLine(
        title=words.title(item),
        source=words.source(item),
        subject=words.subject(item),
        author=item.author,
        voice=words.voice(item),
        approval=words.approval(item),
    )


def _place(entry: Entry) -> str:
    """Name the village with its speaker clusters; one that is called by the village says it already."""
    if len(entry.stations) == 1 and entry.village.lower() in entry.stations[0].lower():
        return entry.stations[0]
    return f"{entry.village} ({', '.join(entry.stations)})" if entry.stations else entry.village


def _note(group: Group) -> str:
    """Say what the program notes, then the words given with the outcome, who gave it, when, instead of which row."""
    return " ".join([*words.remarks(group.remarks), *_witnessed(group)])


def _witnessed(group: Group) -> list[str]:
    last = group.first.last
    if last is None:
        return []
    villages: dict[str, list[str]] = {}
    for entry in group.entries:
        villages.setdefault(_witness(entry), []).append(entry.village)
    said = [
        f"{witness} ({', '.join(named)})." if len(villages) > 1 else f"{witness}."
        for witness, named in villages.items()
    ]
    return [*([f"{last.note.rstrip('.')}."] if last.note else []), *said]


def _witness(entry: Entry) -> str:
    last = entry.last
    if last is None:
        return ""
    corrects = f", đính chính dòng {last.corrects_seq}" if last.corrects_seq else ""
    return f"{last.who} ghi lúc {words.moment(last.at)}{corrects}"


def _rows(line: Line) -> list[list[str | int]]:
    items = line.items or (ItemLine("", "", "", "", "", ""),)
    return [
        [
            line.number,
            ", ".join(line.when),
            line.hours,
            line.length,
            item.title,
            item.source,
            item.subject,
            line.places,
            item.author,
            item.voice,
            item.approval,
            line.result,
            line.note,
        ]
        for item in items
    ]
