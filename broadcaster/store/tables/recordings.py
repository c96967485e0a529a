"""What people recorded, and the languages of a commune in which bulletins are recorded."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base


class Language(Base):
    """A language that is spoken in the commune's villages besides Vietnamese."""

    __tablename__ = "language"
    __table_args__ = (
        CheckConstraint("name != ''", name="named"),
        Index(
            "ix_language_one_in_use",
            "commune_id",
            "name",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    name: Mapped[str]
    """As pages and papers say it: `tiếng Dao`."""
    removed_at: Mapped[datetime | None]


class Recording(Base):
    """
    One recording as it airs, cut from a take; never changed: another cut is another row.

    The take is what came in, decoded and encoded anew at the best house rate; the file that was sent is
    not kept. A bulletin names its recordings by key, and a revision freezes which.
    """

    __tablename__ = "recording"
    __table_args__ = (
        CheckConstraint("stop_ms > start_ms", name="stretch"),
        CheckConstraint("duration_ms > 0", name="sounds"),
        CheckConstraint("speaker != ''", name="has_speaker"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    language_id: Mapped[int | None] = mapped_column(ForeignKey("language.id"))
    """None for Vietnamese."""
    speaker: Mapped[str]
    """Whose voice it is; the log says so."""
    take_sha256: Mapped[str]
    take_ms: Mapped[int]
    start_ms: Mapped[int]
    stop_ms: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    duration_ms: Mapped[int]
    loudness_lufs: Mapped[float]
    true_peak_dbtp: Mapped[float]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
