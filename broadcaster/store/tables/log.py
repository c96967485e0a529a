"""The broadcast log and the audit trail: rows are appended, never edited, and the log is hash-chained."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base

APPEND_ONLY = ("airing", "audit", "revision", "programme", "programme_item", "limit_acceptance")


class Airing(Base):
    """
    One statement about one occurrence: planned, downloaded, confirmed, not aired, and by whom.

    `snapshot` keeps everything that was true then (titles, names, digests), so that a later change of a
    village or a person changes nothing here. A correction is a new row whose `corrects_seq` names the old.
    """

    __tablename__ = "airing"
    __table_args__ = (
        UniqueConstraint("commune_id", "seq"),
        CheckConstraint(
            "outcome IN ('da_len_lich', 'da_tai_ve', 'da_phat', 'xac_nhan_da_phat', 'khong_phat')",
            name="outcome",
        ),
        CheckConstraint("outcome != 'khong_phat' OR reason != ''", name="not_aired_has_reason"),
        Index("ix_airing_occurrence", "occurrence_id", "seq"),
        Index("ix_airing_outcome", "outcome", "occurrence_id", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    seq: Mapped[int]
    """1, 2, 3 … within the commune, with no gap."""
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str]
    """`programme` (the program's own act), `person` or `player`."""
    who: Mapped[str]
    at: Mapped[datetime]
    corrects_seq: Mapped[int | None]
    snapshot: Mapped[dict[str, object]] = mapped_column(JSON)
    previous_hash: Mapped[str]
    hash: Mapped[str]


class Audit(Base):
    """Who did what to what, and when."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_commune_at", "commune_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"))
    at: Mapped[datetime]
    who: Mapped[str]
    verb: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, object]] = mapped_column(JSON)
