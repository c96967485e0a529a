"""How a commune's station speaks: its pace and pauses, and its engines in order, each with its voices and key."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base


class SpeakingStyle(Base):
    """Pace and pauses of a commune; without a row, the installation's."""

    __tablename__ = "speaking_style"

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True)
    rate_wpm: Mapped[int | None]
    """None: the installation's."""
    comma_ms: Mapped[int]
    sentence_ms: Mapped[int]
    list_item_ms: Mapped[int]
    paragraph_ms: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    """Of everything the page of voices shows."""


class EngineChoice(Base):
    """What a commune says of one engine, and what became of it the last time it was asked."""

    __tablename__ = "engine_choice"
    __table_args__ = (
        CheckConstraint("(sealed_key = '') = (key_at IS NULL)", name="key_whole"),
        Index(
            "ix_engine_choice_one_place",
            "commune_id",
            "place",
            unique=True,
            sqlite_where=text("place IS NOT NULL"),
            postgresql_where=text("place IS NOT NULL"),
        ),
    )

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True)
    engine: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int | None]
    """1 speaks first; none where it is not used. Where no engine has a place, the installation's order holds."""
    voice: Mapped[str] = mapped_column(default="")
    second_voice: Mapped[str] = mapped_column(default="")
    """Of questions and answers. Empty, as above: the engine's own."""
    sealed_key: Mapped[str] = mapped_column(default="")
    """Of its service, sealed with a key derived from the home's; never shown again."""
    key_at: Mapped[datetime | None]
    spoke_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    """Why it did not speak the last time; empty when it did."""
