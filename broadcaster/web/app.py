"""The Flask application: settings, guards and page families put together."""

from flask import Flask, Response
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from broadcaster.services.desk import Desk
from broadcaster.web import entry, failures, guard, words
from broadcaster.web.cookie import Cookie
from broadcaster.web.day import downloads, feeds, operator, today
from broadcaster.web.office import admin
from broadcaster.web.places import villages
from broadcaster.web.record import logbook, plan
from broadcaster.web.sound import sounds
from broadcaster.web.timetable import schedule
from broadcaster.web.urgent import calls
from broadcaster.web.writing import approvals, bulletins, elsewhere, lexicon

_PAGES = (
    entry.pages,
    today.pages,
    bulletins.pages,
    approvals.pages,
    schedule.pages,
    calls.pages,
    villages.pages,
    downloads.pages,
    elsewhere.pages,
    feeds.pages,
    operator.pages,
    sounds.pages,
    lexicon.pages,
    logbook.pages,
    plan.pages,
    admin.pages,
)
_FORM_BYTES = 4 << 20
"""Of text in one form: a bulletin of 100 kB, percent-encoded, is three times as long."""
_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def create_app(desk: Desk) -> Flask:
    """Build the pages over an opened home."""
    app = Flask(__name__)
    app.extensions["desk"] = desk
    app.config.update(
        SECRET_KEY=desk.keys.cookie(),
        SESSION_COOKIE_NAME="dai_truyen_thanh",
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a page left open over lunch still saves
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=(desk.settings.upload_limit_mb << 20) + _FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=_FORM_BYTES,
    )
    app.session_interface = Cookie()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Bootstrap5(app)
    CSRFProtect(app)
    guard.install(app)
    failures.install(app)
    words.install(app)
    app.after_request(_close_windows)
    for pages in _PAGES:
        app.register_blueprint(pages)
    return app


def _close_windows(response: Response) -> Response:
    """Let a page load nothing from elsewhere, be framed by nobody, and tell no other site its address."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response
