"""Sessions of the week, their exceptions, the occurrences they make, and the programmes made for those."""

from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcaster.store.base import Base


class SessionRule(Base):
    """A weekly session (buổi phát) of a commune. A changed rule is closed and a new one opened."""

    __tablename__ = "session_rule"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_range"),
        CheckConstraint("longest_ms > 0", name="longest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    name: Mapped[str]
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    """ISO numbers, Monday 1 … Sunday 7."""
    start: Mapped[time]
    """Wall time in Vietnam."""
    longest_ms: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("session_rule.id"))
    """The first rule of its line; none where it is the first itself. A changed rule keeps its series."""
    village_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """Sorted village keys; none means every village."""
    replaces: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Sorted series of the sessions that give way to it where both would sound at once."""
    template_id: Mapped[int | None] = mapped_column(ForeignKey("programme_template.id"))
    """None means the shipped template of a Bản tin."""
    urgent_call_id: Mapped[int | None] = mapped_column(ForeignKey("urgent_call.id"), index=True)
    """Of one airing of an urgent call: that day only, whatever the exceptions say."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def series(self) -> int:
        """Return what names this session through all its changes."""
        return self.series_id or self.id


class SessionException(Base):
    """Other times, another length, or no session at all, on some days, in one village or all."""

    __tablename__ = "session_exception"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="day_range"),
        CheckConstraint("cancelled OR start IS NOT NULL OR longest_ms IS NOT NULL", name="changes_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("session_rule.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    """Inclusive; `date.max` until further notice."""
    only_on: Mapped[str] = mapped_column(default="")
    """On which days of the range: every one, or a key of `domain.week.special_days.LABELS`."""
    replaces: Mapped[list[int]] = mapped_column(JSON, default=list)
    """As of `SessionRule`, on these days."""
    cancelled: Mapped[bool]
    start: Mapped[time | None]
    longest_ms: Mapped[int | None]
    note: Mapped[str]


class DroppedSession(Base):
    """One session of one village on one day that a person took out; no rule brings it back."""

    __tablename__ = "dropped_session"
    __table_args__ = (UniqueConstraint("village_id", "series_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("session_rule.id"))
    day: Mapped[date]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Occurrence(Base):
    """One session of one village on one day, made to the horizon whether or not anybody looks."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("village_id", "rule_id", "day"),
        Index("ix_occurrence_commune_day", "commune_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("session_rule.id"))
    name: Mapped[str]
    day: Mapped[date]
    """The day it starts on in Vietnam; a session over midnight belongs to it whole."""
    starts_at: Mapped[datetime]
    longest_ms: Mapped[int]
    cancelled: Mapped[bool] = mapped_column(default=False)
    programmes: Mapped[list["Programme"]] = relationship(
        order_by="Programme.version", back_populates="occurrence", lazy="selectin"
    )


class Programme(Base):
    """
    A running order made for an occurrence, frozen; a change makes the next version.

    `sha256` is none exactly where the running order is empty and there is no sound.
    """

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "version"),
        CheckConstraint("(sha256 IS NULL) = (duration_ms = 0)", name="sound_or_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    version: Mapped[int]
    order_digest: Mapped[str]
    """Digest of the pieces in order: the same order is never published twice."""
    sha256: Mapped[str | None]
    duration_ms: Mapped[int]
    bytes: Mapped[int]
    left_out: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    relay: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """What is relayed after the file or within it: source, address, instruction, `offset_ms`, `duration_ms`."""
    made_at: Mapped[datetime]
    occurrence: Mapped[Occurrence] = relationship(back_populates="programmes")
    items: Mapped[list["ProgrammeItem"]] = relationship(
        order_by="ProgrammeItem.position", lazy="selectin", cascade="all"
    )


class ProgrammeItem(Base):
    """One piece of a programme, with the names that were true when it was made."""

    __tablename__ = "programme_item"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """See `domain.plan.running_order.Item`."""
    bulletin_id: Mapped[int | None] = mapped_column(ForeignKey("bulletin.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    title: Mapped[str]
    reason: Mapped[str]
    versions: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    """Of a bulletin, in which languages it airs here, in order: language, engine, voice and sound of each."""
    offset_ms: Mapped[int]
    duration_ms: Mapped[int]
