"""
Who may open which page.

Every view says who may (`@anyone`, `@signed_in`, `@roles(...)`, `@village_link`); a view that says nothing
is refused, and a test walks all routes. Sessions live in the database, so a closed account ends at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed
from broadcaster.services.commune import people, signing
from broadcaster.services.desk import Actor, Desk
from broadcaster.web import carry

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Who:
    """Who may open a page."""

    needs_account: bool
    roles: frozenset[Role] = frozenset()
    """Any one of these; empty means everybody with an account."""
    by_link: bool = False
    """Opened by a village's secret link, which the view itself checks."""


def anyone(view: View) -> View:
    """Let everybody in."""
    return _declare(view, Who(needs_account=False))


def signed_in(view: View) -> View:
    """Let in everybody with an account of the commune."""
    return _declare(view, Who(needs_account=True))


def roles(*allowed: Role) -> Callable[[View], View]:
    """Let in who has one of these roles."""
    return lambda view: _declare(view, Who(needs_account=True, roles=frozenset(allowed)))


def village_link(view: View) -> View:
    """Let in who has a village's secret link; the view looks the village up by it."""
    return _declare(view, Who(needs_account=False, by_link=True))


def desk() -> Desk:
    """Return what the pages work with."""
    return cast("Desk", current_app.extensions["desk"])


def actor() -> Actor:
    """Return the signed-in person; only in views that need an account."""
    return cast("Visitor", current_user).actor


def has(*allowed: Role) -> bool:
    """Say whether the person at the page has one of these roles, for buttons and links."""
    return bool(current_user.is_authenticated and actor().roles & set(allowed))


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person in the form Flask-Login asks for."""

    actor: Actor
    secret: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what the cookie keeps: the secret of the session, never the person's number."""
        return self.secret


def install(app: Flask) -> None:
    """Put the guard before every page."""
    manager = LoginManager(app)
    manager.session_protection = None  # a phone changes its address between two pages
    manager.user_loader(_load)
    app.before_request(_check)
    app.jinja_env.globals.update(has=has, Role=Role)


def _load(secret: str) -> Visitor | None:
    found = signing.by_secret(desk(), secret)
    return Visitor(found, secret) if found else None


def _check() -> Response | str | tuple[str, int] | None:
    """Refuse, send to the first page, or ask to sign in."""
    if request.endpoint is None or request.endpoint.endswith("static"):
        return None
    who: Who | None = getattr(current_app.view_functions[request.endpoint], "who", None)
    if who is None:
        abort(403)
    if not _commune_exists() and request.endpoint != "entry.begin":
        return redirect(url_for("entry.begin"))
    if not who.needs_account:
        return None
    if not current_user.is_authenticated:
        return carry.ask_to_sign_in()
    if who.roles and not who.roles & actor().roles:
        raise NotAllowed("Tài khoản của bạn không có quyền mở trang này. Hãy nhờ người quản trị của xã.")
    return None


def _commune_exists() -> bool:
    """Say whether somebody has set the commune up; once true it stays true."""
    if not current_app.extensions.get("commune_exists"):
        current_app.extensions["commune_exists"] = people.begun(desk())
    g.commune_exists = current_app.extensions["commune_exists"]
    return bool(g.commune_exists)


def _declare(view: View, who: Who) -> View:
    view.who = who  # type: ignore[attr-defined] # read back by the guard and by the test of all routes
    return view
