"""Pile caps on bored piles: number and length from the load, by a simple axial resistance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.units import kPa
from spanwright.layout.notes import Notes, rounded_up
from spanwright.layout.types import Foundation

SAFETY: Final = 1.6  # on shaft and base together: model factor and partial factors
SKIPPED: Final = 1.5  # m below the head without shaft friction: disturbed or frozen ground
LONGEST: Final = 45.0  # m
SHORTEST: Final = 10.0
SHAFT_LIMIT: Final = {"sand": 90 * kPa, "gravel": 130 * kPa, "fill": 20 * kPa, "silt": 60 * kPa}
BASE_LIMIT: Final = {"sand": 2000 * kPa, "gravel": 3000 * kPa, "silt": 900 * kPa, "fill": 0.0}
WATER: Final = 9_810.0
UNIT_WEIGHT: Final = 25_000.0  # reinforced concrete
COUNTS: Final = (4, 6, 8, 9, 12, 15, 16, 20, 24, 25, 30)


class Layer(Protocol):
    """What foundations ask of a soil layer; depths below ground, downwards, SI."""

    @property
    def kind(self) -> str: ...
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def unit_weight(self) -> float: ...
    @property
    def friction_angle(self) -> float | None: ...
    @property
    def undrained_strength(self) -> float | None: ...
    @property
    def n60(self) -> float | None: ...
    @property
    def modulus(self) -> float | None: ...
    @property
    def compressive_strength(self) -> float | None: ...


def pile_resistance(layers: Sequence[Layer], head: float, lengths: Array, diameter: float) -> Array:
    """Design axial resistance of bored piles of several lengths.  lengths (k,) [m] -> (k,) [N]

    head : depth of the pile head below ground (negative: above it)                    [m]

    Shaft: sand, silt, gravel, fill 0.3 tan(phi)/tan(30 deg) times the effective stress, limited;
    clay 0.5 c_u; rock 0.2 sqrt(q_u 1 MPa), at most 500 kPa.  Base: sand 57.5 kPa N60, limited;
    clay 9 c_u; rock q_u, at most 5 MPa.  Water stands at the ground.  Summed in slices of 0.25 m
    and divided by 1.6.  A rule of proportion: the pile check answers for the pile.
    """
    slice_height = 0.25
    deepest = max(head, 0.0) + float(np.max(lengths)) + slice_height
    depth = np.arange(0.5 * slice_height, deepest + 1.0, slice_height)
    friction = np.zeros_like(depth)
    base = np.zeros_like(depth)
    stress = _effective_stress(layers, depth)
    for number, layer in enumerate(layers):
        is_last = number == len(layers) - 1
        inside = (depth >= layer.top) & ((depth < layer.bottom) | is_last)
        shaft, tip = _unit_resistance(layer, stress[inside])
        friction[inside], base[inside] = shaft, tip
    friction[depth < max(head, 0.0) + SKIPPED] = 0.0
    shaft_sum = np.concatenate([[0.0], np.cumsum(friction * slice_height)])
    edges = np.concatenate([[0.0], depth + 0.5 * slice_height])
    toe = head + np.asarray(lengths, dtype=float)
    area = np.pi * diameter**2 / 4
    total = np.pi * diameter * np.interp(toe, edges, shaft_sum) + area * np.interp(toe, depth, base)
    return np.asarray(total / SAFETY, dtype=float)


def _effective_stress(layers: Sequence[Layer], depth: Array) -> Array:
    """Vertical effective stress with water at the ground.  (k,) [m] -> (k,) [Pa]"""
    tops = np.array([layer.top for layer in layers])
    weights = np.array([max(layer.unit_weight - WATER, 0.0) for layer in layers])
    at_top = np.concatenate([[0.0], np.cumsum(weights[:-1] * np.diff(tops))])
    row = np.clip(np.searchsorted(tops, depth, side="right") - 1, 0, len(tops) - 1)
    return np.asarray(at_top[row] + weights[row] * (depth - tops[row]), dtype=float)


def _unit_resistance(layer: Layer, stress: Array) -> tuple[Array, Array]:
    """Shaft friction and base pressure in one layer.  (k,) [Pa] each"""
    ones = np.ones_like(stress)
    if layer.kind == "rock":
        strength = layer.compressive_strength or 5e6
        return min(0.2 * np.sqrt(strength * 1e6), 500 * kPa) * ones, min(strength, 5e6) * ones
    if layer.kind == "clay" or (layer.kind == "silt" and layer.undrained_strength):
        strength = layer.undrained_strength or 40 * kPa
        return 0.5 * strength * ones, 9.0 * strength * ones
    angle = layer.friction_angle or np.radians(30.0)
    shaft = 0.3 * np.tan(angle) / np.tan(np.radians(30.0)) * stress
    tip = min(57.5 * kPa * (layer.n60 or 15.0), BASE_LIMIT[layer.kind])
    return np.minimum(shaft, SHAFT_LIMIT[layer.kind]), tip * ones


def place_piles(
    count: int, spacing: float, edge: float, least_width: float
) -> tuple[Array, Array, float, float]:
    """A rectangular group: two rows along the bridge, more for many piles.

    returns pile x, pile y (q,), cap length along and cap width across the bridge [m]
    """
    if count <= 3:
        rows = 1
    elif count % 3 == 0 and count >= 9:
        rows = 3
    elif count % 4 == 0 and count >= 16:
        rows = 4
    elif count % 5 == 0 and count >= 15:
        rows = 5 if count >= 25 else 3
    else:
        rows = 2
    columns = int(np.ceil(count / rows))
    across = spacing
    if columns > 1:
        across = max(spacing, (least_width - 2 * edge) / (columns - 1))
    x = (np.arange(rows) - 0.5 * (rows - 1)) * spacing
    y = (np.arange(columns) - 0.5 * (columns - 1)) * across
    grid_x, grid_y = np.meshgrid(x, y, indexing="ij")
    pile_x, pile_y = grid_x.ravel()[:count], grid_y.ravel()[:count]
    # An odd pile out: centre what stands in the last row.
    short = rows * columns - count
    if short:
        last = slice((rows - 1) * columns, count)
        pile_y[last] -= pile_y[last].mean()
    length = (rows - 1) * spacing + 2 * edge
    width = max((columns - 1) * across + 2 * edge, least_width)
    return pile_x, pile_y, length, width


def choose_foundation(
    layers: Sequence[Layer],
    *,
    load: float,
    cap_top: float,
    ground: float,
    diameter: float,
    spacing: float,
    count: int | None,
    length: float | None,
    cap_thickness: float | None,
    rebar_ratio: float,
    least_width: float,
    address: str,
    notes: Notes,
    counts: Sequence[int] = COUNTS,
) -> Foundation:
    """The group with the least concrete that carries the load and its own cap.

    load    : design vertical load on top of the cap                                     [N]
    cap_top, ground : levels;  spacing : pile distance over the diameter
    count, length, cap_thickness : given values, None: chosen
    """
    thickness = cap_thickness or rounded_up(max(diameter + 0.4, 1.5), 0.1)
    head = ground - (cap_top - thickness)  # depth of the pile heads below ground
    lengths = np.array([length]) if length else np.arange(SHORTEST, LONGEST + 0.5, 1.0)
    resistance = pile_resistance(layers, head, lengths, diameter)
    edge = diameter
    best: tuple[float, int, float, float] | None = None
    for number in [count] if count else counts:
        _, _, along, across = place_piles(number, spacing * diameter, edge, least_width)
        cap = along * across * thickness
        demand = (load + 1.35 * UNIT_WEIGHT * cap) / number
        enough = np.flatnonzero(resistance >= demand)
        row = int(enough[0]) if enough.size else lengths.size - 1
        volume = cap + number * float(lengths[row]) * np.pi * diameter**2 / 4
        short = 0.0 if enough.size else 1e9 * (demand / float(resistance[row]))
        if best is None or volume + short < best[0]:
            best = (volume + short, number, float(lengths[row]), demand / float(resistance[row]))
    assert best is not None
    _, number, chosen, use = best
    if use > 1.0:
        notes.warn(address, f"{number} piles of {chosen:g} m carry {1 / use:.0%} of the load "
                   "estimated before the analysis; the pile check decides, where it fails "
                   "give more or longer piles")  # fmt: skip
    if count is None or length is None:
        notes.rule(
            f"{address}.piles",
            f"{number} x {diameter:g} m, {chosen:g} m long",
            f"least concrete that carries {load / 1e6:.1f} MN and the cap; {use:.0%} of the "
            "estimated resistance",
        )
    pile_x, pile_y, along, across = place_piles(number, spacing * diameter, edge, least_width)
    return Foundation(
        cap_length=along,
        cap_width=across,
        cap_thickness=thickness,
        cap_top=cap_top,
        pile_diameter=diameter,
        pile_x=pile_x,
        pile_y=pile_y,
        pile_length=chosen,
        pile_rebar_ratio=rebar_ratio,
    )
