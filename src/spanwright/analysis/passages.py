"""Cycles of bending and shear that single lorries cause on their way over a deck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from spanwright.analysis.responses import DeckResponses
from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cycles import cycle_ranges
from spanwright.traffic.model import LoadModel
from spanwright.traffic.positions import effects_at
from spanwright.traffic.strips import lever

CYCLES = 10  # kept of each passage
BESIDE = 1e-4  # an axle just before and just after a section [m]


@dataclass(frozen=True, slots=True, eq=False)
class Cycles:
    """Cycles at n sections by every lorry in every lane, c of each.

    moment, shear : (n, lane, lorry, c) ranges of My [N m] and Vz [N], greatest first
    moment_number, shear_number : same shape, how often in one passage
    lanes  : (lane,) y of the lane axes [m];  lorries : names
    """

    moment: Array
    shear: Array
    moment_number: Array
    shear_number: Array
    lanes: Array
    lorries: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


def lane_surfaces(surfaces: Surfaces, rows: Ints, axis: float, wheels: Array) -> Surfaces:
    """Influence lines of axles whose wheels stand at these offsets from a lane's axis.

    The wheels share each axle's load equally; one line, at the lane's axis.
    """
    low, share = lever(surfaces.y, axis + wheels)
    weight = np.zeros(len(surfaces.y))
    for side in range(min(2, len(weight))):
        np.add.at(weight, low + side, share[:, side] / len(wheels))
    jumps = surfaces.jump_element[rows] >= 0
    own = np.where(jumps, weight[surfaces.jump_line[rows]], 0.0)
    return replace(
        surfaces,
        y=np.array([axis]),
        value=np.einsum("l,rlk->rk", weight, surfaces.value[rows])[:, None],
        slope=np.einsum("l,rlk->rk", weight, surfaces.slope[rows])[:, None],
        jump_element=surfaces.jump_element[rows],
        jump_line=np.where(jumps, 0, -1),
        jump=surfaces.jump[rows] * own[:, None],
        names=tuple(surfaces.names[k] for k in rows),
    )


def positions(stations: Array, offsets: Array, ends: tuple[float, float]) -> Array:
    """Positions of the first axle: every axle on every node, from off to off the deck.  (p,)"""
    at = (stations[:, None] + offsets).ravel()
    low, high = ends[0] - 1.0, ends[1] + offsets.max() + 1.0
    both = np.concatenate([[low, high], at - BESIDE, at + BESIDE])
    return np.unique(np.round(both, 6))


def passage(surfaces: Surfaces, model: LoadModel) -> tuple[Array, Array]:
    """Cycles of all responses of one-line surfaces while one lorry drives over.  (r, c) twice

    An influence line bends only at its nodes, so its extremes are met with an axle on a node.
    """
    (vehicle,) = model.vehicles.values()
    offsets, force = vehicle.train.offset, vehicle.train.force
    first = positions(surfaces.x, offsets, (surfaces.x[0], surfaces.x[-1]))
    x = first[:, None] - offsets
    history = effects_at(surfaces, x, np.full_like(x, surfaces.y[0]), force)
    return cycle_ranges(history, CYCLES)


def deck_cycles(
    responses: DeckResponses,
    surfaces: Surfaces,
    lorries: Sequence[LoadModel],
    lanes: Array,
) -> Cycles:
    """Cycles at every section of one deck, one lorry at a time in each lane."""
    count = len(responses.sections)
    rows = np.concatenate([responses.force[:, 0], responses.force[:, 1]])
    found = []
    for axis in lanes:
        wheels = next(iter(lorries[0].vehicles.values())).train.wheels
        line = lane_surfaces(surfaces, rows, float(axis), wheels)
        found.append([passage(line, lorry) for lorry in lorries])
    ranges, number = (
        np.array([[one[k] for one in lane] for lane in found]) for k in (0, 1)
    )  # (lane, lorry, r, c)
    ordered = partial(np.moveaxis, source=2, destination=0)
    both = ordered(ranges), ordered(number)
    return Cycles(
        both[0][:count], both[0][count:], both[1][:count], both[1][count:], lanes,
        tuple(lorry.name for lorry in lorries),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class LifeCycles:
    """All cycles of the design life at n sections, k of each, greatest first.

    moment, shear : (n, k) ranges of My [N m] and Vz [N];  moment_times, shear_times : (n, k)
    """

    moment: Array
    moment_times: Array
    shear: Array
    shear_times: Array

    def __post_init__(self) -> None:
        freeze(self)


def life_cycles(
    parts: Sequence[Cycles], places: Sequence[Ints], count: int, passages: Array, most: int = 24
) -> LifeCycles:
    """Cycles of all decks in the order of the girder table, over the design life.

    parts, places : of each deck, with the rows of its sections;  passages : (lane, lorry)
    most : kept of each section; smaller cycles are counted at the range of the last kept one
    """
    tables = []
    for name in ("moment", "shear"):
        found = np.zeros((2, count, most))
        for rows, part in zip(places, parts, strict=True):
            ranges = getattr(part, name)
            times = getattr(part, f"{name}_number") * passages[..., None]
            found[:, rows] = _greatest(
                ranges.reshape(len(rows), -1), times.reshape(len(rows), -1), most
            )
        tables += [found[0], found[1]]
    return LifeCycles(*tables)


def _greatest(ranges: Array, times: Array, most: int) -> Array:
    """The greatest ranges of each row and how often they occur.  (n, c) twice -> (2, n, most)"""
    order = np.argsort(-ranges, axis=1, kind="stable")
    ranges, times = (np.take_along_axis(a, order, axis=1) for a in (ranges, times))
    kept = np.zeros((2, len(ranges), most))
    width = min(most, ranges.shape[1])
    kept[0, :, :width], kept[1, :, :width] = ranges[:, :width], times[:, :width]
    kept[1, :, -1] += times[:, most:].sum(axis=1)
    return kept
