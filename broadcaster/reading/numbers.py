"""The one speller of numbers, used by every rule."""

from broadcaster.reading.options import Options

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LONGEST = 21
"""Digits of the largest number said as a number; longer ones are codes."""

_MILLIARD = 1_000_000_000


def cardinal(number: int, options: Options) -> str:
    """
    Say a whole number: 24 hai mươi tư, 1.005 một nghìn không trăm linh năm.

    The last three digits say their zero hundred only after a thousand; after a million or a milliard a
    lone unit is joined with "linh". Above a milliard the number of milliards is said as a number itself.
    """
    if number < 1000:
        return _hundreds(number, options)
    if number >= _MILLIARD:
        head, rest = divmod(number, _MILLIARD)
        return f"{cardinal(head, options)} tỷ{_rest(rest, options)}"
    if number >= 1_000_000:
        head, rest = divmod(number, 1_000_000)
        return f"{_hundreds(head, options)} triệu{_rest(rest, options)}"
    head, rest = divmod(number, 1000)
    words = f"{_hundreds(head, options)} {options.thousand}"
    if not rest:
        return words
    if rest >= 100:
        return f"{words} {_hundreds(rest, options)}"
    return f"{words} không trăm {_below_hundred(rest, options)}"


def digits(written: str) -> str:
    """Say digits one by one, never mốt, tư or lăm."""
    return " ".join(DIGITS[int(digit)] for digit in written)


def decimal(whole: str, places: str, options: Options) -> str:
    """Say a number with a decimal comma: the places digit by digit, as the news does."""
    return f"{cardinal(int(whole), options)} phẩy {digits(places)}"


def ordinal(number: int, options: Options) -> str:
    """Say what follows "thứ": nhất, hai, ba, tư, năm."""
    return {1: "nhất", 4: "tư"}.get(number) or cardinal(number, options)


def _rest(rest: int, options: Options) -> str:
    """Say what is left below a million or a milliard, joined to what came before."""
    if not rest:
        return ""
    return f" {options.zero_word} {DIGITS[rest]}" if rest < 10 else f" {cardinal(rest, options)}"


def _hundreds(number: int, options: Options) -> str:
    """Say 0 to 999."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _tens(rest, options)
    words = f"{DIGITS[hundreds]} trăm"
    return f"{words} {_below_hundred(rest, options)}" if rest else words


def _below_hundred(rest: int, options: Options) -> str:
    """Say the tens and units after a hundred: linh năm, mười lăm."""
    return f"{options.zero_word} {DIGITS[rest]}" if rest < 10 else _tens(rest, options)


def _tens(number: int, options: Options) -> str:
    """Say 0 to 99."""
    tens, unit = divmod(number, 10)
    if not tens:
        return DIGITS[unit]
    last = {0: "", 5: " lăm"}.get(unit, f" {DIGITS[unit]}")
    if tens == 1:
        return f"mười{last}"
    last = {1: " mốt", 4: f" {options.four}"}.get(unit, last)
    return f"{DIGITS[tens]} mươi{last}"
