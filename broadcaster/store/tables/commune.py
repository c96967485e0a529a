"""Communes, their villages and the speaker clusters that stand there."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.domain.writing.bulletin import VIETNAMESE
from broadcaster.store.base import Base


class Commune(Base):
    """A commune and how its station speaks of itself."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """ASCII, for folders and files."""
    name: Mapped[str]
    """With its kind: `xã Quảng La`."""
    province: Mapped[str]
    greeting: Mapped[str]
    closing: Mapped[str]
    repeat_words: Mapped[str]
    """Said between two readings of one item."""
    self_approval: Mapped[bool]
    """Whether a writer may approve their own bulletin (one-person stations); the log says so."""
    document_symbol: Mapped[str] = mapped_column(default="expand")
    zero_word: Mapped[str] = mapped_column(default="linh")
    thousand_word: Mapped[str] = mapped_column(default="nghìn")
    four_word: Mapped[str] = mapped_column(default="tư")
    """How numbers are said here: linh or lẻ, nghìn or ngàn, hai mươi tư or hai mươi bốn."""
    public_feeds: Mapped[bool] = mapped_column(default=False)
    """Whether everybody may read its sessions as a calendar and its aired bulletins as a podcast."""
    publish_wanted_at: Mapped[datetime | None]
    """Set by whatever changes the plan; cleared by the reconcile step that saw it."""
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Village(Base):
    """A village. Names repeat and change, so the key is the row; a closed village keeps its history."""

    __tablename__ = "village"
    __table_args__ = (
        UniqueConstraint("commune_id", "code"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    code: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day, inclusive; none while the village exists."""
    language_ids: Mapped[list[int]] = mapped_column(JSON, default=lambda: [VIETNAMESE])
    """In which languages bulletins are aired here, in order; 0 is Vietnamese."""
    group_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Sorted keys of the groups it is in."""
    former_commune: Mapped[str] = mapped_column(default="")
    """Which commune it was part of before the mergers of 2025."""
    stagger_seconds: Mapped[int] = mapped_column(default=0)
    """How much later its sessions begin than the rule says, so that neighbours do not sound over each other."""
    stagger_from: Mapped[date | None]
    """The first day of that; what was published before it keeps its time."""
    stagger_before: Mapped[int] = mapped_column(default=0)
    """The seconds until then."""
    link_version: Mapped[int] = mapped_column(default=1)
    """Raised to void the operator's secret link."""
    version: Mapped[int] = mapped_column(default=1)


class VillageGroup(Base):
    """Villages that are often chosen together: `vùng cao`, `dọc quốc lộ`."""

    __tablename__ = "village_group"
    __table_args__ = (UniqueConstraint("commune_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    name: Mapped[str]


class Station(Base):
    """A speaker cluster (cụm loa) of a village and how its files reach it."""

    __tablename__ = "station"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    name: Mapped[str]
    delivery: Mapped[str]
    """`usb`, `phone`, `pc` or `player`."""
    operator: Mapped[str]
    phone: Mapped[str]
    horn: Mapped[bool] = mapped_column(default=False)
    """Whether it has horn loudspeakers, for which the village's programmes are shaped."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
