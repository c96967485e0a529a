"""The broadcast log: every planned session in exactly one honest state, corrected only by new rows."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, text

from broadcaster.clock import FixedClock
from broadcaster.domain.log.airing import Outcome
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.paper.entries import Entry
from broadcaster.services.commune import people, plan_rows, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, log_export, logbook
from broadcaster.services.log.airings import Statement
from broadcaster.services.log.logbook import Wanted
from broadcaster.services.outgoing import publishing
from broadcaster.services.periods import week
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Airing, Bulletin, Occurrence

MONDAY = date(2026, 6, 15)
Approve = Callable[..., Bulletin]


@pytest.fixture
def desk(aired_desk: Desk) -> Desk:
    return aired_desk


@pytest.fixture
def aired(desk: Desk) -> Bulletin:
    """The bulletin of plan row 3 that is in every programme of Monday afternoon and Tuesday."""
    with desk.store.reading() as session:
        return session.scalars(select(Bulletin)).one()


def monday(desk: Desk, admin: Actor) -> list[Entry]:
    return list(logbook.entries(desk, admin.commune_id, Wanted(MONDAY, MONDAY)))


def states(desk: Desk, admin: Actor) -> list[Outcome]:
    return [entry.state for entry in monday(desk, admin)]


def rows(desk: Desk) -> int:
    with desk.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Airing)) or 0


def test_a_session_goes_from_planned_to_downloaded_to_what_people_say(
    desk: Desk, admin: Actor, aired: Bulletin, clock: FixedClock
) -> None:
    assert states(desk, admin) == [Outcome.PLANNED] * 3
    first, second, _third = monday(desk, admin)
    airings.downloaded(desk, first.programme_id, "thôn Khe Mơ")
    assert states(desk, admin) == [Outcome.DOWNLOADED, Outcome.PLANNED, Outcome.PLANNED]
    clock.at += timedelta(hours=9, minutes=30)
    assert states(desk, admin) == [Outcome.UNCONFIRMED] * 3
    airings.declare(desk, Statement(first.occurrence_id, True, "Bàn Văn Sơn"))
    airings.declare(desk, Statement(second.occurrence_id, False, "Bàn Văn Sơn", "mat_dien"))
    assert states(desk, admin) == [Outcome.DECLARED, Outcome.NOT_PLAYED, Outcome.UNCONFIRMED]
    assert airings.verify(desk, admin.commune_id).broken_seq is None


def test_every_planned_session_is_in_the_log_once(desk: Desk, admin: Actor, aired: Bulletin) -> None:
    found = logbook.entries(desk, admin.commune_id, Wanted(MONDAY, MONDAY + timedelta(days=30)))
    with desk.store.reading() as session:
        planned = session.scalars(select(Occurrence.id).where(Occurrence.cancelled.is_(False))).all()
    assert sorted(entry.occurrence_id for entry in found) == sorted(planned)
    assert Counter(entry.village for entry in found) == dict.fromkeys(
        ("thôn Khe Mơ", "thôn Đồng Giữa", "thôn Suối Ngang"), 3
    )
    assert all(entry.items[0].bulletin_id == aired.id for entry in found)


def test_fetching_twice_or_saying_the_same_twice_is_one_row(
    desk: Desk, admin: Actor, aired: Bulletin, clock: FixedClock
) -> None:
    entry = monday(desk, admin)[0]
    before = rows(desk)
    for _ in range(2):
        airings.downloaded(desk, entry.programme_id, "thôn Khe Mơ")
    clock.at += timedelta(hours=9, minutes=30)
    for _ in range(2):
        airings.declare(desk, Statement(entry.occurrence_id, True, "Bàn Văn Sơn"))
    assert rows(desk) == before + 2


def test_a_session_that_has_not_begun_cannot_be_confirmed(desk: Desk, admin: Actor, aired: Bulletin) -> None:
    entry = monday(desk, admin)[0]
    with pytest.raises(Refused, match="còn 9 giờ"):
        airings.declare(desk, Statement(entry.occurrence_id, True, "Bàn Văn Sơn"))
    assert states(desk, admin) == [Outcome.PLANNED] * 3


def test_a_correction_is_a_new_row_that_names_the_old(
    desk: Desk, admin: Actor, aired: Bulletin, clock: FixedClock
) -> None:
    clock.at += timedelta(hours=9, minutes=30)
    entry = monday(desk, admin)[0]
    wrong = airings.declare(desk, Statement(entry.occurrence_id, True, "Bàn Văn Sơn"))
    other = Statement(entry.occurrence_id, False, "Đỗ Thị Hương", "khac", "Loa rè, dừng giữa buổi")
    with pytest.raises(Stale, match="Bàn Văn Sơn đã ghi buổi này"):
        airings.declare(desk, other)
    seen = Statement(other.occurrence_id, False, other.who, other.reason, other.note, wrong.seq)
    right = airings.declare(desk, seen)
    assert right.corrects_seq == wrong.seq
    corrected = monday(desk, admin)[0]
    assert corrected.state is Outcome.NOT_PLAYED
    assert [(one.seq, one.outcome) for one in corrected.said] == [
        (wrong.seq, Outcome.DECLARED),
        (right.seq, Outcome.NOT_PLAYED),
    ]


@pytest.mark.parametrize(
    ("reason", "note", "says"),
    [
        ("", "", "chọn lý do"),
        ("bịa", "", "chọn lý do"),
        ("khac", " ", "ghi rõ"),
        ("mat_dien", "x" * 501, "501"),
    ],
)
def test_not_aired_needs_a_reason(
    desk: Desk, admin: Actor, aired: Bulletin, clock: FixedClock, reason: str, note: str, says: str
) -> None:
    clock.at += timedelta(hours=9, minutes=30)
    before = rows(desk)
    entry = monday(desk, admin)[0]
    with pytest.raises(Refused, match=says):
        airings.declare(desk, Statement(entry.occurrence_id, False, "Bàn Văn Sơn", reason, note))
    assert rows(desk) == before


def test_a_village_speaks_only_of_its_own_sessions(
    desk: Desk, admin: Actor, aired: Bulletin, clock: FixedClock
) -> None:
    clock.at += timedelta(hours=9, minutes=30)
    first, second, _third = monday(desk, admin)
    with pytest.raises(NotFound):
        airings.declare(
            desk, Statement(second.occurrence_id, True, "Bàn Văn Sơn"), village_id=first.village_id
        )
    with pytest.raises(NotFound):
        airings.declare(desk, Statement(first.occurrence_id, True, "Bàn"), commune_id=admin.commune_id + 1)


def test_names_of_then_stay_when_people_and_villages_change(
    desk: Desk, admin: Actor, writer: Actor, aired: Bulletin, clock: FixedClock
) -> None:
    before = monday(desk, admin)
    clock.at += timedelta(hours=10)
    village = villages.listing(desk, admin.commune_id)[0]
    villages.rename(desk, admin, village.id, village.version, "thôn Tên Mới")
    people.change_person(
        desk, admin, writer.person_id, 1, people.PersonChange("Tên Khác", "Chức khác", tuple(writer.roles))
    )
    row = plan_rows.listing(desk, admin.commune_id, 2026)[0]
    plan_rows.change(desk, admin, row.id, plan_rows.PlanWords(2026, 7, "Lời khác"))
    publishing.publish(desk, admin.commune_id)
    after = monday(desk, admin)
    assert [(one.village, one.stations, one.items) for one in after] == [
        (one.village, one.stations, one.items) for one in before
    ]
    tomorrow = MONDAY + timedelta(days=1)
    coming = logbook.entries(desk, admin.commune_id, Wanted(tomorrow, tomorrow, village_id=village.id))
    assert {entry.village for entry in coming} == {"thôn Tên Mới"}


def test_a_row_edited_past_the_guards_is_found(desk: Desk, admin: Actor, aired: Bulletin) -> None:
    with desk.store.writing() as session:
        session.execute(text("DROP TRIGGER airing_no_update"))
        session.execute(text("UPDATE airing SET who = 'ai đó' WHERE seq = 4"))
    assert airings.verify(desk, admin.commune_id).broken_seq == 4


def test_a_row_deleted_past_the_guards_is_found(desk: Desk, admin: Actor, aired: Bulletin) -> None:
    with desk.store.writing() as session:
        session.execute(text("DROP TRIGGER airing_no_delete"))
        session.execute(text("DELETE FROM airing WHERE seq = 2"))
    assert airings.verify(desk, admin.commune_id).broken_seq == 3


def test_the_log_is_limited_to_a_village_a_plan_row_or_a_state(
    desk: Desk, admin: Actor, aired: Bulletin, approve: Approve, clock: FixedClock
) -> None:
    approve(title="Tin ngoài kế hoạch", text="Tin này không thuộc mục nào của kế hoạch.")
    publishing.publish(desk, admin.commune_id)
    clock.at += timedelta(hours=9, minutes=30)
    first = monday(desk, admin)[0]
    airings.declare(desk, Statement(first.occurrence_id, True, "Bàn Văn Sơn"))
    row = plan_rows.listing(desk, admin.commune_id, 2026)[0]
    wanted = Wanted(MONDAY, MONDAY, first.village_id, row.id, Outcome.DECLARED)
    (only,) = logbook.entries(desk, admin.commune_id, wanted)
    assert [item.bulletin_id for item in only.items] == [aired.id]
    assert len(first.items) == 2
    assert log_export.limits_of(desk, admin.commune_id, wanted) == (
        "thôn Khe Mơ",
        "mục kế hoạch 3 (2026)",
        "xác nhận đã phát",
    )
    assert log_export.limits_of(desk, admin.commune_id + 1, wanted) == ("xác nhận đã phát",)


def test_a_self_approval_is_said_in_the_log(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor, submit: Callable[..., tuple[Bulletin, str]]
) -> None:
    with desk.store.writing() as session:
        session.execute(text("UPDATE commune SET self_approval = 1"))
    row, digest = submit(title="Tin tự duyệt", text="Tin này người soạn tự duyệt.")
    approvals.approve(desk, replace(writer, roles=writer.roles | leader.roles), row.id, row.version, digest)
    publishing.publish(desk, admin.commune_id)
    approvals_by_title = {item.title: item.approval for item in monday(desk, admin)[0].items}
    own = approvals_by_title["Tin tự duyệt"]
    assert own is not None
    assert own.by_author


def test_the_log_is_exported_in_every_form_and_counts_its_rows(
    desk: Desk, admin: Actor, aired: Bulletin, tmp_path: Path
) -> None:
    last = week(MONDAY).last
    counts = {
        form: log_export.export(desk, admin.commune_id, MONDAY, last, form, tmp_path / f"nhat-ky.{form}")
        for form in log_export.MEDIA_TYPES
    }
    assert set(counts.values()) == {3}  # Monday afternoon, Tuesday twice; alike in all villages
    lines = (tmp_path / "nhat-ky.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "Thông báo về thủ tục hành chính" in lines[1]
    sheet = load_workbook(io.BytesIO((tmp_path / "nhat-ky.xlsx").read_bytes())).worksheets[0]
    assert sheet["A3"].value == "Tuần từ ngày 15/6/2026 đến ngày 21/6/2026"
    page = (tmp_path / "nhat-ky.html").read_text(encoding="utf-8")
    assert page.count("<tbody") == 4  # the rows and the foot
    assert {path.name for path in tmp_path.glob("nhat-ky*")} == {f"nhat-ky.{form}" for form in counts}


def test_a_printed_sheet_carries_the_head_of_the_chain(desk: Desk, admin: Actor, aired: Bulletin) -> None:
    page = log_export.render(desk, admin.commune_id, Wanted(MONDAY, MONDAY), "html", "Ngày 15/6/2026")
    assert airings.verify(desk, admin.commune_id).head in page.decode()


def test_days_the_wrong_way_round_and_unknown_forms_are_refused(desk: Desk, admin: Actor, tmp_path: Path) -> None:  # fmt: skip
    with pytest.raises(Refused, match="đứng trước"):
        log_export.export(desk, admin.commune_id, MONDAY, MONDAY - timedelta(days=1), "csv", tmp_path / "a")
    with pytest.raises(Refused, match="tối đa"):
        log_export.export(
            desk, admin.commune_id, MONDAY, MONDAY + timedelta(days=5000), "csv", tmp_path / "a"
        )
    with pytest.raises(Refused, match="csv, xlsx, html"):
        log_export.export(desk, admin.commune_id, MONDAY, MONDAY, "pdf", tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_withdrawn_bulletin_leaves_the_programmes_to_come_and_stays_in_the_log(
    desk: Desk, admin: Actor, leader: Actor, aired: Bulletin, clock: FixedClock
) -> None:
    clock.at += timedelta(hours=10)
    bulletins.withdraw(desk, leader, aired.id, aired.version, "Thông tin đã thay đổi")
    publishing.publish(desk, admin.commune_id)
    assert [entry.items[0].title for entry in monday(desk, admin)] == [aired.title] * 3
    tomorrow = MONDAY + timedelta(days=1)
    assert logbook.entries(desk, admin.commune_id, Wanted(tomorrow, tomorrow + timedelta(days=6))) == ()
