"""What a snapshot notes, in words: nothing in old ones, the same word of a leader once, what is exempt apart."""

from typing import Any

import pytest

from broadcaster.paper import words
from broadcaster.services.log import log_remarks

WORD = {"by": "Triệu Văn Trường", "title": "Phó Chủ tịch", "at": "2026-06-15T01:00:00.000000+00:00"}
WHO = "Triệu Văn Trường, Phó Chủ tịch, 08:00 ngày 15/6/2026"
PERSON = "Triệu Văn Trường, Phó Chủ tịch"


def limit(number: int, says: str, accepted: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    return {"limit_id": number, "says": says, "measured": 9, "exempt": False, "accepted": accepted} | more


def said(**snapshot: Any) -> list[str]:
    return list(words.remarks(log_remarks.read(snapshot)))


def test_a_snapshot_from_before_there_were_marks_says_nothing() -> None:
    assert said(form=1, items=[]) == []


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ({"kind": "urgent"}, f"Tin khẩn cấp, phát theo lệnh của {PERSON}."),
        ({"kind": "drill"}, f"DIỄN TẬP, không phải tin khẩn cấp thật; phát theo lệnh của {PERSON}."),
        (
            {"kind": "air_now", "reason": "Vỡ đê."},
            f"Phát ngay, đổi chương trình sát giờ: Vỡ đê ({WHO}).",
        ),
    ],
)
def test_each_mark_is_said_with_whose_word_it_is(mark: dict[str, str], says: str) -> None:
    assert said(marks=[mark | WORD]) == [says]


def test_one_word_of_a_leader_about_several_limits_is_said_once() -> None:
    accepted = WORD | {"reason": "Tuần bầu cử."}
    told = [limit(1, "dài 16 phút", accepted), limit(2, "là buổi thứ 3", accepted), limit(3, "phát chủ nhật")]
    assert said(limits=told) == [
        f"Vượt giới hạn phát: dài 16 phút; là buổi thứ 3; {WHO} chấp nhận: Tuần bầu cử.",
        "Vượt giới hạn phát: phát chủ nhật; chưa được lãnh đạo chấp nhận.",
    ]


def test_what_is_exempt_is_not_called_over_the_limit() -> None:
    assert said(limits=[limit(1, "tin khẩn cấp được miễn giới hạn: dài 16 phút", exempt=True)]) == [
        "Tin khẩn cấp được miễn giới hạn: dài 16 phút."
    ]


def test_villages_with_the_same_limits_and_word_have_one_key_however_long_they_sound() -> None:
    first, second = ({"limits": [limit(1, "dài", measured=length)]} for length in (912_000, 913_000))
    keys = {log_remarks.read(one)[0].key for one in (first, second)}
    assert len(keys) == 1
    other = {"limits": [limit(1, "dài", WORD | {"reason": "Tết"})]}
    assert log_remarks.read(other)[0].key not in keys
