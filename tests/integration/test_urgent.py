"""Urgent calls through the use cases: made ready, called out once, put off, withdrawn; nothing airs unapproved."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcaster.clock import ZONE, FixedClock
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.urgent import at_once, calling, calls, ready, withdrawing
from broadcaster.services.urgent.calling import Seen
from broadcaster.services.urgent.calls import CallState
from broadcaster.services.urgent.keeping_up import keep_up
from broadcaster.services.urgent.ready import Wish
from broadcaster.services.writing import approvals, bulletins, steps
from broadcaster.store.tables import Bulletin, Decision, SessionRule, UrgentCall, Village
from tests.conftest import PASSWORD, later
from tests.unit.sound.generated import babble, wav

TEXT = "Nước sông dâng nhanh. Bà con ven suối chuyển ngay đến nhà văn hóa thôn."
MONDAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _publishing_is_another_tests_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_once, "publish", lambda desk, commune_id: None)


def prepare(desk: Desk, leader: Actor, **changed: object) -> int:
    values: dict[str, object] = {"text": TEXT, "drill": False}
    return ready.make_ready(desk, leader, Wish(**values | changed))  # type: ignore[arg-type] # fields of a wish


def seen(desk: Desk, leader: Actor, call_id: int) -> Seen:
    view = calls.view(desk, leader, call_id)
    assert view.voice is not None
    return Seen(view.drill, view.digest, str(view.voice.sha256))


def call_out(desk: Desk, leader: Actor, **changed: object) -> int:
    call_id = prepare(desk, leader, **changed)
    return calling.call_out(desk, leader, call_id, seen(desk, leader, call_id)).call_id


def walls(desk: Desk, leader: Actor, call_id: int) -> list[str]:
    return [f"{one.astimezone(ZONE):%d %H:%M}" for one in calls.view(desk, leader, call_id).slots]


def decisions(desk: Desk) -> list[Decision]:
    with desk.store.reading() as session:
        return list(session.scalars(select(Decision).order_by(Decision.id)).unique())


def test_the_first_tap_makes_the_sound_and_airs_nothing(desk: Desk, leader: Actor) -> None:
    call_id = prepare(desk, leader, every_minutes=15, until=time(10))
    view = calls.view(desk, leader, call_id)
    assert view.state is CallState.READY
    assert view.voice is not None
    assert view.voice.made
    assert view.slots == ()
    assert decisions(desk) == []


def test_the_second_tap_approves_exactly_that_and_opens_its_sessions(desk: Desk, leader: Actor) -> None:
    call_id = prepare(desk, leader, every_minutes=15, until=time(9))
    shown = seen(desk, leader, call_id)
    done = calling.call_out(desk, leader, call_id, shown)
    assert done == calling.Called(call_id, first=True)
    assert walls(desk, leader, call_id) == ["15 08:01", "15 08:16", "15 08:31", "15 08:46"]
    (decision,) = decisions(desk)
    assert (decision.digest, decision.sound_sha256) == (shown.digest, shown.sound)
    assert decision.decided_by.name == leader.name
    view = calls.view(desk, leader, call_id)
    assert (view.state, view.called_by) == (CallState.LIVE, leader.name)


@pytest.mark.parametrize("wrong", ["drill", "digest", "sound"])
def test_what_the_page_did_not_show_is_not_approved(desk: Desk, leader: Actor, wrong: str) -> None:
    call_id = prepare(desk, leader)
    shown = seen(desk, leader, call_id)
    others = {
        "drill": replace(shown, drill=True),
        "digest": replace(shown, digest="0" * 64),
        "sound": replace(shown, sound="0" * 64),
    }
    with pytest.raises(Stale):
        calling.call_out(desk, leader, call_id, others[wrong])
    assert decisions(desk) == []
    assert walls(desk, leader, call_id) == []


def test_a_sound_that_is_not_made_is_not_approved(
    desk: Desk, leader: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "_speak", lambda *_all: None)
    call_id = prepare(desk, leader)
    view = calls.view(desk, leader, call_id)
    with pytest.raises(Refused, match="chưa làm xong"):
        calling.call_out(desk, leader, call_id, Seen(drill=False, digest=view.digest, sound=""))
    assert decisions(desk) == []


def test_only_leaders_call_and_only_their_own_communes(desk: Desk, writer: Actor, leader: Actor) -> None:
    with pytest.raises(NotAllowed):
        prepare(desk, writer)
    call_id = prepare(desk, leader)
    shown = seen(desk, leader, call_id)
    with pytest.raises(NotAllowed):
        calling.call_out(desk, writer, call_id, shown)
    with pytest.raises(NotAllowed):
        withdrawing.withdraw(desk, writer, call_id, "Phát nhầm")
    stranger = replace(leader, commune_id=99)
    with pytest.raises(NotFound):
        calling.call_out(desk, stranger, call_id, shown)


def test_a_form_sent_twice_is_one_call(desk: Desk, leader: Actor) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(lambda _: prepare(desk, leader, key="mot-trang"), range(3)))
    assert len(found) == 1
    with desk.store.reading() as session:
        assert len(session.scalars(select(UrgentCall)).all()) == 1


def test_tapped_twice_and_by_two_leaders_it_is_called_once(desk: Desk, admin: Actor, leader: Actor) -> None:
    person = people.NewPerson("duyethai", "Lý Văn Hai", "Chủ tịch UBND xã", PASSWORD, (Role.APPROVER,))
    people.add_person(desk, admin, person)
    other = people.find(desk, "duyethai")
    call_id = prepare(desk, leader, every_minutes=10, until=time(9))
    shown = seen(desk, leader, call_id)
    with ThreadPoolExecutor(4) as pool:
        came = list(
            pool.map(lambda who: calling.call_out(desk, who, call_id, shown), (leader, other, leader, other))
        )
    assert sorted(one.first for one in came) == [False, False, False, True]
    assert {one.call_id for one in came} == {call_id}
    assert len(decisions(desk)) == 1
    assert len(walls(desk, leader, call_id)) == len(set(walls(desk, leader, call_id))) == 6


def test_the_same_words_by_another_leader_are_the_same_call(desk: Desk, leader: Actor) -> None:
    first = call_out(desk, leader)
    assert call_out(desk, leader) == first
    assert len(decisions(desk)) == 1
    second = call_out(desk, leader, text="Bà con thôn Khe Mơ tránh xa đập tràn.")
    assert second != first
    assert walls(desk, leader, first) == ["15 08:01"]
    assert walls(desk, leader, second) == ["15 08:02"]  # not over the first


def test_in_other_villages_the_same_words_are_another_call(desk: Desk, leader: Actor) -> None:
    first = call_out(desk, leader, village_ids=(1,))
    assert call_out(desk, leader, village_ids=(2,)) != first
    assert call_out(desk, leader, village_ids=(1,)) == first


def test_over_midnight_it_airs_on_both_days(desk: Desk, leader: Actor, clock: FixedClock) -> None:
    clock.at = datetime(2026, 6, 15, 23, 29, 10, tzinfo=ZONE)
    call_id = call_out(desk, leader, every_minutes=20, until=time(0, 50))
    assert walls(desk, leader, call_id) == ["15 23:30", "15 23:50", "16 00:10", "16 00:30"]
    with desk.store.reading() as session:
        rules = sorted(
            session.scalars(select(SessionRule).where(SessionRule.urgent_call_id == call_id)),
            key=calls.starts,
        )
        last_day = session.get_one(Bulletin, calls.view(desk, leader, call_id).bulletin_id).last_day
    assert [(one.valid_from, one.valid_to, one.weekdays) for one in rules][1:3] == [
        (MONDAY, MONDAY, [1]),
        (MONDAY + timedelta(days=1), MONDAY + timedelta(days=1), [2]),
    ]
    assert last_day == MONDAY + timedelta(days=1)


def test_just_before_midnight_the_first_airing_is_tomorrow(
    desk: Desk, leader: Actor, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 6, 15, 23, 59, 40, tzinfo=ZONE)
    assert walls(desk, leader, call_out(desk, leader)) == ["16 00:01"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": "  …  "}, "gõ nội dung"),
        ({"text": "a" * 3001}, "3001 ký tự, tối đa 3000"),
        ({"village_ids": ()}, "ít nhất một thôn"),
        ({"village_ids": (1, 99)}, "Có thôn đã đóng"),
        ({"every_minutes": 15}, "đến mấy giờ"),
        ({"every_minutes": 7, "until": time(9)}, "trong danh sách"),
        ({"every_minutes": 5, "until": time(7, 59)}, "288 lần, tối đa 90 lần"),
        ({"field": "x"}, "lĩnh vực"),
    ],
)
def test_what_does_not_go_together_is_refused_at_the_first_tap(
    desk: Desk, leader: Actor, changed: dict[str, object], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        prepare(desk, leader, **changed)


def test_a_commune_without_villages_is_told_so(desk: Desk, leader: Actor) -> None:
    with desk.store.writing() as session:
        for village in session.scalars(select(Village)):
            village.valid_from = village.valid_to = desk.today() - timedelta(days=1)
    with pytest.raises(Refused, match="chưa có thôn nào"):
        prepare(desk, leader)


def test_what_waited_too_long_is_not_called_out(desk: Desk, leader: Actor) -> None:
    call_id = prepare(desk, leader)
    shown = seen(desk, leader, call_id)
    with pytest.raises(Refused, match="soạn lúc 08:00"):
        calling.call_out(later(desk, hours=2, minutes=1), leader, call_id, shown)
    ended = prepare(desk, leader, every_minutes=5, until=time(8, 30))
    with pytest.raises(Refused, match="không còn đúng giờ"):
        calling.call_out(later(desk, minutes=30), leader, ended, seen(desk, leader, ended))


def test_a_recording_airs_in_the_voices_stead(desk: Desk, leader: Actor, tmp_path: Path) -> None:
    sound = wav(tmp_path / "thu.wav", babble(3))
    call_id = ready.make_ready(desk, leader, Wish(text="", drill=False), sound)
    view = calls.view(desk, leader, call_id)
    assert view.recorded
    assert view.title == f"Bản thu của {leader.name}"
    assert view.voice is not None
    assert 2500 < view.voice.duration_ms < 3500
    calling.call_out(desk, leader, call_id, seen(desk, leader, call_id))
    assert decisions(desk)[0].sound_sha256 == view.voice.sha256


def test_withdrawn_it_is_void_at_once_and_once(desk: Desk, leader: Actor) -> None:
    call_id = call_out(desk, leader, every_minutes=15, until=time(10))
    after = later(desk, minutes=20)
    assert withdrawing.withdraw(after, leader, call_id, "Tình hình đã an toàn").first
    assert not withdrawing.withdraw(after, leader, call_id, "Phát nhầm").first
    view = calls.view(after, leader, call_id)
    assert (view.state, view.withdrawn_reason) == (CallState.WITHDRAWN, "Tình hình đã an toàn")
    (decision,) = decisions(desk)
    assert decision.voided_reason == "Tình hình đã an toàn"
    with desk.store.reading() as session:
        assert session.get_one(Bulletin, view.bulletin_id).state == "da_rut"


def test_a_withdrawal_needs_its_reason(desk: Desk, leader: Actor) -> None:
    call_id = call_out(desk, leader)
    with pytest.raises(Refused, match="lý do"):
        withdrawing.withdraw(desk, leader, call_id, " ")
    assert calls.view(desk, leader, call_id).state is CallState.LIVE


def test_a_correction_takes_the_place_of_what_it_corrects_with_its_second_tap(
    desk: Desk, leader: Actor
) -> None:
    wrong = call_out(desk, leader, every_minutes=15, until=time(10))
    right = prepare(desk, leader, text="Đính chính. Nước đang rút.", corrects=wrong)
    assert calls.view(desk, leader, wrong).state is CallState.LIVE
    calling.call_out(desk, leader, right, seen(desk, leader, right))
    assert calls.view(desk, leader, wrong).state is CallState.WITHDRAWN
    view = calls.view(desk, leader, right)
    assert view.state is CallState.LIVE
    assert view.corrects == (wrong, TEXT[:70].rsplit(" ", 1)[0] + "…" if len(TEXT) > 70 else TEXT)
    assert [one.voided_at is None for one in decisions(desk)] == [False, True]


def test_a_real_call_ends_a_drill_and_a_drill_waits_for_the_end_of_a_real_call(
    desk: Desk, leader: Actor
) -> None:
    drill = call_out(desk, leader, drill=True, every_minutes=5, until=time(9))
    real = call_out(desk, leader)
    assert calls.view(desk, leader, drill).withdrawn_reason == "Dừng diễn tập vì có tin khẩn cấp thật."
    assert calls.view(desk, leader, real).state is CallState.LIVE
    again = prepare(desk, leader, drill=True, text="Diễn tập sơ tán.")
    with pytest.raises(Refused, match="chưa diễn tập được"):
        calling.call_out(desk, leader, again, seen(desk, leader, again))
    gone = later(desk, minutes=30)
    assert calling.call_out(gone, leader, again, seen(gone, leader, again)).first


def test_the_words_of_a_call_are_nobody_elses_to_air(desk: Desk, writer: Actor, leader: Actor) -> None:
    both = replace(leader, roles=leader.roles | writer.roles)
    drill = prepare(desk, leader, drill=True)
    number = calls.view(desk, leader, drill).bulletin_id
    with desk.store.reading() as session:
        row = steps.find(session, leader.commune_id, number)
        digest = row.revisions[-1].digest
    acts: list[Callable[[], object]] = [
        lambda: bulletins.save(desk, both, number, row.version, bulletins.Draft(text="Khác")),
        lambda: bulletins.submit(desk, both, number, row.version),
        lambda: bulletins.copy(desk, both, number),
        lambda: bulletins.reopen(desk, both, number, row.version),
        lambda: bulletins.withdraw(desk, both, number, row.version, "x"),
        lambda: approvals.approve(desk, both, number, row.version, digest),
    ]
    for act in acts:
        with pytest.raises(Refused, match="trang Khẩn cấp"):
            act()
    assert approvals.queue(desk, leader) == ()


def test_what_was_made_ready_can_be_dropped_and_is_then_not_called(desk: Desk, leader: Actor) -> None:
    call_id = prepare(desk, leader)
    shown = seen(desk, leader, call_id)
    withdrawing.discard(desk, leader, call_id)
    withdrawing.discard(desk, leader, call_id)
    assert calls.view(desk, leader, call_id).state is CallState.DISCARDED
    with pytest.raises(Refused, match="đã bỏ"):
        calling.call_out(desk, leader, call_id, shown)
    live = call_out(desk, leader, text="Tin khác.")
    with pytest.raises(Refused, match="Rút tin này"):
        withdrawing.discard(desk, leader, live)


def test_a_call_that_was_never_made_is_moved_to_now_once_the_program_runs_again(
    desk: Desk, leader: Actor
) -> None:
    call_id = call_out(desk, leader)
    assert keep_up(desk, leader.commune_id) == 0  # its minute is still to come
    back = later(desk, minutes=20)
    assert keep_up(back, leader.commune_id) == 1
    assert walls(back, leader, call_id) == ["15 08:21"]
    assert keep_up(back, leader.commune_id) == 0
    assert keep_up(later(desk, hours=2), leader.commune_id) == 0  # too late to be of use


def test_a_repeated_call_is_put_off_clear_of_its_own_repeats(desk: Desk, leader: Actor) -> None:
    call_id = call_out(desk, leader, every_minutes=15, until=time(9))
    back = later(desk, minutes=15, seconds=20)
    assert keep_up(back, leader.commune_id) == 1
    assert walls(back, leader, call_id) == ["15 08:16", "15 08:17", "15 08:31", "15 08:46"]


def test_a_withdrawn_call_is_never_made_good(desk: Desk, leader: Actor) -> None:
    call_id = call_out(desk, leader)
    withdrawing.withdraw(desk, leader, call_id, "Phát nhầm")
    assert keep_up(later(desk, minutes=20), leader.commune_id) == 0


def test_later_airings_are_within_a_day(desk: Desk, leader: Actor) -> None:
    call_id = call_out(desk, leader, every_minutes=60, until=time(8, 0))
    found = calls.view(desk, leader, call_id).slots
    assert len(found) == 24
    assert found[-1] - found[0] < timedelta(days=1)
