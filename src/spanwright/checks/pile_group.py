"""Pile groups as a whole: all piles together, uplift of single ones, and how far groups settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.pile_workings import (
    head_workings,
    resistance_workings,
    weight_workings,
)
from spanwright.checks.piles import (
    CLAUSES,
    CONCRETE,
    LIGHT,
    WATER,
    WEIGHT,
    Design,
    axial_resistance,
    ground_of,
    group_loads,
    nominal_resistance,
    weight_of,
)
from spanwright.checks.series import governing_words, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.data import Data
from spanwright.codes.eurocode.resistance.piles import (
    block_resistance,
    group_efficiency,
    pile_design,
    usual_factors,
)
from spanwright.datum.arrays import Array
from spanwright.datum.errors import ScopeError
from spanwright.layout.types import Abutment, Foundation, Pier
from spanwright.project.site import Stratum
from spanwright.structure.ground import GroupStiffness

Support = Pier | Abutment
MEDIUM_DENSE: Final = 10.0  # N60 from which sand is not loose


def closest(base: Foundation) -> float:
    """Least distance between the piles of a group; inf for a single pile.  [m]"""
    x, y = base.pile_x, base.pile_y
    away = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(away, np.inf)
    return float(away.min())


def group_resistance(
    layers: Sequence[Stratum],
    bed: float,
    base: Foundation,
    design: Design,
    parameters: Data | None = None,
) -> tuple[float, float, float]:
    """Design resistance of a whole group, its efficiency, and its resistance as a block.  [N]

    The smaller of the piles' sum times the efficiency for sand (AASHTO 10.8.3.6.3) and, where all
    is clay, the block (10.8.3.6.2).  nan outside the rules.
    """
    single = axial_resistance(layers, bed, base, design, parameters)
    count = len(base.pile_x)
    efficiency = efficiency_of(layers, bed, base)
    block = np.inf if count == 1 else _block(layers, bed, base, design, parameters)
    in_sand = any(layer.kind != "clay" for layer in _along(layers, bed, base))
    total = count * single * (efficiency if in_sand else 1.0)
    return float(np.minimum(total, block)), efficiency, block


def efficiency_of(layers: Sequence[Stratum], bed: float, base: Foundation) -> float:
    """Efficiency of the group in sand: by rows and spacing, 1.0 where its cap rests on firm ground.

    The cap rests where its underside lies below the scoured bed, in sand or gravel of N60 from 10.
    """
    rows = min(len(np.unique(np.round(place, 6))) for place in (base.pile_x, base.pile_y))
    below = bed - (base.cap_top - base.cap_thickness)
    under = next((layer for layer in layers if layer.bottom > below), layers[-1])
    is_firm = under.kind in ("sand", "gravel") and (under.n60 or 0.0) >= MEDIUM_DENSE
    return float(
        group_efficiency(
            closest(base),
            base.pile_diameter,
            single_row=rows == 1,
            cap_rests=below >= 0.0 and is_firm,
        )
    )


def _toe(bed: float, base: Foundation) -> float:
    """Depth of the tips below the bed.  [m]"""
    return bed - (base.cap_top - base.cap_thickness) + base.pile_length


def _along(layers: Sequence[Stratum], bed: float, base: Foundation) -> list[Stratum]:
    toe = _toe(bed, base)
    return [layer for layer in layers if layer.top < toe]


def _block(
    layers: Sequence[Stratum],
    bed: float,
    base: Foundation,
    design: Design,
    parameters: Data | None,
) -> float:
    """Block of a group all in clay; inf where sand or rock takes part.  [N]"""
    along = _along(layers, bed, base)
    if any(layer.kind != "clay" for layer in along):
        return float("inf")
    try:
        ground = ground_of(along)
    except ScopeError:
        return float("nan")
    toe = _toe(bed, base)
    height = np.minimum(ground.bottom, toe) - ground.top
    side = float(np.sum(height * ground.strength) / np.sum(height))
    sizes = sorted(
        float(np.ptp(place)) + base.pile_diameter for place in (base.pile_x, base.pile_y)
    )
    nominal = float(block_resistance(sizes[0], sizes[1], toe, side, ground.strength[-1]))
    if design == "LRFD":
        factors = parameters or usual_factors()
        return factors.number("aashto.shafts.group_block_clay") * nominal
    found = pile_design(np.array([nominal]), np.array([0.0]), "DA2", parameters=parameters)
    return float(found.compression)


def group_series(
    supports: Sequence[Support],
    groups: Mapping[str, GroupStiffness],
    layers: Mapping[str, Sequence[Stratum]],
    demands: PlaceDemands,
    design: Design,
    parameters: Data | None = None,
) -> tuple[CheckSeries, ...]:
    """All piles together in compression, and the most lifted pile of each group.

    supports : in the order of the demands' places;  layers : below the bed, by support
    demands  : vertical force and overturning moments of the ground first
    """
    t, p = demands.combination.shape
    down, lift = np.zeros((t, p)), np.zeros((t, p))
    resistance, efficiency, pull, own, block = np.zeros((5, p))
    for i, one in enumerate(supports):
        base = one.foundation
        heavy, light = weight_of(base, design)
        value = demands.value[:, i, :3]
        down[:, i] = -value[:, 0] + len(base.pile_x) * heavy
        least = group_loads(base, groups[one.name], value)[1]
        lift[:, i] = np.maximum(-(least + light), 0.0)
        resistance[i], efficiency[i], block[i] = group_resistance(
            layers[one.name], one.bed, base, design, parameters
        )
        pull[i] = axial_resistance(layers[one.name], one.bed, base, design, parameters, uplift=True)
        own[i] = light
    places = tuple(f"{one.name} piles" for one in supports)
    station = np.array([one.station for one in supports])
    common = weight_workings(supports, CONCRETE - WATER, WEIGHT[design], LIGHT[design])
    common |= resistance_workings(
        [nominal_resistance(layers[one.name], one.bed, one.foundation) for one in supports],
        design,
        parameters,
    )
    as_group = {
        "eta_g": efficiency, "R_block [N]": block,
        "is_sand": np.array([float(any(layer.kind != "clay" for layer in
                             _along(layers[one.name], one.bed, one.foundation)))
                             for one in supports]),
    }  # fmt: skip
    found = []
    for name, clause, demand, against, details, more in (
        ("pile groups, all piles", f"{CLAUSES[design]}, 10.8.3.6", down, resistance,
         {"efficiency": efficiency}, as_group),
        ("piles, uplift", "EN 1997-1 7.6.3 (DA2)" if design == "DA2" else "AASHTO 10.8.3.7.2",
         lift, pull, {"own weight that helps": own}, {}),
    ):  # fmt: skip
        use = demand / against
        target = worst_of(use)
        rows = np.arange(p)
        combination, cause = governing_words(demands, target)
        found.append(
            placed_series(
                name, clause, "remembered", "pile", "N", demands.situation, places,
                demand=demand[target, rows], resistance=against, utilisation=use[target, rows],
                combination=combination, cause=cause, station=station, details=details,
                workings=common | more
                | head_workings(supports, groups, demands.value[target, rows, :3], least=True),
            )
        )  # fmt: skip
    return tuple(found)


def settlement_series(
    supports: Sequence[Support],
    groups: Mapping[str, GroupStiffness],
    permanent: Array,
    applied: Array,
) -> CheckSeries:
    """Difference of settlement to the neighbours under permanent actions, against the one applied.

    supports : in order of station;  permanent : (p,) force of the ground, upward [N]
    applied  : (p,) how far the model lets each sink alone [m].  One that settles less than its
               neighbours is covered by theirs
    """
    sink = np.array(
        [max(force, 0.0) / groups[one.name].stiffness[2]
         for one, force in zip(supports, permanent, strict=True)]
    )  # fmt: skip
    station = np.array([one.station for one in supports])
    # Against the straight line between the neighbours; an end against its one neighbour.
    line = between(sink, station)
    difference = np.abs(sink - line)
    covered = np.where(sink >= line, applied, between(applied, station))
    use = np.divide(
        difference, covered, out=np.where(difference > 0, np.inf, 0.0), where=covered > 0
    )
    return placed_series(
        "foundations, settlement", "EN 1990 A2.3.1(6), EN 1997-1 6.6.2, 7.6.4", "remembered",
        "pile", "m", "permanent",
        tuple(f"{one.name} {'footing' if one.foundation.is_footing else 'piles'}"
              for one in supports),
        demand=difference, resistance=covered, utilisation=use,
        combination=["permanent actions"] * len(sink), cause=[""] * len(sink), station=station,
        details={"settlement": sink},
        workings=_settled(sink, line, station, groups, supports, permanent, covered),
    )  # fmt: skip


def between(values: Array, station: Array) -> Array:
    """Of each support what the straight line between its neighbours says; an end takes its one
    neighbour's.  (p,)"""
    line = np.concatenate([values[1:2], np.zeros(max(len(values) - 2, 0)), values[-2:-1]])
    for i in range(1, len(values) - 1):
        line[i] = np.interp(station[i], station[[i - 1, i + 1]], values[[i - 1, i + 1]])
    return line


def _settled(
    sink: Array,
    line: Array,
    station: Array,
    groups: Mapping[str, GroupStiffness],
    supports: Sequence[Support],
    permanent: Array,
    covered: Array,
) -> Numbers:
    """What the note of settlement puts in: each support with its neighbours; ends have one."""
    at = np.arange(len(sink))
    before, after = np.maximum(at - 1, 0), np.minimum(at + 1, len(sink) - 1)
    return {
        "F_G [N]": np.maximum(permanent, 0.0),
        "K_z [N/m]": np.array([groups[one.name].stiffness[2] for one in supports]),
        "s_1 [m]": sink[before], "s_2 [m]": sink[after], "x [m]": station,
        "x_1 [m]": station[before], "x_2 [m]": station[after], "s_line [m]": line,
        "s_max [m]": covered,
    }  # fmt: skip
