"""From the effects of a run to the checks of spread footings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from spanwright.actions.footings import soil_above
from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.abutments import GAMMA_G, AbutmentLoad
from spanwright.checks.caps import half_sizes
from spanwright.checks.footing_concrete import Slab, concrete_series, least_bar_series
from spanwright.checks.footings import ground_of, ground_series, outside_series
from spanwright.checks.shafts import ShaftMaterial
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.datum.arrays import Array
from spanwright.layout.bars import Reinforcement
from spanwright.layout.foundations import UNIT_WEIGHT, WATER
from spanwright.layout.types import Abutment, Layout, Pier
from spanwright.pipeline.abutments import is_persistent, with_weight
from spanwright.pipeline.lateral import in_axes
from spanwright.project.site import Stratum
from spanwright.structure.girders import Factors

Support = Pier | Abutment


def footing_series(
    supports: Sequence[Support],
    layout: Layout,
    bars: Reinforcement,
    below: Mapping[str, Sequence[Stratum]],
    demands: PlaceDemands,
    loads: Sequence[AbutmentLoad],
    material: ShaftMaterial,
    factors: Factors,
    parameters: Parameters,
    *,
    is_lrfd: bool,
) -> tuple[CheckSeries, ...]:
    """Footings against the ground and as concrete.

    demands : of these supports, all forces of the ground without the weight of abutments;  below :
              layers under the bed after scour, by support
    The weight of an abutment is tried with its greater and its lesser factor: one presses more,
    the other slides and tips more easily.
    """
    order = {one.name: i for i, one in enumerate(supports)}
    heavy, light = (
        with_weight(demands, loads, order, layout.length, body=g, fill=g) for g in (GAMMA_G, 1.0)
    )
    if is_lrfd:
        return (outside_series(supports, heavy),)
    both = in_axes(_both(heavy, light) if is_persistent(demands) else light)
    grounds = {one.name: ground_of(one, below[one.name]) for one in supports}
    fills = {load.abutment.name: load for load in loads}
    slabs = [_slab(one, layout, bars, below[one.name], fills) for one in supports]
    found = [
        *ground_series(supports, grounds, both, parameters),
        *concrete_series(slabs, both, material.concrete, material.f_sk, factors),
    ]
    if is_persistent(demands):
        found.append(least_bar_series(slabs, material.concrete, material.f_sk))
    return tuple(found)


def _both(first: PlaceDemands, second: PlaceDemands) -> PlaceDemands:
    """The targets of two variants of the same demands, one after the other."""
    return PlaceDemands(
        first.situation,
        np.concatenate([first.value, second.value]),
        np.concatenate([first.combination, second.combination]),
        first.names,
        np.concatenate([first.cause, second.cause]),
        first.causes,
    )


def _slab(
    support: Support,
    layout: Layout,
    bars: Reinforcement,
    layers: Sequence[Stratum],
    fills: Mapping[str, AbutmentLoad],
) -> Slab:
    """The footing with what stands and lies on it."""
    base = support.foundation
    concrete = base.cap_width * base.cap_thickness
    own = np.array([concrete * (UNIT_WEIGHT - WATER), concrete * UNIT_WEIGHT])
    over: Array = np.repeat(own[:, None], 2, axis=1)
    if isinstance(support, Pier):
        plan = base.cap_length * base.cap_width
        depth = max(support.bed - base.cap_top, 0.0)
        soil = soil_above(support, tuple(layers)) / plan * base.cap_width
        over = over + np.array([[max(soil - WATER * depth * base.cap_width, 0.0)], [soil]])
        return Slab(
            support.name, support.station, base, support.columns,
            half_sizes(support.shape, support.width, support.depth), over,
            bars.piers[support.name],
        )  # fmt: skip
    load = fills[support.name]
    fill = load.fill * (support.height + load.wall) * support.width
    heel = 1 if support.station < 0.5 * layout.length else 0
    over[:, heel] += fill
    return Slab(
        support.name, support.station, base, (0.0,),
        (0.5 * support.thickness, 0.5 * support.width), over, bars.abutments[support.name], True,
    )  # fmt: skip
