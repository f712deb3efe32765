"""Spread footings: plan and thickness from the load and the ground, by Annex D of EN 1997-1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.eurocode.resistance.footing import Bed, friction_by_blows, layered_bearing
from spanwright.codes.eurocode.resistance.piles import normalised_blows
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError
from spanwright.layout.foundations import UNIT_WEIGHT, WATER, Layer
from spanwright.layout.notes import Notes, rounded_up
from spanwright.layout.types import Foundation

SAFETY: Final = 1.4  # on the bearing resistance, gamma_R;v of design approach 2
LEVEL: Final = 0.10  # level force over vertical force before the analysis
EDGE: Final = 0.5  # least reach of a footing beyond the shafts [m]
SHALLOW: Final = 10e3  # least stress that blow counts are normalised with [Pa]
STEP: Final = 0.25  # of plan sizes [m]
LARGEST: Final = 30.0  # [m]
THICK: Final = 0.5  # thickness over the reach beyond the shaft: no links against shear
BEAM: Final = 0.25  # and over the distance of the shafts, as of a crosshead
THINNEST: Final = 1.0  # [m]
REACH: Final = 2.0  # widths below the base in which layers carry


def beds_below(
    layers: Sequence[Layer], depth: float, width: float
) -> tuple[tuple[Bed, ...], float]:
    """What carries a base at a depth below the bed, down to two widths, and the stress beside it.

    layers : below the bed after scour, with water at the bed;  returns beds and [Pa]
    Raises ScopeError where a layer lacks what its rule needs.
    """
    found: list[Bed] = []
    for number, layer in enumerate(layers):
        is_last = number == len(layers) - 1
        below = max(layer.top - depth, 0.0)
        if (layer.bottom <= depth and not is_last) or (found and below >= REACH * width):
            continue
        stress = stress_at(layers, depth + below)
        found.append(_bed(layer, below, stress))
    return tuple(found), stress_at(layers, depth)


def stress_at(layers: Sequence[Layer], depth: float) -> float:
    """Effective vertical stress with water at the bed.  [m] -> [Pa]"""
    return float(
        sum(
            effective_weight(layer)
            * max(min(layer.bottom if i < len(layers) - 1 else np.inf, depth) - layer.top, 0.0)
            for i, layer in enumerate(layers)
        )
    )


def effective_weight(layer: Layer) -> float:
    """Unit weight under water.  [N/m3]"""
    return max(layer.unit_weight - WATER, 0.0)


def _bed(layer: Layer, below: float, stress: float) -> Bed:
    weight = effective_weight(layer)
    if layer.kind == "rock":
        if layer.compressive_strength is None:
            raise ScopeError("footings: rock needs compressive_strength")
        return Bed(below, weight, stress, rock=layer.compressive_strength)
    if layer.kind == "clay" or (layer.kind == "silt" and layer.undrained_strength):
        if layer.undrained_strength is None:
            raise ScopeError("footings: clay needs undrained_strength")
        return Bed(below, weight, stress, layer.friction_angle, layer.undrained_strength)
    angle = layer.friction_angle
    if angle is None and layer.n60 is not None and layer.kind != "fill":
        angle = float(friction_by_blows(normalised_blows(layer.n60, max(stress, SHALLOW))))
    if angle is None:
        raise ScopeError(f"footings: {layer.kind} needs friction_angle")
    return Bed(below, weight, stress, angle)


def choose_footing(
    layers: Sequence[Layer],
    *,
    load: float,
    base: float,
    highest: float,
    bed: float,
    given: tuple[float | None, float | None, float | None],
    least: tuple[float, float],
    gap: float,
    lean: float,
    address: str,
    notes: Notes,
    earth: Earth | None = None,
) -> Foundation:
    """The footing with the least area that carries a load with some eccentricity.

    layers : below the bed after scour;  load : design load on its top [N]
    base, bed, highest : levels of its base and the bed, and of its top at the most
    given  : length along the bridge, width across and thickness, None: chosen [m]
    least  : smallest length and width, for what stands on it;  gap : between its shafts [m]
    lean   : eccentricity along the bridge over the length, before the analysis knows it
    earth  : what an abutment holds back; its push then tells the eccentricity
    """
    sizes = [
        np.array([one]) if one else _steps(low) for one, low in zip(given[:2], least, strict=True)
    ]
    length, width = (grid.ravel() for grid in np.meshgrid(*sizes, indexing="ij"))
    beyond = np.maximum(length - least[0], width - least[1]) / 2 + EDGE
    thick = given[2] or floats(
        [rounded_up(max(THINNEST, THICK * b, BEAM * gap), 0.1) for b in beyond]
    )
    total = load + 1.35 * (UNIT_WEIGHT - WATER) * length * width * thick
    off, slide = lean * length, np.zeros_like(length)
    if earth is not None:
        total, off, slide = earth.on(length, width, floats(thick), load)
    try:
        beds, stress = beds_below(layers, bed - base, float(np.max(least)))
        resist = layered_bearing(
            beds,
            stress,
            np.maximum(length - 2 * np.abs(off), 0.01),
            width,
            total,
            np.maximum(LEVEL, slide) * total,
            1.0,
        )
    except ScopeError as error:
        notes.warn(address, f"{error}; {PRESUMED / 1e3:g} kPa presumed for its first size")
        resist = SAFETY * PRESUMED * length * width
    # Bearing; no tipping and, in service, no gap; no sliding on the flattest usual friction.
    use = np.maximum.reduce(
        [SAFETY * total / np.maximum(resist, 1.0), np.abs(off) / length * KERN, slide / SLIDES]
    )
    area = np.where(use <= 1.0, length * width, np.inf)
    # Of equal areas the one nearest a square.
    best = int(np.lexsort((np.abs(length - width), area))[0]) if np.isfinite(area).any() else -1
    if best < 0:
        best = int(np.argmin(use))
        notes.warn(address, f"the largest footing tried carries {1 / use[best]:.0%} of the load "
                   "estimated before the analysis; found deeper or on piles")  # fmt: skip
    found = Foundation(
        cap_length=float(length[best]),
        cap_width=float(width[best]),
        cap_thickness=float(np.broadcast_to(thick, length.shape)[best]),
        cap_top=min(base + float(np.broadcast_to(thick, length.shape)[best]), highest),
        pile_diameter=0.0,
        pile_x=np.zeros(0),
        pile_y=np.zeros(0),
        pile_length=0.0,
        pile_rebar_ratio=0.0,
        pile_link_ratio=0.0,
    )
    notes.rule(
        f"{address}.footing",
        f"{found.cap_length:g} x {found.cap_width:g} x {found.cap_thickness:g} m",
        f"least area that carries {load / 1e6:.1f} MN {lean:.0%} of its length off the middle, "
        f"EN 1997-1 annex D; {use[best]:.0%} of the estimated resistance",
    )
    return found


@dataclass(frozen=True, slots=True)
class Earth:
    """Fill behind an abutment, before the analysis.

    stem, height : thickness of the stem, and fill above the footing [m];  width : of both [m]
    rest, weight : coefficient at rest and unit weight [-], [N/m3]
    """

    stem: float
    height: float
    width: float
    rest: float
    weight: float

    def on(
        self, length: Array, width: Array, thick: Array, load: Array | float
    ) -> tuple[Array, Array, Array]:
        """Vertical force with the fill on the heel, its distance from the middle, and the level
        force over it.  load : design load on the footing [N]"""
        heel = np.maximum(0.5 * (length - self.stem), 0.0)
        filled = heel * self.width * self.height * self.weight
        own = (UNIT_WEIGHT - WATER) * length * width * thick
        high = self.height + thick
        side = 1.35 * self.rest * self.width * high
        earth, traffic = 0.5 * self.weight * high * side, TRAFFIC * side
        # What holds it down counts without traffic and without factors.
        down = PERMANENT * load + own + filled
        turned = (earth / 3.0 + traffic / 2.0) * high - filled * 0.5 * (self.stem + heel)
        return down, turned / down, (earth + traffic) / down


TRAFFIC: Final = 20e3  # on the fill [Pa]
PERMANENT: Final = 0.5  # of the design load, which has traffic and its factors in it
KERN: Final = 3.6  # the eccentricity may be a third of the length, less room for the bearings
SLIDES: Final = 0.45  # level over vertical force, tan 30 deg / 1.1 with room for the bearings
PRESUMED: Final = 150e3  # design pressure where the layers do not say what they carry [Pa]


def _steps(least: float) -> Array:
    return np.arange(rounded_up(least, STEP), max(LARGEST, least) + STEP / 2, STEP)
