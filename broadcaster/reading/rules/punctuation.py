"""Stops that are doubled, left over, or stand without a space."""

import re

from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import UNKNOWN, Found

_END = re.compile(r"\.[ ]?/[ ]?\.?|/[ ]?\.(?=\s|\Z)")
_AND_SO_ON = re.compile(r"v ?\. ?v\.*(?!\w)")
_LISTED = re.compile(r"[,;][ ]?(?:\.{2,4}(?!\.)|v\.? ?v\.*(?!\w))(?:[ ]?/[ ]?\.)?")
_TRAIL = re.compile(r"\.{2,4}(?!\.)")
_RUN = re.compile(r"(?:(?!\.{5})[,;:.!?]){2,}")
_TIGHT = re.compile(r"[,;:!?.](?=[^\W\d_]|\d|[\"(])")


def ending(place: Place) -> Found | None:
    """Leave out "./." and a trailing "...", and say ",..." as "vân vân"."""
    text, at = place.text, place.at
    if match := _END.match(text, at):
        return match.end(), "." if match.end() == len(text) or text[match.end()] == "\n" else ". "
    if match := _LISTED.match(text, at):
        return match.end(), ", vân vân" + _after(text, match.end())
    if match := _AND_SO_ON.match(text, at):
        stop = (
            "." if match[0].endswith(".") and (match.end() == len(text) or text[match.end()] == "\n") else ""
        )
        return match.end(), "vân vân" + stop + _after(text, match.end())
    if match := _TRAIL.match(text, at):
        if text[at - 1 : at] == ":" and text[match.end() : match.end() + 2].strip():
            return match.end(), UNKNOWN
        return match.end(), _trail(text, match.end())
    return None


def _after(text: str, end: int) -> str:
    return " " if text[end : end + 1].isalnum() else ""


def _trail(text: str, end: int) -> str:
    """Stop where a sentence ends, and pause where it goes on."""
    follows = text[end : end + 2].strip()
    if not follows or "\n" in text[end : end + 2] or follows[:1].isupper():
        return "." + ("" if text[end : end + 1] in {" ", "\n", ""} else " ")
    return "" if follows[:1] in ',;:.!?)]"' else "," + ("" if text[end : end + 1] == " " else " ")


def run(place: Place) -> Found | None:
    """Keep one of several stops, the strongest, and part what was written without a space."""
    text, at = place.text, place.at
    if match := _RUN.match(text, at):
        stops = match[0]
        if stops.startswith(":..") and text[match.end() : match.end() + 2].strip():
            return match.end(), UNKNOWN
        kept = next(stop for stop in ".!?;:," if stop in stops)
        kept = next((stop for stop in "!?" if stop in stops), kept)
        return match.end(), kept + _after(text, match.end())
    if _TIGHT.match(text, at):
        return at + 1, text[at] + " "
    return None
