"""A reading cut into runs for the page: plain words together, and each expansion, doubt and silence apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from broadcaster.reading import RULE_NAMES, Span
from broadcaster.reading.spans import DOUBT, TEXT


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of what will be said."""

    kind: str
    """`plain`, `rule`, `silent` (written, and not said on purpose) or `doubt`."""
    said: str
    written: str = ""
    rule: str = ""
    """In Vietnamese."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place whose reading the writer decides, and what they decided so far."""

    written: str
    said: str = ""
    times: int = 1


def runs(spans: Iterable[Span]) -> Iterator[Run]:
    """Cut a reading into runs; what is said as it is written is one run however long."""
    for plain, group in groupby(spans, key=_is_plain):
        if plain:
            yield Run("plain", "".join(span.spoken for span in group))
        else:
            yield from map(_run, group)


def doubts(spans: Iterable[Span], confirmed: Iterable[tuple[str, str]]) -> tuple[Doubt, ...]:
    """List what the writer has to decide or has decided, each once, in the order of the text."""
    settled = dict(confirmed)
    times: dict[str, int] = {}
    for span in spans:
        written = span.written.strip()
        if span.rule == DOUBT or written in settled:
            times[written] = times.get(written, 0) + 1
    return tuple(Doubt(written, settled.get(written, ""), count) for written, count in times.items())


def _is_plain(span: Span) -> bool:
    """Take for plain what is said as written, and marks that only become other marks."""
    if span.rule in (TEXT, DOUBT):
        return span.rule == TEXT
    return span.written == span.spoken or not any(one.isalnum() for one in span.written + span.spoken)


def _run(span: Span) -> Run:
    if span.rule == DOUBT:
        return Run("doubt", span.spoken or span.written, span.written.strip(), RULE_NAMES.get(DOUBT, ""))
    kind = "rule" if span.spoken.strip() else "silent"
    return Run(kind, span.spoken, span.written.strip(), RULE_NAMES.get(span.rule, ""))
