"""What people decide about the plan besides rules and bulletins: layouts, order by hand, limits, urgent calls."""

from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base


class ProgrammeTemplate(Base):
    """How programmes are laid out: see `domain.plan.template`."""

    __tablename__ = "programme_template"
    __table_args__ = (UniqueConstraint("commune_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    name: Mapped[str]
    kind: Mapped[str]
    parts: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)


class SessionOrder(Base):
    """
    The order of one session as somebody put it by hand; of several the newest holds.

    Empty lists give the session back to the program. Rows are added, so that the last act can be undone.
    """

    __tablename__ = "session_order"
    __table_args__ = (Index("ix_session_order_commune_day", "commune_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("session_rule.id"))
    day: Mapped[date]
    bulletin_ids: Mapped[list[int]] = mapped_column(JSON)
    """First in the session, in this order; the program goes on after them."""
    left_out_ids: Mapped[list[int]] = mapped_column(JSON)
    """Kept out of the session."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("session_order.id"))
    """The row that this one takes back, so that undoing twice goes two steps back and not to and fro."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class AirNow(Base):
    """A session about to begin that may still be changed ("phát ngay"), and why."""

    __tablename__ = "air_now"
    __table_args__ = (Index("ix_air_now_commune_day", "commune_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("session_rule.id"))
    day: Mapped[date]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class AirLimit(Base):
    """One limit of air time, with the document that decided it: see `domain.limits.airtime`."""

    __tablename__ = "air_limit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_range"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[int] = mapped_column(default=0)
    """Sessions, or minutes, by the kind."""
    weekdays: Mapped[list[int]] = mapped_column(JSON, default=list)
    """ISO numbers of the days on which anything may sound, for that kind."""
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    """Wall times in Vietnam; half-open, and over midnight where the second is the earlier."""
    document: Mapped[str]
    """Number of the deciding document: `12/QĐ-UBND`."""
    document_day: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    entered_at: Mapped[datetime]
    """What had begun before is not judged by it."""
    version: Mapped[int] = mapped_column(default=1)


class LimitAcceptance(Base):
    """A leader's word that a session may be over a limit, and why. Appended, never edited."""

    __tablename__ = "limit_acceptance"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="day_range"),
        CheckConstraint("reason != ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    limit_id: Mapped[int] = mapped_column(ForeignKey("air_limit.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("session_rule.id"))
    """None means every session of these days."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    up_to: Mapped[int]
    """So many sessions or minutes at most, by the limit's kind; 0 where it is no number."""
    says: Mapped[str]
    """What was accepted, in words, with the limit as it stood."""
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class UrgentCall(Base):
    """
    An urgent bulletin (tin khẩn cấp) called out at once and again every so often, or a drill of one.

    The row stands from the leader's first tap, and its bulletin belongs to it from then on: nothing else may
    be done with that. It airs from the second tap, which is the approval.
    """

    __tablename__ = "urgent_call"
    __table_args__ = (
        CheckConstraint("every_minutes IS NULL OR every_minutes > 0", name="every"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), unique=True)
    drill: Mapped[bool]
    """Whether it is only a drill (diễn tập); the sound, the pages and the log say so."""
    first_at: Mapped[datetime | None]
    """When it airs first; none while it waits for the second tap."""
    every_minutes: Mapped[int | None]
    """None is aired once."""
    until_at: Mapped[datetime | None]
    """Until when (exclusive) it may begin again."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Who made it ready; from the second tap on who called it out."""
    at: Mapped[datetime]
    """When; likewise."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str | None]
