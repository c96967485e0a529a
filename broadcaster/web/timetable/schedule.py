"""Lịch phát: what will air when and where, and why; by week, by day, and for one village."""

from datetime import date, datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import villages
from broadcaster.services.outgoing.progress import progress
from broadcaster.services.plan import preview
from broadcaster.services.programme.remake import MAY, remake
from broadcaster.services.timetable import changes
from broadcaster.services.timetable.next_publishing import NextPublishing, next_publishing
from broadcaster.services.timetable.old_copies import old_copies
from broadcaster.services.timetable.timetable import Timetable, timetable
from broadcaster.services.timetable.timetable_rows import rows
from broadcaster.services.week import dropped
from broadcaster.services.week.week_change_view import exceptions
from broadcaster.web.day.sound_out import day_named
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.timetable import limits, session, templates, week

pages = Blueprint("schedule", __name__)
pages.register_blueprint(week.pages)
pages.register_blueprint(templates.pages)
pages.register_blueprint(limits.pages)
pages.register_blueprint(session.pages)
DAYS = 7
_DAY = timedelta(days=1)


@pages.get("/lich-phat")
@signed_in
def show() -> str:
    """Show the sessions of seven days: all villages as a table, or one village with its running orders."""
    places = villages.listing(desk(), actor().commune_id)
    chosen = request.args.get("thon", type=int)
    village_id = chosen if chosen in {one.id for one in places} else None
    first = _first_day()
    table = timetable(desk(), actor().commune_id, first, DAYS, village_id)
    return render_template(
        "schedule/village.html" if village_id else "schedule/show.html",
        table=table,
        rows=rows(table),
        first=first,
        back=max(first - timedelta(days=DAYS), desk().today()) if first > desk().today() else None,
        ahead=first + timedelta(days=DAYS) if first + timedelta(days=DAYS) <= _last_day() else None,
        village_id=village_id,
        **_around(table, places),
    )


@pages.get("/lich-phat/ngay")
@signed_in
def pick() -> Response:
    """Lead to the day that was picked."""
    return redirect(
        url_for(".day", day=day_named(request.args.get("ngay") or f"{desk().today()}").isoformat())
    )


@pages.get("/lich-phat/<day>")
@signed_in
def day(day: str) -> str:
    """Show the sessions of one coming day side by side, with what airs in each; also of a day not made yet."""
    on = day_named(day)
    preview.require_coming(desk(), on)
    table = timetable(desk(), actor().commune_id, on, 1)
    return render_template(
        "schedule/day.html",
        table=table,
        rows=rows(table),
        on=on,
        columns=_columns(table),
        back=on - _DAY if on > desk().today() else None,
        ahead=on + _DAY if on < _last_day() else None,
        week_changes=[one for one in exceptions(desk(), actor().commune_id) if one.holds_on(on)],
        **_around(table, villages.listing(desk(), actor().commune_id)),
    )


@pages.post("/lich-phat/<day>/lay-lai")
@roles(*dropped.MAY)
def restore(day: str) -> Response:
    """Take sessions back that were dropped."""
    on = day_named(day)
    try:
        dropped.restore(desk(), actor(), request.form.getlist("bo", type=int))
    except NotFound:
        raise
    except Refused as failure:
        flash(str(failure), "error")
    else:
        flash("Buổi phát đã trở lại lịch; chương trình của buổi đang được làm.")
    return redirect(url_for(".day", day=on.isoformat()))


@pages.get("/lich-phat/lam-lai")
@roles(*MAY)
def ask_again() -> str:
    """Say which villages the next publishing changes, and how."""
    return render_template(
        "schedule/again.html",
        next=next_publishing(desk(), actor().commune_id),
        old_copies=old_copies(desk(), actor().commune_id, desk().today(), desk().settings.horizon_days + 1),
    )


@pages.post("/lich-phat/lam-lai")
@roles(*MAY)
def again() -> Response:
    """Have the programmes made and published again; the scheduler does it while the page tells how far it is."""
    coming = next_publishing(desk(), actor().commune_id)
    damaged = remake(desk(), actor())
    found = f" Có {damaged} tệp âm thanh hỏng hoặc thiếu sẽ được làm mới." if damaged else ""
    where = f"Chương trình đổi ở {_names(coming)}." if coming.villages else "Không thôn nào đổi chương trình."
    flash(f"Đang kiểm tra và công bố lại. {where}{found}")
    return redirect(url_for(".show", thon=request.form.get("thon", type=int)))


def _columns(table: Timetable) -> list[tuple[datetime, str, int]]:
    """Return the sessions of a day by start: when each begins where it begins first, its name and its rule."""
    first: dict[int, tuple[datetime, str, int]] = {}
    for cell in table.cells():
        if cell.called:  # many, and all the same: they stand behind one line
            continue
        found = (cell.starts_at, cell.name, cell.key[1])
        first[cell.key[1]] = min(first.get(cell.key[1], found), found)
    return sorted(first.values())


def _names(coming: NextPublishing) -> str:
    """Name the villages that change."""
    if len(coming.villages) == coming.every > 1:
        return "mọi thôn"
    return ", ".join(one.name for one in coming.villages)


def _around(table: Timetable, places: tuple[villages.VillageView, ...]) -> dict[str, object]:
    """Return what stands around every view of the schedule."""
    return {
        "today": desk().today(),
        "furthest": _last_day(),
        "villages": places,
        "progress": progress(desk(), actor().commune_id),
        "may_change": has(*MAY),
        "changing": changes.villages_in(table, changes.of_table(table)),
        "old_copies": old_copies(desk(), actor().commune_id, table.days[0], len(table.days)),
    }


def _first_day() -> date:
    """Return from which day the week is shown: today, or a coming one."""
    asked = request.args.get("tu", "")
    if not asked:
        return desk().today()
    first = day_named(asked)
    preview.require_coming(desk(), first)
    return first


def _last_day() -> date:
    return desk().today() + preview.FURTHEST
