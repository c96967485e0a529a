"""Codes and numbers of the log, said in the commune's words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from broadcaster.clock import local
from broadcaster.domain.log.airing import LABELS, REASONS, Outcome
from broadcaster.domain.writing import voices
from broadcaster.domain.writing.bulletin import FIELDS, SOURCE_LABELS, TOPICS, URGENCY_LABELS, Urgency
from broadcaster.paper.entries import Entry, Item, Remark
from broadcaster.units import Millis, spoken_length

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def day(day: date) -> str:
    """Say a day: `thứ hai, 15/6/2026`."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day}/{day.month}/{day.year}"


def hour(at: datetime) -> str:
    """Say an instant's wall time in Vietnam: `05:30`."""
    return f"{local(at):%H:%M}"


def clock(duration: Millis) -> str:
    """Say a length or a place in a file as players do: `2:05`."""
    minutes, seconds = divmod(round(duration / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def moment(at: datetime) -> str:
    """Say an instant with its day: `17:25 ngày 15/6/2026`."""
    wall = local(at)
    return f"{wall:%H:%M} ngày {wall.day}/{wall.month}/{wall.year}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Say from when to when, to the nearest minute: `05:30 – 05:44`."""
    return f"{hour(starts_at)} – {hour(ends_at + timedelta(seconds=30))}"


def length(shortest: Millis, longest: Millis) -> str:
    """Say how long, from–to where villages differ by more than the rounding."""
    least, most = spoken_length(shortest), spoken_length(longest)
    return least if least == most else f"{least} đến {most}"


FORMS = {"headline": "điểm tin", "repeat": "đọc lại"}
"""How a bulletin may stand in a programme otherwise than whole."""


def called(title: str, form: str) -> str:
    """Say what a bulletin is called in a programme: `Cháy rừng (điểm tin)`."""
    return f"{title} ({FORMS[form]})" if form in FORMS else title


def title(item: Item) -> str:
    """Say what a bulletin is called, with what sets it apart: `Cháy rừng (khẩn cấp, đọc 2 lần)`."""
    marks = [] if item.urgency == Urgency.NORMAL else [_label(URGENCY_LABELS, item.urgency).lower()]
    if item.form in FORMS:
        marks.append(FORMS[item.form])
    elif item.read_times > 1:
        marks.append(f"đọc {item.read_times} lần")
    return f"{item.title} ({', '.join(marks)})" if marks else item.title


def source(item: Item) -> str:
    """Say where a bulletin comes from."""
    return _label(SOURCE_LABELS, item.source)


def subject(item: Item) -> str:
    """Say its axes and plan row: `Chính sách, pháp luật; Cải cách hành chính / mục kế hoạch 3 (2026)`."""
    axes = "; ".join(label for label in (_label(FIELDS, item.field), _label(TOPICS, item.topic)) if label)
    row = f"mục kế hoạch {item.plan_row.number} ({item.plan_row.year})" if item.plan_row else ""
    return " / ".join(part for part in (axes, row) if part)


def voice(item: Item) -> str:
    """
    Say what spoke, or whose recording it was, and that it was not the voice wanted where it was not.

    Languages are named where it was not in Vietnamese alone: `tiếng Dao: bản thu (Bàn Thị Mai); …`.
    """
    said = [(one.language, speaker(one.engine, one.voice, fell_back=one.fell_back)) for one in item.versions]
    if not said:
        return speaker(item.engine, "", fell_back=item.fell_back)
    if [language for language, _speaker in said] == ["tiếng Việt"]:
        return said[0][1]
    return "; ".join(f"{language}: {words}" for language, words in said)


def speaker(engine_name: str, name: str, *, fell_back: bool = False) -> str:
    """Say what spoke: `máy đọc Google`, `bản thu (Bàn Thị Mai)`."""
    words = engine(engine_name)
    if engine_name == "recording":
        return f"{words} ({name})" if name else words
    return f"{words} (thay giọng đã chọn)" if fell_back else words


def engine(name: str) -> str:
    """Say the name of a voice engine: `máy đọc eSpeak NG`."""
    return voices.label(name)


def approval(item: Item) -> str:
    """Say who approved, in what office, and when; `người soạn tự duyệt` where nobody else looked."""
    if item.approval is None:
        return ""
    title = f", {item.approval.title}" if item.approval.title else ""
    own = " (người soạn tự duyệt)" if item.approval.by_author else ""
    free = " (cho phép mọi giọng)" if item.approval.any_voice else ""
    return f"{item.approval.name}{title}{own}{free}, {moment(item.approval.at)}"


def state(entry: Entry) -> str:
    """Say what is known of a session: `Không phát: mất điện`."""
    words = capital(LABELS[entry.state])
    if entry.state is Outcome.NOT_PLAYED and entry.last is not None:
        words += f": {REASONS[entry.last.reason].lower()}"
    return words


def remarks(found: Iterable[Remark]) -> tuple[str, ...]:
    """Say what is noted beside a session, a sentence each; what is said around several is said once."""
    together: dict[tuple[str, ...], list[Remark]] = {}
    for one in found:
        around = (one.before, one.after) if one.after else (one.key,)
        together.setdefault(around, []).append(one)
    return tuple(
        f"{same[0].before}{'; '.join(one.says for one in same)}{same[0].after}" for same in together.values()
    )


def capital(words: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def _label(labels: Mapping[Any, str], code: str) -> str:
    """Say a code; one that is no longer in the table stands in old rows as it was written."""
    return labels.get(code, code)
