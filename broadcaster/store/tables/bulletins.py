"""Bulletins: the working copy, the revisions frozen at each submission, and what leaders decided."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcaster.store.base import Base


class ContentColumns:
    """What a bulletin says and where, when and how it is to be aired."""

    title: Mapped[str]
    text: Mapped[str]
    kind: Mapped[str]
    urgency: Mapped[str]
    plan_row_id: Mapped[int | None] = mapped_column(ForeignKey("plan_row.id"))
    field: Mapped[str]
    topic: Mapped[str]
    source: Mapped[str]
    village_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """Sorted village keys; none means every village."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    airings: Mapped[int]
    read_times: Mapped[int]
    repeat_gap_seconds: Mapped[int] = mapped_column(default=0)
    """Silence between two readings of it, besides the words between them."""
    airings_a_day: Mapped[int] = mapped_column(default=0)
    """Wished in each village on one day at most; 0 leaves it to the program."""
    session_series: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """Sorted series of the sessions it is for; none means any."""
    headline: Mapped[str] = mapped_column(default="")
    """The short form for a Điểm tin, 30 to 60 s when spoken; empty has none."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("bulletin.id"))
    """The bulletin whose approval is void once this one is approved."""


class SoundColumns:
    """What people recorded of a bulletin."""

    recording_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Sorted keys of recordings, one a language at most."""


class Bulletin(ContentColumns, SoundColumns, Base):
    """A bulletin's working copy and its state."""

    __tablename__ = "bulletin"
    __table_args__ = (
        CheckConstraint(
            "state IN ('nhap', 'cho_duyet', 'da_duyet', 'tra_lai', 'het_han', 'da_rut')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    state: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    draft_key: Mapped[str | None] = mapped_column(unique=True)
    """Made by the page that began the draft, so that a save sent twice makes one bulletin."""
    confirmed_readings: Mapped[dict[str, str]] = mapped_column(JSON)
    """Doubts the writer settled in this bulletin: written -> said."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped["Person"] = relationship(lazy="joined")  # type: ignore[name-defined] # noqa: F821 # resolved by SQLAlchemy's registry
    revisions: Mapped[list["Revision"]] = relationship(
        order_by="Revision.number", back_populates="bulletin", foreign_keys="Revision.bulletin_id"
    )


class Revision(ContentColumns, SoundColumns, Base):
    """What was submitted, never changed afterwards; its digest is what a leader approves."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "number"),
        CheckConstraint("last_day >= first_day", name="day_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    number: Mapped[int]
    spoken: Mapped[str]
    engine: Mapped[str]
    voice: Mapped[str]
    digest: Mapped[str]
    speech_key: Mapped[str]
    """Empty where somebody recorded it in Vietnamese, so that no voice is asked for."""
    headline_spoken: Mapped[str] = mapped_column(default="")
    headline_key: Mapped[str] = mapped_column(default="")
    """Of the speech of the headline; empty where it has none."""
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    bulletin: Mapped[Bulletin] = relationship(back_populates="revisions", foreign_keys=[bulletin_id])
    submitted_by: Mapped["Person"] = relationship(lazy="joined")  # type: ignore[name-defined] # noqa: F821 # resolved by SQLAlchemy's registry


class Decision(Base):
    """A leader's word on one revision. An approval is of a digest and a sound; voiding it is recorded."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("verdict IN ('duyet', 'tra_lai')", name="verdict"),
        CheckConstraint("verdict != 'tra_lai' OR reason != ''", name="return_has_reason"),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (voided_reason IS NULL)",
            name="voided_whole",
        ),
        Index(
            "ix_decision_one_each",
            "revision_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index(
            "ix_decision_one_live_approval",
            "bulletin_id",
            unique=True,
            sqlite_where=text("verdict = 'duyet' AND voided_at IS NULL"),
            postgresql_where=text("verdict = 'duyet' AND voided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    verdict: Mapped[str]
    reason: Mapped[str]
    digest: Mapped[str]
    sound_sha256: Mapped[str]
    headline_sha256: Mapped[str] = mapped_column(default="")
    """Of the headline's sound that was heard; empty where it has none."""
    any_voice: Mapped[bool] = mapped_column(default=False)
    """Whether a better voice may take the place of the sound heard, without asking again."""
    declined_sounds: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of better voices that a leader heard and did not want."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    voided_reason: Mapped[str | None]
    decided_by: Mapped["Person"] = relationship(foreign_keys=[decided_by_id], lazy="joined")  # type: ignore[name-defined] # noqa: F821 # resolved by SQLAlchemy's registry
    revision: Mapped[Revision] = relationship(lazy="joined")
