"""Villages, speaker clusters and the commune's own settings."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from broadcaster.clock import FixedClock
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.commune import communes, stations, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.store.tables import Audit, Commune

MONDAY = date(2026, 6, 15)


def first(desk: Desk, admin: Actor) -> villages.VillageView:
    return villages.listing(desk, admin.commune_id)[0]


def settled(desk: Desk, admin: Actor) -> None:
    """Clear the mark that asks for publishing, so that a test sees who sets it."""
    for commune_id, wanted_at in due.wanted(desk).items():
        due.done(desk, commune_id, wanted_at)


def test_a_village_is_found_by_name_or_code_in_any_letter_case(desk: Desk, admin: Actor) -> None:
    wanted = first(desk, admin).id
    for name in ("thôn Khe Mơ", "THÔN  KHE MƠ", "khe mơ", "thon-khe-mo"):
        assert villages.village_named(desk, name) == wanted


def test_a_village_that_is_not_there_is_answered_with_those_that_are(desk: Desk, admin: Actor) -> None:
    with pytest.raises(NotFound, match=r"thon-khe-mo \(thôn Khe Mơ\), thon-dong-giua"):
        villages.village_named(desk, "thôn Xa")


def test_two_villages_of_one_name_are_told_apart_by_their_codes(desk: Desk, admin: Actor) -> None:
    with desk.store.writing() as session:  # as after two communes were merged
        commune = Commune(
            code="xa-khac", name="xã Khác", province="tỉnh", greeting="", closing="", repeat_words="",
            self_approval=False, created_at=desk.clock.now(),
        )  # fmt: skip
        session.add(commune)
        session.flush()
        other = replace(admin, commune_id=commune.id)
    villages.add(desk, other, "thôn Khe Mơ")
    with pytest.raises(Refused, match="2 thôn cùng tên"):
        villages.village_named(desk, "thôn Khe Mơ")


def test_a_new_village_has_a_code_a_speaker_cluster_and_a_place_in_the_plan(desk: Desk, admin: Actor) -> None:
    settled(desk, admin)
    row = villages.add(desk, admin, "thôn Đồng Giữa 2")
    assert (row.code, row.valid_from, [one.name for one in row.stations]) == (
        "thon-dong-giua-2",
        MONDAY,
        ["Cụm loa thôn Đồng Giữa 2"],
    )
    assert admin.commune_id in due.wanted(desk)


def test_a_closed_villages_name_can_be_used_again_with_another_code(
    desk: Desk, admin: Actor, clock: FixedClock
) -> None:
    old = first(desk, admin)
    with pytest.raises(Refused, match="đã có thôn Khe Mơ"):
        villages.add(desk, admin, "Thôn khe mơ")
    villages.close(desk, admin, old.id, old.version, MONDAY)
    clock.at += timedelta(days=1)
    assert villages.add(desk, admin, "thôn Khe Mơ").code == "thon-khe-mo-2"


def test_a_renamed_village_keeps_its_code_and_first_day(desk: Desk, admin: Actor) -> None:
    old = first(desk, admin)
    new = villages.rename(desk, admin, old.id, old.version, "thôn Khe Mơ Mới")
    assert new.name == "thôn Khe Mơ Mới"
    assert (new.code, new.valid_from, new.version) == (old.code, old.valid_from, old.version + 1)
    with pytest.raises(Stale):
        villages.rename(desk, admin, old.id, old.version, "thôn Khác")
    with pytest.raises(Refused, match="đã có"):
        villages.rename(desk, admin, new.id, new.version, "thôn Suối Ngang")


def test_a_village_is_closed_with_a_last_day_and_opened_again_until_then(
    desk: Desk, admin: Actor, clock: FixedClock
) -> None:
    row = first(desk, admin)
    with pytest.raises(Refused, match="15/06/2026"):
        villages.close(desk, admin, row.id, row.version, MONDAY - timedelta(days=1))
    closed = villages.close(desk, admin, row.id, row.version, MONDAY)
    assert [one.valid_to for one in closed.stations] == [MONDAY]
    opened = villages.reopen(desk, admin, row.id, closed.version)
    assert (opened.valid_to, [one.valid_to for one in opened.stations]) == (None, [None])
    closed = villages.close(desk, admin, row.id, opened.version, MONDAY)
    clock.at += timedelta(days=1)
    with pytest.raises(Refused, match="thêm thôn mới"):
        villages.reopen(desk, admin, row.id, closed.version)
    assert row.id not in {one.id for one in villages.listing(desk, admin.commune_id)}
    assert row.id in {one.id for one in villages.listing(desk, admin.commune_id, closed=True)}


def test_a_secret_link_opens_its_own_village_only(desk: Desk, admin: Actor) -> None:
    found = villages.listing(desk, admin.commune_id)
    secrets = [villages.link_secret(desk, one) for one in found]
    assert len(set(secrets)) == 3
    assert [villages.village_by_secret(desk, secret) for secret in secrets] == list(found)
    for wrong in ("", "a" * 26, secrets[0][:-1], "đ"):
        assert villages.village_by_secret(desk, wrong) is None


def test_a_renewed_link_voids_the_one_handed_out(desk: Desk, admin: Actor) -> None:
    row = first(desk, admin)
    old = villages.link_secret(desk, row)
    new = villages.renew_link(desk, admin, row.id, row.version)
    assert villages.village_by_secret(desk, old) is None
    assert villages.village_by_secret(desk, villages.link_secret(desk, new)) == new


def test_a_closed_villages_link_opens_one_week_more(desk: Desk, admin: Actor, clock: FixedClock) -> None:
    row = first(desk, admin)
    closed = villages.close(desk, admin, row.id, row.version, MONDAY)
    secret = villages.link_secret(desk, closed)
    clock.at += timedelta(days=7)
    assert villages.village_by_secret(desk, secret) is not None
    clock.at += timedelta(days=1)
    assert villages.village_by_secret(desk, secret) is None


def test_a_writer_keeps_speaker_clusters_and_an_operator_does_not(
    desk: Desk, admin: Actor, writer: Actor, operator: Actor
) -> None:
    village = first(desk, admin)
    words = stations.StationWords("Cụm loa nhà văn hóa", "phone", "Bàn Văn Sơn", "0987 654 321")
    row = stations.add(desk, writer, village.id, words)
    assert (row.delivery_label, row.operator) == ("điện thoại", "Bàn Văn Sơn")
    changed = stations.change(desk, writer, row.id, replace(words, delivery="usb"))
    assert changed.delivery == "usb"
    assert stations.close(desk, writer, row.id, MONDAY).valid_to == MONDAY
    with pytest.raises(NotAllowed):
        stations.add(desk, operator, village.id, words)
    with pytest.raises(NotAllowed):
        stations.close(desk, operator, row.id, MONDAY)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (stations.StationWords(""), "tên cụm loa"),
        (stations.StationWords("Cụm loa", "chim"), "USB"),
        (stations.StationWords("Cụm loa", phone="0" * 31), "31 ký tự"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_speaker_cluster_is_refused(
    desk: Desk, admin: Actor, words: stations.StationWords, says: str
) -> None:
    village = first(desk, admin)
    with pytest.raises(Refused, match=says):
        stations.add(desk, admin, village.id, words)
    assert len(first(desk, admin).stations) == 1


def test_villages_and_speaker_clusters_of_another_commune_are_not_there(desk: Desk, admin: Actor) -> None:
    village = first(desk, admin)
    stranger = replace(admin, commune_id=admin.commune_id + 1)
    for act in (
        lambda: villages.rename(desk, stranger, village.id, village.version, "thôn Khác"),
        lambda: villages.view(desk, stranger.commune_id, village.id),
        lambda: stations.add(desk, stranger, village.id, stations.StationWords("Cụm loa")),
        lambda: stations.close(desk, stranger, village.stations[0].id, MONDAY),
    ):
        with pytest.raises(NotFound):
            act()


def settings(desk: Desk, admin: Actor, **changed: object) -> communes.CommuneChange:
    shown = asdict(communes.view(desk, admin.commune_id))
    values = {name: shown[name] for name in communes.CommuneChange.__dataclass_fields__}
    return communes.CommuneChange(**values | changed)


def test_changed_settings_are_kept_audited_and_ask_for_publishing(desk: Desk, admin: Actor) -> None:
    settled(desk, admin)
    change = settings(
        desk, admin, name="xã Đồng Xanh Mới", repeat_words="Nhắc lại lần 2.", self_approval=True
    )
    shown = communes.change(desk, admin, 1, change)
    assert (shown.name, shown.self_approval, shown.version) == ("xã Đồng Xanh Mới", True, 2)
    assert shown.repeat_words == "Nhắc lại lần hai."  # it goes to the voice as it stands
    assert admin.commune_id in due.wanted(desk)
    with desk.store.reading() as session:
        detail = session.scalars(select(Audit.detail).order_by(Audit.id.desc()).limit(1)).one()
    assert set(detail) == {"name", "repeat_words", "self_approval"}
    with pytest.raises(Stale):
        communes.change(desk, admin, 1, change)


def test_settings_that_are_as_before_change_nothing(desk: Desk, admin: Actor) -> None:
    settled(desk, admin)
    assert communes.change(desk, admin, 1, settings(desk, admin)).version == 1
    assert due.wanted(desk) == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"greeting": "Chào bà con {làng}"}, "{làng}"),
        ({"closing": "Chào bà con {thôn"}, "ngoặc nhọn"),
        ({"greeting": " "}, "lời chào"),
        ({"greeting": "a" * 1001}, "1001 ký tự"),
        ({"name": ""}, "tên xã"),
        ({"document_symbol": "hát"}, "ký hiệu"),
        ({"thousand_word": "tỉ"}, "ngàn"),
        ({"repeat_words": ""}, "nhắc lại"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_settings_are_refused_and_change_nothing(
    desk: Desk, admin: Actor, changed: dict[str, object], says: str
) -> None:
    before = communes.view(desk, admin.commune_id)
    with pytest.raises(Refused, match=says):
        communes.change(desk, admin, before.version, settings(desk, admin, **changed))
    assert communes.view(desk, admin.commune_id) == before


def test_only_an_administrator_changes_villages_and_settings(desk: Desk, admin: Actor, writer: Actor) -> None:
    village = first(desk, admin)
    for act in (
        lambda: communes.change(desk, writer, 1, settings(desk, admin)),
        lambda: villages.add(desk, writer, "thôn Mới"),
        lambda: villages.rename(desk, writer, village.id, 1, "thôn Mới"),
        lambda: villages.close(desk, writer, village.id, 1, MONDAY),
        lambda: villages.renew_link(desk, writer, village.id, 1),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Role.ADMIN not in writer.roles
