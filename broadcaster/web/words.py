"""How pages say days, times, lengths and states: the filters of the templates."""

from datetime import UTC, date, datetime

from flask import Flask, url_for
from flask_login import current_user

from broadcaster.clock import local
from broadcaster.domain.writing.workflow import STATE_LABELS, State
from broadcaster.paper import relays, words
from broadcaster.services.commune import communes
from broadcaster.units import spoken_length
from broadcaster.web.guard import actor, desk
from broadcaster.web.menu import menu


def install(app: Flask) -> None:
    """Give templates their words."""
    app.jinja_env.filters.update(
        day=words.day,
        short_day=short_day,
        hour=words.hour,
        moment=words.moment,
        length=spoken_length,
        clock=words.clock,
        wall=wall,
        local_day=local_day,
        capital=words.capital,
        state_label=lambda state: STATE_LABELS[State(state)],
        iso=lambda at: at.astimezone(UTC).isoformat(),
    )
    app.jinja_env.globals["relays"] = relays
    app.context_processor(_head)


def short_day(day: date) -> str:
    """Say a day with its weekday in little room: `T2 15/6`."""
    name = "CN" if day.isoweekday() == 7 else f"T{day.isoweekday() + 1}"
    return f"{name} {day.day}/{day.month}"


def wall(at: datetime) -> str:
    """Say an instant's wall time for an input: `05:30`."""
    return f"{local(at):%H:%M}"


def local_day(at: datetime) -> str:
    """Say an instant's day in Vietnam: `15/6`."""
    wall = local(at)
    return f"{wall.day}/{wall.month}"


def _head() -> dict[str, object]:
    """Give every page the commune's name, the person and their menu."""
    if not current_user.is_authenticated:
        return {"commune_name": "", "person": None, "menu": ()}
    person = actor()
    return {
        "commune_name": communes.view(desk(), person.commune_id).name,
        "person": person,
        "menu": menu(desk(), person),
        "url_for": url_for,
    }
