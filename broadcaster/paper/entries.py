"""What the log says of one session of one village: the material of every sheet, page and report."""

from dataclasses import dataclass
from datetime import date, datetime

from broadcaster.domain.log.airing import Outcome
from broadcaster.units import Millis

NO_TIME = Millis(0)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the information plan, as it read when the bulletin was approved."""

    id: int
    year: int
    number: int
    content: str


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved an item, when, and whether they had written it themselves."""

    name: str
    title: str
    at: datetime
    by_author: bool
    any_voice: bool = False
    """Whether they let a better voice take the place of the one they heard."""


@dataclass(frozen=True, slots=True)
class Version:
    """An item in one language: what spoke, or whose recording it is."""

    language: str
    engine: str
    voice: str
    fell_back: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Item:
    """One bulletin in a session. Codes are those of `domain.writing.bulletin`; `paper.words` says them."""

    bulletin_id: int
    revision_id: int
    title: str
    duration_ms: Millis
    kind: str
    urgency: str
    source: str
    field: str
    topic: str
    plan_row: PlanRow | None
    author: str
    engine: str
    fell_back: bool
    """Whether another voice than the one wanted spoke."""
    read_times: int
    approval: Approval | None
    versions: tuple[Version, ...] = ()
    """In which languages it aired, in order; none in rows written before languages were."""
    form: str = "bulletin"
    """`bulletin` where it aired whole, `headline` as its short form, `repeat` once more after the others."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """What was passed on of another station within a session."""

    source: str
    """Whose programme: `Đài Tiếng nói Việt Nam`."""
    duration_ms: Millis
    after: int
    """How many of the session's items come before it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement about a session: aired or not, by whom, and which earlier one it corrects."""

    seq: int
    outcome: Outcome
    reason: str
    note: str
    who: str
    at: datetime
    corrects_seq: int | None


@dataclass(frozen=True, slots=True)
class Remark:
    """What the program notes beside a session: a drill, an urgent call, air time over a limit."""

    key: str
    """What must be equal in several villages for them to be one row on paper."""
    says: str
    measured: int = 0
    """By which villages with one key may differ; the greatest is said for all."""
    before: str = ""
    after: str = ""
    """Said once around all that have the same, as one leader's word about several limits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One planned session of one village, with names as they were when its programme was made."""

    occurrence_id: int
    programme_id: int
    village_id: int
    village: str
    stations: tuple[str, ...]
    name: str
    day: date
    starts_at: datetime
    ends_at: datetime
    duration_ms: Millis
    """On the air: the file, and what is relayed."""
    items: tuple[Item, ...]
    state: Outcome
    said: tuple[Said, ...]
    """Every statement, oldest first; the last one stands."""
    remarks: tuple[Remark, ...] = ()
    relay: Relayed | None = None
    """None where nothing is relayed, and where only some of the items are asked for."""
    file_ms: Millis = NO_TIME
    """Of the file alone, for who listens to it."""

    @property
    def last(self) -> Said | None:
        """Return the statement that stands."""
        return self.said[-1] if self.said else None
