"""
What keeps a bulletin from the leader, and what its writer may want to look at.

Each check gives a sentence that names the number and says what to do.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from broadcaster.domain.week.bounds import Doubts, Limits, Places, Problem
from broadcaster.domain.writing.bulletin import FIELDS, TOPICS, Content, estimated_length
from broadcaster.domain.writing.wishes import wish_problems
from broadcaster.units import Millis, spoken_length


def problems(
    content: Content, today: date, places: Places, doubts: Doubts, limits: Limits
) -> tuple[Problem, ...]:
    """
    List everything wrong with a bulletin, in the order of the page.

    Args:
        content: As it would be submitted now.
        today: The day in Vietnam.
        places: The villages and sessions there are.
        doubts: How many places it is not clear how to say.
        limits: How much a bulletin may be.
    """
    return (
        *_title(content, limits),
        *_text(content, doubts.text, limits),
        *_subject(content),
        *_villages(content, places.village_ids),
        *_days(content, today, limits),
        *_times(content, limits),
        *wish_problems(content, places, doubts, limits),
    )


def _title(content: Content, limits: Limits) -> Iterator[Problem]:
    length = len(content.title)
    if not content.title.strip():
        yield Problem(
            "title", "Chưa có tên bản tin. Hãy ghi một tên ngắn để nhận ra trong danh sách và nhật ký."
        )
    elif length > limits.longest_title:
        yield Problem(
            "title", f"Tên bản tin dài {length} ký tự, tối đa {limits.longest_title}. Hãy viết ngắn lại."
        )


def _text(content: Content, doubts: int, limits: Limits) -> Iterator[Problem]:
    length = len(content.text)
    if not content.text.strip():
        yield Problem("text", "Chưa có nội dung. Hãy gõ hoặc dán lời cần phát vào ô nội dung.")
    elif length > limits.longest_text:
        yield Problem(
            "text",
            f"Nội dung dài {length} ký tự, tối đa {limits.longest_text}. Hãy rút gọn hoặc tách thành nhiều bản tin.",
        )
    elif not any(letter.isalpha() for letter in content.spoken):
        yield Problem("text", "Nội dung không có chữ nào đọc lên được. Hãy viết lại bằng lời.")
    elif doubts and not content.recorded:
        yield Problem(
            "text", f"Còn {doubts} chỗ chưa rõ cách đọc. Hãy chọn cách đọc cho từng chỗ rồi trình duyệt."
        )
    else:
        yield from _length(content, limits)


def _length(content: Content, limits: Limits) -> Iterator[Problem]:
    if content.recorded:
        return  # how long a recording is, is measured and told beside it
    length = estimated_length(len(content.spoken.split()), limits.syllables_per_minute)
    if length > limits.longest_item:
        about = Millis(-(-length // 10_000) * 10_000)  # an estimate is not good to the second
        yield Problem(
            "text",
            f"Bản tin đọc khoảng {spoken_length(about)}, dài hơn {spoken_length(limits.longest_item)}. "
            "Nên rút gọn hoặc tách làm hai để bà con dễ nghe.",
            blocking=False,
        )


def _subject(content: Content) -> Iterator[Problem]:
    if content.field not in FIELDS:
        yield Problem(
            "field", "Chưa chọn lĩnh vực. Hãy chọn một lĩnh vực trong danh sách; nhật ký cần có mục này."
        )
    if content.topic and content.topic not in TOPICS:
        yield Problem("topic", "Chuyên đề này không có trong danh sách. Hãy chọn lại.")
    if content.plan_row_id is None:
        yield Problem(
            "plan_row_id",
            "Chưa chọn mục kế hoạch: báo cáo theo kế hoạch sẽ không tính bản tin này.",
            blocking=False,
        )


def _villages(content: Content, village_ids: AbstractSet[int]) -> Iterator[Problem]:
    if not village_ids:
        yield Problem("village_ids", "Xã chưa có thôn nào đang phát. Hãy nhờ người quản trị thêm thôn.")
    elif content.village_ids is not None and not content.village_ids:
        yield Problem(
            "village_ids", "Chưa chọn thôn nào. Hãy chọn ít nhất một thôn, hoặc chọn tất cả các thôn."
        )
    elif gone := set(content.village_ids or ()) - village_ids:
        yield Problem(
            "village_ids",
            f"Có {len(gone)} thôn đã chọn nay không còn. Hãy xem lại danh sách thôn và chọn lại.",
        )


def _days(content: Content, today: date, limits: Limits) -> Iterator[Problem]:
    first, last = content.first_day, content.last_day
    days = (last - first).days + 1
    if last == date.min:
        yield Problem(
            "last_day", "Chưa chọn ngày phát cuối. Hãy chọn ngày mà sau đó bản tin không còn đúng nữa."
        )
    elif last < first:
        yield Problem(
            "last_day",
            f"Ngày phát cuối ({_numbers(last)}) đứng trước ngày phát đầu ({_numbers(first)}). Hãy đổi lại hai ngày.",
        )
    elif last < today:
        yield Problem(
            "last_day",
            f"Ngày phát cuối ({_numbers(last)}) đã qua {(today - last).days} ngày. Hãy chọn từ hôm nay trở đi.",
        )
    elif days > limits.most_days:
        yield Problem(
            "last_day",
            f"Bản tin phát trong {days} ngày, tối đa {limits.most_days}. Hãy chọn ngày cuối sớm hơn.",
        )


def _times(content: Content, limits: Limits) -> Iterator[Problem]:
    for field, count, most, what in (
        ("airings", content.airings, limits.most_airings, "Số lần phát"),
        ("read_times", content.read_times, limits.most_readings, "Số lần đọc trong một buổi"),
    ):
        if not 1 <= count <= most:
            yield Problem(field, f"{what} là {count}. Hãy chọn từ 1 đến {most}.")


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
