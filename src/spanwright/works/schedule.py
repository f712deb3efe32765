"""A schedule: a start and a finish day for every activity of a network."""

from __future__ import annotations

from dataclasses import dataclass

from spanwright.datum.arrays import Ints, freeze
from spanwright.works.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Whole-day times of every activity, as instants from the start of the plan."""

    network: Network
    starts: Ints  # (n,)  morning of the first day of work   [day]
    finishes: Ints  # (n,)  evening of the last day of work    [day]

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def makespan(self) -> int:
        """Days from the start of the plan to the last finish."""
        return int(self.finishes.max())

    def by_id(self) -> dict[str, tuple[int, int]]:
        """Start and finish of every activity by its id."""
        times = zip(self.starts.tolist(), self.finishes.tolist(), strict=True)
        return dict(zip(self.network.ids, times, strict=True))
