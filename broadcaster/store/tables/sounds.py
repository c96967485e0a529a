"""Speech wanted and made, and the jingles of a commune."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base


class Speech(Base):
    """
    A text to be spoken in a certain way, and the segment once it is made.

    The key is the digest of spoken text and recipe (engine, voice, pace, pauses): equal work is done once. A
    worker claims a row by writing `claimed_until`; one whose worker died is free again when that has passed.
    Where another engine than the one wanted spoke, `next_try_at` is when the wanted one is tried again.
    """

    __tablename__ = "speech"
    __table_args__ = (
        CheckConstraint("(sha256 IS NULL) = (made_at IS NULL)", name="made_whole"),
        CheckConstraint("(sha256 IS NULL) = (duration_ms IS NULL)", name="made_measured"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    """Whose engines and keys speak it."""
    recipe: Mapped[dict[str, Any]] = mapped_column(JSON)
    """How it is to sound, as it was when it was asked for: what settings say later does not change it."""
    trial: Mapped[bool] = mapped_column(default=False)
    """Whether somebody only wants to hear a voice: no other stands in, and it is tried once."""
    spoken: Mapped[str]
    wanted_engine: Mapped[str]
    voice: Mapped[str]
    wanted_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    problem: Mapped[str] = mapped_column(default="")
    engine: Mapped[str | None]
    """The engine that spoke, which after a fallback is not the one wanted."""
    fallbacks: Mapped[list[str]] = mapped_column(JSON, default=list)
    sha256: Mapped[str | None]
    duration_ms: Mapped[int | None]
    loudness_lufs: Mapped[float | None]
    true_peak_dbtp: Mapped[float | None]
    made_at: Mapped[datetime | None]


class SpeechSound(Base):
    """A sound that was made of a speech; where a better voice came later there are several, and all stay known."""

    __tablename__ = "speech_sound"

    key: Mapped[str] = mapped_column(ForeignKey("speech.key"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    engine: Mapped[str]
    voice: Mapped[str]
    fallbacks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Why engines that came first did not speak."""
    duration_ms: Mapped[int]
    made_at: Mapped[datetime]


class Jingle(Base):
    """
    A jingle with where it comes from; a replaced one stays for what was published with it.

    One without a village is the commune's and sounds wherever a village has none of its own.
    """

    __tablename__ = "jingle"
    __table_args__ = (
        CheckConstraint("role IN ('opening', 'separator', 'closing', 'attention')", name="role"),
        CheckConstraint("source != '' AND licence != ''", name="has_source_and_licence"),
        Index(
            "ix_jingle_one_in_use",
            "commune_id",
            "role",
            unique=True,
            sqlite_where=text("replaced_at IS NULL AND village_id IS NULL"),
            postgresql_where=text("replaced_at IS NULL AND village_id IS NULL"),
        ),
        Index(
            "ix_jingle_one_in_use_in_village",
            "village_id",
            "role",
            unique=True,
            sqlite_where=text("replaced_at IS NULL AND village_id IS NOT NULL"),
            postgresql_where=text("replaced_at IS NULL AND village_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    role: Mapped[str]
    title: Mapped[str]
    source: Mapped[str]
    licence: Mapped[str]
    sha256: Mapped[str]
    duration_ms: Mapped[int]
    added_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
