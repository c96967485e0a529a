"""The printed log: the words of its rows, what is one row, what it adds up to, and its page."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from broadcaster.clock import ZONE
from broadcaster.domain.log.airing import Outcome
from broadcaster.paper import html, words
from broadcaster.paper.entries import Approval, Entry, Item, PlanRow, Relayed, Remark, Said
from broadcaster.paper.logbook import COLUMNS, SIGNATURES, Seal, Sheet, lines, said_totals, subtitle, table
from broadcaster.paper.totals import Totals, by_plan_row, totals
from broadcaster.units import Sha256, seconds

STARTS = datetime(2026, 6, 15, 5, 30, tzinfo=ZONE)
ITEM = Item(
    bulletin_id=1,
    revision_id=1,
    title="Nộp hồ sơ trực tuyến",
    duration_ms=seconds(60),
    kind="tin_bai",
    urgency="thong_thuong",
    source="tu_soan",
    field="phap_luat",
    topic="cchc",
    plan_row=PlanRow(30, 2026, 3, "Dịch vụ công trực tuyến"),
    author="Đỗ Thị Hương",
    engine="espeak",
    fell_back=False,
    read_times=1,
    approval=Approval(
        "Triệu Văn Trường", "Phó Chủ tịch UBND xã", STARTS - timedelta(days=1), by_author=False
    ),
)
ENTRY = Entry(
    occurrence_id=1,
    programme_id=1,
    village_id=1,
    village="thôn Khe Mơ",
    stations=("Cụm loa 1", "Cụm loa 2"),
    name="Buổi sáng",
    day=date(2026, 6, 15),
    starts_at=STARTS,
    ends_at=STARTS + timedelta(seconds=130),
    duration_ms=seconds(130),
    items=(ITEM,),
    state=Outcome.PLANNED,
    said=(),
)
YES = Said(4, Outcome.DECLARED, "", "", "Bàn Văn Sơn", STARTS + timedelta(hours=1), None)
NO = replace(YES, seq=5, outcome=Outcome.NOT_PLAYED, reason="mat_dien", note="Từ 5 giờ")
ELSEWHERE = replace(ENTRY, village_id=2, village="thôn Đồng Giữa", stations=())


def said(entry: Entry, *statements: Said) -> Entry:
    return replace(entry, state=statements[-1].outcome, said=statements)


def sheet(*entries: Entry) -> Sheet:
    seal = Seal(7, Sha256("ab" * 32))
    return Sheet(
        "xã Đồng Xanh", "Tuần từ ngày 15/6/2026", (), entries, seal, made_at=STARTS + timedelta(days=7)
    )


@pytest.mark.parametrize(
    ("item", "title"),
    [
        (ITEM, "Nộp hồ sơ trực tuyến"),
        (replace(ITEM, urgency="uu_tien"), "Nộp hồ sơ trực tuyến (ưu tiên)"),
        (replace(ITEM, read_times=2), "Nộp hồ sơ trực tuyến (đọc 2 lần)"),
        (replace(ITEM, form="headline", read_times=2), "Nộp hồ sơ trực tuyến (điểm tin)"),
        (replace(ITEM, form="repeat", urgency="uu_tien"), "Nộp hồ sơ trực tuyến (ưu tiên, đọc lại)"),
        (replace(ITEM, urgency="khan_cap", read_times=3), "Nộp hồ sơ trực tuyến (khẩn cấp, đọc 3 lần)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_title_says_what_sets_the_bulletin_apart(item: Item, title: str) -> None:
    assert words.title(item) == title


@pytest.mark.parametrize(
    ("item", "subject"),
    [
        (ITEM, "Chính sách, pháp luật; Cải cách hành chính / mục kế hoạch 3 (2026)"),
        (replace(ITEM, topic=""), "Chính sách, pháp luật / mục kế hoạch 3 (2026)"),
        (replace(ITEM, plan_row=None), "Chính sách, pháp luật; Cải cách hành chính"),
        (replace(ITEM, field="", topic=""), "mục kế hoạch 3 (2026)"),
        (replace(ITEM, field="", topic="", plan_row=None), ""),
        (replace(ITEM, field="bỏ rồi", topic="", plan_row=None), "bỏ rồi"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_subject_says_axes_and_plan_row(item: Item, subject: str) -> None:
    assert words.subject(item) == subject


def test_a_source_is_said_and_one_that_is_no_longer_known_stands_as_written() -> None:
    assert words.source(ITEM) == "Đài xã tự soạn"
    assert words.source(replace(ITEM, source="cu")) == "cu"


def test_a_voice_that_stood_in_and_a_self_approval_are_said() -> None:
    assert words.voice(replace(ITEM, engine="gtts", fell_back=True)) == "máy đọc Google (thay giọng đã chọn)"
    assert ITEM.approval is not None
    own = replace(ITEM, approval=replace(ITEM.approval, by_author=True))
    assert "(người soạn tự duyệt), 05:30 ngày 14/6/2026" in words.approval(own)


def test_equal_sessions_of_two_villages_are_one_row_with_both_places() -> None:
    (line,) = lines([said(ENTRY, YES), said(replace(ELSEWHERE, duration_ms=seconds(132)), YES)])
    assert line.places == "thôn Khe Mơ (Cụm loa 1, Cụm loa 2); thôn Đồng Giữa"
    assert line.length == "2 phút 10 giây đến 2 phút 12 giây"
    assert line.when == ("Thứ hai, 15/6/2026", "Buổi sáng")
    assert line.hours == "05:30 – 05:32"
    assert line.result == "Xác nhận đã phát"
    assert line.note == "Bàn Văn Sơn ghi lúc 06:30 ngày 15/6/2026."


def test_who_spoke_is_said_with_their_villages_only_where_several_spoke() -> None:
    other = replace(YES, who="Lý Thị Hoa")
    (line,) = lines([said(ENTRY, YES), said(ELSEWHERE, other)])
    assert line.note == (
        "Bàn Văn Sơn ghi lúc 06:30 ngày 15/6/2026 (thôn Khe Mơ). "
        "Lý Thị Hoa ghi lúc 06:30 ngày 15/6/2026 (thôn Đồng Giữa)."
    )


def test_a_frame_more_or_less_does_not_part_the_villages() -> None:
    longer = replace(ELSEWHERE, items=(replace(ITEM, duration_ms=seconds(60.026)),))
    assert len(lines([replace(ENTRY, items=(ITEM,)), longer])) == 1


def test_the_same_items_that_came_to_something_else_point_to_the_row_before() -> None:
    first, second = lines([said(ENTRY, YES), ELSEWHERE])
    assert (first.same_as, second.same_as) == (None, first.number)
    printed = html.logbook(sheet(said(ENTRY, YES), ELSEWHERE))
    assert printed.count("Các tin, bài như STT 1") == 1


def test_another_outcome_or_item_or_hour_is_another_row_in_order_of_time() -> None:
    later = replace(ENTRY, name="Buổi chiều", starts_at=STARTS + timedelta(hours=11))
    found = lines(
        [
            later,
            ENTRY,
            said(ELSEWHERE, NO),
            replace(ENTRY, items=(replace(ITEM, title="Khác"),)),
        ]
    )
    assert [line.number for line in found] == [1, 2, 3, 4]
    assert found[-1].when[1] == "Buổi chiều"
    assert {line.result for line in found[:3]} == {"Đã lên lịch", "Không phát: mất điện"}


def test_a_correction_names_the_row_it_takes_the_place_of() -> None:
    (line,) = lines([said(ENTRY, YES, replace(NO, corrects_seq=4))])
    assert line.result == "Không phát: mất điện"
    assert line.note == "Từ 5 giờ. Bàn Văn Sơn ghi lúc 06:30 ngày 15/6/2026, đính chính dòng 4."


def test_confirmed_and_unconfirmed_are_added_up_apart_and_planned_is_never_aired() -> None:
    entries = [
        said(ENTRY, YES),
        replace(ENTRY, state=Outcome.PLAYED),
        said(ENTRY, NO),
        replace(ENTRY, state=Outcome.UNCONFIRMED),
        replace(ENTRY, state=Outcome.PLANNED),
        replace(ENTRY, state=Outcome.DOWNLOADED),
    ]
    found = totals(entries)
    assert (found.confirmed.airings, found.confirmed.length) == (2, seconds(260))
    assert (found.not_played.airings, found.unconfirmed.airings, found.ahead.airings) == (1, 1, 2)
    assert found.planned == 6
    (sentence,) = said_totals(found)
    assert "6 lượt phát" in sentence
    assert "đã phát có xác nhận 2 lượt (4 phút 20 giây)" in sentence
    assert "chưa xác nhận 1 lượt (2 phút 10 giây)" in sentence


def test_an_empty_log_says_so() -> None:
    assert totals([]) == Totals()
    assert said_totals(Totals()) == ("Không có buổi phát nào theo lịch trong thời gian này.",)
    assert "Không có buổi phát nào" in html.logbook(sheet())


def test_bulletins_are_added_up_by_the_plans_rows_in_its_order() -> None:
    first = replace(ITEM, bulletin_id=2, plan_row=PlanRow(31, 2026, 1, "Mục một"))
    none = replace(ITEM, bulletin_id=3, plan_row=None, duration_ms=seconds(30))
    found = by_plan_row([said(replace(ENTRY, items=(ITEM, none, first)), YES), said(ENTRY, NO)])
    assert [row.number if row else None for row, _totals in found] == [1, 3, None]
    third = found[1][1]
    assert (third.confirmed.airings, third.not_played.airings) == (1, 1)
    assert found[2][1].confirmed.length == seconds(30)


def test_a_bulletin_read_again_in_its_session_is_one_airing_with_the_time_of_both() -> None:
    again = replace(ITEM, form="repeat", duration_ms=seconds(40))
    ((_row, found),) = by_plan_row([said(replace(ENTRY, items=(ITEM, again)), YES)])
    assert (found.confirmed.airings, found.confirmed.length) == (1, seconds(100))


def test_a_table_has_one_row_a_bulletin_with_the_sessions_words_on_each() -> None:
    two = replace(ENTRY, items=(ITEM, replace(ITEM, title="Tin hai")))
    found = table(
        sheet(two, replace(ENTRY, name="Buổi chiều", items=(), starts_at=STARTS + timedelta(hours=9)))
    )
    assert all(len(row) == len(COLUMNS) == 13 for row in found.rows)
    assert [(row[0], row[4]) for row in found.rows] == [(1, "Nộp hồ sơ trực tuyến"), (1, "Tin hai"), (2, "")]
    assert found.rows[0][:4] == found.rows[1][:4]
    assert found.head == ("XÃ ĐỒNG XANH", "NHẬT KÝ PHÁT THANH", "Tuần từ ngày 15/6/2026")
    assert found.foot[-1].endswith("đến dòng 7: " + "ab" * 32)


def test_what_a_sheet_leaves_out_is_said() -> None:
    limited = replace(sheet(ENTRY), limits=("thôn Khe Mơ", "chưa xác nhận"))
    assert subtitle(limited).endswith("(chỉ gồm: thôn Khe Mơ; chưa xác nhận)")


def test_the_page_has_every_column_row_signature_and_the_seal() -> None:
    page = html.logbook(sheet(said(ENTRY, YES), said(ELSEWHERE, NO)))
    for heading in [column.heading for column in COLUMNS]:
        assert f">{heading}</th>" in page
    assert [page.index(f"<li>{who}") for who in SIGNATURES] == sorted(
        page.index(f"<li>{who}") for who in SIGNATURES
    )
    assert page.count("<tbody") - page.count('<tbody class="foot"') == 2
    assert "ab" * 32 in page
    assert "size: A4 landscape" in page
    assert not re.search(r"https?://|<script|<link", page)


def test_the_page_shows_typed_text_as_text() -> None:
    page = html.logbook(sheet(replace(ENTRY, items=(replace(ITEM, title="<b>Tin & bài</b>"),))))
    assert "&lt;b&gt;Tin &amp; bài&lt;/b&gt;" in page


def test_only_a_page_asked_for_from_another_has_a_way_back() -> None:
    assert 'class="screen"' not in html.logbook(sheet(ENTRY))
    assert '<a href="/nhat-ky?tu=1">' in html.logbook(sheet(ENTRY), back="/nhat-ky?tu=1")


def test_what_is_noted_beside_a_session_comes_before_who_confirmed_it() -> None:
    noted = replace(ENTRY, remarks=(Remark("diễn tập", "Diễn tập."),))
    assert [line.note for line in lines([noted])] == ["Diễn tập."]
    assert next(iter(lines([said(noted, YES)]))).note.startswith("Diễn tập. Bàn Văn Sơn ghi lúc")


def test_villages_over_a_limit_by_a_second_more_or_less_are_one_row_that_says_the_most() -> None:
    first = replace(ENTRY, remarks=(Remark("limit 1", "Dài 15 phút 12 giây.", 912_000),))
    second = replace(ELSEWHERE, remarks=(Remark("limit 1", "Dài 15 phút 13 giây.", 913_000),))
    (line,) = lines([first, second])
    assert line.note == "Dài 15 phút 13 giây."
    apart = lines([first, replace(second, remarks=())])
    assert [one.note for one in apart] == ["Dài 15 phút 12 giây.", ""]


@pytest.mark.parametrize(("after", "place"), [(0, 0), (1, 1), (2, 2)])
def test_what_was_relayed_is_a_line_in_its_place_that_nobody_here_wrote_or_approved(
    after: int, place: int
) -> None:
    relayed = Relayed("Đài Tiếng nói Việt Nam", seconds(1800), after)
    (line,) = lines([replace(ENTRY, items=(ITEM, ITEM), relay=relayed)])
    assert len(line.items) == 3
    found = line.items[place]
    assert found.title == "Tiếp sóng Đài Tiếng nói Việt Nam (30 phút)"
    assert found.source == "Tiếp sóng đài cấp trên"
    assert (found.author, found.voice, found.approval, found.subject) == ("", "", "", "")


def test_villages_with_and_without_a_relay_are_two_rows() -> None:
    relayed = replace(ELSEWHERE, relay=Relayed("VOV", seconds(1800), 1))
    assert len(lines([ENTRY, ELSEWHERE])) == 1
    assert len(lines([ENTRY, relayed])) == 2
