"""What a bench section hands back: one measured figure beside the naive way or the promise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure."""

    what: str
    ours: str
    naive: str
    ratio: float
    promise: float
    """The least ratio promised; 0 where nothing is."""
    how: str

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio >= self.promise
