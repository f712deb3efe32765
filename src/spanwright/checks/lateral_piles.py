"""Bored piles under the level forces of the run: p-y curves, bending with axial force, shear.

A rigid cap moves the heads of its piles alike and turns them with it.  The mean pile of the group,
its curves reduced by the mean p-multiplier of the rows, gives that movement; the pile of the first
row, with its own multiplier, is then moved as far and checked.  The cap's own earth resistance is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.pile_sections import PileMaterial, PileRules
from spanwright.checks.series import placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.eurocode.resistance.interaction import interaction_use
from spanwright.codes.eurocode.resistance.lateral_pile import sand_coefficients
from spanwright.codes.eurocode.resistance.piles import row_multipliers
from spanwright.codes.eurocode.resistance.py_pile import Curves, PushedPile, nodes_of, push
from spanwright.datum.arrays import Array, Ints, floats, freeze
from spanwright.datum.units import MPa, deg
from spanwright.layout.types import Abutment, Foundation, Pier
from spanwright.project.site import Stratum
from spanwright.structure.ground import (
    SUBGRADE,
    SUBGRADE_ANGLE,
    GroupStiffness,
    PileForces,
    pile_forces,
)

WATER: Final = 9_810.0  # [N/m3]
CYCLIC: Final = 0.9  # A of the API curve for sand: traffic and wind come and go
SOFT: Final = 0.5  # J of Matlock's curve
STRAIN_50: Final = 0.01  # of clay, where no test gives it
ROCK: Final = 100.0  # subgrade modulus over q_u, as in structure.ground
RING: Final = np.pi / 4  # of two legs of a round hoop that pulls across the pile
TRIED: Final = 4  # targets of each support that are followed along the pile


def curves_at(
    layers: Sequence[Stratum], depth: Array, diameter: float, multiplier: Array
) -> Curves:
    """p-y curves at depths below the bed.  depth (m, n) [m], multiplier (m,) -> (m, n)

    Sand, gravel, silt and fill by API, clay by Matlock, rock by a linear subgrade modulus; water
    stands at the bed.  Above the bed nothing holds the pile.
    """
    ultimate, slope = np.zeros_like(depth), np.zeros_like(depth)
    half = np.zeros_like(depth)
    stress = _effective_stress(layers, depth)
    factor = np.broadcast_to(multiplier[:, None], depth.shape)
    for number, layer in enumerate(layers):
        is_last = number == len(layers) - 1
        here = (depth > max(layer.top, 0.0)) & ((depth <= layer.bottom) | is_last)
        z, load = depth[here], stress[here]
        if layer.kind == "rock":
            ultimate[here] = np.inf
            slope[here] = factor[here] * ROCK * (layer.compressive_strength or 5 * MPa)
        elif layer.undrained_strength and layer.kind in ("clay", "silt"):
            c = layer.undrained_strength
            bearing = np.minimum(3.0 + load / c + SOFT * z / diameter, 9.0)
            ultimate[here] = factor[here] * bearing * c * diameter
            slope[here], half[here] = np.inf, 2.5 * STRAIN_50 * diameter
        else:
            angle = layer.friction_angle or 30.0 * deg
            c1, c2, c3 = sand_coefficients(angle)
            wedge = np.minimum((c1 * z + c2 * diameter) * load, c3 * diameter * load)
            ultimate[here] = factor[here] * CYCLIC * wedge
            slope[here] = factor[here] * np.interp(angle, SUBGRADE_ANGLE, SUBGRADE) * z
    return Curves(ultimate, slope, half)


def _effective_stress(layers: Sequence[Stratum], depth: Array) -> Array:
    """Vertical effective stress with water at the bed.  (m, n) [m] -> (m, n) [Pa]"""
    knots = np.array([layer.top for layer in layers] + [max(layers[-1].bottom, depth.max())])
    weights = np.array([max(layer.unit_weight - WATER, 0.0) for layer in layers])
    stress = np.concatenate([[0.0], np.cumsum(weights * np.diff(knots))])
    return np.asarray(np.interp(depth, knots, stress), dtype=float)


def multipliers(foundation: Foundation, along: bool) -> tuple[float, float]:
    """p-multiplier of the first row and the mean of all, for a push along or across the bridge.

    nan where rows stand closer than the table goes; 1.0 for a single row.
    """
    position = foundation.pile_x if along else foundation.pile_y
    rows, count = np.unique(np.round(position, 6), return_counts=True)
    if rows.size < 2:
        return 1.0, 1.0
    spacing = float(np.diff(rows).min())
    each = row_multipliers(spacing, foundation.pile_diameter)
    of_row = each[np.minimum(np.arange(rows.size), 2)]
    return float(each[0]), float(np.average(of_row, weights=count))


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """The targets followed at each support, in one list of m piles.

    support, target : (m,);  shear : of the worst pile of the group [N];  slope : of its head [rad]
    most, least     : greatest and least axial compression among the piles [N]
    first, mean     : p-multipliers
    """

    support: Ints
    target: Ints
    shear: Array
    slope: Array
    most: Array
    least: Array
    first: Array
    mean: Array

    def __post_init__(self) -> None:
        freeze(self)


def tried(
    supports: Sequence[Pier | Abutment],
    groups: Mapping[str, GroupStiffness],
    value: Array,
) -> Tried:
    """The targets with the largest head moments and shears.  value (t, p, 6), global axes"""
    rows: list[tuple[float, ...]] = []
    for index, support in enumerate(supports):
        base = support.foundation
        heads = pile_forces(base, groups[support.name], value[:, index])
        by_moment = np.argsort(-heads.moment.max(axis=1), kind="stable")[: TRIED // 2]
        by_shear = np.argsort(-heads.shear.max(axis=1), kind="stable")[: TRIED // 2]
        for target in np.concatenate([by_moment, by_shear]):
            rows.append((index, int(target), *_head(heads, int(target), base)))
    columns = np.array(rows).T
    return Tried(columns[0].astype(np.int64), columns[1].astype(np.int64), *columns[2:])


def _head(heads: PileForces, target: int, base: Foundation) -> tuple[float, ...]:
    """Shear and slope of the worst pile's head, axial forces of the group, multipliers."""
    worst = int(np.argmax(heads.shear[target]))
    force = heads.push[target, worst]
    size = float(np.hypot(*force))
    way = force / size if size > 0 else np.array([1.0, 0.0])
    axial = heads.axial[target]
    first, mean = multipliers(base, bool(abs(way[0]) >= abs(way[1])))
    return (
        size,
        float(heads.turn[target] @ way),
        float(axial.max()),
        float(axial.min()),
        first,
        mean,
    )


def pushed_piles(
    supports: Sequence[Pier | Abutment],
    layers: Mapping[str, Sequence[Stratum]],
    found: Tried,
    modulus: float,
) -> PushedPile:
    """The first-row pile of every tried target, moved as far as its group goes.

    layers : below the bed, by support;  modulus : of the piles [Pa]
    """
    bases = [supports[i].foundation for i in found.support]
    nodes = nodes_of(np.array([base.pile_length for base in bases]))
    diameter = np.array([base.pile_diameter for base in bases])
    head = np.array([supports[i].bed for i in found.support])
    head = head - np.array([base.cap_top - base.cap_thickness for base in bases])
    depth = nodes + head[:, None]
    rigidity = modulus * np.pi * diameter**4 / 64

    def curves(multiplier: Array) -> Curves:
        parts = [
            curves_at(
                layers[supports[i].name], depth[k : k + 1], diameter[k], multiplier[k : k + 1]
            )
            for k, i in enumerate(found.support)
        ]
        return Curves(*(np.concatenate([getattr(one, name) for one in parts])
                        for name in ("ultimate", "slope", "half")))  # fmt: skip

    compression = np.maximum(found.most, 0.0)
    known = ~np.isnan(found.mean)
    mean = push(
        nodes, rigidity, curves(np.where(known, found.mean, 1.0)),
        force=found.shear, slope=found.slope, compression=compression,
    )  # fmt: skip
    first = push(
        nodes, rigidity, curves(np.where(known, found.first, 1.0)),
        deflection=mean.deflection[:, 0], slope=found.slope, compression=compression,
    )  # fmt: skip
    return PushedPile(
        first.deflection, first.moment, first.shear, first.force,
        first.is_stable & mean.is_stable & known,
    )  # fmt: skip


def lateral_series(
    supports: Sequence[Pier | Abutment],
    groups: Mapping[str, GroupStiffness],
    layers: Mapping[str, Sequence[Stratum]],
    demands: PlaceDemands,
    material: PileMaterial,
    rules: PileRules,
) -> tuple[CheckSeries, ...]:
    """Bending with axial force and shear of the worst pile of each group.

    supports : in the order of the demands' places;  layers : below the bed, by support
    demands  : all six forces of the ground's springs, axes 0 to 5
    rules    : what a pile resists by the code of the run
    """
    found = tried(supports, groups, demands.value)
    pile = pushed_piles(supports, layers, found, material.concrete.E_cm)
    moment = np.abs(pile.moment).max(axis=1)
    shear = np.abs(pile.shear).max(axis=1)
    m = len(found.support)
    bending, resistance, cut, alone = np.zeros((4, m))
    numbers = []
    for k, i in enumerate(found.support):
        base = supports[i].foundation
        section, surface = rules.section(base)
        axial = np.array([found.most[k], found.least[k]])
        use = interaction_use(surface, axial, np.full(2, moment[k]), np.zeros(2))
        worst = int(np.argmax(use.utilisation))
        bending[k], resistance[k] = use.utilisation[worst], use.resistance[worst]
        alone[k] = use.axial[worst]
        numbers.append(rules.numbers(base, section))
        cut[k] = rules.shear(base, section, float(found.least[k]), moment[k], shear[k])
    nothing = np.where(pile.is_stable, 1.0, np.nan)
    details = {
        "axial, greatest": found.most, "axial, least": found.least,
        "head deflection": pile.deflection[:, 0], "head moment": pile.moment[:, 0],
        "p-multiplier, first row": found.first, "p-multiplier, mean": found.mean,
    }  # fmt: skip
    workings = _pushed(found, pile, supports) | {
        "M_Ed [N m]": moment, "M_Rd [N m]": resistance, "eta_N": alone, "V_Ed [N]": shear,
        **{key: np.array([row[key] for row in numbers]) for key in numbers[0]},
    }  # fmt: skip
    return (
        _series(
            "piles, bending and axial force",
            f"API RP 2A 6.8, {rules.bending}",
            "N m", supports, demands, found, moment, resistance, bending * nothing, details,
            workings,
        ),
        _series(
            "piles, shear", f"API RP 2A 6.8, {rules.shearing}", "N", supports, demands, found,
            shear, cut, shear / cut * nothing, details, workings,
        ),
    )  # fmt: skip


def deflection_series(
    supports: Sequence[Pier | Abutment],
    groups: Mapping[str, GroupStiffness],
    layers: Mapping[str, Sequence[Stratum]],
    demands: PlaceDemands,
    material: PileMaterial,
) -> CheckSeries:
    """Movement of the pile heads under characteristic actions against the project's limit."""
    found = tried(supports, groups, demands.value)
    pile = pushed_piles(supports, layers, found, material.concrete.E_cm)
    moved = np.abs(pile.deflection[:, 0])
    limit = np.full_like(moved, material.deflection)
    use = np.where(pile.is_stable, moved / limit, np.nan)
    details = {"head shear": found.shear, "turn of the cap": found.slope}
    return _series(
        "piles, head deflection", "API RP 2A 6.8, EN 1997-1 7.7.4", "m", supports, demands, found,
        moved, limit, use, details,
        _pushed(found, pile, supports) | {"y_max [m]": material.deflection},
    )  # fmt: skip


def _pushed(found: Tried, pile: PushedPile, supports: Sequence[Pier | Abutment]) -> Numbers:
    """Forces on the head, multipliers and movement of every tried pile."""
    return {
        "H [N]": found.shear, "theta [rad]": found.slope, "N_1 [N]": found.most,
        "N_2 [N]": found.least, "p_1": found.first, "p_m": found.mean,
        "y_0 [m]": np.abs(pile.deflection[:, 0]),
        "D [m]": np.array([supports[i].foundation.pile_diameter for i in found.support]),
    }  # fmt: skip


def _series(
    name: str,
    clause: str,
    unit: str,
    supports: Sequence[Pier | Abutment],
    demands: PlaceDemands,
    found: Tried,
    demand: Array,
    resistance: Array,
    use: Array,
    details: Mapping[str, Array],
    workings: Numbers,
) -> CheckSeries:
    """One row a support: the worst of its tried targets."""
    p = len(supports)
    table = use.reshape(p, TRIED).T
    # A target the ground cannot hold, or outside the multipliers, must not hide behind another.
    lost = np.isnan(table).any(axis=0)
    pick = np.where(lost, np.argmax(np.isnan(table), axis=0), worst_of(table))
    row = np.arange(p) * TRIED + pick
    target, place = found.target[row], found.support[row]
    combination, cause = demands.combination[target, place], demands.cause[target, place]
    return placed_series(
        name, clause, "remembered", "pile", unit, demands.situation,
        tuple(f"{one.name} piles" for one in supports),
        demand=demand[row], resistance=resistance[row], utilisation=use[row],
        combination=tuple(demands.names[k] for k in combination),
        cause=tuple(demands.causes[k] if k >= 0 else "" for k in cause),
        station=np.array([one.station for one in supports]),
        details={key: floats(column)[row] for key, column in details.items()},
        workings={
            key: floats(column)[row] if np.ndim(column) else column
            for key, column in workings.items()
        },
    )  # fmt: skip
