"""What a bulletin lacks is said with its number, and what is approved is everything."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from broadcaster.domain.week.bounds import Doubts, Limits, Places, Problem, Slot
from broadcaster.domain.writing.bulletin import (
    FIELDS,
    KIND_LABELS,
    SOURCE_LABELS,
    TOPICS,
    URGENCY_LABELS,
    Content,
    Kind,
    Recorded,
    Source,
    Urgency,
    digest,
    estimated_length,
    same_places,
)
from broadcaster.domain.writing.completeness import problems
from broadcaster.units import Millis

TODAY = date(2026, 6, 15)
GOOD = Content(
    title="Lịch cấp đổi giấy chứng nhận",
    text="Mời bà con đến nhà văn hóa thôn.",
    kind=Kind.NOTICE,
    urgency=Urgency.NORMAL,
    plan_row_id=1,
    field="phap_luat",
    topic="cchc",
    source=Source.OWN,
    village_ids=(1, 2),
    first_day=TODAY,
    last_day=TODAY + timedelta(days=10),
    airings=4,
    read_times=1,
    spoken="Mời bà con đến nhà văn hóa thôn.",
    engine="espeak",
    voice="vi",
)


def found(
    doubts: int = 0,
    villages: frozenset[int] = frozenset({1, 2, 3}),
    headline_doubts: int = 0,
    **changed: object,
) -> tuple[Problem, ...]:
    content = replace(GOOD, **changed)  # type: ignore[arg-type] # values of the fields named
    places = Places(villages, (Slot(1), Slot(3)))
    return problems(content, TODAY, places, Doubts(doubts, headline_doubts), Limits())


def test_a_whole_bulletin_has_no_problem() -> None:
    assert found() == ()
    assert found(village_ids=None, topic="", last_day=TODAY, first_day=TODAY - timedelta(days=3)) == ()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title": " "}, "title", "Chưa có tên"),
        ({"title": "a" * 201}, "title", "dài 201 ký tự, tối đa 200"),
        ({"text": " \n\t"}, "text", "Chưa có nội dung"),
        ({"text": "a" * 20_001}, "text", "dài 20001 ký tự, tối đa 20000"),
        ({"text": "🎉🎉", "spoken": ""}, "text", "không có chữ nào"),
        ({"text": "…", "spoken": "… !"}, "text", "không có chữ nào"),
        ({"doubts": 2}, "text", "Còn 2 chỗ chưa rõ cách đọc"),
        ({"field": ""}, "field", "Chưa chọn lĩnh vực"),
        ({"topic": "la_lung"}, "topic", "không có trong danh sách"),
        ({"village_ids": ()}, "village_ids", "ít nhất một thôn"),
        ({"village_ids": (1, 9, 999)}, "village_ids", "Có 2 thôn"),
        ({"villages": frozenset(), "village_ids": None}, "village_ids", "chưa có thôn nào"),
        ({"last_day": date.min}, "last_day", "Chưa chọn ngày phát cuối"),
        (
            {"first_day": date(2026, 6, 20), "last_day": date(2026, 6, 18)},
            "last_day",
            "cuối (18/6/2026) đứng trước ngày phát đầu (20/6/2026)",
        ),
        (
            {"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 13)},
            "last_day",
            "(13/6/2026) đã qua 2 ngày",
        ),
        ({"last_day": TODAY + timedelta(days=366)}, "last_day", "trong 367 ngày, tối đa 366"),
        ({"airings": 0}, "airings", "Số lần phát là 0. Hãy chọn từ 1 đến 366"),
        ({"airings": 367}, "airings", "là 367"),
        ({"read_times": 4}, "read_times", "là 4. Hãy chọn từ 1 đến 3"),
    ],
    ids=str,
)
def test_what_keeps_a_bulletin_from_the_leader_is_one_sentence_with_its_number(
    changed: dict[str, object], field: str, words: str
) -> None:
    only = found(**changed)  # type: ignore[arg-type] # values of the arguments named
    assert [(one.field, one.blocking) for one in only] == [(field, True)]
    assert words in only[0].message
    assert only[0].message.endswith(".")


def test_several_problems_are_all_told_at_once() -> None:
    assert [one.field for one in found(title="", text="", airings=0)] == ["title", "text", "airings"]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"spoken": "một " * 571}, "text", "khoảng 3 phút 10 giây, dài hơn 3 phút"),
        ({"spoken": "một " * 760}, "text", "khoảng 4 phút, dài hơn 3 phút"),
        ({"plan_row_id": None}, "plan_row_id", "báo cáo"),
    ],
    ids=str,
)
def test_what_is_only_advised_against_does_not_block(
    changed: dict[str, object], field: str, words: str
) -> None:
    only = found(**changed)  # type: ignore[arg-type] # values of the arguments named
    assert [(one.field, one.blocking) for one in only] == [(field, False)]
    assert words in only[0].message


OTHER: dict[str, object] = {
    "title": "Khác",
    "text": "Khác.",
    "kind": Kind.NEWS,
    "urgency": Urgency.URGENT,
    "plan_row_id": 2,
    "field": "van_hoa",
    "topic": "",
    "source": Source.RELAY,
    "village_ids": None,
    "first_day": TODAY + timedelta(days=1),
    "last_day": TODAY + timedelta(days=11),
    "airings": 5,
    "read_times": 2,
    "spoken": "Khác.",
    "engine": "gtts",
    "voice": "vi-vn-x-south",
    "recordings": (Recorded(0, "Đỗ Thị Hương", "a" * 64),),
    "repeat_gap_seconds": 5,
    "airings_a_day": 2,
    "session_series": (1, 3),
    "headline": "Ngắn.",
    "headline_spoken": "Ngắn.",
    "replaces_id": 7,
}
RECORDED = replace(
    GOOD, recordings=(Recorded(0, "Đỗ Thị Hương", "a" * 64), Recorded(3, "Bàn Thị Mai", "b" * 64))
)


@pytest.mark.parametrize("name", [one.name for one in fields(Content)])
def test_a_change_of_anything_is_another_digest(name: str) -> None:
    assert digest(replace(GOOD, **{name: OTHER[name]})) != digest(GOOD)  # type: ignore[arg-type] # a value of that field


@pytest.mark.parametrize(
    "other", [Recorded(4, "Bàn Thị Mai", "b" * 64), Recorded(3, "Bàn Thị Lan", "b" * 64), Recorded(3, "Bàn Thị Mai", "c" * 64)]
)  # fmt: skip
def test_another_sound_speaker_or_language_of_a_recording_is_another_digest(other: Recorded) -> None:
    changed = replace(RECORDED, recordings=(RECORDED.recordings[0], other))
    assert digest(changed) != digest(RECORDED)


def test_the_order_of_recordings_is_no_change() -> None:
    assert digest(replace(RECORDED, recordings=RECORDED.recordings[::-1])) == digest(RECORDED)


def test_what_a_person_recorded_leaves_no_doubt_how_to_say_it() -> None:
    own, dao = RECORDED.recordings
    assert found(doubts=2, recordings=(own,)) == ()
    assert [one.field for one in found(doubts=2, recordings=(dao,))] == ["text"]
    assert found(spoken="một " * 900, recordings=(own,)) == ()


def test_the_order_in_which_villages_were_ticked_is_no_change() -> None:
    assert digest(replace(GOOD, village_ids=(2, 1, 2))) == digest(GOOD)
    assert digest(replace(GOOD, village_ids=())) != digest(replace(GOOD, village_ids=None))


def test_length_is_estimated_from_syllables_and_readings() -> None:
    assert estimated_length(190, 190) == Millis(60_000)
    assert estimated_length(95, 190, 2) == Millis(60_000)
    assert estimated_length(0, 190, 3) == Millis(0)


def test_every_code_has_words() -> None:
    assert set(KIND_LABELS) == set(Kind)
    assert set(URGENCY_LABELS) == set(Urgency)
    assert set(SOURCE_LABELS) == set(Source)
    assert all(label.strip() for label in [*FIELDS.values(), *TOPICS.values()])
    assert {"cchc", "dich_vu_cong", "chuyen_doi_so"} < set(TOPICS)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (None, None, True),
        (None, (1,), True),
        ((1, 2), None, True),
        ((1, 2), (2, 3), True),
        ((1, 2), (3,), False),
        ((), None, True),
        ((), (1,), False),
    ],
)
def test_no_choice_of_places_is_every_place(
    one: tuple[int, ...] | None, other: tuple[int, ...] | None, *, common: bool
) -> None:
    assert same_places(one, other) is common
    assert same_places(other, one) is common
