"""
People do anything to the week while days go by: what must hold after every act, however odd.

No two sessions of a village at once, nothing that has begun is changed, a session once a day, and what was
dropped stays silent.
"""

import random
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from broadcaster.clock import FixedClock
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.week.overlap import clashes
from broadcaster.errors import Refused, Stale
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.week import dropped, week, week_changes, week_check
from broadcaster.services.week.expected import expected
from broadcaster.services.week.week import Rule, RuleView, WhenBoth
from broadcaster.services.week.week_changes import UNTIL_NOTICE, Change

STEPS = 40
WAITS = (10, 60, 400, 1440, 3000)
"""Minutes."""


class Hands:
    """Somebody who tries everything, by a seed."""

    def __init__(self, desk: Desk, actor: Actor, seed: int) -> None:
        self.desk, self.actor = desk, actor
        self.dice = random.Random(seed)  # chance, not a secret

    def acts(self) -> list[Callable[[], object]]:
        seldom = [self.close, self.drop, self.take_back, self.restore]
        return [*seldom, *[self.add] * 2, *[self.change] * 3, *[self.except_] * 3]

    def add(self) -> object:
        return week.add_rule(self.desk, self.actor, self._rule(), self._day(0, 5), self._both())

    def change(self) -> object:
        old = self._some()
        rule = self._rule(tuple(series for series, _name in old.replaces))
        return week.change_rule(
            self.desk, self.actor, old.id, old.version, rule, self._day(1, 8), self._both()
        )

    def close(self) -> object:
        old = self._some()
        week.close_rule(self.desk, self.actor, old.id, old.version, self._day(0, 6))
        return old

    def drop(self) -> object:
        villages = self.dice.sample([1, 2, 3], self.dice.randint(1, 3))
        return dropped.drop(self.desk, self.actor, villages, self._some().id, self._day(0, 4), "Mất điện")

    def except_(self) -> object:
        rest = self.dice.random() < 0.4
        change = Change(
            rule_id=self.dice.choice([None, self._some().id]),
            village_id=self.dice.choice([None, 1, 2, 3]),
            first_day=self._day(0, 3),
            last_day=self.dice.choice([self._day(3, 9), UNTIL_NOTICE]),
            cancelled=rest,
            start=None if rest else time(self.dice.choice([6, 12, 18, 23]), 50),
            longest_minutes=self.dice.choice([None, 10, 40]),
            only_on=self.dice.choice(["", "", "ram", "mung_1_ram", "le"]),
        )
        return week_changes.add_exception(self.desk, self.actor, change, self._both())

    def take_back(self) -> object:
        found = week_changes.exceptions(self.desk, self.actor.commune_id)
        if found:
            week_changes.remove_exception(self.desk, self.actor, self.dice.choice(found).id)
        return found

    def restore(self) -> object:
        found = dropped.listing(self.desk, self.actor.commune_id)
        if found:
            dropped.restore(self.desk, self.actor, [self.dice.choice(found).id])
        return found

    def _some(self) -> RuleView:
        found = week.rules(self.desk, self.actor.commune_id)
        if not found:
            raise Refused("Không còn buổi phát nào.")
        return self.dice.choice(found)

    def _day(self, first: int, last: int) -> date:
        return self.desk.today() + timedelta(days=self.dice.randint(first, last))

    def _both(self) -> WhenBoth:
        return self.dice.choice(list(WhenBoth))

    def _rule(self, replaces: tuple[int, ...] = ()) -> Rule:
        return Rule(
            name=self.dice.choice(["Buổi một", "Buổi hai", "Buổi ba"]),
            weekdays=tuple(self.dice.sample(range(1, 8), self.dice.randint(1, 7))),
            start=time(self.dice.choice([0, 5, 12, 17, 23]), self.dice.choice([0, 10, 30, 50])),
            longest_minutes=self.dice.choice([5, 15, 30, 90]),
            village_ids=self.dice.choice([None, (1,), (1, 2), (3,)]),
            last_day=self.dice.choice([None, None, self._day(0, 20)]),
            replaces=replaces,
        )


def listed(desk: Desk) -> tuple[Occurrence, ...]:
    with desk.store.reading() as session:
        return expected(session, 1, desk.today() - timedelta(days=3), 60).occurrences


def begun(desk: Desk, found: tuple[Occurrence, ...]) -> set[tuple[object, ...]]:
    """What has begun or is about to, as it sounds."""
    edge = week_check.frozen_until(desk)
    return {
        (one.village_id, one.rule_id, one.day, one.starts_at, one.longest)
        for one in found
        if one.starts_at <= edge
    }


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_the_week_holds_together(
    desk: Desk, admin: Actor, clock: FixedClock, seed: int
) -> None:
    hands, done = Hands(desk, admin, seed), 0
    for _step in range(STEPS):
        if hands.dice.random() < 0.25:
            clock.at += timedelta(minutes=hands.dice.choice(WAITS))
        before = begun(desk, listed(desk))
        try:
            hands.dice.choice(hands.acts())()
            done += 1
        except Stale:
            raise
        except Refused:
            pass
        found = listed(desk)
        assert list(clashes(one for one in found if one.ends_at > clock.now())) == []
        assert before <= begun(desk, found)
        keys = [(one.village_id, one.series, one.day) for one in found]
        assert len(keys) == len(set(keys))
        assert not set(keys) & {(one.village_id, one.series, one.day) for one in dropped.listing(desk, 1)}
    assert done > STEPS // 4
