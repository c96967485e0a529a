"""Proof that a bulletin was put on the portal, Zalo or Facebook: the link, who noted it, and when."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.services.writing.steps import find
from broadcaster.store.tables import Decision, Posting

PLACES = {"cong": "Cổng thông tin điện tử", "zalo": "Zalo", "facebook": "Facebook", "khac": "Nơi khác"}
MAY = (Role.WRITER, Role.APPROVER, Role.ADMIN)
LONGEST = 500
"""Characters of an address."""


@dataclass(frozen=True, slots=True)
class PostingView:
    """One link."""

    id: int
    place: str
    """A key of `PLACES`."""
    address: str
    who: str
    at: datetime

    @property
    def label(self) -> str:
        """Return where it is, in words."""
        return PLACES[self.place]


def listing(desk: Desk, actor: Actor, bulletin_id: int) -> tuple[PostingView, ...]:
    """List where a bulletin was put, oldest first. Raises `NotFound` when there is no such bulletin."""
    with desk.store.reading() as session:
        find(session, actor.commune_id, bulletin_id)
        return tuple(_view(row) for row in _live(session, bulletin_id))


def add(desk: Desk, actor: Actor, bulletin_id: int, place: str, address: str) -> PostingView:
    """
    Note where a bulletin was put; the same link twice is one row.

    Raises:
        Refused: The link is not an address of the web, or the bulletin was never approved.
    """
    actor.require(*MAY)
    if place not in PLACES:
        raise Refused("Hãy chọn nơi đã đăng trong danh sách.")
    link = checked(address)
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        revision_id = session.scalar(
            select(Decision.revision_id)
            .where(Decision.bulletin_id == row.id, Decision.verdict == "duyet")
            .order_by(Decision.id.desc())
            .limit(1)
        )
        if revision_id is None:
            raise Refused("Bản tin chưa được duyệt nên chưa đăng nơi khác được. Hãy trình duyệt trước.")
        for one in _live(session, bulletin_id):
            if (one.place, one.address) == (place, link):
                return _view(one)
        made = Posting(
            bulletin_id=bulletin_id,
            revision_id=revision_id,
            place=place,
            address=link,
            noted_by_id=actor.person_id,
            noted_at=desk.clock.now(),
        )
        session.add(made)
        session.flush()
        session.refresh(made)
        _note(session, desk, actor, "post", made)
        return _view(made)


def remove(desk: Desk, actor: Actor, bulletin_id: int, posting_id: int) -> None:
    """Take a link off that was noted by mistake; who did it and when stays. Raises `NotFound` when it is not there."""
    actor.require(*MAY)
    with desk.store.writing() as session:
        find(session, actor.commune_id, bulletin_id)
        row = session.get(Posting, posting_id)
        if row is None or row.bulletin_id != bulletin_id or row.removed_at is not None:
            raise NotFound("Liên kết này không còn. Hãy mở lại trang của bản tin.")
        row.removed_at, row.removed_by_id = desk.clock.now(), actor.person_id
        _note(session, desk, actor, "unpost", row)


def checked(typed: str) -> str:
    """
    Tidy a link: one that was copied without its beginning gets it.

    Raises:
        Refused: It is no address of the web.
    """
    text = line(typed, "liên kết", longest=LONGEST)
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or "." not in host.strip(".") or " " in whole:
        raise Refused(
            f"“{text[:60]}” không phải một liên kết. Hãy mở bài đã đăng, chép cả địa chỉ ở đầu trình duyệt rồi dán vào đây."
        )
    return whole


def _live(session: Session, bulletin_id: int) -> list[Posting]:
    rows = select(Posting).where(Posting.bulletin_id == bulletin_id, Posting.removed_at.is_(None))
    return list(session.scalars(rows.order_by(Posting.id)))


def _view(row: Posting) -> PostingView:
    return PostingView(row.id, row.place, row.address, row.noted_by.name, row.noted_at)


def _note(session: Session, desk: Desk, actor: Actor, verb: str, row: Posting) -> None:
    subject = f"bulletin {row.bulletin_id}"
    note(
        session, actor.commune_id, actor.login, desk.clock.now(), verb, subject,
        place=row.place, address=row.address,
    )  # fmt: skip
