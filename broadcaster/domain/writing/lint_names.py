"""Names near words of blame: the commune's plan lets such names be made public on its portal only."""

import re
from collections.abc import Iterator, Sequence

from broadcaster.domain.writing.bulletin import Kind

_SURNAMES = (
    "Bàn|Bế|Bùi|Cao|Cầm|Chíu|Chu|Dương|Đàm|Đào|Đặng|Đinh|Đoàn|Đỗ|Giàng|Giáp|Hà|Hầu|Hoàng|Hồ|Hứa|Huỳnh|La|Lã|Lại|Lâm|"
    "Lê|Lò|Lục|Lương|Lưu|Lý|Ma|Mạc|Mai|Ngô|Nguyễn|Ninh|Nông|Phạm|Phan|Phùng|Phương|Quách|Quàng|Sằm|Sùng|Tạ|Tăng|Tằng|"
    "Thào|Thân|Tô|Tống|Trần|Triệu|Trịnh|Trương|Vàng|Vi|Võ|Vũ|Vương"
)
_CAPITALS = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_REST_OF_NAME = rf"(?: [{_CAPITALS}][^\W\d_]*){{1,4}}"
_NAME = re.compile(rf"\b(?:{_SURNAMES}|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Đđ]ồng chí|[Đđ]/c){_REST_OF_NAME}")
_NOT_PEOPLE = re.compile(
    r"(?:Hồ Chí Minh|Hà (?:Nội|Giang|Nam|Tĩnh|Tiên)|Cao Bằng|Lâm Đồng|Ninh (?:Bình|Thuận)|Lai Châu|Vũng Tàu)"
)
_BLAME = re.compile(
    r"\b(?:(?:chậm|muộn|trễ)(?! nhất)|vi phạm|sai phạm|thiếu trách nhiệm|phiền hà|nhũng nhiễu|phê bình|kiểm điểm|"
    r"kỷ luật|kỉ luật|khiển trách|cảnh cáo|xử phạt|bị phạt|chưa nộp|chây ì|chây ỳ|tiêu cực|chưa tốt|yếu kém|trốn|"
    r"lấn chiếm)\b",
    re.IGNORECASE,
)


def names_near_blame(
    text: str, sentences: Sequence[tuple[int, int]], kind: Kind
) -> Iterator[tuple[str, int, int]]:
    """
    Yield (message, start, end) for every name in a sentence that blames, or beside such a sentence.

    In a bulletin about a place that does badly, every name counts.
    """
    blamed = [kind is Kind.CRITICISM or bool(_BLAME.search(text, *span)) for span in sentences]
    for number, span in enumerate(sentences):
        if not any(blamed[max(0, number - 1) : number + 2]):
            continue
        for found in _NAME.finditer(text, *span):
            if not _NOT_PEOPLE.match(found.group()):
                yield _message(found.group()), *found.span()


def _message(name: str) -> str:
    return (
        f"“{name}” đứng gần lời chê trách. Kế hoạch chỉ cho nêu tên như vậy trên Cổng thông tin điện tử; "
        "trên loa hãy nói chung, không nêu tên người."
    )
