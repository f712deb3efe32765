"""Bored piles: the most loaded pile of each group against its axial resistance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.pile_workings import (
    head_workings,
    resistance_workings,
    weight_workings,
)
from spanwright.checks.series import governing_words, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Data
from spanwright.codes.eurocode.resistance.piles import (
    Approach,
    Ground,
    ShaftResistance,
    bored_pile,
    factored_resistance,
    pile_design,
)
from spanwright.codes.russia.piles import Sand, sand_column
from spanwright.codes.russia.piles import bored_pile as bored_pile_sp24
from spanwright.datum.arrays import Array
from spanwright.datum.errors import ScopeError
from spanwright.layout.types import Abutment, Foundation, Pier
from spanwright.project.site import Stratum, below_scour
from spanwright.structure.ground import GroupStiffness

WATER = 9_810.0  # [N/m3]
CONCRETE = 25_000.0  # [N/m3]
Design = Literal["DA2", "LRFD"]
OTHERS: Final = ("R AASHTO 10.5.5.2.4", "shaft SP 24, unverified")
SP24_SANDS: Final[dict[str, Sand]] = {"gravel": "medium", "sand": "fine", "silt": "silty"}
APPROACH: Final = "DA2"
WEIGHT: Final = {"DA2": 1.35, "LRFD": 1.25}  # on the piles' own weight: gamma_G, gamma_p of DC
LIGHT: Final = {"DA2": 1.0, "LRFD": 0.9}  # where it holds a pile down
CLAUSES: Final = {
    "DA2": "EN 1997-1 7.6.2 (DA2), AASHTO 10.8.3.5",
    "LRFD": "AASHTO 10.5.5.2.4, 10.8.3.5",
}


def ground_of(layers: Sequence[Stratum]) -> Ground:
    """Soil above the first layer of rock or fill, with water at the ground.

    Raises ScopeError where a layer lacks what its rule needs.
    """
    kept = []
    for layer in layers:
        if layer.kind not in ("sand", "gravel", "clay", "silt"):
            break
        kept.append(layer)
    if not kept:
        raise ScopeError("piles: no soil layer that the side resistance rules cover")
    for layer in kept:
        if layer.kind == "clay" and layer.undrained_strength is None:
            raise ScopeError(f'piles: clay "{layer.name}" needs undrained_strength')
        if layer.kind != "clay" and layer.n60 is None:
            raise ScopeError(f'piles: {layer.kind} "{layer.name}" needs n60')
    return Ground(
        top=np.array([layer.top for layer in kept]),
        bottom=np.array([layer.bottom for layer in kept]),
        unit_weight=np.array([max(layer.unit_weight - WATER, 1.0) for layer in kept]),
        is_clay=np.array([layer.kind == "clay" for layer in kept]),
        strength=np.array([layer.undrained_strength or 0.0 for layer in kept]),
        blows=np.array([layer.n60 or 1.0 for layer in kept]),
    )


def pile_loads(foundation: Foundation, group: GroupStiffness, value: Array) -> Array:
    """Axial compression of every pile.  value (t, 3) -> (t, q)

    value : force and moments about x and y in the ground's spring at the elastic centre, as the
            engine reports them (compression negative)
    """
    x = foundation.pile_x - foundation.pile_x.mean()
    y = foundation.pile_y - foundation.pile_y.mean()
    move = value / group.stiffness[2:5]
    sink = -(move[:, 0, None] + move[:, 1, None] * y - move[:, 2, None] * x)
    return np.asarray(group.axial * sink, dtype=float)


def group_loads(foundation: Foundation, group: GroupStiffness, value: Array) -> tuple[Array, Array]:
    """Greatest compression and least (tension negative) of a group's piles.  (t, 3) -> (t,)"""
    each = pile_loads(foundation, group, value)
    return each.max(axis=1), each.min(axis=1)


def pile_series(
    supports: Sequence[Pier | Abutment],
    groups: Mapping[str, GroupStiffness],
    layers: Sequence[Stratum],
    demands: PlaceDemands,
    design: Design = APPROACH,
    parameters: Data | None = None,
) -> CheckSeries:
    """Axial compression of the worst pile of each group (EN 1997-1 7.6.2, or AASHTO 10.5.5.2.4).

    supports : in the order of the demands' places;  groups : their pile groups by name
    demands  : vertical force and overturning moments of the ground on the cap
    parameters : with the factors of piles, None: the recommended ones
    Side and tip resistance are those of AASHTO 10.8.3.5 for drilled shafts.
    """
    t, p = demands.combination.shape
    load, least = np.zeros((t, p)), np.zeros((t, p))
    resistance, weight = np.full(p, np.nan), np.zeros(p)
    for index, support in enumerate(supports):
        foundation = support.foundation
        load[:, index], least[:, index] = group_loads(
            foundation, groups[support.name], demands.value[:, index]
        )
        resistance[index] = axial_resistance(
            below_scour(layers, support.scour), support.bed, foundation, design, parameters
        )
        weight[index] = weight_of(foundation, design)[0]
    others = [
        side_by_side(below_scour(layers, one.scour), one.bed, one.foundation, parameters)
        for one in supports
    ]
    total = load + weight
    use = total / resistance
    target = worst_of(use)
    rows = np.arange(p)
    combination, cause = governing_words(demands, target)
    picked = use[target, rows]
    return placed_series(
        "piles, axial", CLAUSES[design], "remembered", "pile", "N",
        demands.situation, tuple(f"{support.name} piles" for support in supports),
        demand=total[target, rows], resistance=resistance, utilisation=picked,
        combination=combination, cause=cause,
        station=np.array([support.station for support in supports]),
        details={
            "pile weight": weight,
            **{key: np.array([one[key] for one in others]) for key in others[0]},
            "least load of a pile": least.min(axis=0),
            "piles": np.array([len(one.foundation.pile_x) for one in supports], dtype=float),
        },
        workings=head_workings(supports, groups, demands.value[target, rows, :3])
        | weight_workings(supports, CONCRETE - WATER, WEIGHT[design], LIGHT[design])
        | resistance_workings(
            [nominal_resistance(below_scour(layers, one.scour), one.bed, one.foundation)
             for one in supports],
            design,
            parameters,
        ),
    )  # fmt: skip


def weight_of(foundation: Foundation, design: Design) -> tuple[float, float]:
    """Weight of one pile in water as it loads, and as it holds down.  [N]"""
    area = np.pi * foundation.pile_diameter**2 / 4
    own = float(area * foundation.pile_length * (CONCRETE - WATER))
    return WEIGHT[design] * own, LIGHT[design] * own


def nominal_resistance(
    layers: Sequence[Stratum], level: float, foundation: Foundation
) -> ShaftResistance | None:
    """Side and tip of one pile; None where its tip leaves the covered soil.

    layers, level : below the bed after scour, and its level
    """
    head = level - (foundation.cap_top - foundation.cap_thickness)
    try:
        return bored_pile(
            ground_of(layers),
            foundation.pile_diameter,
            max(head, 0.0),
            head + foundation.pile_length,
        )
    except ScopeError:
        return None


def side_by_side(
    layers: Sequence[Stratum],
    level: float,
    foundation: Foundation,
    parameters: Data | None = None,
) -> dict[str, float]:
    """Compression resistance of one pile by the other rules, for comparison; nan where none.  [N]

    DA1-1, DA1-2 and DA3 have other factors on the loads too, so only resistances compare.  SP 24 is
    unverified and gives the shaft alone: the pressure under its tip comes from a ground report.
    """
    found = nominal_resistance(layers, level, foundation)
    designs: tuple[Approach, ...] = ("DA1-1", "DA1-2", "DA2", "DA3")
    if found is None:
        return dict.fromkeys((*(f"R {one}" for one in designs), *OTHERS), float("nan"))
    told = {
        f"R {one}": float(
            pile_design(found.tip[None], found.side[None], one, parameters=parameters).compression[
                0
            ]
        )
        for one in designs
    }
    told[OTHERS[0]] = float(factored_resistance(found, parameters=parameters)[0])
    told[OTHERS[1]] = _shaft_by_sp24(layers, level, foundation)
    return told


def _shaft_by_sp24(layers: Sequence[Stratum], level: float, foundation: Foundation) -> float:
    """Shaft resistance F_d of SP 24; nan for clay, whose liquidity index the file does not give."""
    head = level - (foundation.cap_top - foundation.cap_thickness)
    toe = head + foundation.pile_length
    along = [layer for layer in layers if layer.top < toe]
    if any(layer.kind not in SP24_SANDS for layer in along):
        return float("nan")
    found = bored_pile_sp24(
        foundation.pile_diameter,
        np.array([layer.top for layer in along]),
        np.array([layer.bottom for layer in along]),
        np.array([sand_column(SP24_SANDS[layer.kind]) for layer in along]),
        max(head, 0.0),
        toe,
        0.0,
    )
    return found.shaft


def axial_resistance(
    layers: Sequence[Stratum],
    level: float,
    foundation: Foundation,
    design: Design = APPROACH,
    parameters: Data | None = None,
    *,
    uplift: bool = False,
) -> float:
    """Design resistance of one pile, in compression or without its weight against uplift.  [N]

    nan (outside scope) where its tip leaves the covered soil
    """
    found = nominal_resistance(layers, level, foundation)
    if found is None:
        return float("nan")
    if design == "LRFD":
        return float(factored_resistance(found, uplift=uplift, parameters=parameters)[0])
    by_en = pile_design(found.tip[None], found.side[None], APPROACH, parameters=parameters)
    return float((by_en.tension if uplift else by_en.compression)[0])
