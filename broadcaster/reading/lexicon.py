"""
The built-in dictionary: tables a person can read and correct, loaded once.

Every file of `data/` begins with a line naming its columns; a line that begins with # is a remark. Files of
abbreviations, one a field of life, have the columns `written`, `spoken` and perhaps `note`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEAD = re.compile(r"([^\W\d_]+\d{0,3})[ ]?[-&/.'+,]")
_ABBREVIATIONS = (
    "party",
    "government",
    "offices",
    "one_stop",
    "health",
    "education",
    "security",
    "land",
    "farming",
    "economy",
    "society",
    "digital",
    "places",
)


@dataclass(frozen=True, slots=True)
class Context:
    """One reading of an abbreviation with several, and the words around that tell it."""

    spoken: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, by what is written."""

    abbreviations: Mapping[str, str]
    folded: Mapping[str, str]
    """The same, by small letters."""
    contexts: Mapping[str, tuple[Context, ...]]
    foreign: Mapping[str, str]
    """Foreign words and names of things, by small letters."""
    phrases: Mapping[str, tuple[str, ...]]
    """The first words of dictionary forms of several words, with the whole forms, longest first."""
    heads: frozenset[str]
    """The first parts of forms with signs inside, in small letters."""
    kinds: Mapping[str, str]
    senders: Mapping[str, str]
    """Codes that name an office at the front of a letter, and a kind of document elsewhere."""
    issuers: Mapping[str, str]
    units: Mapping[str, str]
    currencies: Mapping[str, str]
    web: Mapping[str, str]
    parts: Mapping[str, str]


@cache
def built_in() -> Lexicon:
    """Load the dictionary that comes with the program."""
    abbreviations = {row["written"]: row["spoken"] for name in _ABBREVIATIONS for row in _rows(name)}
    foreign = {row["written"].lower(): row["spoken"] for row in _rows("foreign")}
    contexts = _contexts()
    documents = list(_rows("documents"))
    return Lexicon(
        abbreviations=abbreviations,
        folded={written.lower(): spoken for written, spoken in abbreviations.items()},
        contexts=contexts,
        foreign=foreign,
        phrases=_phrases([*foreign, *abbreviations]),
        heads=frozenset(
            match[1].lower() for form in (*abbreviations, *foreign, *contexts) if (match := _HEAD.match(form))
        ),
        kinds={row["code"]: row["spoken"] for row in documents if row["place"] == "kind"},
        senders={row["code"]: row["spoken"] for row in documents if row["place"] == "sender"},
        issuers=_issuers([row for row in documents if row["place"] in {"issuer", "field"}]),
        units=_units(),
        currencies={row["written"].lower(): row["spoken"] for row in _rows("currencies")},
        web={row["written"]: row["spoken"] for row in _rows("web")},
        parts={row["written"]: row["spoken"] for row in _rows("parts")},
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Read a table by the names in its first line."""
    text = files("broadcaster.reading").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        yield dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def _contexts() -> dict[str, tuple[Context, ...]]:
    """Read the readings that depend on context, in their order."""
    found: dict[str, tuple[Context, ...]] = {}
    for row in _rows("contexts"):
        before, after = (tuple(filter(None, row[side].lower().split("|"))) for side in ("before", "after"))
        before = tuple(f" {words}" if words[0].isalnum() else words for words in before)
        found[row["written"]] = (*found.get(row["written"], ()), Context(row["spoken"], before, after))
    return {written: tuple(sorted(rows, key=_is_default)) for written, rows in found.items()}


def _is_default(row: Context) -> bool:
    """Whether a row is for the rest; it comes last wherever it stands."""
    return not row.before and not row.after


def _phrases(written: list[str]) -> dict[str, tuple[str, ...]]:
    """Index forms of several words by their first."""
    found: dict[str, list[str]] = {}
    for form in written:
        if " " in form:
            found.setdefault(form.split(" ", 1)[0].lower(), []).append(form.lower())
    return {first: tuple(sorted(forms, key=len, reverse=True)) for first, forms in found.items()}


def _issuers(rows: list[dict[str, str]]) -> dict[str, str]:
    """Read who issues; a field's code also stands behind B (Bộ), S (Sở), P (Phòng) and C (Chi cục)."""
    found: dict[str, str] = {}
    for row in rows:
        if row["place"] == "field":
            levels = (("B", "Bộ"), ("S", "Sở"), ("P", "Phòng"))
            found |= {f"{level}{row['code']}": f"{name} {row['spoken']}" for level, name in levels}
    return found | {row["code"]: row["spoken"] for row in rows if row["place"] == "issuer"}


def _units() -> dict[str, str]:
    """Read the units; letter case counts only where two differ by it, and then the upper row stands for the rest."""
    rows = [(row["written"], row["spoken"]) for row in _rows("units")]
    folded = {
        written.lower(): spoken for written, spoken in reversed(rows) if len(written) > 1 or written in "VW"
    }
    return folded | dict(rows)
