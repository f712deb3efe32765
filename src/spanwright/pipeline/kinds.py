"""Rows of the girder table by kind of girder: each kind has its own checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import PlaceTraffic
from spanwright.analysis.launch import LaunchEffects
from spanwright.analysis.passages import LifeCycles
from spanwright.analysis.static import Static
from spanwright.checks.fatigue import FatigueEffects
from spanwright.checks.prestressed.bench import PrestressedDemands
from spanwright.checks.run import GirderDemands
from spanwright.checks.types import CheckSeries
from spanwright.datum.arrays import Ints
from spanwright.engine.model import FORCE
from spanwright.structure.types import Structure

_Rows = TypeVar("_Rows", FatigueEffects, LifeCycles, LaunchEffects)
BOTH_WAYS = ("reaction", "with_reaction")  # (2, n)


def demands_at(demands: GirderDemands, rows: Ints) -> GirderDemands:
    """The design effects of some rows of the table.  rows (m,) of n"""
    if len(rows) == len(demands.deflection):
        return demands
    return replace(
        demands,
        ultimate=staged_at(demands.ultimate, rows),
        characteristic=staged_at(demands.characteristic, rows),
        frequent=staged_at(demands.frequent, rows),
        quasi_permanent=staged_at(demands.quasi_permanent, rows),
        construction=staged_at(demands.construction, rows),
        fatigue=_taken(demands.fatigue, rows),
        lorries=_taken(demands.lorries, rows),
        launch=_taken(demands.launch, rows),
        deflection=demands.deflection[rows],
        deflection_cause=tuple(demands.deflection_cause[k] for k in rows),
    )


def staged_at(demands: Demands, rows: Ints) -> Demands:
    """One situation's effects at some rows."""
    return replace(
        demands,
        moment=demands.moment[..., rows],
        shear=demands.shear[..., rows],
        torsion=demands.torsion[..., rows],
        combination=demands.combination[..., rows],
        cause=demands.cause[..., rows],
    )


def traffic_at(traffic: Sequence[PlaceTraffic], rows: Ints) -> tuple[PlaceTraffic, ...]:
    """Extremes of the load models at some rows."""
    found = []
    for one in traffic:
        targets, _, n, _ = one.part.shape
        labels = np.array(one.labels, dtype=object).reshape(targets, n)[:, rows]
        found.append(PlaceTraffic(one.kinds, one.part[:, :, rows], tuple(labels.ravel())))
    return tuple(found)


def _taken(effects: _Rows, rows: Ints) -> _Rows:
    """Every column at some rows; single numbers stay."""
    found = {}
    for field in fields(effects):
        value = getattr(effects, field.name)
        if isinstance(value, tuple):
            value = tuple(value[k] for k in rows)
        elif isinstance(value, np.ndarray):
            value = value[:, rows] if field.name in BOTH_WAYS else value[rows]
        found[field.name] = value
    return replace(effects, **found)


def prestressed_demands(demands: GirderDemands, static: Static, rows: Ints) -> PrestressedDemands:
    """What the checks of precast girders ask for.  rows (m,) of the table"""
    building = [i for i, case in enumerate(static.cases) if case.stage == "steel"]
    return PrestressedDemands(
        ultimate=staged_at(demands.ultimate, rows),
        characteristic=staged_at(demands.characteristic, rows),
        frequent=staged_at(demands.frequent, rows),
        quasi_permanent=staged_at(demands.quasi_permanent, rows),
        construction=staged_at(demands.construction, rows),
        erection=static.effects.force[building][:, rows, FORCE.index("My")].sum(axis=0),
        deflection=demands.deflection[rows],
        deflection_cause=tuple(demands.deflection_cause[k] for k in rows),
    )


def table_rows(series: CheckSeries, structure: Structure) -> Ints | None:
    """Rows of the girder table a series of girder checks speaks of; None for other series."""
    if series.element != "girder" or not len(series.place):
        return None
    of_precast = np.unique(structure.table.deck[structure.precast_rows])
    is_precast = bool(np.isin(series.deck[0], of_precast))
    rows = structure.precast_rows if is_precast else structure.steel_rows
    return rows if len(rows) == len(series.place) else None


def governing_rows(series: Sequence[CheckSeries], structure: Structure) -> set[int]:
    """Rows of the girder table where a girder check has its largest utilisation."""
    found = ((one, table_rows(one, structure)) for one in series)
    return {int(rows[one.worst]) for one, rows in found if rows is not None}
