"""
A commune that does whatever comes to mind while its clock jumps: after every plan the same few things hold.

Each walk is of fixed numbers, so what fails once fails again.
"""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import select

from broadcaster import scheduler
from broadcaster.clock import FixedClock
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, logbook
from broadcaster.services.log.heard import not_played
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan import air_now, orders
from broadcaster.services.plan.chosen import Chosen
from broadcaster.services.urgent import calling, calls, ready, withdrawing
from broadcaster.services.week import dropped, week, week_changes
from broadcaster.services.week.week_fields import Rule
from broadcaster.services.week.week_overlap import WhenBoth
from broadcaster.services.writing import bulletins
from broadcaster.store.tables import (
    AirNow,
    Bulletin,
    DroppedSession,
    Occurrence,
    SessionOrder,
    UrgentCall,
)
from tests.integration.conftest import _approve

CALLS = ("Khẩn cấp", "Diễn tập")
LOCK = timedelta(minutes=20)
JUMPS = [
    timedelta(minutes=1),
    timedelta(minutes=25),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(minutes=-2),
]
TEXTS = ("Mời bà con đến họp.", "Xe thu gom rác đến các thôn sáng chủ nhật. " * 6, "Tiêm phòng trâu bò.")


@dataclass(frozen=True, slots=True)
class Session:
    """What is compared of a session."""

    id: int
    village_id: int
    rule_id: int
    day: date
    starts_at: datetime
    name: str
    cancelled: bool
    longest_ms: int
    programmes: tuple[tuple[int, str | None, int], ...]

    @property
    def sounds(self) -> bool:
        return not self.cancelled and bool(self.programmes) and self.programmes[-1][1] is not None


@dataclass
class Walk:
    """One commune, and what it may do next."""

    desk: Desk
    clock: FixedClock
    admin: Actor
    leader: Actor
    chance: Random
    did: Counter[str] = field(default_factory=Counter)

    def sessions(self) -> list[Session]:
        with self.desk.store.reading() as session:
            return [
                Session(
                    row.id, row.village_id, row.rule_id, row.day, row.starts_at, row.name, row.cancelled,
                    row.longest_ms, tuple((one.version, one.sha256, one.duration_ms) for one in row.programmes),
                )
                for row in session.scalars(select(Occurrence).order_by(Occurrence.id))
            ]  # fmt: skip

    def numbers(self, column: object) -> list[int]:
        with self.desk.store.reading() as session:
            return list(session.scalars(select(column)))  # type: ignore[call-overload] # a column of numbers

    def act(self) -> None:
        """Do one thing; what is refused is refused."""
        todo: Callable[[], object] = self.chance.choice(
            [self.approve, self.approve, self.take_back, self.open, self.order, self.drop, self.restore,
             self.call, self.end_call, self.say, self.say, self.change_day, self.change_week]
        )  # fmt: skip
        with suppress(Refused):
            todo()
            self.did[todo.__name__] += 1

    def approve(self) -> None:
        _approve(
            self.desk, self.admin, self.leader,
            title=f"Tin {self.did['approve']}", text=self.chance.choice(TEXTS), airings=self.chance.choice([1, 3, 20]),
            last_day=self.desk.today() + timedelta(days=self.chance.choice([0, 1, 3])),
            village_ids=self.chance.choice([None, (1,), (2, 3)]), airings_a_day=self.chance.choice([0, 0, 1]),
        )  # fmt: skip

    def take_back(self) -> None:
        number = self.chance.choice(self.numbers(Bulletin.id))
        with self.desk.store.reading() as session:
            version = session.get_one(Bulletin, number).version
        bulletins.withdraw(self.desk, self.leader, number, version, "Sai nội dung")

    def chosen(self) -> Chosen:
        coming = [one for one in self.sessions() if one.starts_at > self.clock.now() and not one.cancelled]
        if not coming:
            raise Refused("Không còn buổi nào sắp tới.")
        one = self.chance.choice(coming)
        alike = [other.village_id for other in coming if (other.rule_id, other.day) == (one.rule_id, one.day)]
        return Chosen(self.chance.choice([(one.village_id,), tuple(sorted(alike))]), one.rule_id, one.day)

    def open(self) -> None:
        air_now.open_now(self.desk, self.admin, self.chosen(), "Cần phát gấp")

    def order(self) -> None:
        act = self.chance.choice([orders.take_out, orders.put_in, orders.let_in])
        seen = max(self.numbers(SessionOrder.id), default=0)
        act(self.desk, self.admin, self.chosen(), seen, self.chance.choice(self.numbers(Bulletin.id)))

    def drop(self) -> None:
        one = self.chosen()
        dropped.drop(self.desk, self.admin, one.village_ids, one.rule_id, one.day, "Mưa bão")

    def restore(self) -> None:
        dropped.restore(self.desk, self.admin, self.numbers(DroppedSession.id)[:1])

    def call(self) -> None:
        wish = ready.Wish(text="Nước suối dâng nhanh.", drill=self.chance.random() < 0.4)
        number = ready.make_ready(self.desk, self.leader, wish)
        scheduler.act(self.desk)
        view = calls.view(self.desk, self.leader, number)
        assert view.voice is not None
        seen = calling.Seen(view.drill, view.digest, str(view.voice.sha256))
        calling.call_out(self.desk, self.leader, number, seen)

    def end_call(self) -> None:
        for number in self.numbers(UrgentCall.id)[-1:]:
            withdrawing.withdraw(self.desk, self.leader, number, "Đã an toàn")

    def say(self) -> None:
        for one in [one for one in self.sessions() if one.starts_at <= self.clock.now() and one.sounds][-1:]:
            with self.desk.store.reading() as session:
                word = airings.last_word(session, one.id)
            said = airings.Statement(
                one.id, self.chance.random() < 0.6, "truc", "mat_dien", "", word.seq if word else None
            )
            airings.declare(self.desk, said)

    def change_day(self) -> None:
        day = self.desk.today() + timedelta(days=self.chance.choice([0, 1]))
        at = self.chance.choice([None, time(6), time(15, 30), time(18)])
        rule, village = self.chance.choice([None, 1, 2]), self.chance.choice([None, 1, 3])
        change = week_changes.Change(rule, village, day, day, cancelled=at is None, start=at)
        week_changes.add_exception(self.desk, self.admin, change)

    def change_week(self) -> None:
        start, villages = time(self.chance.choice([4, 11, 17, 23]), 55), self.chance.choice([None, (1,)])
        rule = Rule("Buổi mới", tuple(range(1, 8)), start, self.chance.choice([3, 10]), villages)
        both, day = self.chance.choice(list(WhenBoth)), self.desk.today() + timedelta(days=1)
        one = self.chance.choice(week.rules(self.desk, 1))
        if self.chance.random() < 0.5:
            week.add_rule(self.desk, self.admin, rule, day, both)
        else:
            week.change_rule(self.desk, self.admin, one.id, one.version, rule, day, both)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_what_has_begun_stands_and_every_session_is_in_one_state(
    desk: Desk, clock: FixedClock, admin: Actor, leader: Actor, seed: int
) -> None:
    desk = replace(desk, settings=replace(desk.settings, horizon_days=1))
    walk = Walk(desk, clock, admin, leader, Random(seed))  # nothing is secret here
    walk.approve()
    publishing.publish(desk, 1)
    for _ in range(16):
        began, before = clock.now(), walk.sessions()
        for _ in range(walk.chance.choice([1, 2, 3])):
            walk.act()
        clock.at += walk.chance.choice(JUMPS)
        scheduler.act(desk)
        scheduler.reconcile(desk)
        require_frozen(walk, before, began)
        require_sound(walk)
    assert len(walk.did) > 6, walk.did


def require_frozen(walk: Walk, before: list[Session], began: datetime) -> None:
    """What had begun is as it was; so is what was about to begin, but for what was opened, and calls."""
    after = {one.id: one for one in walk.sessions()}
    with walk.desk.store.reading() as session:
        opened = {(row.village_id, row.rule_id, row.day) for row in session.scalars(select(AirNow))}
    for one in before:
        key = (one.village_id, one.rule_id, one.day)
        near = one.starts_at <= began + LOCK and bool(one.programmes) and not one.cancelled
        if one.starts_at <= began or (near and key not in opened and one.name not in CALLS):
            assert after[one.id] == one


def require_sound(walk: Walk) -> None:
    """No session twice, none longer than it may be; heads, log and rows say the same; nothing is left to do."""
    desk, every = walk.desk, walk.sessions()
    assert max(Counter((one.village_id, one.rule_id, one.day) for one in every).values()) == 1
    sounding = [one for one in every if one.sounds]
    assert all(one.programmes[-1][2] <= one.longest_ms for one in sounding)
    assert publishing.publish(desk, 1) == publishing.Published(0, 0)
    assert airings.verify(desk, 1).broken_seq is None
    wanted = logbook.Wanted(min(one.day for one in every), max(one.day for one in every))
    assert sorted(one.occurrence_id for one in logbook.entries(desk, 1, wanted)) == sorted(
        one.id for one in sounding
    )
    told = {
        one["occurrence_id"]
        for path in (desk.settings.schedules / "published").glob("*/*/head.json")
        for one in json.loads(path.read_bytes())["sessions"]
    }
    today = desk.today()
    assert told == {one.id for one in sounding if today <= one.day <= today + timedelta(days=1)}
    require_wishes(desk)


def require_wishes(desk: Desk) -> None:
    """Nobody hears a bulletin more often than its writer wished, but for what was not aired."""
    with desk.store.reading() as session:
        wished = {row.id: row.airings for row in session.execute(select(Bulletin.id, Bulletin.airings))}
        rows = session.scalars(
            select(Occurrence).where(Occurrence.cancelled.is_(False), Occurrence.id.not_in(not_played()))
        )
        heard = Counter(
            (row.village_id, item.bulletin_id)
            for row in rows
            if row.programmes
            for item in row.programmes[-1].items
            if item.kind == "bulletin"
        )
    assert all(count <= wished[number or 0] for (_village, number), count in heard.items())
