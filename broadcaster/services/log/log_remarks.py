"""What the log notes beside a session, said in words: marks and limits of a snapshot, which older ones lack."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from broadcaster.paper import words
from broadcaster.paper.entries import Remark
from broadcaster.services.log.log_marks import AIR_NOW, DRILL, URGENT

_CALLED = {
    URGENT: "Tin khẩn cấp, phát theo lệnh của",
    DRILL: "DIỄN TẬP, không phải tin khẩn cấp thật; phát theo lệnh của",
}


def read(snapshot: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Say everything that a session's snapshot notes."""
    marks = [_mark(one) for one in snapshot.get("marks", ())]
    return (*marks, *(limit(one) for one in snapshot.get("limits", ())))


def limit(one: Mapping[str, Any]) -> Remark:
    """Say that a session is over a limit of air time, and whether a leader accepted it and why."""
    accepted = one["accepted"]
    key = f"limit {one['limit_id']} {one['exempt']} {accepted}"
    if one["exempt"]:
        return Remark(key, f"{words.capital(one['says'])}.", one["measured"])
    told = f"{_who(accepted)} chấp nhận: {accepted['reason']}" if accepted else "chưa được lãnh đạo chấp nhận"
    return Remark(key, f"Vượt giới hạn phát: {one['says']}; {told.rstrip('.')}.", one["measured"])


def _mark(one: Mapping[str, Any]) -> Remark:
    if one["kind"] == AIR_NOW:
        says = f"Phát ngay, đổi chương trình sát giờ: {one['reason'].rstrip('.')} ({_who(one)})."
    else:
        says = f"{_CALLED[one['kind']]} {_who(one)}."
    return Remark(says, says)


def _who(one: Mapping[str, Any]) -> str:
    office = f", {one['title']}" if one["title"] else ""
    return f"{one['by']}{office}, {words.moment(datetime.fromisoformat(one['at']))}"
