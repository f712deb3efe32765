"""Design effects of the girder sections, kept stage by stage, in each situation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.actions.types import Case
from spanwright.analysis.combine import Governing
from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import (
    PlaceDemands,
    PlaceTraffic,
    governing_rows,
    place_demands,
    strongest,
)
from spanwright.analysis.static import Static
from spanwright.codes.data import Parameters
from spanwright.datum.arrays import Array
from spanwright.structure.types import STAGES

# Components of an effect row: totals first (they rank the combinations), then My, Vz, T by stage.
MY, VZ = 0, 1
_FIRST = 2
_PER_STAGE = 3
COMPONENTS = _FIRST + _PER_STAGE * len(STAGES)


def case_components(static: Static) -> Array:
    """Effects of all cases as rows of totals and stages.  (c, n, COMPONENTS)"""
    force = static.effects.force
    rows = np.zeros((*force.shape[:2], COMPONENTS))
    rows[..., MY], rows[..., VZ] = force[..., 4], force[..., 2]
    for index, case in enumerate(static.cases):
        at = _FIRST + _PER_STAGE * STAGES.index(case.stage)
        rows[index, :, at : at + _PER_STAGE] = force[index][:, [4, 2, 3]]
    return rows


def traffic_components(part: Array) -> Array:
    """My, Vz, T of traffic, carried by the short-term section.  (..., 3) -> (..., COMPONENTS)"""
    rows = np.zeros((*part.shape[:-1], COMPONENTS))
    rows[..., MY], rows[..., VZ] = part[..., 0], part[..., 1]
    at = _FIRST + _PER_STAGE * STAGES.index("short term")
    rows[..., at : at + _PER_STAGE] = part
    return rows


def girder_demands(
    static: Static,
    traffic: Sequence[PlaceTraffic],
    situations: Sequence[str],
    parameters: Parameters | None = None,
    *,
    name: str = "",
) -> Demands:
    """The governing combination of each target of demands.TARGETS at each section.

    traffic    : parts (4, p, n, 3) of My, Vz, T
    situations : the strongest of them counts;  name : of all together, else the first's
    """
    widened = [PlaceTraffic(m.kinds, traffic_components(m.part), m.labels) for m in traffic]
    effect = case_components(static)
    found = [
        place_demands(static.cases, effect, widened, situation, (MY, VZ), parameters)
        for situation in situations
    ]
    return _staged(strongest(found, name or situations[0], (MY, VZ)))


def acting(
    cases: Sequence[Case],
    effect: Array,
    traffic: Sequence[PlaceTraffic],
    situations: Sequence[str],
    target: int,
    parameters: Parameters | None = None,
) -> Governing:
    """The governing combination of one target at places, action by action.

    effect : (c, n, COMPONENTS) of `case_components`;  traffic : parts (4, p, n, 3)
    target : row of demands.TARGETS;  of several situations the strongest at the first place
    """
    widened = [PlaceTraffic(m.kinds, traffic_components(m.part), m.labels) for m in traffic]
    found = [
        governing_rows(cases, effect, widened, situation, (MY, VZ), parameters)[target]
        for situation in situations
    ]
    sign, component = (1 if target % 2 == 0 else -1), (MY, VZ)[target // 2]
    return max(found, key=lambda one: sign * float(one.value[0, component]))


def construction_demands(
    static: Static, situation: str = "ULS transient", parameters: Parameters | None = None
) -> Demands:
    """The steel alone with the wet slab and people on it (transient situation)."""
    rows = [i for i, case in enumerate(static.cases) if case.stage == "steel"]
    return _staged(
        place_demands(
            [static.cases[i] for i in rows],
            case_components(static)[rows],
            (),
            situation,
            (MY, VZ),
            parameters,
        )
    )


def _staged(found: PlaceDemands) -> Demands:
    value = found.value
    staged = value[..., _FIRST:].reshape(*value.shape[:2], len(STAGES), _PER_STAGE)
    return Demands(
        situation=found.situation,
        moment=np.moveaxis(staged[..., 0], 2, 1),
        shear=np.moveaxis(staged[..., 1], 2, 1),
        torsion=staged[..., 2].sum(axis=2),
        combination=found.combination,
        names=found.names,
        cause=found.cause,
        causes=found.causes,
    )
