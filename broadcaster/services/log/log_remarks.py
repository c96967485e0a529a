"""What the log notes beside a session, said in words: marks and limits of a snapshot, which older ones lack."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from broadcaster.paper import words
from broadcaster.paper.entries import Remark
from broadcaster.services.log.log_marks import AIR_NOW, DRILL, URGENT, WITHDRAWN

_CALLED = {
    URGENT: "Tin khẩn cấp, phát theo lệnh của",
    DRILL: "DIỄN TẬP, không phải tin khẩn cấp thật; phát theo lệnh của",
}


def read(snapshot: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Say everything that a session's snapshot notes."""
    marks = [_mark(one) for one in snapshot.get("marks", ())]
    return (*marks, *limits(snapshot.get("limits", ())))


def limits(told: Sequence[Mapping[str, Any]]) -> tuple[Remark, ...]:
    """Say which limits of air time a session is over, and who accepted that and why."""
    return tuple(map(_limit, told))


def _limit(one: Mapping[str, Any]) -> Remark:
    word = one["accepted"]
    key = f"limit {one['limit_id']} {one['exempt']} {word}"
    if one["exempt"]:
        return Remark(key, f"{words.capital(one['says'])}.", one["measured"])
    answer = f"{_who(word)} chấp nhận: {word['reason']}" if word else "chưa được lãnh đạo chấp nhận"
    return Remark(key, one["says"], one["measured"], "Vượt giới hạn phát: ", f"; {answer.rstrip('.')}.")


def _mark(one: Mapping[str, Any]) -> Remark:
    if one["kind"] == AIR_NOW:
        says = f"Phát ngay, đổi chương trình sát giờ: {one['reason'].rstrip('.')} ({_who(one)})."
    elif one["kind"] == WITHDRAWN:
        says = f"Đã rút: {one['reason'].rstrip('.')} ({_who(one)})."
    else:
        says = f"{_CALLED[one['kind']]} {_person(one)}."
    return Remark(says, says)


def _who(one: Mapping[str, Any]) -> str:
    return f"{_person(one)}, {words.moment(datetime.fromisoformat(one['at']))}"


def _person(one: Mapping[str, Any]) -> str:
    return f"{one['by']}, {one['title']}" if one["title"] else str(one["by"])
