"""
One step of a bulletin along the workflow's table: found, checked against what the page showed, and moved.

The only place where a bulletin's state is written by a person's act.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Action, State, move
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.store.tables import Bulletin, Commune, Decision, UrgentCall


def find(session: Session, commune_id: int, bulletin_id: int) -> Bulletin:
    """
    Return a bulletin of this commune.

    Raises:
        NotFound: There is none, or it is another commune's.
    """
    row = session.get(Bulletin, bulletin_id)
    if row is None or row.commune_id != commune_id:
        raise NotFound("Không có bản tin này. Có thể liên kết đã cũ; hãy mở lại từ danh sách Bản tin.")
    return row


def act(session: Session, desk: Desk, actor: Actor, row: Bulletin, version: int, action: Action) -> None:
    """
    Move a bulletin along the workflow's table, the only place where its state is written.

    Raises:
        Stale: The page was older than the bulletin.
        NotAllowed: This person may not do this now.
        Refused: The bulletin is not in a state for it, or belongs to an urgent call.
    """
    require_no_call(session, row.id)
    if row.version != version:
        raise Stale(
            "Có người vừa sửa bản tin này. Nội dung bạn gõ vẫn còn trên trang; hãy mở bản mới nhất để so lại rồi lưu."
        )
    commune = session.get_one(Commune, row.commune_id)
    row.state = move(
        State(row.state),
        action,
        actor.roles,
        is_author=wrote(row, actor),
        self_approval=commune.self_approval,
    )
    now = desk.clock.now()
    row.version, row.changed_at = row.version + 1, now
    if action is not Action.SAVE:
        note(session, row.commune_id, actor.login, now, action, f"bulletin {row.id}", state=row.state)


def call_of(session: Session, bulletin_id: int) -> UrgentCall | None:
    """Return the urgent call or drill that a bulletin belongs to."""
    return session.scalar(select(UrgentCall).where(UrgentCall.bulletin_id == bulletin_id))


def require_no_call(session: Session, bulletin_id: int) -> None:
    """
    Check that a bulletin is no urgent call's: words of a drill must never come to air as if they were true.

    Raises:
        Refused: It is one; the sentence says where to go.
    """
    if call_of(session, bulletin_id) is not None:
        raise Refused(
            "Đây là tin khẩn cấp hoặc diễn tập. Lãnh đạo rút, đính chính hoặc phát lại ở trang Khẩn cấp."
        )


def step(
    session: Session, desk: Desk, actor: Actor, bulletin_id: int, version: int, action: Action
) -> Bulletin:
    """Find a bulletin and move it; raises as `find` and `act`."""
    row = find(session, actor.commune_id, bulletin_id)
    act(session, desk, actor, row, version, action)
    return row


def wrote(row: Bulletin, actor: Actor) -> bool:
    """Say whether a person began the bulletin or put its newest revision before the leader."""
    submitted = {revision.submitted_by_id for revision in row.revisions[-1:]}
    return actor.person_id in {row.author_id} | submitted


def standing(session: Session, bulletin_id: int) -> Decision | None:
    """Return the approval of a bulletin that stands."""
    return session.scalar(
        select(Decision).where(
            Decision.bulletin_id == bulletin_id, Decision.verdict == "duyet", Decision.voided_at.is_(None)
        )
    )


def void_approval(session: Session, desk: Desk, actor: Actor, row: Bulletin, reason: str) -> None:
    """Void the live approval of a bulletin, when it has one, saying who, when and why."""
    live = standing(session, row.id)
    if live is not None:
        live.voided_at, live.voided_by_id, live.voided_reason = desk.clock.now(), actor.person_id, reason
        due.replan(session, desk, row.commune_id)


def stop(session: Session, desk: Desk, actor: Actor, row: Bulletin, version: int, reason: str) -> None:
    """Withdraw an approved bulletin: it airs no more, and its approval is void. Raises as `act`."""
    act(session, desk, actor, row, version, Action.WITHDRAW)
    void_approval(session, desk, actor, row, reason)
