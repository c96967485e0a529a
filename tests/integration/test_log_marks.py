"""What sets a session apart stands in the log: an urgent call, a drill, a change though it was about to begin."""

import io
from datetime import date, time, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from broadcaster.errors import Refused
from broadcaster.paper import words
from broadcaster.services.commune import communes
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, log_export, logbook
from broadcaster.services.log.airings import Statement
from broadcaster.services.log.logbook import Wanted
from broadcaster.services.outgoing import feeds, publishing
from broadcaster.services.writing import handouts
from broadcaster.store.tables import Airing, AirNow, Bulletin, Occurrence, SessionRule, UrgentCall
from tests.conftest import later
from tests.integration.conftest import Approve

MONDAY = date(2026, 6, 15)


@pytest.fixture
def desk(aired_desk: Desk) -> Desk:
    return aired_desk


def remarks(desk: Desk, actor: Actor) -> dict[str, tuple[str, ...]]:
    """What is noted beside each of Monday's sessions, by village and name."""
    found = logbook.entries(desk, actor.commune_id, Wanted(MONDAY, MONDAY))
    return {f"{one.village} {one.name}": words.remarks(one.remarks) for one in found}


def called(desk: Desk, leader: Actor, *, drill: bool) -> None:
    """An urgent call with one airing at ten, without its page."""
    now = desk.clock.now()
    with desk.store.writing() as session:
        bulletin = session.scalars(select(Bulletin).order_by(Bulletin.id.desc())).first()
        assert bulletin is not None
        call = UrgentCall(
            commune_id=leader.commune_id,
            bulletin_id=bulletin.id,
            drill=drill,
            first_at=now + timedelta(hours=2),
            by_id=leader.person_id,
            at=now,
        )
        session.add(call)
        session.flush()
        session.add(
            SessionRule(
                commune_id=leader.commune_id,
                name="Khẩn cấp",
                weekdays=[MONDAY.isoweekday()],
                start=time(10),
                longest_ms=900_000,
                valid_from=MONDAY,
                valid_to=MONDAY,
                urgent_call_id=call.id,
            )
        )


def test_a_session_like_any_other_has_no_mark_at_all(desk: Desk, leader: Actor) -> None:
    assert set(remarks(desk, leader).values()) == {()}
    with desk.store.reading() as session:
        snapshots = session.scalars(select(Airing.snapshot)).all()
    assert snapshots
    assert not any("marks" in one or "limits" in one for one in snapshots)


@pytest.mark.parametrize(
    ("drill", "what"), [(False, "Tin khẩn cấp"), (True, "DIỄN TẬP, không phải tin khẩn cấp thật")]
)
def test_an_urgent_call_and_a_drill_are_told_apart_in_the_log(
    desk: Desk, leader: Actor, approve: Approve, drill: bool, what: str
) -> None:
    approve(title="Bão số 3")
    called(desk, leader, drill=drill)
    publishing.publish(desk, leader.commune_id)
    found = remarks(desk, leader)
    [(says,)] = {told for name, told in found.items() if name.endswith("Khẩn cấp")}
    assert says.startswith(what)
    assert says.endswith("phát theo lệnh của Triệu Văn Trường, Cán bộ xã.")
    assert {told for name, told in found.items() if not name.endswith("Khẩn cấp")} == {()}
    assert airings.verify(desk, leader.commune_id).broken_seq is None


def test_why_a_session_was_changed_at_the_last_moment_is_on_paper_and_in_the_files(
    desk: Desk, leader: Actor, approve: Approve
) -> None:
    with desk.store.writing() as session:
        first = session.scalars(
            select(Occurrence).where(Occurrence.day == MONDAY).order_by(Occurrence.id)
        ).first()
        assert first is not None
        key = {"village_id": first.village_id, "rule_id": first.rule_id, "day": first.day}
        reason = "Mất điện toàn xã từ 18 giờ."
        now = desk.clock.now()
        session.add(
            AirNow(commune_id=leader.commune_id, reason=reason, by_id=leader.person_id, at=now, **key)
        )
    approve(title="Mất điện tối nay")
    publishing.publish(desk, leader.commune_id)
    says = (
        "Phát ngay, đổi chương trình sát giờ: Mất điện toàn xã từ 18 giờ"
        " (Triệu Văn Trường, Cán bộ xã, 08:00 ngày 15/6/2026)."
    )
    assert [told for told in remarks(desk, leader).values() if told] == [(says,)]
    evening = later(desk, hours=12)
    airings.declare(evening, Statement(first.id, played=True, who="Bàn Văn Sơn", note="Nghe rõ"))
    wanted = Wanted(MONDAY, MONDAY)
    page = log_export.render(evening, leader.commune_id, wanted, "html", "15/6/2026").decode()
    assert f"{says} Nghe rõ. Bàn Văn Sơn ghi lúc 20:00 ngày 15/6/2026." in page
    table = log_export.render(evening, leader.commune_id, wanted, "csv", "15/6/2026").decode()
    assert says in table
    book = load_workbook(
        io.BytesIO(log_export.render(evening, leader.commune_id, wanted, "xlsx", "15/6/2026"))
    )
    assert any(says in str(cell.value) for row in book.worksheets[0].rows for cell in row)
    assert airings.verify(desk, leader.commune_id).broken_seq is None


@pytest.mark.parametrize("drill", [False, True])
def test_a_drill_is_told_nowhere_but_on_the_loudspeakers(
    desk: Desk, leader: Actor, writer: Actor, drill: bool
) -> None:
    called(desk, leader, drill=drill)
    publishing.publish(desk, leader.commune_id)
    evening = later(desk, hours=12)
    for entry in logbook.entries(evening, leader.commune_id, Wanted(MONDAY, MONDAY)):
        airings.declare(evening, Statement(entry.occurrence_id, played=True, who="Bàn Văn Sơn"))
    commune = communes.view(desk, leader.commune_id)
    heard = feeds.podcast(evening, commune, "http://x/", "http://x/rss", lambda sha256: sha256).decode()
    assert ("Thông báo về thủ tục hành chính" in heard) is not drill
    if drill:
        with pytest.raises(Refused, match="chỉ để diễn tập"):
            handouts.texts(desk, writer, 1)
    else:
        assert len(handouts.texts(desk, writer, 1)) == 3
