"""What acts on abutments beside the model: their own weight, the fill, traffic on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import lm1
from spanwright.checks.abutments import GAMMA_G, AbutmentLoad, weights
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.actions.earth import at_rest
from spanwright.datum.arrays import Array
from spanwright.layout.bars import Reinforcement
from spanwright.layout.profile import level_at
from spanwright.layout.types import Abutment, Layout
from spanwright.project.reader import Reading
from spanwright.traffic.lanes import en_lanes


def abutment_loads(
    reading: Reading,
    layout: Layout,
    bars: Reinforcement,
    static: Static,
    parameters: Parameters,
) -> list[AbutmentLoad]:
    """Traffic on the fill, forces of the bearings, and the back wall up to the road, of each."""
    given, model = reading.brief.layout.abutments, lm1(parameters)
    axle = float(model.vehicles["tandem"].train.force[0]) * model.lane_factors[0][0]
    found = []
    for one in layout.abutments:
        wall = float(level_at(layout.axis, np.array([one.station]))[0]) - one.seat_level
        found.append(
            AbutmentLoad(
                abutment=one,
                bars=bars.abutments[one.name],
                fill=given.fill_weight,
                rest=float(at_rest(given.fill_friction)),
                lanes=en_lanes(float(np.ptp(layout.road.kerbs))).number,
                axle=axle,
                seat=_bearings(layout, static, one, "permanent", 2),
                level=_bearings(layout, static, one, "braking", 0),
                wall=max(wall, 0.5),
                wall_thickness=given.back_wall,
                parameters=parameters,
            )
        )
    return found


def _bearings(
    layout: Layout, static: Static, abutment: Abutment, kind: str, component: int
) -> float:
    """Size of the force of an abutment's bearings from one kind of action.  [N]"""
    rows = [i for i, b in enumerate(layout.bearings) if b.support == abutment.name]
    cases = [i for i, case in enumerate(static.cases) if case.kind == kind]
    force: Array = static.effects.bearing[np.ix_(cases, rows)][:, :, component]
    return float(abs(force.sum()))


def is_persistent(demands: PlaceDemands) -> bool:
    """Whether the situation raises permanent actions."""
    return demands.situation == "ULS persistent" or "Strength" in demands.situation


def with_weight(
    demands: PlaceDemands,
    loads: Sequence[AbutmentLoad],
    order: Mapping[str, int],
    length: float,
    *,
    body: float = GAMMA_G,
    fill: float = 1.0,
) -> PlaceDemands:
    """The ground's forces under abutments with stem, cap and fill, which the model leaves out.

    demands : vertical force and overturning moments first;  order : support -> its place
    length  : of the bridge [m];  body, fill : factors in a persistent situation.  The fill on the
              heel helps against the earth's push: with its lower factor unless asked for more
    """
    value = np.array(demands.value)
    raised = is_persistent(demands)
    on_body, on_fill = (body, fill) if raised else (1.0, 1.0)
    for load in loads:
        if load.abutment.name in order:
            own, filled, turned = weights(load)
            back = -1.0 if load.abutment.station < 0.5 * length else 1.0
            here = value[:, order[load.abutment.name], :3]
            here += [-on_body * own - on_fill * filled, 0.0, on_fill * back * turned]
    return replace(demands, value=value)


def permanent_forces(static: Static, loads: Sequence[AbutmentLoad], names: Sequence[str]) -> Array:
    """Upward force of the ground under permanent actions, abutments with their weight.  (p,) [N]"""
    lasting = np.array([case.kind == "permanent" for case in static.cases])
    found = np.array([-static.foundation[name][lasting, 2].sum() for name in names])
    for load in loads:
        if load.abutment.name in names:
            found[list(names).index(load.abutment.name)] += float(weights(load)[:2].sum())
    return found
