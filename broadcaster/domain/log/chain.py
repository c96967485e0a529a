"""
The hash chain of the log: each row's hash covers the row and the hash before it.

A changed, lost, added or swapped row breaks every hash after it. The chain proves something only where its
head is kept elsewhere, as on printed sheets.
"""

import json
from collections.abc import Mapping

from broadcaster.files import digest_of
from broadcaster.units import Sha256

GENESIS = Sha256("0" * 64)
"""What stands before the first row."""


def link(previous: Sha256, payload: Mapping[str, object]) -> Sha256:
    """
    Return the hash of a row.

    Args:
        previous: The hash of the row before, or `GENESIS`.
        payload: Everything the row says, of text, whole numbers, booleans, none, lists and mappings with
            text keys, so that what comes back from JSON hashes as what went in.

    Raises:
        TypeError: Something in the payload is not JSON, such as a date.
        ValueError: A number in it is not finite.
    """
    words = json.dumps(
        {"previous": previous, "row": payload},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return digest_of(words.encode())
