"""The commune's own dictionary of readings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base


class LexiconEntry(Base):
    """How one word or abbreviation is said in this commune; a removed one stays with who and when."""

    __tablename__ = "lexicon_entry"
    __table_args__ = (
        Index(
            "ix_lexicon_entry_one_in_use",
            "commune_id",
            "written",
            "match_case",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    written: Mapped[str]
    spoken: Mapped[str]
    match_case: Mapped[bool]
    whole_word: Mapped[bool]
    note: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
