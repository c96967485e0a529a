"""The same rows as files a spreadsheet opens: CSV that Excel reads as Vietnamese, and XLSX that prints on A4."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int
Row = Sequence[Cell]
_FORMULA = re.compile(r"^[\s]*[=+\-@]")
_FONT = "Times New Roman"
_THIN = Side(style="thin", color="FF808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its width on an A4 landscape page, in characters."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what stands above and below it when it is printed."""

    name: str
    """Of the worksheet."""
    head: Sequence[str]
    """Lines above; the last one is the title's period."""
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[str]
    signatures: Sequence[str]


def to_csv(table: Table) -> bytes:
    """
    Write the rows alone as CSV (RFC 4180): UTF-8 with BOM, CRLF, a first line of headings.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in table.columns])
    writer.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table) -> bytes:
    """Write the table as a workbook that prints on A4 landscape, its heading on every page."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # pragma: no cover # openpyxl's type says it may be a chart
        raise TypeError(type(sheet))
    sheet.title = table.name
    first = _head(sheet, table)
    for row in table.rows:
        _write(sheet, row)
    _foot(sheet, table)
    _page(sheet, table, first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Cell) -> Cell:
    """Keep a text a text where a spreadsheet guesses what it is."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _put(sheet: Worksheet, row: int, column: int, value: Cell, font: Font) -> ExcelCell:
    """Write one cell; a text stays a text whatever it begins with."""
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
    cell = cast("ExcelCell", sheet.cell(row, column))  # never inside a merged range
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(text))
    cell.font = font
    return cell


def _head(sheet: Worksheet, table: Table) -> int:
    """Write the lines above and the headings; return the headings' row."""
    last = get_column_letter(len(table.columns))
    for number, line in enumerate(table.head, 1):
        sheet.merge_cells(f"A{number}:{last}{number}")
        font = Font(name=_FONT, size=14 if number == 2 else 12, bold=number <= 2)
        cell = _put(sheet, number, 1, line, font)
        cell.alignment = Alignment(horizontal="left" if number == 1 else "center", vertical="center")
    row = len(table.head) + 2
    for number, column in enumerate(table.columns, 1):
        cell = _put(sheet, row, number, column.heading, Font(name=_FONT, size=11, bold=True))
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BOX
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    return row


def _write(sheet: Worksheet, row: Row) -> None:
    number = sheet.max_row + 1
    for place, value in enumerate(row, 1):
        cell = _put(sheet, number, place, value, Font(name=_FONT, size=11))
        cell.alignment = Alignment(
            horizontal="center" if isinstance(value, int) else None, vertical="top", wrap_text=True
        )
        cell.border = _BOX


def _foot(sheet: Worksheet, table: Table) -> None:
    """Write totals below the rows, and who signs, side by side with room for the names."""
    width = len(table.columns)
    number = sheet.max_row + 2
    for line in table.foot:
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
        _put(sheet, number, 1, line, Font(name=_FONT, size=11))
        number += 1
    share = width // max(1, len(table.signatures))
    for place, words in enumerate(table.signatures):
        first = 1 + place * share
        last = width if place == len(table.signatures) - 1 else first + share - 1
        sheet.merge_cells(start_row=number + 1, end_row=number + 1, start_column=first, end_column=last)
        cell = _put(sheet, number + 1, first, words, Font(name=_FONT, size=12, bold=True))
        cell.alignment = Alignment(horizontal="center")


def _page(sheet: Worksheet, table: Table, headings: int) -> None:
    """Set the sheet up for paper: A4 landscape, as wide as the page, headings repeated, pages numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4 in the numbering of the file format
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.print_title_rows = f"{headings}:{headings}"
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "Trang &P/&N"
    sheet.freeze_panes = f"A{headings + 1}"
    sheet.auto_filter.ref = f"A{headings}:{get_column_letter(len(table.columns))}{headings + len(table.rows)}"
