"""Signed heads: what the commune signed passes, anything else does not."""

import json

from hypothesis import given
from hypothesis import strategies as st

from broadcaster.wire.signature import public_key, sign, verify

SEED, OTHER = bytes(range(32)), bytes(32)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.text(), values, max_size=5))
def test_what_was_signed_verifies_after_a_trip_as_json(document: dict[str, object]) -> None:
    document = {name: value for name, value in document.items() if name not in ("signature", "key")}
    assert verify(json.loads(json.dumps(sign(document, SEED))), public_key(SEED))


@given(st.text(), st.text())
def test_a_changed_value_does_not_verify(before: str, after: str) -> None:
    signed = sign({"village": before}, SEED)
    assert verify(signed | {"village": after}, public_key(SEED)) == (before == after)


def test_another_communes_signature_does_not_pass() -> None:
    assert not verify(sign({"a": 1}, OTHER), public_key(SEED))


def test_garbage_is_refused_quietly() -> None:
    signed = sign({"a": 1}, SEED)
    assert not verify(signed | {"signature": "zz"}, public_key(SEED))
    assert not verify({"a": 1}, public_key(SEED))
