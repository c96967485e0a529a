"""Where bulletins were put besides the loudspeakers: the link is the proof, with who noted it and when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcaster.store.base import Base


class Posting(Base):
    """A link to a bulletin somewhere else; one noted by mistake is marked removed, never deleted."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("place IN ('cong', 'zalo', 'facebook', 'khac')", name="place"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    """What was approved when it was put there."""
    place: Mapped[str]
    address: Mapped[str]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    noted_by: Mapped["Person"] = relationship(foreign_keys=[noted_by_id], lazy="joined")  # type: ignore[name-defined] # noqa: F821 # resolved by SQLAlchemy's registry
