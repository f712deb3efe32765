"""What may stand on a track: consists of axles and uniform loads, and the axes to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.traffic.trains import Train, mirrored


@dataclass(frozen=True, slots=True, eq=False)
class Consist:
    """A train as it stands on a track.

    train : axles, gaps fixed; forces with factors in
    blocks: (b, 3) from, to behind the first axle (to may be inf) and load per metre
    drop  : axles that relieve are left out
    """

    train: Train
    blocks: Array
    drop: bool


@dataclass(frozen=True, slots=True, eq=False)
class TrackSetup:
    """consists to try, axis offsets to try, and the uniform load on adverse lengths.

    rails : offsets of the rails from the track axis;  udl, gap : adverse load per metre, kept this
    far off the outer axles.  A length is adverse where the mean of the rails is.
    """

    model: str
    parts: tuple[str, str]
    axes: tuple[float, ...]
    rails: tuple[float, ...]
    consists: tuple[Consist, ...]
    udl: float
    gap: float
    notes: tuple[str, ...] = ()


def consists_of(
    trains: Sequence[tuple[Train, bool, bool]], blocks: Sequence[tuple[float, float, float]]
) -> tuple[Consist, ...]:
    """Consists, in both directions where wanted; each train: (train, both ways, drop relieving)."""
    result = []
    table = np.array(blocks, dtype=float).reshape(-1, 3)
    for train, both, drop in trains:
        result.append(Consist(train, table, drop))
        if not both:
            continue
        turned = np.stack([train.length - table[:, 1], train.length - table[:, 0], table[:, 2]], 1)
        same = np.allclose(mirrored(train).force, train.force) and np.allclose(
            mirrored(train).offset, train.offset
        )
        order = np.argsort(turned[:, 0], kind="stable")
        if same and np.allclose(turned[order], table):
            continue
        result.append(Consist(mirrored(train), turned, drop))
    return tuple(result)


def axes_of(
    axes: Sequence[float], eccentricity: float, rails: Array, lines: Array
) -> tuple[float, ...]:
    """Offsets at which a track's load may be worst if it may stand beside its axes.

    Between the offsets at which a rail meets a loading line (l,) the effect of a load that leaves
    out what relieves is convex, that of any other load straight: the ends are enough.
    """
    if eccentricity == 0:
        return tuple(float(y) for y in axes)
    meets = (lines[:, None] - rails).ravel()
    tried: list[float] = []
    for y in axes:
        inner = meets[np.abs(meets - y) < eccentricity]
        tried += [y - eccentricity, *inner, y + eccentricity]
    return tuple(float(y) for y in np.unique(np.round(tried, 12)))
