"""The time axis of the exact model: days on which nobody works are taken out of it.

Position p on the axis is the p-th day that some activity can work on.  A model on this axis has
no Sundays to step over, which is the difference between an answer in seconds and none at all.

An instant is later than p - 1 worked days and not later than p.  A start stands on the morning of
its day, a finish on the evening of its last; a milestone lies anywhere between two worked days,
so on a shortened axis lags from and to milestones are taken in their loosest reading.  That makes
the model a relaxation by less than a closure: its bound holds, and its order of work is placed
again on the true calendar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.works.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Days kept, rising, of those before the horizon."""

    days: Ints  # (position,)  day from the start of the plan  [day]
    horizon: int  # the instant at which the axis ends         [day]

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return len(self.days)

    def reached(self, instant: Array | Ints | int) -> Ints:
        """Worked days before an instant, its position.  (...,) [day] -> (...,)"""
        return np.asarray(np.searchsorted(self.days, instant, side="left"), dtype=np.int64)

    def evening(self, position: Array | Ints | int) -> Ints:
        """Earliest instant at a position: the evening of the worked day before it.  [day]"""
        at = np.asarray(position, dtype=np.int64)
        return np.where(at > 0, self.days[np.maximum(at, 1) - 1] + 1, 0)

    def morning(self, position: Array | Ints | int) -> Ints:
        """Latest instant at a position: the morning of the worked day after it.  [day]"""
        at = np.asarray(position, dtype=np.int64)
        return np.where(at < len(self.days), self.days[np.minimum(at, len(self) - 1)], self.horizon)


def axis_of(network: Network, horizon: int) -> Axis:
    """The shortest axis that loses nothing.

    Work that holds no resource is only a delay, and its days need no place on the axis.
    Greatest lags need true days, so a network with such lags keeps every day.
    """
    days = np.arange(horizon)
    if network.has_limits or not network.has_calendars:
        return Axis(days, horizon)
    works = network.durations > 0.0
    holds = works & np.any(network.demands > 0, axis=1)
    used = np.unique(network.calendar_of[holds if holds.any() else works])
    worked = np.any(network.rates(horizon)[used] > 0.0, axis=0)
    return Axis(days[worked], horizon)


def delays(network: Network, axis: Axis) -> Bools:
    """Activities with working days that are not on the axis.  -> (n,)"""
    off = np.ones(axis.horizon, dtype=bool)
    off[axis.days] = False
    outside = np.any(network.rates(axis.horizon)[:, off] > 0.0, axis=1)
    return np.asarray(outside[network.calendar_of] & (network.durations > 0.0))
