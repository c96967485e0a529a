"""Playlists: what is written is what the readers of each form read, whatever a title has in it."""

import xml.etree.ElementTree as ET

import m3u8 as reader
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.shelf.playlists import m3u, m3u8, without_marks, xspf
from broadcaster.units import Millis

NAMES = st.from_regex(r"[0-9]{2}_[0-9]{4}\.MP3", fullmatch=True)
LENGTHS = st.integers(1, 3 * 3600_000).map(Millis)
TITLES = st.text(max_size=40)
ENTRIES = st.lists(st.tuples(NAMES, LENGTHS, TITLES), min_size=1, max_size=6)
SPACE = {"x": "http://xspf.org/ns/0/"}


def test_titles_without_marks_are_read_by_a_player_that_knows_ascii_alone() -> None:
    assert without_marks("Bản tin thủ tục hành chính – Đồng Giữa, ỡ ẵ ự") == (
        "Ban tin thu tuc hanh chinh - Dong Giua, o a u"
    )


def test_the_plain_list_is_ascii_with_windows_line_ends_and_names_of_eight_and_three() -> None:
    written = m3u([("01_0530.MP3", Millis(61_200), "thôn Khe Mơ, 05:30 Buổi sáng")])
    assert written == b"#EXTM3U\r\n#EXTINF:62,thon Khe Mo, 05:30 Buoi sang\r\n01_0530.MP3\r\n"


@given(ENTRIES)
def test_all_forms_say_the_same_files_in_the_same_order_with_the_same_lengths(
    entries: list[tuple[str, Millis, str]],
) -> None:
    names, seconds = [one[0] for one in entries], [-(-one[1] // 1000) for one in entries]
    for text in (m3u8(entries), m3u(entries).decode("ascii")):
        found = reader.loads(text).segments
        assert [one.uri for one in found] == names
        assert [one.duration for one in found] == seconds
    tracks = ET.fromstring(xspf(entries, "Thứ hai", "xã Đồng Xanh")).findall(".//x:track", SPACE)
    assert [one.findtext("x:location", namespaces=SPACE) for one in tracks] == names
    assert [int(one.findtext("x:duration", "0", SPACE)) for one in tracks] == [one[1] for one in entries]
    assert [one.findtext("x:trackNum", "", SPACE) for one in tracks] == [
        str(number) for number in range(1, len(entries) + 1)
    ]


def test_an_xspf_title_keeps_what_xml_would_take_for_its_own_and_drops_what_it_cannot_say() -> None:
    written = xspf([("a b/ở.mp3", Millis(1), "Tin <1> & “2”\x00\ud800")], "Danh sách", "xã")
    track = ET.fromstring(written).find(".//x:track", SPACE)
    assert track is not None
    assert track.findtext("x:title", namespaces=SPACE) == "Tin <1> & “2”"
    assert track.findtext("x:location", namespaces=SPACE) == "a%20b/%E1%BB%9F.mp3"
