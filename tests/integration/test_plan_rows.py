"""The information plan's rows."""

from dataclasses import replace

import pytest

from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.commune import plan_rows
from broadcaster.services.commune.plan_rows import PlanWords
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing import bulletins

ROW = PlanWords(2026, 3, "Dịch vụ công trực tuyến", "Tin bài", "Văn phòng", "Các ban", "Thường xuyên")


def test_rows_stand_in_their_order_and_can_be_chosen(desk: Desk, admin: Actor, writer: Actor) -> None:
    third = plan_rows.add(desk, writer, ROW)
    plan_rows.add(desk, admin, replace(ROW, number=1, content="Chương trình, nghị quyết " * 4))
    plan_rows.add(desk, admin, replace(ROW, year=2025))
    assert plan_rows.years(desk, admin.commune_id) == (2026, 2025)
    assert [row.number for row in plan_rows.listing(desk, admin.commune_id, 2026)] == [1, 3]
    labels = [label for _id, label in plan_rows.choices(desk, admin.commune_id, 2026)]
    assert labels[0].endswith("…")
    assert labels[1] == "Mục 3 (2026): Dịch vụ công trực tuyến"
    assert len(plan_rows.choices(desk, admin.commune_id)) == 3
    assert third.bulletins == 0


def test_a_number_is_one_rows_in_a_year(desk: Desk, admin: Actor) -> None:
    row = plan_rows.add(desk, admin, ROW)
    other = plan_rows.add(desk, admin, replace(ROW, number=4))
    with pytest.raises(Refused, match="đã có mục 3"):
        plan_rows.add(desk, admin, ROW)
    with pytest.raises(Refused, match="đã có mục 3"):
        plan_rows.change(desk, admin, other.id, ROW)
    assert plan_rows.change(desk, admin, row.id, replace(ROW, timing="Quý IV")).timing == "Quý IV"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (replace(ROW, content=" "), "nội dung"),
        (replace(ROW, content="x" * 501), "501 ký tự"),
        (replace(ROW, year=26), "Năm 26"),
        (replace(ROW, number=0), "từ 1 đến 999"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_row_is_refused(desk: Desk, admin: Actor, words: PlanWords, says: str) -> None:
    with pytest.raises(Refused, match=says):
        plan_rows.add(desk, admin, words)
    assert plan_rows.years(desk, admin.commune_id) == ()


def test_a_row_that_a_bulletin_serves_stays(desk: Desk, admin: Actor, writer: Actor) -> None:
    row = plan_rows.add(desk, admin, ROW)
    draft = bulletins.Draft(title="Tin", text="Nội dung.", plan_row_id=row.id)
    kept = bulletins.create(desk, writer, draft)
    assert plan_rows.listing(desk, admin.commune_id, 2026)[0].bulletins == 1
    with pytest.raises(Refused, match="1 bản tin"):
        plan_rows.remove(desk, admin, row.id)
    bulletins.save(desk, writer, kept.id, kept.version, replace(draft, plan_row_id=None))
    plan_rows.remove(desk, admin, row.id)
    assert plan_rows.listing(desk, admin.commune_id, 2026) == ()


def test_rows_are_the_communes_and_its_writers(desk: Desk, admin: Actor, operator: Actor) -> None:
    row = plan_rows.add(desk, admin, ROW)
    with pytest.raises(NotAllowed):
        plan_rows.add(desk, operator, replace(ROW, number=9))
    with pytest.raises(NotFound):
        plan_rows.remove(desk, replace(admin, commune_id=99), row.id)
