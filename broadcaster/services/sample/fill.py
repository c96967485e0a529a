"""
Filling an empty home with the sample commune.

The sample's history begins yesterday at four in the afternoon, so that today's sessions stand planned and
the log has something to show. Every step looks before it acts: a fill that was killed goes on where it
stopped.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from broadcaster.clock import ZONE, FixedClock
from broadcaster.config import CHECKOUT
from broadcaster.domain.writing.workflow import ROLE_LABELS, Role
from broadcaster.services.audit import note
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.sample.bulletins import BULLETINS, SampleBulletin, text_on
from broadcaster.services.sample.plan import ROWS
from broadcaster.services.voice import making
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import (
    Audit,
    Bulletin,
    Commune,
    Occurrence,
    PlanRow,
    SessionException,
    SessionRule,
    Village,
)
from broadcaster.units import seconds

COMMUNE, PROVINCE = "xã Đồng Xanh", "tỉnh Quảng Ninh"
VILLAGES = ("thôn Khe Mơ", "thôn Đồng Giữa", "thôn Suối Ngang")


@dataclass(frozen=True, slots=True)
class SampleSignIn:
    """A sample person and what they do."""

    login: str
    name: str
    title: str
    roles: tuple[Role, ...]


SIGN_INS = (
    SampleSignIn("quantri", "Nguyễn Văn Quản", "Công chức Văn phòng – Thống kê", (Role.ADMIN,)),
    SampleSignIn("soan", "Đỗ Thị Hương", "Công chức Văn hóa – Xã hội", (Role.WRITER,)),
    SampleSignIn("duyet", "Triệu Văn Trường", "Phó Chủ tịch UBND xã", (Role.APPROVER,)),
    SampleSignIn("truc", "Bàn Văn Sơn", "Người trực loa", (Role.OPERATOR,)),
)


def is_empty(desk: Desk) -> bool:
    """Say whether the home has no commune of its own yet, or a sample that was not finished."""
    with desk.store.reading() as session:
        begun = session.scalar(select(Commune.id).limit(1)) is not None
        verbs = set(
            session.scalars(select(Audit.verb).where(Audit.verb.in_(("sample_begun", "sample_done"))))
        )
    return not begun or verbs == {"sample_begun"}


def sign_ins(desk: Desk) -> tuple[tuple[str, str, str, str], ...]:
    """Return (login, first password, office, what they do) of each sample person; nothing in a home without the sample."""
    with desk.store.reading() as session:
        if session.scalar(select(Audit.id).where(Audit.verb == "sample_done").limit(1)) is None:
            return ()
    return tuple(
        (
            one.login,
            password_of(desk, one.login),
            one.title,
            ", ".join(ROLE_LABELS[role] for role in one.roles),
        )
        for one in SIGN_INS
    )


def password_of(desk: Desk, login: str) -> str:
    """Return the first password of a sample person: different in every home, the same at every start."""
    return desk.keys.sample_password(login)


def fill(desk: Desk, say: Callable[[str], None]) -> None:
    """
    Fill an empty home: commune, people, plan, sessions, bulletins, and their programmes.

    Args:
        desk: What to work with; its clock says what today is.
        say: Told each step in Vietnamese, for a progress line.
    """
    start = datetime.combine(desk.today() - timedelta(days=1), time(16, 0), tzinfo=ZONE)
    then = replace(desk, clock=FixedClock(start))
    say("Tạo xã mẫu, các thôn và tài khoản")
    commune_id = _commune(then)
    actors = _people(then)
    _plan(then, commune_id)
    _week(then, commune_id)
    for number, sample in enumerate(BULLETINS, 1):
        say(f"Làm giọng đọc bản tin mẫu {number}/{len(BULLETINS)}: {sample.title}")
        _bulletin(then, actors, sample, desk.today())
    say("Làm chương trình các ngày tới cho từng thôn")
    publishing.publish(then, commune_id, desk.today())
    _confirmations(desk, commune_id, start)
    with desk.store.writing() as session:
        note(session, commune_id, "chương trình", desk.clock.now(), "sample_done", f"commune {commune_id}")


def _commune(desk: Desk) -> int:
    with desk.store.reading() as session:
        found = session.scalar(select(Commune.id).limit(1))
    if found is not None:
        return found
    admin = SIGN_INS[0]
    actor = people.begin(
        desk,
        people.NewCommune(COMMUNE, PROVINCE, VILLAGES),
        people.NewPerson(admin.login, admin.name, admin.title, password_of(desk, admin.login), admin.roles),
    )
    with desk.store.writing() as session:
        note(
            session,
            actor.commune_id,
            "chương trình",
            desk.clock.now(),
            "sample_begun",
            f"commune {actor.commune_id}",
        )
    return actor.commune_id


def _people(desk: Desk) -> dict[str, Actor]:
    admin = people.find(desk, SIGN_INS[0].login)
    for one in SIGN_INS[1:]:
        if people.find_or_none(desk, one.login) is None:
            password = password_of(desk, one.login)
            people.add_person(
                desk, admin, people.NewPerson(one.login, one.name, one.title, password, one.roles)
            )
    return {one.login: people.find(desk, one.login) for one in SIGN_INS}


def _plan(desk: Desk, commune_id: int) -> None:
    year = desk.today().year
    with desk.store.writing() as session:
        if session.scalar(select(PlanRow.id).where(PlanRow.commune_id == commune_id).limit(1)) is not None:
            return
        for number, row in enumerate(ROWS, 1):
            session.add(
                PlanRow(
                    commune_id=commune_id,
                    year=year,
                    number=number,
                    content=row.content,
                    form=row.form,
                    lead_unit=row.lead_unit,
                    cooperating_units=row.cooperating_units,
                    timing=row.timing,
                )
            )


def _week(desk: Desk, commune_id: int) -> None:
    """Read the sample week that ships and add what the commune does not have yet."""
    today = desk.today() + timedelta(days=1)
    with (CHECKOUT / "schedules" / "sample_week.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    with desk.store.writing() as session:
        rules = {row.name: row for row in session.scalars(select(SessionRule))}
        villages = {row.name: row.id for row in session.scalars(select(Village))}
        for row in rows:
            start = time.fromisoformat(row["start"])
            longest = seconds(60 * int(row["longest_minutes"]))
            if row["kind"] == "session" and row["name"] not in rules:
                weekdays = [int(day) for day in row["weekdays"].split(",")]
                rule = SessionRule(
                    commune_id=commune_id,
                    name=row["name"],
                    weekdays=weekdays,
                    start=start,
                    longest_ms=longest,
                    valid_from=today,
                )
                session.add(rule)
                session.flush()
                rules[row["name"]] = rule
            elif row["kind"] == "exception" and session.scalar(select(SessionException.id).limit(1)) is None:
                exception = SessionException(
                    commune_id=commune_id,
                    rule_id=rules[row["name"]].id,
                    village_id=villages.get(row["village"]),
                    first_day=today + timedelta(days=int(row["first_in_days"])),
                    last_day=today + timedelta(days=int(row["last_in_days"])),
                    cancelled=row["cancelled"] == "yes",
                    start=start,
                    longest_ms=longest,
                    note=row["note"],
                )
                session.add(exception)


def _bulletin(desk: Desk, actors: dict[str, Actor], sample: SampleBulletin, today: date) -> None:
    """Write one sample bulletin and, where the sample says so, have it approved."""
    writer, leader = actors["soan"], actors["duyet"]
    with desk.store.reading() as session:
        if session.scalar(select(Bulletin.id).where(Bulletin.title == sample.title)) is not None:
            return
        villages = {row.name: row.id for row in session.scalars(select(Village))}
        rows = {row.number: row.id for row in session.scalars(select(PlanRow))}
    draft = bulletins.Draft(
        title=sample.title,
        text=text_on(sample, today),
        kind=sample.kind,
        urgency=sample.urgency,
        plan_row_id=rows[sample.plan_row],
        field="phap_luat",
        topic=sample.topic,
        source=sample.source,
        village_ids=tuple(villages[name] for name in sample.villages) or None,
        first_day=desk.today(),
        last_day=today + timedelta(days=sample.days),
        airings=sample.airings,
        read_times=sample.read_times,
        headline=sample.headline,
    )
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    for key in filter(None, (revision.speech_key, revision.headline_key)):
        making.make(desk, key)
    if sample.approved:
        approvals.approve(desk, leader, row.id, row.version + 1, revision.digest)


def _confirmations(desk: Desk, commune_id: int, start: datetime) -> None:
    """Let the villages speak of yesterday's session: one aired it, one did not, one has not said."""
    later = replace(desk, clock=FixedClock(start + timedelta(hours=2)))
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Occurrence)
            .where(Occurrence.commune_id == commune_id, Occurrence.day == start.date())
            .order_by(Occurrence.village_id)
        ).all()
    for row, (played, reason) in zip(rows, ((True, ""), (False, "mat_dien")), strict=False):
        airings.declare(later, airings.Statement(row.id, played, SIGN_INS[-1].name, reason))
