"""What is published: one small head a village, lists that villages share, and only what changed is written."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import m3u8
import pytest

from broadcaster.config import Settings
from broadcaster.files import digest_of_file
from broadcaster.services.commune import communes, people, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.upkeep import prune
from broadcaster.services.week import week_changes
from broadcaster.services.writing import bulletins
from broadcaster.store.tables import Bulletin
from broadcaster.wire import manifest
from broadcaster.wire.signature import canonical, public_key, sign, verify, verify_written
from tests.conftest import at, later

MONDAY, TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
SPACE = {"x": "http://xspf.org/ns/0/"}
Approve = Callable[..., Bulletin]


def folder(desk: Desk) -> Path:
    return desk.settings.schedules / "published"


def heads(desk: Desk) -> dict[str, dict[str, Any]]:
    return {path.parent.name: json.loads(path.read_bytes()) for path in folder(desk).glob("*/*/head.json")}


def without_villages(desk: Desk) -> None:
    """Greet nobody by the village, so that all villages hear the same."""
    view = communes.view(desk, 1)
    texts = {"greeting": "Đây là Đài Truyền thanh {xã}.", "closing": "Xin kính chào bà con."}
    values = {name: getattr(view, name) for name in communes.CommuneChange.__dataclass_fields__} | texts
    communes.change(desk, people.find(desk, "quantri"), view.version, communes.CommuneChange(**values))


def test_a_head_names_its_village_and_days_and_says_who_approved_every_item(aired_desk: Desk) -> None:
    found = heads(aired_desk)
    assert sorted(found) == ["thon-dong-giua", "thon-khe-mo", "thon-suoi-ngang"]
    head = found["thon-khe-mo"]
    assert head["version"] == manifest.VERSION
    assert (head["commune_name"], head["village_name"]) == ("xã Đồng Xanh", "thôn Khe Mơ")
    assert head["valid_from"] == "2026-06-15T00:00:00+07:00"
    assert head["valid_until"] == "2026-06-17T00:00:00+07:00"
    for one in head["sessions"]:
        spoken = [item for item in one["items"] if item["kind"] == "bulletin"]
        assert spoken
        assert {item["approved_by"] for item in spoken} == {"Triệu Văn Trường"}
        assert all(item["approved_at"].endswith("+07:00") for item in spoken)
        assert all(item["approved_by"] is None for item in one["items"] if item not in spoken)


def test_every_list_of_a_head_plays_the_days_sessions_in_order(aired_desk: Desk) -> None:
    for head_path in folder(aired_desk).glob("*/*/head.json"):
        head = json.loads(head_path.read_bytes())
        for one in head["lists"]:
            path = head_path.parent / one["file"]
            assert (digest_of_file(path), path.stat().st_size) == (one["sha256"], one["bytes"])
            beside = head_path.parent / f"{one['day'].replace('-', '')}.{one['form']}"
            assert beside.read_bytes() == path.read_bytes()
            wanted = [
                (session["sha256"], session["duration_ms"])
                for session in head["sessions"]
                if session["day"] == one["day"]
            ]
            for place in (path, beside):
                assert listed(place, one["form"]) == wanted


def listed(path: Path, form: str) -> list[tuple[str, int]]:
    """Read a list as a player does: the digest of each file it names, and the length; whole seconds in M3U."""
    if form == "xspf":
        tracks = ET.fromstring(path.read_bytes()).findall(".//x:track", SPACE)
        entries = [
            (one.findtext("x:location", "", SPACE), int(one.findtext("x:duration", "0", SPACE)))
            for one in tracks
        ]
        return [(digest_of_file(path.parent / file), length) for file, length in entries]
    found = m3u8.loads(path.read_text("utf-8" if form == "m3u8" else "ascii")).segments
    exact = listed(_xspf_of(path), "xspf")
    assert [one.duration for one in found] == [-(-length // 1000) for _digest, length in exact]
    return [
        (digest_of_file(path.parent / one.uri), length)
        for one, (_digest, length) in zip(found, exact, strict=True)
    ]


def _xspf_of(path: Path) -> Path:
    """Find the XSPF list of the same day beside any head that has this list."""
    for head_path in path.parent.parent.glob("*/head.json"):
        lists = json.loads(head_path.read_bytes())["lists"]
        for one in lists:
            if digest_of_file(path) == one["sha256"]:
                other = next(two for two in lists if (two["day"], two["form"]) == (one["day"], "xspf"))
                return head_path.parent / str(other["file"])
    raise AssertionError(path)


def test_villages_that_hear_the_same_share_sound_and_lists(
    desk: Desk, admin: Actor, approve: Approve
) -> None:
    without_villages(desk)
    approve()
    done = publishing.publish(desk, admin.commune_id)
    found = heads(desk).values()
    assert len(found) == 3
    assert len({json.dumps([one["sessions"][0]["sha256"], one["lists"]]) for one in found}) == 1
    sounds = {one["sha256"] for head in found for one in head["sessions"]}
    assert done.programmes == sum(len(head["sessions"]) for head in found)
    assert len(list((desk.settings.audio / "programmes").rglob("*.mp3"))) == len(sounds) == 1


def test_only_the_village_whose_plan_changed_gets_a_new_head(aired_desk: Desk) -> None:
    before = heads(aired_desk)
    admin = people.find(aired_desk, "quantri")
    village = villages.village_named(aired_desk, "thôn Khe Mơ")
    change = week_changes.Change(None, village, TUESDAY, TUESDAY, cancelled=True)
    week_changes.add_exception(aired_desk, admin, change)
    publishing.publish(aired_desk, 1)
    after = heads(aired_desk)
    assert [name for name in after if after[name] != before[name]] == ["thon-khe-mo"]
    assert after["thon-khe-mo"]["sequence"] > before["thon-khe-mo"]["sequence"]
    assert {one["day"] for one in after["thon-khe-mo"]["sessions"]} == {"2026-06-15"}


def test_a_head_that_was_lost_comes_back_with_a_higher_sequence(aired_desk: Desk) -> None:
    before = heads(aired_desk)
    for path in folder(aired_desk).glob("*/*/head.json"):
        path.unlink()
    written = publishing.publish(later(aired_desk, seconds=1), 1)
    assert written == publishing.Published(0, 3)
    assert all(one["sequence"] > before[name]["sequence"] for name, one in heads(aired_desk).items())


@pytest.mark.parametrize("pattern", ["*/*/head.json", "*/thon-khe-mo/20260615.m3u", "*/_lists/*.xspf"])
def test_what_was_damaged_is_written_again_and_nothing_else(aired_desk: Desk, pattern: str) -> None:
    path = next(folder(aired_desk).glob(pattern))
    path.write_bytes(b"{" + path.read_bytes()[1:-1] + b" ")
    assert publishing.publish(aired_desk, 1).files > 0
    for head_path in folder(aired_desk).glob("*/*/head.json"):
        head = json.loads(head_path.read_bytes())
        assert verify(head, public_key(aired_desk.keys.signing_seed(head["commune"])))
        for one in head["lists"]:
            assert digest_of_file(head_path.parent / one["file"]) == one["sha256"]
    assert publishing.publish(aired_desk, 1) == publishing.Published(0, 0)


def test_the_clock_set_back_does_not_let_a_sequence_fall(aired_desk: Desk) -> None:
    before = heads(aired_desk)
    renamed = villages.view(aired_desk, 1, 1)
    admin = people.find(aired_desk, "quantri")
    villages.rename(aired_desk, admin, 1, renamed.version, "thôn Khe Mơ Trên")
    publishing.publish(later(aired_desk, minutes=-2), 1)
    after = heads(aired_desk)["thon-khe-mo"]
    assert after["village_name"] == "thôn Khe Mơ Trên"
    assert after["sequence"] == before["thon-khe-mo"]["sequence"] + 1


def test_the_next_seven_days_are_published_by_the_settings_that_ship(desk: Desk, approve: Approve) -> None:
    assert Settings().horizon_days >= 7
    approve(last_day=MONDAY + timedelta(days=20), airings=100)
    publishing.publish(desk, 1, days=8)
    for head in heads(desk).values():
        assert head["valid_until"] == "2026-06-23T00:00:00+07:00"


def test_lists_that_no_head_names_any_more_go_after_a_day(aired_desk: Desk) -> None:
    bulletins.withdraw(aired_desk, people.find(aired_desk, "duyet"), 1, 3, "Hết hiệu lực")
    publishing.publish(aired_desk, 1)
    lists = list(folder(aired_desk).glob("*/_lists/*"))
    assert lists
    prune.prune(aired_desk)
    assert list(folder(aired_desk).glob("*/_lists/*")) == lists
    prune.prune(at(aired_desk, datetime.now(UTC) + timedelta(days=1, hours=1)))
    assert list(folder(aired_desk).glob("*/_lists/*")) == []


def test_a_list_that_a_head_names_stays_when_it_is_old(aired_desk: Desk) -> None:
    prune.prune(at(aired_desk, datetime.now(UTC) + timedelta(days=10)))
    assert publishing.publish(aired_desk, 1) == publishing.Published(0, 0)


def test_what_was_written_verifies_as_it_lies_and_no_other_spelling_does() -> None:
    seed, other = bytes(range(32)), bytes(32)
    document = {"village": "thôn Khe Mơ", "signature": "old", "sessions": [{"key": "x"}]}
    written = canonical(sign(document, seed))
    assert verify_written(written, public_key(seed))
    assert not verify_written(written, public_key(other))
    assert not verify_written(written + b" ", public_key(seed))
    assert not verify_written(written.replace("Mơ".encode(), b"Mo"), public_key(seed))
    assert not verify_written(b"{}", public_key(seed))


def test_the_list_of_a_day_is_the_same_from_every_door(aired_desk: Desk) -> None:
    view = days.day(aired_desk, 1, TUESDAY)
    head = heads(aired_desk)["thon-khe-mo"]
    assert [one.sha256 for one in view.sessions] == [
        one["sha256"] for one in head["sessions"] if one["day"] == "2026-06-16"
    ]
