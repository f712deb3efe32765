"""Axle trains: rows of axles in rigid groups whose gaps may vary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Train:
    """A row of axles in rigid groups; the gap between neighbouring groups may vary.

    force  : (a,) axle loads [N];  offset : (a,) from the first axle, gaps at their least [m]
    group  : (a,) index of the rigid group, increasing
    least, most : (groups - 1,) gap from the last axle of a group to the first of the next [m];
                  most may be inf
    wheels : (w,) offsets of the wheels of an axle from its middle, equal loads [m]
    tied   : all gaps that vary are equal, whatever they are
    """

    name: str
    force: Array
    offset: Array
    group: Ints
    least: Array
    most: Array
    wheels: Array
    tied: bool = False

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def groups(self) -> int:
        """Number of rigid groups."""
        return int(self.group[-1]) + 1

    @property
    def length(self) -> float:
        """First to last axle with all gaps at their least [m]."""
        return float(self.offset[-1])


def make_train(
    name: str,
    force: Sequence[float],
    gaps: Sequence[float | tuple[float, float]],
    wheels: Sequence[float],
    tied: bool = False,
) -> Train:
    """Train from axle loads and the gaps between them; a pair is a gap that may vary.

    tied : the gaps that vary are equal; they must have the same limits
    """
    offset, group, least, most = [0.0], [0], [], []
    for gap in gaps:
        low, high = gap if isinstance(gap, tuple) else (gap, gap)
        offset.append(offset[-1] + low)
        varies = high > low
        group.append(group[-1] + int(varies))
        if varies:
            least.append(low)
            most.append(high)
    return Train(
        name,
        np.array(force, dtype=float),
        np.array(offset),
        np.array(group, dtype=np.int64),
        np.array(least, dtype=float),
        np.array(most, dtype=float),
        np.array(wheels, dtype=float),
        tied,
    )


def mirrored(train: Train) -> Train:
    """The same train driving the other way."""
    groups = train.groups
    return Train(
        train.name,
        train.force[::-1],
        train.offset[-1] - train.offset[::-1],
        groups - 1 - train.group[::-1],
        train.least[::-1],
        train.most[::-1],
        train.wheels,
        train.tied,
    )


def is_symmetric(train: Train) -> bool:
    """Whether the train looks the same driving the other way."""
    other = mirrored(train)
    return bool(
        np.allclose(other.force, train.force)
        and np.allclose(other.offset, train.offset)
        and np.allclose(other.most, train.most)
    )


def pair(train: Train, least: float) -> Train:
    """Two of the same train, one behind the other, at least `least` from axle to axle."""
    return Train(
        train.name,
        np.concatenate([train.force, train.force]),
        np.concatenate([train.offset, train.offset + train.length + least]),
        np.concatenate([train.group, train.group + train.groups]),
        np.concatenate([train.least, [least], train.least]),
        np.concatenate([train.most, [np.inf], train.most]),
        train.wheels,
    )


def axle_stations(train: Train, station: Array) -> Array:
    """Stations of all axles (m, a) from the first axle of each group (m, groups)."""
    first = np.array([np.flatnonzero(train.group == k)[0] for k in range(train.groups)])
    return np.asarray(station[:, train.group] + (train.offset - train.offset[first][train.group]))
