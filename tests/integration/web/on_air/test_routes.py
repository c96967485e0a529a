"""Every route of the program: who may open it, what it answers others, and what every page has."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from broadcaster.domain.limits.airtime import LimitKind
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import languages, people, stations, village_groups, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import jingles, templates
from broadcaster.services.limits import air_limits
from broadcaster.services.log.airings import Statement, declare
from broadcaster.services.outgoing import days
from broadcaster.services.urgent import calling, calls, ready
from broadcaster.services.week import week, week_changes
from broadcaster.services.writing import bulletins, lexicon, recordings, steps
from broadcaster.store.tables import Commune
from broadcaster.web import create_app
from broadcaster.web.guard import Who
from broadcaster.web.timetable.session import token_for
from tests.integration.web.browser import Person, text_of
from tests.integration.web.on_air.aired import MONDAY, Aired, over
from tests.integration.web.reading import faults, read_page
from tests.unit.sound.generated import babble, wav

OWN_STYLES = ("logbook.paper",)
"""Pages for paper, which carry their styles inside and a policy that allows only those."""
LOGINS = {Role.ADMIN: "motquantri", Role.WRITER: "soan", Role.APPROVER: "duyet", Role.OPERATOR: "truc"}
VISITS_A_PATH = 3
"""A page is opened with so many different days and queries at most: days lead to other days without end."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class Sample:
    """A home where every route has something to show, and somebody of every role."""

    app: Flask
    fields: dict[str, Any]
    """A value for every name that routes have in their addresses."""

    def person(self, role: Role) -> Person:
        return Person(self.app, LOGINS[role])

    def routes(self) -> list[tuple[Rule, Who, str]]:
        """Every route of ours with who may and an address that exists."""
        with self.app.test_request_context():
            return [
                (rule, getattr(self.app.view_functions[rule.endpoint], "who", None), self._address(rule))  # type: ignore[misc] # none is what a test looks for
                for rule in self.app.url_map.iter_rules()
                if not rule.endpoint.endswith("static")
            ]

    def _address(self, rule: Rule) -> str:
        fields = {name: self.fields[name] for name in rule.arguments}
        if rule.endpoint.endswith("segment"):
            fields["sha256"] = self.fields["segment"]
        if rule.endpoint.endswith((".playlist", ".playlist_of_today")):
            fields["form"] = "m3u8"
        if rule.endpoint == "feeds.episode":
            fields["sha256"] = self.fields["spoken"]
        if rule.endpoint.startswith("elsewhere"):
            fields["bulletin_id"] = self.fields["aired_id"]
        if rule.endpoint.startswith("approvals"):
            fields["bulletin_id"] = self.fields["waiting_id"]
        return url_for(rule.endpoint, **fields)


@pytest.fixture
def sample(desk: Desk, admin: Actor, writer: Actor, aired: Aired, tmp_path: Path) -> Sample:
    begun = bulletins.create(desk, writer, bulletins.Draft(title="Đang soạn"))
    entry = over(desk, writer)[0]
    session = days.day(desk, entry.village_id, MONDAY).sessions[0]
    village = villages.view(desk, writer.commune_id, entry.village_id)
    station = stations.add(desk, writer, village.id, stations.StationWords("Cụm loa nhà văn hóa"))
    rule = week.rules(desk, writer.commune_id)[0]
    fields = {
        "aired_id": aired.bulletin_id,
        "bulletin_id": begun.id,
        "call_id": _call(desk),
        "code": "xa-dong-xanh",
        "day": MONDAY.isoformat(),
        "entry_id": _word(desk, writer),
        "exception_id": _change(desk, admin, rule.id),
        "file_name": session.file_name,
        "form": "csv",
        "group_id": village_groups.add(desk, admin, "vùng cao", [village.id]).group_id,
        "kind": "gio_yen_lang",
        "limit_id": _limit(desk, admin),
        "language_id": languages.add(desk, admin, "Dao").id,
        "recording_id": recordings.add(
            desk, writer, begun.id, wav(tmp_path / "thu.wav", babble(1)), 0, "Bàn Thị Mai"
        ).recording_id,
        "key": _key(desk, aired.bulletin_id, writer),
        "name": "silent",
        "occurrence_id": entry.occurrence_id,
        "of_year": 2026,
        "person_id": writer.person_id,
        "role": "opening",
        "row_id": aired.plan_row_id,
        "rule_id": rule.id,
        "posting_id": 1,
        "spoken": _public(desk, writer, aired.bulletin_id),
        "secret": villages.link_secret(desk, village),
        "segment": jingles.in_use(desk, writer.commune_id)[0].sha256,
        "sha256": session.sha256,
        "station_id": station.id,
        "template_id": templates.listing(desk, writer.commune_id)[0].id,
        "village_id": village.id,
        "waiting_id": _waiting(desk, writer),
    }
    app = create_app(desk)
    with app.app_context():
        fields["token"] = token_for(writer.commune_id, session.sha256, session.duration_ms)
    return Sample(app, fields)


def test_every_route_says_who_may(sample: Sample) -> None:
    assert [rule.rule for rule, who, _address in sample.routes() if not isinstance(who, Who)] == []


def test_a_stranger_is_asked_to_sign_in_everywhere(sample: Sample) -> None:
    stranger, wrong = Person(sample.app), []
    for rule, who, address in sample.routes():
        if not who.needs_account:
            continue
        for method in _methods(rule):
            answer = stranger.get(address) if method == "GET" else stranger.post(address)
            asked = answer.status_code == 401 or answer.headers.get("Location", "").startswith("/dang-nhap?")
            if not asked:
                wrong.append((method, address, answer.status_code))
    assert wrong == []


def test_who_may_not_is_refused_whatever_the_method(sample: Sample) -> None:
    wrong = []
    for role in Role:
        person = sample.person(role)
        for rule, who, address in sample.routes():
            if not who.roles or role in who.roles:
                continue
            for method in _methods(rule):
                answer = person.get(address) if method == "GET" else person.post(address)
                if answer.status_code != 403:
                    wrong.append((role.value, method, address, answer.status_code))
    assert wrong == []


def test_every_form_without_its_token_is_refused(sample: Sample) -> None:
    wrong = []
    for role in Role:
        person = sample.person(role)
        for rule, _who, address in sample.routes():
            if "POST" in (rule.methods or ()):
                answer = person.client.post(address, data={"x": "1"})
                if answer.status_code != 400:
                    wrong.append((role.value, address, answer.status_code))
    assert wrong == []


def test_a_form_sent_from_another_site_does_nothing(sample: Sample, desk: Desk, writer: Actor) -> None:
    person = sample.person(Role.WRITER)
    entry = over(desk, writer)[0]
    answer = person.client.post(
        f"/nhat-ky/buoi/{entry.occurrence_id}",
        data={"da_phat": "1"},
        headers={"Origin": "http://evil.example"},
    )
    assert answer.status_code == 400
    assert "da_phat" not in text_of(answer)
    assert over(desk, writer)[0].last is None


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_opens_and_is_well_made(sample: Sample, role: Role) -> None:
    person, wrong = sample.person(role), []
    for rule, who, address in sample.routes():
        if "GET" not in (rule.methods or ()) or (who.roles and role not in who.roles):
            continue
        answer = person.get(address)
        expected = {"entry.begin": 404, "entry.sign_in": 302}.get(rule.endpoint, 200)
        if answer.status_code not in (expected, 302 if _leads_on(rule) else expected):
            wrong.append((address, f"answers {answer.status_code}"))
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            wrong += [
                (address, one) for one in faults(text_raw(answer), own_styles=rule.endpoint in OWN_STYLES)
            ]
        answer.close()
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_no_link_that_a_role_sees_leads_nowhere(sample: Sample, role: Role) -> None:
    person = sample.person(role)
    visits: dict[str, set[str]] = defaultdict(set)
    ahead, wrong = [("/", "the door")], []
    while ahead:
        address, came_from = ahead.pop()
        path = _DAY.sub("<day>", urlsplit(address).path)
        if address in visits[path] or len(visits[path]) >= VISITS_A_PATH:
            continue
        visits[path].add(address)
        answer = person.get(address)
        if answer.status_code not in (200, 302):
            wrong.append((address, answer.status_code, f"from {came_from}"))
        elif answer.status_code == 302:
            ahead.append((answer.headers["Location"].split("#")[0], address))
        elif answer.mimetype == "text/html":
            links = [one.split("#")[0] for one in read_page(text_raw(answer)).links()]
            ahead += [(one, address) for one in links if one.startswith("/")]
            wrong += [
                (address, 200, one) for one in faults(text_raw(answer), own_styles=path == "/nhat-ky/in")
            ]
        answer.close()
    assert wrong == []
    assert len(visits) > 20


def test_refusals_are_pages_too(sample: Sample) -> None:
    person = sample.person(Role.OPERATOR)
    for address, status in (("/khong-co", 404), ("/quan-tri", 403), ("/nhat-ky/da-phat", 405)):
        answer = person.get(address)
        assert answer.status_code == status
        assert faults(text_raw(answer)) == []
        assert person.get(address, json=True).get_json()["message"]


def text_raw(answer: TestResponse) -> str:
    """What was sent, with its entities as they stand: what people typed is no tag."""
    return answer.get_data(as_text=True)


def _methods(rule: Rule) -> list[str]:
    return [one for one in ("GET", "POST") if one in (rule.methods or ())]


def _leads_on(rule: Rule) -> bool:
    """Say whether a page may send the person on to where their thing is now."""
    return rule.endpoint in (
        "bulletins.edit",
        "approvals.new_voice",
        "schedule.pick",
        "urgent.confirm",
        "urgent.confirm_drill",
    )


def _public(desk: Desk, writer: Actor, bulletin_id: int) -> str:
    """Make the commune's feeds public, and let the bulletin have been aired; return its sound."""
    with desk.store.writing() as session:
        session.get_one(Commune, writer.commune_id).public_feeds = True
        decision = steps.standing(session, bulletin_id)
    assert decision is not None
    said = Statement(over(desk, writer)[-1].occurrence_id, played=True, who="Bàn Văn Sơn")
    declare(desk, said, commune_id=writer.commune_id)
    return decision.sound_sha256


def _call(desk: Desk) -> int:
    """Call something out that is on the air."""
    leader = people.find(desk, "duyet")
    call_id = ready.make_ready(desk, leader, ready.Wish(text="Nước đang lên.", drill=False))
    shown = calls.view(desk, leader, call_id)
    assert shown.voice is not None
    seen = calling.Seen(drill=False, digest=shown.digest, sound=str(shown.voice.sha256))
    return calling.call_out(desk, leader, call_id, seen).call_id


def _word(desk: Desk, writer: Actor) -> int:
    return lexicon.add(desk, writer, lexicon.EntryWords("BCĐ", "Ban Chỉ đạo")).id


def _change(desk: Desk, admin: Actor, rule_id: int) -> int:
    tuesday = MONDAY + timedelta(days=1)
    change = week_changes.Change(rule_id, None, tuesday, tuesday, cancelled=True, note="Nghỉ")
    return week_changes.add_exception(desk, admin, change).id


def _waiting(desk: Desk, writer: Actor) -> int:
    draft = bulletins.Draft(
        title="Đang chờ",
        text="Mời bà con đến nhà văn hóa thôn.",
        field="phap_luat",
        first_day=MONDAY,
        last_day=MONDAY + timedelta(days=3),
    )
    made = bulletins.create(desk, writer, draft)
    bulletins.submit(desk, writer, made.id, made.version)
    return made.id


def _limit(desk: Desk, admin: Actor) -> int:
    """One that Monday's second session is over."""
    words = air_limits.LimitWords(LimitKind.SESSIONS_A_DAY, "12/QĐ-UBND", MONDAY, MONDAY, amount=1)
    return air_limits.add(desk, admin, words).limit.id


def _key(desk: Desk, bulletin_id: int, writer: Actor) -> str:
    with desk.store.reading() as session:
        return bulletins.find(session, writer.commune_id, bulletin_id).revisions[-1].speech_key


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('lang="vi"', 'lang="en"', "is not said to be Vietnamese"),
        ("<title>Trang</title>", "", "has no title"),
        ("<h1>Trang</h1>", "", "has 0 h1"),
        ("<p>", "<script>alert(1)</script><p>", "has a script inside"),
        ("<p>", '<p onclick="x()">', "has p with onclick"),
        ("<p>", '<p style="color: red">', "has p with style"),
        ("<p>", '<img src="//cdn.example/a.png"><p>', "leads to //cdn.example/a.png"),
        ("<p>", '<a href="https://example.vn/">x</a><p>', "leads to https://example.vn/"),
        ("<p>", '<form method="post"><button>Gửi</button></form><p>', "has a form without its token"),
        ("<p>", '<input name="ten"><p>', "has input ten without a label"),
        ("<p>", '<b id="a"></b><b id="a"></b><p>', "has two of id a"),
    ],
)
def test_a_page_that_is_badly_made_is_noticed(good: str, bad: str, fault: str) -> None:
    page = '<html lang="vi"><head><title>Trang</title></head><body><h1>Trang</h1><p>Lời.</p></body></html>'
    assert faults(page) == []
    assert faults(page.replace(good, bad, 1)) == [fault]
