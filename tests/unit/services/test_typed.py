"""What people type, tidied and turned into codes."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.errors import Refused
from broadcaster.services.typed import code_of, line


def test_a_line_is_composed_and_has_single_spaces() -> None:
    apart = unicodedata.normalize("NFD", "  thôn\tĐồng \n Giữa\x00 ")
    assert line(apart, "tên thôn") == "thôn Đồng Giữa"


def test_an_empty_or_endless_line_is_refused_by_its_name() -> None:
    with pytest.raises(Refused, match="Hãy điền tên thôn"):
        line(" \n ", "tên thôn")
    with pytest.raises(Refused, match="Tên thôn dài 101 ký tự, tối đa 100"):
        line("a" * 101, "tên thôn")
    assert line("", "ghi chú", needed=False) == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xã Quảng La", "xa-quang-la"),
        ("thôn Đồng Giữa", "thon-dong-giua"),
        ("ĐƯỜNG ƯỚC 2", "duong-uoc-2"),
        ("Khu 5 (mới)", "khu-5-moi"),
        ("…", "thon"),
    ],
)
def test_a_code_is_the_name_without_its_marks(name: str, code: str) -> None:
    assert code_of(name, (), "thon") == code


def test_a_code_in_use_gets_a_number() -> None:
    assert code_of("thôn 1", {"thon-1"}, "thon") == "thon-1-2"
    assert code_of("thôn 1", {"thon-1", "thon-1-2"}, "thon") == "thon-1-3"


@given(st.text(max_size=200), st.sets(st.sampled_from(["thon", "thon-2", "a"])))
def test_any_name_makes_a_new_code_that_every_disk_takes(name: str, taken: set[str]) -> None:
    code = code_of(name, taken, "thon")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert code not in taken
