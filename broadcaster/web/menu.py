"""The menu: one line a page family, each answering one question; a number where something waits."""

from dataclasses import dataclass

from broadcaster.domain.writing.workflow import Role
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing import approvals


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the menu."""

    words: str
    endpoint: str
    roles: frozenset[Role] = frozenset()
    """Shown to these; empty means everybody."""
    waiting: int = 0


_LINES = (
    Line("Hôm nay", "today.show"),
    Line("Bản tin", "bulletins.listing"),
    Line("Chờ duyệt", "approvals.listing", frozenset({Role.APPROVER})),
    Line("Lịch phát", "schedule.show"),
    Line("Thôn và cụm loa", "villages.listing"),
    Line("Âm thanh", "sounds.listing"),
    Line("Từ điển đọc", "lexicon.listing"),
    Line("Nhật ký phát thanh", "logbook.show"),
    Line("Kế hoạch và báo cáo", "plan.show"),
    Line("Quản trị", "admin.show", frozenset({Role.ADMIN})),
)


def menu(desk: Desk, person: Actor) -> tuple[Line, ...]:
    """Return the lines a person sees."""
    return tuple(
        _counted(desk, person, line) for line in _LINES if not line.roles or line.roles & person.roles
    )


def _counted(desk: Desk, person: Actor, line: Line) -> Line:
    if line.endpoint != "approvals.listing":
        return line
    return Line(line.words, line.endpoint, line.roles, approvals.waiting_count(desk, person))
