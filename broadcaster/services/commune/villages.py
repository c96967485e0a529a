"""Villages: opened, renamed, closed with a last day, and each with its operator's secret link."""

import hmac
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.commune.village_rows import StationView, VillageView, insert_village, village_view
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Station, Village

__all__ = [
    "StationView",
    "VillageView",
    "add",
    "close",
    "link_secret",
    "listing",
    "rename",
    "renew_link",
    "reopen",
    "view",
    "village_by_secret",
    "village_named",
]

_LINK_LASTS = timedelta(days=7)
"""How long a closed village's link still opens, so that its last sessions can be confirmed."""


def listing(desk: Desk, commune_id: int, *, closed: bool = False) -> tuple[VillageView, ...]:
    """List a commune's villages in the order they were opened; closed ones only where asked."""
    today = desk.today()
    with desk.store.reading() as session:
        rows = session.scalars(select(Village).where(Village.commune_id == commune_id).order_by(Village.id))
        return tuple(village_view(session, row, today) for row in rows if closed or _open(row, today))


def view(desk: Desk, commune_id: int, village_id: int) -> VillageView:
    """Return a village of this commune. Raises `NotFound` when there is none."""
    with desk.store.reading() as session:
        return village_view(session, _row(session, commune_id, village_id), desk.today())


def by_key(desk: Desk, village_id: int) -> VillageView:
    """Return a village of any commune. Raises `NotFound` when there is none."""
    with desk.store.reading() as session:
        row = session.get(Village, village_id)
        if row is None:
            raise NotFound("Không có thôn này. Hãy chọn lại thôn trong danh sách.")
        return village_view(session, row, desk.today())


def village_named(desk: Desk, name_or_code: str) -> int:
    """
    Return the open village of this name or code, in any letter case.

    Raises:
        NotFound: There is none; the message lists the codes there are.
        Refused: Several have the name; the message lists their codes.
    """
    wanted = " ".join(name_or_code.split()).lower()
    with desk.store.reading() as session:
        every = session.scalars(select(Village).order_by(Village.id)).all()
    rows = [row for row in every if _open(row, desk.today())]
    found = [row for row in rows if wanted == row.code] or [
        row for row in rows if row.name.lower() in (wanted, f"thôn {wanted}")
    ]
    if len(found) == 1:
        return found[0].id
    listed = ", ".join(f"{row.code} ({row.name})" for row in found or rows)
    if found:
        raise Refused(f"Có {len(found)} thôn cùng tên “{name_or_code}”. Hãy ghi mã thôn: {listed}.")
    raise NotFound(f"Không có thôn “{name_or_code}”. Hãy chọn một trong: {listed}.")


def add(desk: Desk, actor: Actor, name: str, first_day: date | None = None) -> VillageView:
    """
    Open a village with its first speaker cluster.

    Raises:
        Refused: No name, an open village has it already, or the first day has passed.
    """
    actor.require(Role.ADMIN)
    first = first_day or desk.today()
    if first < desk.today():
        raise Refused("Ngày bắt đầu của thôn đã qua. Hãy chọn từ hôm nay trở đi.")
    with desk.store.writing() as session:
        _require_free(session, desk, actor.commune_id, line(name, "tên thôn"))
        row = insert_village(session, actor.commune_id, name, first)
        return _done(session, desk, actor, row, "add", name=row.name)


def rename(desk: Desk, actor: Actor, village_id: int, version: int, name: str) -> VillageView:
    """
    Call a village by another name from now on; the log keeps the names that were true then.

    Raises:
        Stale: Somebody changed the village first.
        Refused: No name, or another open village has it.
    """
    new = line(name, "tên thôn")
    with desk.store.writing() as session:
        row = _change(session, actor, village_id, version)
        if row.name != new:
            _require_free(session, desk, row.commune_id, new)
        old, row.name = row.name, new
        return _done(session, desk, actor, row, "rename", old=old, new=new)


def close(desk: Desk, actor: Actor, village_id: int, version: int, last_day: date) -> VillageView:
    """
    Say a village's last day: nothing airs there afterwards, and its history stays.

    Raises:
        Stale: Somebody changed the village first.
        Refused: The last day has passed, or lies before the village begins.
    """
    with desk.store.writing() as session:
        row = _change(session, actor, village_id, version)
        first = max(desk.today(), row.valid_from)
        if last_day < first:
            raise Refused(f"Ngày cuối của thôn phải từ ngày {first:%d/%m/%Y} trở đi. Hãy chọn lại ngày.")
        row.valid_to = last_day
        for one in session.scalars(
            select(Station).where(Station.village_id == row.id, Station.valid_to.is_(None))
        ):
            one.valid_to = max(last_day, one.valid_from)
        return _done(session, desk, actor, row, "close", last_day=last_day.isoformat())


def reopen(desk: Desk, actor: Actor, village_id: int, version: int) -> VillageView:
    """
    Take back the closing of a village whose last day has not passed.

    Raises:
        Stale: Somebody changed the village first.
        Refused: Its last day has passed.
    """
    with desk.store.writing() as session:
        row = _change(session, actor, village_id, version)
        if not _open(row, desk.today()):
            raise Refused(f"{row.name} đã đóng từ trước hôm nay. Hãy thêm thôn mới với tên này.")
        for one in session.scalars(
            select(Station).where(Station.village_id == row.id, Station.valid_to == row.valid_to)
        ):
            one.valid_to = None
        row.valid_to = None
        return _done(session, desk, actor, row, "reopen")


def renew_link(desk: Desk, actor: Actor, village_id: int, version: int) -> VillageView:
    """Make the village's secret link anew; links handed out before open nothing. Raises `Stale`."""
    with desk.store.writing() as session:
        row = _change(session, actor, village_id, version)
        row.link_version += 1
        return _done(session, desk, actor, row, "renew_link")


def link_secret(desk: Desk, village: VillageView) -> str:
    """Return the secret part of a village's link."""
    return desk.keys.village_secret(village.id, village.link_version)


def village_by_secret(desk: Desk, secret: str) -> VillageView | None:
    """Return the village whose link this is, compared in constant time; none when it opens nothing."""
    today = desk.today()
    given = secret.strip().lower().encode()
    with desk.store.reading() as session:
        found = None
        for row in session.scalars(select(Village)):
            right = hmac.compare_digest(desk.keys.village_secret(row.id, row.link_version).encode(), given)
            if right and (row.valid_to is None or row.valid_to + _LINK_LASTS >= today):
                found = row
        return None if found is None else village_view(session, found, today)


def _open(row: Village, today: date) -> bool:
    return row.valid_to is None or row.valid_to >= today


def _row(session: Session, commune_id: int, village_id: int) -> Village:
    row = session.get(Village, village_id)
    if row is None or row.commune_id != commune_id:
        raise NotFound("Không có thôn này. Hãy mở lại trang Thôn và cụm loa.")
    return row


def _change(session: Session, actor: Actor, village_id: int, version: int) -> Village:
    """Find a village for an administrator and count its version on."""
    actor.require(Role.ADMIN)
    row = _row(session, actor.commune_id, village_id)
    if row.version != version:
        raise Stale("Có người vừa sửa thôn này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
    row.version += 1
    return row


def _require_free(session: Session, desk: Desk, commune_id: int, name: str) -> None:
    """Refuse a second open village of one name: nobody could tell them apart on a page."""
    for row in session.scalars(select(Village).where(Village.commune_id == commune_id)):
        if _open(row, desk.today()) and row.name.lower() == name.lower():
            raise Refused(
                f"Xã đã có {row.name}. Hãy ghi tên khác để người trực không nhầm, ví dụ {row.name} (khu B)."
            )


def _done(
    session: Session, desk: Desk, actor: Actor, row: Village, verb: str, **detail: object
) -> VillageView:
    """Write the audit row, ask for the plan to be made again, and show the village."""
    session.flush()
    note(session, row.commune_id, actor.login, desk.clock.now(), verb, f"village {row.id}", **detail)
    due.replan(session, desk, row.commune_id)
    return village_view(session, row, desk.today())
