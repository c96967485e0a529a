"""Spoken Vietnamese numbers read back, written apart from the speller on purpose."""

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_GROUPS = (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("ngàn", 10**3))


def number(spoken: str) -> int:
    """Read a spoken whole number; words that are no number raise KeyError."""
    words = spoken.split()
    for name, size in _GROUPS:
        if name in words:
            cut = len(words) - 1 - words[::-1].index(name)
            rest = words[cut + 1 :]
            return number(" ".join(words[:cut])) * size + (number(" ".join(rest)) if rest else 0)
    total = 0
    for word in words:
        if word == "trăm":
            total *= 100
        elif word == "mươi":
            total = total // 100 * 100 + total % 100 * 10
        elif word not in {"linh", "lẻ"}:
            total += _UNITS[word]
    return total
