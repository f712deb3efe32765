"""Imposed deformations: shrinkage, temperature, settlement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.thermal import (
    combined_cases,
    linear_difference,
    uniform_range,
    uniform_temperature,
)
from spanwright.codes.eurocode.materials.steel import E_a
from spanwright.codes.eurocode.resistance.section import SLAB_SOFFIT, SLAB_TOP
from spanwright.datum.arrays import Array
from spanwright.datum.units import mm
from spanwright.engine.loads import LoadBook
from spanwright.layout.types import Layout
from spanwright.structure.girders import Girders
from spanwright.structure.types import Structure

EXPANSION = 12e-6  # length changes of composite decks, EN 1994-2 5.4.2.5(3)
CONCRETE = 10e-6  # EN 1991-1-5 Table C.1
DIFFERENCE = 10e-6  # temperature differences of composite sections, same clause


@dataclass(frozen=True, slots=True)
class Climate:
    """Shade temperatures [degC] and depth of surfacing [m]."""

    t_max: float
    t_min: float
    t_closing: float
    surfacing: float


def deck_members(structure: Structure) -> np.ndarray:
    """All longitudinal members of the decks: girders and slab edges."""
    return np.unique(np.concatenate([lines.member.ravel() for lines in structure.lines]))


def add_shrinkage(
    books: dict[str, LoadBook], structure: Structure, girders: Girders, law: str
) -> list[Case]:
    """Shortening and curvature the slab's shrinkage gives a free girder, uncracked parts only.

    law : of `codes.creep_law`, for the source shown

    The section's own (primary) stresses come back in the checks; this solves the secondary ones.
    """
    table = structure.table
    section = girders.section("shrinkage")
    force = girders.shrinkage_stress * girders.slab.area
    arm = 0.5 * (section.levels[SLAB_SOFFIT] + section.levels[SLAB_TOP]) - section.centroid
    whole = ~table.is_cracked
    axial = np.where(whole, -force / (E_a * section.area), 0.0)
    curvature = np.where(whole, force * arm / (E_a * section.inertia), 0.0)
    strain = _by_member(structure, np.stack([axial, curvature, np.zeros_like(axial)], axis=1))
    books["shrinkage"].strain("shrinkage", structure.girder_member, strain)
    value = f"{structure.shrinkage_strain * 1e6:.0f} microstrain"
    source = "fib MC2010 5.1.9.4.4" if law == "MC2010" else "EN 1992-1-1 B.2"
    clause = f"EN 1994-2 5.4.2.2, {source}"
    return [Case("shrinkage", "shrinkage", "shrinkage", value, clause)]


def add_temperature(
    books: dict[str, LoadBook],
    structure: Structure,
    girders: Girders,
    climate: Climate,
    parameters: Data,
) -> list[Case]:
    """Uniform and linearly varying temperature together (EN 1991-1-5 6.1.5).

    Each case is an action of its own and excludes the others.
    """
    book = books["short term"]
    height = girders.section("short term").levels[SLAB_TOP]
    members = deck_members(structure)
    depth = np.full(len(members), np.mean(height))  # slab edges follow the mean girder
    own = _by_member(structure, height[:, None])[:, 0]
    depth[np.searchsorted(members, structure.girder_member)] = own
    cases = []
    for label, (uniform, linear) in zip(*temperature_cases(climate, parameters), strict=True):
        name = f"temperature: {label}"
        axial = np.full_like(depth, EXPANSION * uniform)
        curvature = -DIFFERENCE * linear / depth  # top warmer hogs the free girder
        book.strain(name, members, np.stack([axial, curvature, 0.0 * axial], axis=1))
        value = f"dT_N {uniform:+.1f} K, dT_M {linear:+.1f} K (top minus bottom)"
        cases.append(Case(name, "short term", "thermal", value, "EN 1991-1-5 6.1.5", "read"))
    return cases


def add_pier_temperature(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, parameters: Data
) -> list[Case]:
    """Opposite faces of every shaft at different temperatures, along and across the bridge, either
    way (EN 1991-1-5 6.2.2)."""
    if not structure.columns:
        return []
    book, difference = books["short term"], parameters.number("thermal.pier_faces")
    piers = {pier.name: pier for pier in layout.piers}
    cases = []
    for word in ("along", "across"):
        name = f"temperature of the piers' faces, {word}"
        for column in structure.columns:
            pier = piers[column.pier]
            is_deep = word == "along" and pier.shape == "rectangle"
            curvature = CONCRETE * difference / (pier.depth if is_deep else pier.width)
            # A shaft's z axis points along the bridge, its y axis across.
            bend = (curvature, 0.0) if word == "along" else (0.0, curvature)
            book.strain(name, column.members, np.array([0.0, *bend]))
        cases.append(
            Case(
                name, "short term", "pier temperature", f"{difference:.0f} K between faces",
                "EN 1991-1-5 6.2.2", reversible=True,
            )
        )  # fmt: skip
    return cases


def temperature_cases(climate: Climate, parameters: Data) -> tuple[tuple[str, ...], Array]:
    """Names and (8, 2) uniform change and difference of the simultaneous cases.  [K]"""
    warm, cold = uniform_temperature("composite", climate.t_max, climate.t_min, parameters)
    expansion, contraction = uniform_range(warm, cold, climate.t_closing)
    top, bottom = linear_difference("composite", climate.surfacing, parameters=parameters)
    return combined_cases(
        float(expansion), float(contraction), float(top), float(bottom), parameters
    )


def add_settlements(
    books: dict[str, LoadBook], structure: Structure, settlement: float
) -> tuple[list[Case], list[tuple[str, int, float]]]:
    """Each foundation alone sinks by the given amount; the rules take the worst set of them.

    A foundation is a spring to the ground, so its sinking is the force k times the settlement on
    its node; the spring's own force is then short by the same amount (`Actions.shifted`).
    """
    book = books["imposed"]
    springs = structure.models["imposed"].springs
    cases, shifted = [], []
    for name, spring in structure.foundation_spring.items():
        case = f"settlement of {name}"
        force = float(springs.stiffness[spring, 2]) * settlement
        push = np.zeros(6)
        push[:3] = -force * springs.axes[spring, 2]
        book.nodal(case, int(springs.node[spring]), push)
        shifted.append((case, spring, force))
        value = f"{settlement / mm:.0f} mm"
        cases.append(
            Case(case, "imposed", "settlement", value, "EN 1990 A2.3.1(6)", group="settlement")
        )
    return cases, shifted


def _by_member(structure: Structure, rows: Array) -> Array:
    """Mean of the rows at each girder member's reported ends.  (n, k) -> (g, k)"""
    count = len(structure.models["steel"].members)
    total, times = np.zeros((count, rows.shape[1])), np.zeros(count)
    np.add.at(total, structure.table.member, rows)
    np.add.at(times, structure.table.member, 1.0)
    member = structure.girder_member
    return np.asarray(total[member] / times[member][:, None])
