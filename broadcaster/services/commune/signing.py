"""
Signing in and out.

A session is a row whose key is the digest of a random secret that only the person's browser holds. Wrong
passwords are counted in the same place as everything else, so that the count outlives a restart.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.errors import Refused
from broadcaster.services.audit import note
from broadcaster.services.commune.passwords import hashed, matches
from broadcaster.services.commune.people import end_sessions
from broadcaster.services.commune.person_rows import actor_of
from broadcaster.services.desk import Actor, Desk
from broadcaster.store.tables import Person, SignIn

_SECRET_BYTES = 32
_SET_BACK = timedelta(days=1)
"""A session that begins later than this from now was opened while the clock was ahead, and would hardly ever end."""


@dataclass(frozen=True, slots=True, repr=False)
class SignedIn:
    """A session that was opened; `secret` is what the browser keeps and is told only here."""

    secret: str
    actor: Actor
    expires_at: datetime


def sign_in(desk: Desk, login: str, password: str) -> SignedIn:
    """
    Open a session.

    Raises:
        Refused: Login or password is wrong (the sentence does not say which), the account is paused after
            too many wrong tries (it says until when), or it is closed.
    """
    person_id, kept = _kept(desk, login)
    right = matches(kept, password)
    refusal = _wrong(desk, "Tên đăng nhập hoặc mật khẩu")
    if person_id is not None:
        with desk.store.writing() as session:
            row = session.get_one(Person, person_id)
            why = _judge(session, desk, row, right=right and row.password_hash == kept)
            if why is None:
                return _open(session, desk, row)
        refusal = why or refusal
    raise Refused(refusal)


def by_secret(desk: Desk, secret: str) -> Actor | None:
    """Return whose session this is; none when it ended, ran out, or the account was closed since."""
    with desk.store.reading() as session:
        row = session.scalar(
            select(Person)
            .join(SignIn, SignIn.person_id == Person.id)
            .where(SignIn.secret_digest == digest(secret), SignIn.ended_at.is_(None))
            .where(~_run_out(desk.clock.now()), Person.closed_at.is_(None))
        )
        return None if row is None else actor_of(row)


def sign_out(desk: Desk, secret: str) -> None:
    """End a session; ended twice it is still ended."""
    with desk.store.writing() as session:
        session.execute(
            update(SignIn)
            .where(SignIn.secret_digest == digest(secret), SignIn.ended_at.is_(None))
            .values(ended_at=desk.clock.now())
        )


def change_own_password(desk: Desk, actor: Actor, old: str, new: str, keep: str = "") -> None:
    """
    Change one's own password and end one's sessions everywhere else.

    Args:
        desk: What to work with.
        actor: Whose password.
        old: The password that stands; wrong ones count as at the sign-in.
        new: The password wanted.
        keep: Secret of the session that goes on.

    Raises:
        Refused: The old password is wrong, or the new one too short or the same.
    """
    fresh = hashed(new)
    if old == new:
        raise Refused("Mật khẩu mới trùng mật khẩu cũ. Hãy đặt mật khẩu khác.")
    _person_id, kept = _kept(desk, actor.login)
    right = matches(kept, old)
    with desk.store.writing() as session:
        row = session.get_one(Person, actor.person_id)
        why = _judge(session, desk, row, right=right and row.password_hash == kept)
        if why is None:
            row.password_hash, row.version = fresh, row.version + 1
            end_sessions(session, row.id, desk.clock.now(), keep=digest(keep))
            _note(session, desk, row, "change_password")
            return
    raise Refused(why or _wrong(desk, "Mật khẩu đang dùng"))


def prune(desk: Desk) -> int:
    """Take away sessions that ran out; return how many."""
    with desk.store.writing() as session:
        return _prune(session, desk.clock.now())


def digest(secret: str) -> str:
    """Return what the database keeps of a session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _kept(desk: Desk, login: str) -> tuple[int | None, str | None]:
    """Return the key and password hash of a login; none for both where there is no such account."""
    with desk.store.reading() as session:
        found = session.execute(
            select(Person.id, Person.password_hash).where(Person.login == login.strip().lower())
        ).first()
        return (found.id, found.password_hash) if found else (None, None)


def _judge(session: Session, desk: Desk, row: Person, *, right: bool) -> str | None:
    """Count a wrong try, or say why a right one opens nothing; none when it opens, empty when merely wrong."""
    now = desk.clock.now()
    pause = timedelta(minutes=desk.settings.sign_in_pause_minutes)
    if row.paused_until is not None and now < row.paused_until <= now + pause:
        return _paused(desk, row.paused_until)
    if not right:
        return _count(session, desk, row)
    if row.closed_at is not None:
        return "Tài khoản này đã đóng. Nếu cần dùng lại, hãy nhờ người quản trị của xã mở."
    row.failed_tries, row.paused_until = 0, None
    return None


def _count(session: Session, desk: Desk, row: Person) -> str:
    """Count a wrong password; the one that is too many begins a pause and the count anew."""
    row.failed_tries += 1
    if row.failed_tries < desk.settings.sign_in_tries:
        return ""
    pause = timedelta(minutes=desk.settings.sign_in_pause_minutes)
    row.failed_tries, row.paused_until = 0, desk.clock.now() + pause
    _note(session, desk, row, "pause", until=row.paused_until.isoformat())
    return _paused(desk, row.paused_until)


def _open(session: Session, desk: Desk, row: Person) -> SignedIn:
    now = desk.clock.now()
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    expires_at = now + timedelta(hours=desk.settings.session_hours)
    _prune(session, now)
    session.add(SignIn(secret_digest=digest(secret), person_id=row.id, created_at=now, expires_at=expires_at))
    _note(session, desk, row, "sign_in")
    return SignedIn(secret, actor_of(row), expires_at)


def _prune(session: Session, now: datetime) -> int:
    gone = session.scalars(delete(SignIn).where(_run_out(now)).returning(SignIn.secret_digest)).all()
    return len(gone)


def _run_out(now: datetime) -> ColumnElement[bool]:
    return or_(SignIn.expires_at <= now, SignIn.created_at > now + _SET_BACK)


def _wrong(desk: Desk, what: str) -> str:
    settings = desk.settings
    return (
        f"{what} chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại. "
        f"Sai {settings.sign_in_tries} lần liền thì phải đợi {settings.sign_in_pause_minutes} phút."
    )


def _paused(desk: Desk, until: datetime) -> str:
    wall = local(until)
    return (
        f"Mật khẩu đã sai {desk.settings.sign_in_tries} lần liền. Hãy thử lại sau {wall:%H:%M} ngày {wall:%d/%m/%Y}, "
        "hoặc nhờ người quản trị của xã đặt lại mật khẩu."
    )


def _note(session: Session, desk: Desk, row: Person, verb: str, **detail: object) -> None:
    note(session, row.commune_id, row.login, desk.clock.now(), verb, f"person {row.id}", **detail)
