"""
The dictionary as a table in a file: tab-separated, so that one commune's work serves the next.

The first line names the columns. An import is kept whole or not at all, and names every line that is wrong.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing.lexicon import EntryWords, check, insert, listing, retire, same

_COLUMNS = ("viet", "doc", "phan_biet_hoa", "ca_tu", "ghi_chu")
_YES, _NO = ("co", "có", "1", "x", "yes"), ("khong", "không", "0", "", "no")
_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    changed: int
    same: int


class BadLines(Refused):
    """A table with wrong lines; nothing of it was kept. `problems` are (line, what is wrong)."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        super().__init__(
            f"Tệp có {len(problems)} dòng chưa đúng nên chưa nhập dòng nào. Hãy sửa các dòng dưới đây rồi nhập lại."
        )
        self.problems = tuple(problems)


def write_table(desk: Desk, commune_id: int) -> str:
    """Write the dictionary as a table that `read_table` and a spreadsheet read."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in listing(desk, commune_id):
        flags = ["co" if flag else "khong" for flag in (one.match_case, one.whole_word)]
        writer.writerow([one.written, one.spoken, *flags, one.note])
    return out.getvalue()


def read_table(desk: Desk, actor: Actor, table: bytes) -> Imported:
    """
    Add the entries of a table; one that says a word otherwise takes the place of the standing one.

    Raises:
        BadLines: Some lines are wrong; all of them are named and nothing is kept.
        Refused: It is no such table.
    """
    actor.require(Role.WRITER, Role.ADMIN)
    entries = _entries(_text(table))
    added = changed = 0
    with desk.store.writing() as session:
        for words in entries:
            standing = same(session, actor.commune_id, words)
            if standing is not None:
                if (standing.spoken, standing.whole_word, standing.note) == (
                    words.spoken,
                    words.whole_word,
                    words.note,
                ):
                    continue
                retire(session, desk, actor, standing)
                changed += 1
            else:
                added += 1
            insert(session, desk, actor, words)
    return Imported(added, changed, len(entries) - added - changed)


def _text(table: bytes) -> str:
    utf16 = table.startswith((b"\xff\xfe", b"\xfe\xff"))  # what spreadsheets call Unicode text
    try:
        return table.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "Tệp này không phải văn bản. Hãy mở trong bảng tính rồi lưu dạng văn bản Unicode, cách nhau bằng dấu tab."
        ) from error


def _entries(text: str) -> list[EntryWords]:
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_MINIMAL))
    if not lines or [name.strip().lower() for name in lines[0][:2]] != list(_COLUMNS[:2]):
        raise Refused(
            f"Dòng đầu của tệp phải là tên cột, cách nhau bằng dấu tab: {', '.join(_COLUMNS)}. "
            "Hãy bấm “Tải về” để lấy tệp mẫu."
        )
    if len(lines) > _MOST_LINES:
        raise Refused(f"Tệp có {len(lines)} dòng, tối đa {_MOST_LINES}. Hãy chia thành nhiều tệp.")
    found: list[EntryWords] = []
    problems: list[tuple[int, str]] = []
    seen: dict[tuple[str, bool], int] = {}
    for number, entry in _rows(lines, problems):
        key = (entry.written, entry.match_case)
        if key in seen:
            problems.append((number, f"“{entry.written}” đã có ở dòng {seen[key]}."))
        seen.setdefault(key, number)
        found.append(entry)
    if problems:
        raise BadLines(sorted(problems))
    return found


def _rows(lines: list[list[str]], problems: list[tuple[int, str]]) -> Iterator[tuple[int, EntryWords]]:
    """Yield each line that is right with its number; say of each other one what is wrong."""
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        written, spoken, case, whole, words, *_rest = [*cells, *[""] * len(_COLUMNS)]
        try:
            entry = EntryWords(
                written, spoken, match_case=_flag(case, True), whole_word=_flag(whole, True), note=words
            )
            yield number, check(entry)
        except Refused as failure:
            problems.append((number, str(failure)))


def _flag(cell: str, default: bool) -> bool:
    said = cell.strip().lower()
    if not said:
        return default
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Refused(f"Cột có/không ghi “{cell}”. Hãy ghi “co” hoặc “khong”.")
