"""The order of a session by hand: put, given back to the program, and undone; rows are only added."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan import by_hand
from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.week.calendar import Occurrence as Due
from broadcaster.domain.week.session import Place
from broadcaster.domain.writing.bulletin import Kind
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.plan import chosen as sessions
from broadcaster.services.plan.chosen import MAY, Chosen
from broadcaster.store.tables import Bulletin, Person, SessionOrder


def newest(session: Session, commune_id: int, first_day: date) -> dict[Place, SessionOrder]:
    """Return what stands by hand from a day on, by village, series and day; the newest row of each holds."""
    rows = session.scalars(
        select(SessionOrder)
        .where(SessionOrder.commune_id == commune_id, SessionOrder.day >= first_day)
        .order_by(SessionOrder.id)
    )
    return {(row.village_id, row.series_id, row.day): row for row in rows}


def hand_of(row: SessionOrder | None) -> Hand:
    """Read what a row decides; without a row everything is the program's."""
    return Hand() if row is None else Hand(tuple(row.bulletin_ids), tuple(row.left_out_ids))


def reorder(
    desk: Desk, actor: Actor, chosen: Chosen, seen: int, shown: Sequence[int], wanted: Sequence[int]
) -> None:
    """
    Put the bulletins of a session into another order.

    Args:
        desk: What to work with.
        actor: Who does it.
        chosen: Which session, in which villages.
        seen: The newest row that stood on the page; 0 for none.
        shown: The order that stood on the page.
        wanted: The same bulletins as they are to air.

    Raises:
        Refused: Other bulletins than those on the page, or the session is locked or has begun.
        Stale: Somebody else put it into an order first.
        NotFound: There is no such session.
    """
    if sorted(shown) != sorted(wanted) or len(set(shown)) != len(shown):
        raise Refused("Thứ tự gửi lên không đủ các tin, bài trên trang. Hãy mở lại trang rồi xếp lại.")
    with desk.store.reading() as session:
        whole = _has_notices(session, shown)
    _act(desk, actor, chosen, seen, shown, lambda hand: by_hand.reordered(hand, shown, wanted, whole=whole))


def take_out(desk: Desk, actor: Actor, chosen: Chosen, seen: int, bulletin_id: int) -> None:
    """Keep a bulletin out of a session; raises as `reorder` does."""
    _act(desk, actor, chosen, seen, [bulletin_id], lambda hand: by_hand.taken_out(hand, bulletin_id))


def let_in(desk: Desk, actor: Actor, chosen: Chosen, seen: int, bulletin_id: int) -> None:
    """Leave a bulletin that was kept out to the program again; raises as `reorder` does."""
    _act(desk, actor, chosen, seen, [bulletin_id], lambda hand: by_hand.let_in(hand, bulletin_id))


def put_in(desk: Desk, actor: Actor, chosen: Chosen, seen: int, bulletin_id: int) -> None:
    """Put a bulletin before everything that the program chooses; raises as `reorder` does."""
    _act(desk, actor, chosen, seen, [bulletin_id], lambda hand: by_hand.put_in(hand, bulletin_id))


def give_back(desk: Desk, actor: Actor, chosen: Chosen, seen: int) -> None:
    """Give a session back to the program; raises as `reorder` does."""
    _act(desk, actor, chosen, seen, [], lambda _hand: Hand())


def _act(
    desk: Desk,
    actor: Actor,
    chosen: Chosen,
    seen: int,
    named: Iterable[int],
    change: Callable[[Hand], Hand],
) -> None:
    """Do one act in every chosen village, each from what stands there."""
    actor.require(*MAY)
    with desk.store.writing() as session:
        found = sessions.find(session, actor.commune_id, chosen)
        sessions.require_open(session, desk, found)
        _require_own(session, actor, set(named))
        standing = newest(session, actor.commune_id, chosen.day)
        places = [one.place for one in found]
        _require_seen(session, [standing[place] for place in places if place in standing], seen)
        changed, now = 0, desk.clock.now()
        for one, place in zip(found, places, strict=True):
            hand = hand_of(standing.get(place))
            wanted = change(hand)
            if wanted != hand:
                session.add(row_of(actor, one, wanted, now))
                changed += 1
        if changed:
            noted(session, desk, actor, "order", found[0], changed)


def _require_own(session: Session, actor: Actor, bulletin_ids: Collection[int]) -> None:
    known = session.scalars(
        select(Bulletin.id).where(Bulletin.id.in_(bulletin_ids), Bulletin.commune_id == actor.commune_id)
    )
    if set(known) != set(bulletin_ids):
        raise NotFound("Không có bản tin này. Hãy mở lại trang rồi chọn trong danh sách.")


def _has_notices(session: Session, bulletin_ids: Collection[int]) -> bool:
    """Say whether notices stand among other bulletins."""
    kinds = set(session.scalars(select(Bulletin.kind).where(Bulletin.id.in_(bulletin_ids))))
    return Kind.NOTICE in kinds and len(kinds) > 1


def _require_seen(session: Session, standing: Sequence[SessionOrder], seen: int) -> None:
    last = max(standing, key=lambda row: row.id, default=None)
    if last is not None and last.id > seen:
        who = session.get_one(Person, last.by_id)
        raise Stale(
            f"{who.name} vừa đổi thứ tự buổi này lúc {local(last.at):%H:%M}. "
            "Thứ tự mới nhất hiện bên dưới; nếu vẫn muốn đổi, hãy xếp lại."
        )


def row_of(actor: Actor, one: Due, hand: Hand, at: datetime, undoes_id: int | None = None) -> SessionOrder:
    """Make the row that keeps an act; one act has one instant in all its villages, by which it is known again."""
    return SessionOrder(
        commune_id=actor.commune_id,
        village_id=one.village_id,
        series_id=one.series,
        day=one.day,
        bulletin_ids=list(hand.first),
        left_out_ids=list(hand.out),
        undoes_id=undoes_id,
        by_id=actor.person_id,
        at=at,
    )


def noted(session: Session, desk: Desk, actor: Actor, verb: str, one: Due, villages: int) -> None:
    """Write the audit row and ask for the plan to be made again."""
    note(
        session,
        actor.commune_id,
        actor.login,
        desk.clock.now(),
        verb,
        f"session_rule {one.rule_id}",
        day=one.day.isoformat(),
        villages=villages,
    )
    due.replan(session, desk, actor.commune_id)
