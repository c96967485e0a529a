"""The chain breaks at whatever was changed, and hashes what comes back from JSON as what went in."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.log.chain import GENESIS, link
from broadcaster.units import Sha256

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcđ"), inner, max_size=3),
    max_leaves=8,
)
ROWS = st.dictionaries(st.text("abcđ"), VALUES, max_size=4)


def chained(rows: list[dict[str, object]]) -> list[Sha256]:
    hashes = [GENESIS]
    for row in rows:
        hashes.append(link(hashes[-1], row))
    return hashes


@given(ROWS)
def test_a_row_read_back_from_json_in_any_order_has_the_same_hash(row: dict[str, object]) -> None:
    back = json.loads(json.dumps(dict(reversed(row.items()))))
    assert link(GENESIS, back) == link(GENESIS, row)


@given(ROWS, ROWS)
def test_different_rows_have_different_hashes(first: dict[str, object], second: dict[str, object]) -> None:
    same = json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)
    assert (link(GENESIS, first) == link(GENESIS, second)) == same


def test_a_changed_row_changes_every_hash_after_it() -> None:
    honest = chained([{"n": number} for number in range(5)])
    forged = chained([{"n": 9 if number == 2 else number} for number in range(5)])
    assert forged[:3] == honest[:3]
    assert not set(forged[3:]) & set(honest[3:])


def test_a_hash_is_one_the_world_can_check() -> None:
    """Made with: printf '%s' '{"previous":"000…","row":{"a":1,"tên":"Khe Mơ"}}' | sha256sum."""
    assert link(GENESIS, {"tên": "Khe Mơ", "a": 1}) == (
        "10ab3e5afa12164194dd1d21eed737e47f73f2222d4da7c59806d7d20a5c2f79"
    )


@pytest.mark.parametrize(
    ("value", "failure"), [(date(2026, 6, 15), TypeError), (float("nan"), ValueError)], ids=str
)
def test_what_json_cannot_say_is_a_bug(value: object, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        link(GENESIS, {"value": value})
