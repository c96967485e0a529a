"""A clock that is set while the station runs: back two minutes, forward an hour, and five years either way."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from broadcaster import scheduler
from broadcaster.clock import ZONE
from broadcaster.errors import Refused, Unavailable
from broadcaster.services.commune import people, signing
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, logbook
from broadcaster.services.outgoing import publishing
from broadcaster.services.voice import making, speaking
from broadcaster.services.writing import bulletins
from broadcaster.store.tables import Airing, Bulletin, Occurrence, Programme, Speech
from broadcaster.web import create_app
from tests.conftest import PASSWORD, at, later
from tests.integration.web.browser import Person, text_of

FIVE = 5 * 365 + 1
Approve = Callable[..., Bulletin]


def monday(hour: int, minute: int) -> datetime:
    return datetime(2026, 6, 15, hour, minute, tzinfo=ZONE)


def heads(desk: Desk) -> dict[str, dict[str, Any]]:
    """Everything that heads say but when and as which issue they were written."""
    places = (desk.settings.schedules / "published").glob("*/*/head.json")
    return {path.parent.name: json.loads(path.read_bytes()) for path in places}


def content(desk: Desk) -> dict[str, dict[str, Any]]:
    issue = ("sequence", "made_at", "signature", "made_from")
    return {name: {k: v for k, v in head.items() if k not in issue} for name, head in heads(desk).items()}


def standing(desk: Desk) -> list[tuple[object, ...]]:
    """Every session with its programmes, whether it stands, and how many rows the log has of it."""
    with desk.store.reading() as session:
        rows = session.execute(
            select(
                Occurrence.id, Occurrence.cancelled, Occurrence.starts_at, Programme.version, Programme.sha256
            )
            .join(Programme)
            .order_by(Programme.id)
        ).all()
        logged = session.execute(
            select(Airing.occurrence_id, func.count()).group_by(Airing.occurrence_id)
        ).all()
    return [*map(tuple, rows), *sorted(map(tuple, logged))]


def withdraw(desk: Desk) -> None:
    """Take back the one bulletin, so that every session that may still change falls silent."""
    with desk.store.reading() as session:
        row = session.get_one(Bulletin, 1)
    bulletins.withdraw(desk, people.find(desk, "duyet"), 1, row.version, "Sai nội dung")


def afternoon(desk: Desk) -> int:
    with desk.store.reading() as session:
        return (
            session.scalars(select(Occurrence.id).where(Occurrence.starts_at == monday(17, 0))).first() or 0
        )


def test_a_clock_set_back_two_minutes_leaves_a_session_that_has_begun(aired_desk: Desk) -> None:
    begun = at(aired_desk, monday(17, 1))
    assert publishing.publish(begun, 1) == publishing.Published(0, 0)
    withdraw(begun)
    back = at(aired_desk, monday(16, 59))
    publishing.publish(back, 1)
    with back.store.reading() as session:
        rows = session.scalars(select(Occurrence).where(Occurrence.starts_at == monday(17, 0))).all()
    assert [(len(row.programmes), row.cancelled) for row in rows] == [(1, False)] * 3


def test_what_somebody_said_has_sounded_stays_however_far_the_clock_goes_back(aired_desk: Desk) -> None:
    heard = afternoon(aired_desk)
    airings.declare(at(aired_desk, monday(17, 5)), airings.Statement(heard, played=True, who="truc"))
    back = at(aired_desk, monday(8, 30))
    withdraw(back)
    publishing.publish(back, 1)
    with back.store.reading() as session:
        counts = {
            row.id: len(row.programmes)
            for row in session.scalars(select(Occurrence).where(Occurrence.starts_at == monday(17, 0)))
        }
    assert counts == {one: 1 if one == heard else 2 for one in counts}


def test_an_hour_ahead_and_back_writes_nothing_anew(aired_desk: Desk) -> None:
    before, rows = heads(aired_desk), standing(aired_desk)
    assert publishing.publish(later(aired_desk, hours=1), 1) == publishing.Published(0, 0)
    assert publishing.publish(aired_desk, 1) == publishing.Published(0, 0)
    assert (heads(aired_desk), standing(aired_desk)) == (before, rows)


def test_five_years_ahead_for_an_hour_costs_a_station_nothing(aired_desk: Desk) -> None:
    before, rows = content(aired_desk), standing(aired_desk)
    sounds = set(aired_desk.settings.audio.rglob("*.mp3"))
    issues = {name: head["sequence"] for name, head in heads(aired_desk).items()}
    ahead = later(aired_desk, days=FIVE)
    scheduler.reconcile(ahead)
    scheduler.take_old(ahead)
    with ahead.store.reading() as session:
        assert session.get_one(Bulletin, 1).state == "het_han"
    right = later(aired_desk, minutes=5)
    scheduler.reconcile(right)
    scheduler.take_old(right)
    assert (content(right), standing(right)) == (before, rows)
    assert set(right.settings.audio.rglob("*.mp3")) >= sounds
    assert all(head["sequence"] > issues[name] for name, head in heads(right).items())
    with right.store.reading() as session:
        assert session.get_one(Bulletin, 1).state == "da_duyet"
    assert airings.verify(right, 1).broken_seq is None


def test_a_bulletin_whose_approval_was_taken_back_is_not_revived_with_the_days(aired_desk: Desk) -> None:
    ahead = later(aired_desk, days=FIVE)
    publishing.publish(ahead, 1)
    with ahead.store.reading() as session:
        version = session.get_one(Bulletin, 1).version
    bulletins.reopen(ahead, people.find(ahead, "soan"), 1, version)
    publishing.publish(aired_desk, 1)
    with aired_desk.store.reading() as session:
        assert session.get_one(Bulletin, 1).state == "nhap"


def test_a_clock_that_woke_up_years_ago_changes_no_plan_until_somebody_says_it_is_right(
    aired_desk: Desk,
) -> None:
    for day in range(3):
        signing.sign_in(later(aired_desk, days=day), "soan", PASSWORD)
    before, rows, said = heads(aired_desk), standing(aired_desk), content(aired_desk)
    behind = later(aired_desk, days=2 - FIVE)
    with pytest.raises(Unavailable, match="giữ nguyên cho đến khi có người đăng nhập"):
        publishing.publish(behind, 1)
    scheduler.reconcile(behind)
    assert (heads(aired_desk), standing(aired_desk)) == (before, rows)
    page = Person(create_app(behind), "soan")
    assert (
        "Đồng hồ của máy đang chỉ ngày 17/06/2021, nhưng sổ của xã đã có việc của ngày 17/06/2026"
        in text_of(page.get("/"))
    )
    publishing.publish(behind, 1)
    assert standing(aired_desk) == rows  # what aired later is not of these days, and nobody cancels it
    publishing.publish(later(aired_desk, minutes=1), 1)
    assert content(aired_desk) == said


def test_where_the_clock_was_ahead_for_weeks_the_first_page_warns_for_some_days_only(
    aired_desk: Desk,
) -> None:
    for day in range(30, 34):
        signing.sign_in(later(aired_desk, days=day), "soan", PASSWORD)
    warned = []
    for day in range(4):
        page = Person(create_app(later(aired_desk, days=day)), "soan")
        warned.append("Đồng hồ của máy" in text_of(page.get("/")))
    assert warned == [True, True, False, False]


def test_one_mistaken_day_far_ahead_does_not_hold_up_the_plan(aired_desk: Desk) -> None:
    signing.sign_in(later(aired_desk, days=FIVE), "soan", PASSWORD)
    assert publishing.publish(later(aired_desk, minutes=1), 1) == publishing.Published(0, 0)


def test_old_files_go_only_by_a_clock_whose_days_the_home_has_known(aired_desk: Desk) -> None:
    then = later(aired_desk, days=500)
    count = len(list(aired_desk.settings.audio.rglob("*.mp3")))
    scheduler.take_old(then)
    assert len(list(aired_desk.settings.audio.rglob("*.mp3"))) == count
    for day in (497, 498):
        signing.sign_in(later(aired_desk, days=day), "soan", PASSWORD)
    scheduler.take_old(then)
    assert len(list(aired_desk.settings.audio.rglob("*.mp3"))) < count


@pytest.mark.parametrize("claimed", [False, True])
def test_speech_asked_for_or_begun_while_the_clock_was_years_ahead_is_made(
    aired_desk: Desk, claimed: bool
) -> None:
    ahead = later(aired_desk, days=FIVE)
    with ahead.store.writing() as session:
        key = speaking.want(session, ahead, 1, "Mời bà con đến họp.")
    if claimed:  # and killed over it
        assert making._claim(ahead) == key
    assert making.work(later(aired_desk, seconds=1))
    assert speaking.find(aired_desk, key).sha256


def test_a_claim_of_the_last_minutes_is_left_to_its_worker_when_the_clock_goes_back_two(
    aired_desk: Desk,
) -> None:
    with aired_desk.store.writing() as session:
        key = speaking.want(session, aired_desk, 1, "Mời bà con đến họp.")
    assert making._claim(later(aired_desk, minutes=9)) == key
    with aired_desk.store.reading() as session:
        assert session.get_one(Speech, key).claimed_until == monday(8, 19)
    assert making._claim(later(aired_desk, minutes=10)) is None
    assert making._claim(later(aired_desk, minutes=20)) == key


def test_who_came_in_while_the_clock_was_ahead_has_to_sign_in_again_and_is_not_in_for_years(
    aired_desk: Desk,
) -> None:
    ahead = signing.sign_in(later(aired_desk, days=FIVE), "soan", PASSWORD)
    assert signing.by_secret(aired_desk, ahead.secret) is None
    near = signing.sign_in(later(aired_desk, minutes=2), "soan", PASSWORD)
    assert signing.by_secret(aired_desk, near.secret) is not None
    assert signing.prune(later(aired_desk, hours=1)) == 0  # signing in took the first away


def test_a_pause_of_a_clock_that_was_years_ahead_is_over(aired_desk: Desk) -> None:
    ahead = later(aired_desk, days=FIVE)
    for _ in range(ahead.settings.sign_in_tries):
        with pytest.raises(Refused):
            signing.sign_in(ahead, "soan", "sai-mat-khau")
    with pytest.raises(Refused, match="Hãy thử lại sau"):
        signing.sign_in(ahead, "soan", PASSWORD)
    assert signing.sign_in(aired_desk, "soan", PASSWORD).actor.login == "soan"


def test_a_form_opened_before_the_clock_went_back_is_taken_after_it(
    aired_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Person(create_app(aired_desk), "soan")
    assert page.get("/phien", json=True).status_code == 200
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: datetime.now(ZONE).timestamp() - 120)
    assert page.get("/phien", json=True).status_code == 200
    answer = page.post("/dang-xuat")
    assert answer.status_code == 302, text_of(answer)


def test_every_planned_session_is_in_one_state_whatever_the_clock_says(aired_desk: Desk) -> None:
    wanted = logbook.Wanted(monday(0, 0).date(), monday(0, 0).date() + timedelta(days=1))
    planned = standing(aired_desk)
    for days in (0, 1, FIVE, -FIVE):
        found = logbook.entries(later(aired_desk, days=days), 1, wanted)
        assert len({one.occurrence_id for one in found}) == len(found) == 9
    assert standing(aired_desk) == planned
