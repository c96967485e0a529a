"""Hôm nay: what airs today where, whether everything is ready, and what waits for this person."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, url_for

from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.writing.workflow import State
from broadcaster.paper import words
from broadcaster.services.log.log_statements import MAY_SAY
from broadcaster.services.outgoing.board import VillageDay, board
from broadcaster.services.outgoing.progress import progress
from broadcaster.services.outgoing.todo import CONFIRM_DAYS, Task, Wait, tasks
from broadcaster.services.upkeep import clock_check
from broadcaster.services.urgent.calls import standing
from broadcaster.web.day import sound_out
from broadcaster.web.guard import actor, desk, has, signed_in

pages = Blueprint("today", __name__)


@dataclass(frozen=True, slots=True)
class Button:
    """A task with the button that leads to it."""

    says: str
    words: str
    href: str


_LEADS = {
    Wait.RETURNED: ("bulletins.listing", "bulletins.edit", "Sửa bản tin"),
    Wait.APPROVE: ("approvals.listing", "approvals.show", "Xem và duyệt"),
    Wait.OVER_LIMIT: ("schedule.limits.show", "", "Xem và quyết định"),
    Wait.NEW_VOICE: ("approvals.listing", "approvals.new_voice", "Nghe giọng mới"),
    Wait.CONFIRM: ("logbook.show", "", "Xác nhận"),
    Wait.ROOM: ("admin.room", "", "Dọn tệp cũ"),
    Wait.VILLAGES: ("villages.add", "", "Thêm thôn"),
    Wait.SESSIONS: ("schedule.week.add", "", "Thêm buổi phát"),
    Wait.WRITE: ("bulletins.new", "", "Soạn bản tin"),
    Wait.DRAFTS: ("bulletins.listing", "bulletins.edit", "Soạn tiếp"),
    Wait.VOICE: ("sounds.voices.show", "", "Xem giọng đọc"),
    Wait.FOR_APPROVAL: ("bulletins.listing", "", "Xem bản tin"),
}
"""For each kind of task: the page where several are, the page of one, and the words on the button."""
_STATES = {Wait.RETURNED: State.RETURNED, Wait.DRAFTS: State.DRAFT, Wait.FOR_APPROVAL: State.WAITING}


@pages.get("/")
@signed_in
def show() -> str:
    """Show what waits for the person, then every village's sessions of today and tomorrow."""
    today = desk().today()
    every = board(desk(), actor().commune_id, today, 2)
    days = [one for one in every if one.day == today]
    return render_template(
        "today/show.html",
        today=today,
        tasks=[_button(task) for task in tasks(desk(), actor())],
        days=days,
        tomorrow={one.village_id: one for one in every if one.day > today},
        count=_count(days),
        progress=progress(desk(), actor().commune_id),
        pack_days=sound_out.PACK_DAYS,
        may_say=has(*MAY_SAY),
        said=words,
        calls=standing(desk(), actor().commune_id),
        now=desk().clock.now(),
        clock=clock_check.warning(desk(), actor().commune_id),
    )


@pages.get("/tien-do")
@signed_in
def how_far() -> dict[str, object]:
    """Tell a page's script how far the work is."""
    found = progress(desk(), actor().commune_id)
    return {**asdict(found), "working": found.working}


def _button(task: Task) -> Button:
    several, one, label = _LEADS[task.wait]
    if task.bulletin_id and one:
        return Button(task.says, label, url_for(one, bulletin_id=task.bulletin_id))
    return Button(task.says, label if task.mine else "", url_for(several, **_filter(task)))


def _filter(task: Task) -> dict[str, Any]:
    """Return which part of a list the task is about."""
    if task.wait in _STATES:
        return {"trang-thai": _STATES[task.wait].value}
    if task.wait is not Wait.CONFIRM:
        return {}
    today = desk().today()
    first = today - timedelta(days=CONFIRM_DAYS - 1)
    return {"tu": first.isoformat(), "den": today.isoformat(), "trang_thai": Outcome.UNCONFIRMED.value}


def _count(days: list[VillageDay]) -> tuple[int, int]:
    """Return how many sessions there are today, and how many of them have their sound."""
    sessions = [one for day in days for one in day.sessions]
    return len(sessions), sum(1 for one in sessions if one.sound)
