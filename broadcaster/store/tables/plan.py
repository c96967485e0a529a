"""The information plan whose rows bulletins serve and reports count by."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from broadcaster.store.base import Base


class PlanRow(Base):
    """One row of the plan's appendix: what, how, who, when."""

    __tablename__ = "plan_row"
    __table_args__ = (UniqueConstraint("commune_id", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    year: Mapped[int]
    number: Mapped[int]
    content: Mapped[str]
    form: Mapped[str]
    lead_unit: Mapped[str]
    cooperating_units: Mapped[str]
    timing: Mapped[str]
    """As the plan says it: `Thường xuyên`, `Quý IV`…"""
