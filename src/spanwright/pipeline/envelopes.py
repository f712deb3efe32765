"""Envelopes as the report draws them."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import TARGETS, Demands
from spanwright.analysis.static import Static
from spanwright.datum.arrays import Array, Ints
from spanwright.deliverables.results import Envelope


def force_envelopes(static: Static, demands: Demands) -> tuple[Envelope, Envelope]:
    """My and Vz of one situation at all girder sections."""
    permanent = _permanent(static)
    moment, shear = demands.moment.sum(axis=1), demands.shear.sum(axis=1)
    return (
        _one(demands, "My", "N m", permanent[:, 4], moment, TARGETS.index("My max")),
        _one(demands, "Vz", "N", permanent[:, 2], shear, TARGETS.index("Vz max")),
    )


def _permanent(static: Static) -> Array:
    """Characteristic permanent effects of all stages.  (n, 6)"""
    rows = [i for i, case in enumerate(static.cases) if case.kind == "permanent"]
    return np.asarray(static.effects.force[rows].sum(axis=0))


def _one(
    demands: Demands, component: str, unit: str, permanent: Array, value: Array, first: int
) -> Envelope:
    return Envelope(
        component=component,
        unit=unit,
        situation=demands.situation,
        over="section",
        permanent=permanent,
        maximum=value[first],
        minimum=value[first + 1],
        max_combination=_names(demands, demands.combination[first]),
        min_combination=_names(demands, demands.combination[first + 1]),
        max_cause=_causes(demands, demands.cause[first]),
        min_cause=_causes(demands, demands.cause[first + 1]),
    )


def _names(demands: Demands, rows: Ints) -> tuple[str, ...]:
    return tuple(demands.names[k] for k in rows)


def _causes(demands: Demands, rows: Ints) -> tuple[str, ...]:
    return tuple(demands.causes[k] if k >= 0 else "" for k in rows)
