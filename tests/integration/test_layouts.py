"""Programmes laid out by a template, made for real: headlines, repeats, a relay, silence between two readings."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from broadcaster.domain.plan import relay as relays
from broadcaster.domain.plan.template import Part, PartKind, ProgrammeKind, Template, written
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log.heard import heard
from broadcaster.services.outgoing.day_views import SessionView
from broadcaster.services.outgoing.days import day
from broadcaster.services.plan.planning import gather
from broadcaster.services.programme import programmes
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Bulletin, Programme, ProgrammeTemplate, SessionRule
from broadcaster.units import Millis, seconds
from tests.integration.conftest import Approve, Submit

SHORT = (
    "Ủy ban nhân dân xã mời bà con họp bàn về thủ tục hành chính ở nhà văn hóa thôn vào sáng chủ nhật tới."
)


def follow(desk: Desk, commune_id: int, template: Template) -> None:
    """Let every session follow a template."""
    with desk.store.writing() as session:
        row = ProgrammeTemplate(
            commune_id=commune_id, name="Thử", kind=template.kind.value, parts=written(template)
        )
        session.add(row)
        session.flush()
        for rule in session.scalars(select(SessionRule).where(SessionRule.commune_id == commune_id)):
            rule.template_id = row.id


def made(desk: Desk, commune_id: int) -> Iterator[SessionView]:
    """Make what is due and yield tomorrow's sessions of the first village."""
    programmes.make(desk, commune_id)
    yield from day(desk, 1, desk.today() + timedelta(days=1)).sessions


def parts(kind: ProgrammeKind, parts: Sequence[Part | PartKind]) -> Template:
    return Template(kind, tuple(one if isinstance(one, Part) else Part(one) for one in parts))


@pytest.fixture
def with_headline(desk: Desk, submit: Submit, leader: Actor) -> list[Bulletin]:
    found = []
    for number in range(3):
        row, digest = submit(title=f"Tin {number}", headline=f"{SHORT} Tin số {number + 1}.")
        with desk.store.reading() as session:
            key = session.get_one(Bulletin, row.id).revisions[-1].headline_key
        speaking.make(desk, key)
        approvals.approve(desk, leader, row.id, row.version, digest)
        found.append(row)
    return found


def test_a_diem_tin_is_made_of_short_forms_that_are_no_airings(
    desk: Desk, admin: Actor, with_headline: list[Bulletin]
) -> None:
    follow(
        desk, admin.commune_id, parts(ProgrammeKind.HEADLINES, [PartKind.HEADLINES, PartKind.CLOSING_WORDS])
    )
    one = next(made(desk, admin.commune_id))
    short = [item for item in one.items if item.kind == "headline"]
    assert {item.bulletin_id for item in short} == {row.id for row in with_headline}
    assert all(item.approval is not None and item.engine == "silent" for item in short)
    assert not [item for item in one.items if item.kind == "bulletin"]
    pauses = one.duration_ms - sum(item.duration_ms for item in one.items)
    assert abs(pauses - 500 * (len(one.items) - 1)) < 27 * len(one.items)  # a pause is whole frames of 26 ms
    with desk.store.reading() as session:
        assert heard(session, [row.id for row in with_headline]) == {}
        counted = gather(session, desk, admin.commune_id, Millis(0)).history
    assert counted.aired == {}


def test_what_has_priority_is_spliced_once_more_at_the_end(
    desk: Desk, admin: Actor, approve: Approve
) -> None:
    row = approve(urgency=Urgency.PRIORITY, read_times=2)
    follow(desk, admin.commune_id, parts(ProgrammeKind.NEWS, [PartKind.ITEMS, PartKind.REPEATS]))
    one = next(made(desk, admin.commune_id))
    own = [item for item in one.items if item.bulletin_id == row.id]
    assert [item.kind for item in own] == ["bulletin", "repeat"]
    assert own[0].duration_ms > 2 * own[1].duration_ms > 0


def test_a_relay_is_announced_placed_in_the_file_and_made_anew_when_it_changes(
    desk: Desk, admin: Actor, approve: Approve
) -> None:
    approve()
    relay = Part(PartKind.RELAY, minutes=3, source="Đài Tiếng nói Việt Nam", instruction="Mở FM 100 MHz.")
    follow(desk, admin.commune_id, parts(ProgrammeKind.NEWS, [PartKind.ITEMS, relay, PartKind.CLOSING_WORDS]))
    one = next(made(desk, admin.commune_id))
    with desk.store.reading() as session:
        kept = relays.read(session.get_one(Programme, one.programme_id).relay)
    words = next(item for item in one.items if item.kind == "relay_words")
    after = next(item for item in one.items if item.kind == "closing_words")
    assert kept is not None
    assert (kept.source, kept.duration_ms, kept.instruction) == (
        relay.source,
        seconds(180),
        relay.instruction,
    )
    assert words.offset_ms + words.duration_ms <= kept.offset_ms <= after.offset_ms
    assert programmes.make(desk, admin.commune_id).programmes == 0
    other = Part(PartKind.RELAY, minutes=4, source="Đài Tiếng nói Việt Nam", instruction="Mở FM 100 MHz.")
    with desk.store.writing() as session:
        row = session.scalars(select(ProgrammeTemplate).where(ProgrammeTemplate.name == "Thử")).one()
        row.parts = written(parts(ProgrammeKind.NEWS, [PartKind.ITEMS, other, PartKind.CLOSING_WORDS]))
    assert programmes.make(desk, admin.commune_id).programmes > 0


def test_a_relay_alone_is_announced_although_there_is_nothing_else_to_air(desk: Desk, admin: Actor) -> None:
    relay = Part(PartKind.RELAY, minutes=3, source="Đài Tiếng nói Việt Nam")
    follow(desk, admin.commune_id, parts(ProgrammeKind.NEWS, [relay]))
    one = next(made(desk, admin.commune_id))
    assert [item.kind for item in one.items] == ["relay_words"]


def test_between_two_readings_there_is_the_silence_wished(
    desk: Desk, admin: Actor, submit: Submit, leader: Actor
) -> None:
    lengths = []
    for gap in (0, 7):
        row, digest = submit(read_times=2, repeat_gap_seconds=gap, title=f"Nghỉ {gap} giây")
        approvals.approve(desk, leader, row.id, row.version, digest)
        one = next(made(desk, admin.commune_id))
        item = next(item for item in one.items if item.bulletin_id == row.id)
        lengths.append(item.duration_ms)
        bulletins.withdraw(desk, leader, row.id, row.version + 1, "Thử xong")
    assert abs(lengths[1] - lengths[0] - 7000) < 60


def test_what_is_approved_anew_names_the_new_approval_though_it_sounds_the_same(
    desk: Desk, admin: Actor, writer: Actor, leader: Actor, approve: Approve
) -> None:
    row = approve()
    before = next(made(desk, admin.commune_id))
    opened = bulletins.reopen(desk, writer, row.id, row.version)
    revision = bulletins.submit(desk, writer, row.id, opened.version)
    decision = approvals.approve(desk, leader, row.id, opened.version + 1, revision.digest)
    after = next(made(desk, admin.commune_id))
    assert (after.version, after.sha256) == (before.version + 1, before.sha256)
    with desk.store.reading() as session:
        items = session.get_one(Programme, after.programme_id).items
        assert {item.decision_id for item in items} == {None, decision.id}
