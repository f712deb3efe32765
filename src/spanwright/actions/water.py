"""The river on its piers: flowing water with drift, and ice.

The river crosses the bridge square, so these forces act across it.  EN 1991 has no rule for ice:
the project names one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from spanwright.actions.shafts import at_pier, push_at, push_between, shafts_of, wet_width
from spanwright.actions.types import Case
from spanwright.codes.aashto import actions as lrfd
from spanwright.codes.clause import Tag
from spanwright.codes.eurocode.actions.water import debris_force, flow_pressure
from spanwright.codes.iso import ice as iso
from spanwright.codes.jtg import actions as jtg
from spanwright.codes.russia import actions as snip
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.types import Layout, Pier
from spanwright.structure.types import Structure

IceRule = Literal["JTG D60-2015", "SNiP 2.05.03-84", "ISO 19906", "AASHTO LRFD 3.9"]
Basis = Literal["EN", "AASHTO"]
ICE_DEPTH = 0.3  # of the thickness below the ice level: where its force acts, JTG D60 4.3.9


@dataclass(frozen=True, slots=True)
class Ice:
    """Moving ice: its thickness [m] and the rule its force is taken from."""

    thickness: float
    rule: IceRule


def mean_velocity(layout: Layout, banks: tuple[float, float], discharge: float) -> float:
    """Discharge over the wet area between the banks at flood level.  [m/s]

    The flood plain is taken to carry nothing: faster in the river than it will be.
    """
    station = np.union1d(layout.ground_station, np.array(banks))
    inside = (station >= banks[0]) & (station <= banks[1])
    x = np.linspace(banks[0], banks[1], 2001) if inside.sum() < 2 else station[inside]
    bed = np.interp(x, layout.ground_station, layout.ground_level)
    depth = np.maximum(layout.water_levels["flood"] - bed, 0.0)
    area = float(np.trapezoid(depth, x))
    return discharge / area if area > 0.0 else 0.0


def add_stream(
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    velocity: float,
    debris: float,
    basis: Basis = "EN",
) -> list[Case]:
    """The design flood on every shaft in the water, and drift on every pier of the river.

    velocity : mean of the flood [m/s];  debris : drift caught by one pier [m2].  The bed is the
    present one: scour would add depth.
    """
    book, name = books["short term"], "stream flow"
    flood = layout.water_levels["flood"]
    wet = False
    for pier, columns in shafts_of(layout, structure):
        if not _stands_in(pier, flood):
            continue
        wet = True
        line = _flow(pier, velocity, basis) * wet_width(pier)
        drift = _drift(velocity, debris, basis) / len(columns)
        for column in columns:
            push = at_pier(layout, pier, 0.0, line)
            push_between(book, name, pier, column, (pier.ground, flood), push)
            if drift:
                push_at(book, name, pier, column, flood, at_pier(layout, pier, 0.0, drift))
    if not wet:
        return []
    value = f"{velocity:.2f} m/s at flood level, {debris:g} m2 of drift a pier"
    clause = "EN 1991-1-6 4.9" if basis == "EN" else "AASHTO 3.7.3"
    return [Case(name, "short term", name, value, clause, reversible=True)]


def _flow(pier: Pier, velocity: float, basis: Basis) -> float:
    """Pressure of the flow on a shaft.  [Pa]"""
    is_round = pier.shape == "circle"
    if basis == "AASHTO":
        return float(lrfd.stream_pressure(velocity, "semicircular" if is_round else "square"))
    return float(flow_pressure(velocity, "circular" if is_round else "rectangular"))


def _drift(velocity: float, area: float, basis: Basis) -> float:
    """Force of drift caught by a pier.  [N]"""
    if basis == "AASHTO":
        return area * float(lrfd.stream_pressure(velocity, "debris"))
    return float(debris_force(velocity, area))


def add_ice(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, ice: Ice
) -> list[Case]:
    """A floe cut by the first shaft of every river pier, either way, at two water levels.

    At first movement the ice is sound and the water at its mean; later it stands at the highest
    ice level.  The shafts of a pier stand in line with the flow: the first cuts the way for the
    others.
    """
    if ice.thickness <= 0.0:
        return []
    book = books["short term"]
    mean = layout.water_levels["mean"]
    found: list[Case] = []
    levels: tuple[tuple[str, float, Stage], ...] = (
        ("at first movement", mean, "first_movement"),
        ("at its highest level", layout.water_levels.get("ice", mean), "highest_level"),
    )
    for word, level, stage in levels:
        for side, way in ((1.0, "left"), (-1.0, "right")):
            name = f"ice {word}, to the {way}"
            forces = []
            for pier, columns in shafts_of(layout, structure):
                if not _stands_in(pier, level):
                    continue
                force, _, _ = ice_force(pier, ice, stage)
                first = columns[0] if side > 0 else columns[-1]
                at = level - ICE_DEPTH * ice.thickness
                push_at(book, name, pier, first, at, at_pier(layout, pier, 0.0, side * force))
                forces.append(force)
            if forces:
                _, clause, tag = ice_force(layout.piers[0], ice, stage)
                value = f"{min(forces) / kN:.0f} to {max(forces) / kN:.0f} kN on a pier"
                found.append(Case(name, "short term", "ice", value, clause, tag))
    return found


Stage = Literal["first_movement", "highest_level"]


def ice_force(pier: Pier, ice: Ice, stage: Stage) -> tuple[float, str, Tag]:
    """Force of a floe on one shaft [N], its clause and the evidence of that clause."""
    width = wet_width(pier)
    round_nose: Literal["round", "flat"] = "round" if pier.shape == "circle" else "flat"
    if ice.rule == "AASHTO LRFD 3.9":
        strength: lrfd.IceStrength = "large_floes" if stage == "first_movement" else "small_floes"
        return float(lrfd.ice_force(ice.thickness, width, strength)), "AASHTO 3.9.2.2", "remembered"
    if ice.rule == "ISO 19906":
        return float(iso.ice_force(ice.thickness, width)), "ISO 19906 A.8.2.4.3", "remembered"
    if ice.rule == "SNiP 2.05.03-84":
        force = snip.ice_force(width, ice.thickness, round_nose, stage=stage)
        return float(force), "SNiP 2.05.03-84 app. 10 (unverified)", "remembered"
    force = jtg.ice_force(width, ice.thickness, round_nose, stage=stage)
    return float(force), "JTG D60-2015 4.3.9", "read"


def _stands_in(pier: Pier, level: float) -> bool:
    return pier.in_river and pier.ground < level
