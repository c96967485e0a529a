"""Tables as files: what a spreadsheet shows is what was written, and none of it is a formula."""

import csv
import io

import pytest
from openpyxl import load_workbook

from broadcaster.paper.tables import Column, Table, to_csv, to_xlsx

FORMULAS = ["=1+1", "+84 203", "-5 độ", "@SUM(A1)", "\t=1", " =cmd|'/c calc'!A0", "\n=2"]
TABLE = Table(
    name="Nhật ký",
    head=("XÃ ĐỒNG XANH", "NHẬT KÝ PHÁT THANH", "Tháng 6 năm 2026"),
    columns=(Column("STT", 5), Column("Tên tin, bài", 30)),
    rows=([1, 'Hỏi: "Ở đâu?"\nĐáp: một cửa'], [2, "Lệ phí; 8.000đ, nộp ngay"]),
    foot=("Tổng số: 2 lượt.", "Mã kiểm tra"),
    signatures=("Người trực", "Người kiểm tra"),
)


def with_text(text: str) -> Table:
    return Table("Bảng", (), (Column("A", 10),), ([text],), (), ())


def test_csv_opens_as_vietnamese_and_reads_back_as_it_was() -> None:
    data = to_csv(TABLE)
    assert data.startswith(b"\xef\xbb\xbfSTT,")
    assert data.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["STT", "Tên tin, bài"], *([str(cell) for cell in row] for row in TABLE.rows)]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_is_a_formula_in_csv(text: str) -> None:
    cell = list(csv.reader(io.StringIO(to_csv(with_text(text)).decode("utf-8-sig"), newline="")))[1][0]
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_is_a_formula_in_a_workbook(text: str) -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(with_text(text)))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert str(cells[1].value).strip() == text.strip()


def test_a_text_that_a_workbook_cannot_hold_does_not_break_it() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(with_text("chuông \x07 reo")))).worksheets[0]
    assert "chuông   reo" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_workbook_has_head_headings_rows_foot_and_signatures() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(TABLE))).worksheets[0]
    shown = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [row for row in shown if row] == [
        ["XÃ ĐỒNG XANH"],
        ["NHẬT KÝ PHÁT THANH"],
        ["Tháng 6 năm 2026"],
        ["STT", "Tên tin, bài"],
        [1, 'Hỏi: "Ở đâu?"\nĐáp: một cửa'],
        [2, "Lệ phí; 8.000đ, nộp ngay"],
        ["Tổng số: 2 lượt."],
        ["Mã kiểm tra"],
        ["Người trực", "Người kiểm tra"],
    ]


def test_a_workbook_prints_on_a4_landscape_with_its_headings_on_every_page() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(TABLE))).worksheets[0]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.auto_filter.ref == "A5:B7"
