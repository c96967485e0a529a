"""Roman numerals, canonical ones only: `IIII` and `VX` are not numbers."""

import re

_SHAPE = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def value(written: str) -> int | None:
    """Return the number a Roman numeral of one letter case means; None when it is not one."""
    upper = written.upper()
    if len(upper) > 15 or written not in (upper, written.lower()) or not _SHAPE.match(upper):
        return None
    values = [_VALUES[letter] for letter in upper]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
