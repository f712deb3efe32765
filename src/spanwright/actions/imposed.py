"""Imposed deformations: shrinkage, temperature, settlement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.thermal import (
    DeckType,
    GradientType,
    combined_cases,
    linear_difference,
    uniform_range,
    uniform_temperature,
)
from spanwright.codes.eurocode.materials.steel import E_a
from spanwright.codes.eurocode.resistance.section import SLAB_SOFFIT, SLAB_TOP
from spanwright.datum.arrays import Array, Ints
from spanwright.datum.units import mm
from spanwright.engine.loads import LoadBook
from spanwright.layout.types import Deck, Layout
from spanwright.structure.girders import Girders
from spanwright.structure.precast_losses import imposed_strains
from spanwright.structure.prestressed import PrestressedGirders
from spanwright.structure.types import GirderTable, Structure

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


@dataclass(frozen=True, slots=True)
class ThermalKind:
    """How EN 1991-1-5 sees a kind of deck: its names there, and its expansion by length [1/K]."""

    uniform: DeckType
    gradient: GradientType
    expansion: float

    def holds(self, deck: Deck) -> bool:
        """Whether a deck is of this kind."""
        return (deck.precast is None) == (self.uniform == "composite")


COMPOSITE: Final = ThermalKind("composite", "composite", EXPANSION)
PRECAST: Final = ThermalKind("concrete", "concrete beam", CONCRETE)
KINDS: Final = (COMPOSITE, PRECAST)


def deck_members(structure: Structure, decks: Sequence[int]) -> np.ndarray:
    """All longitudinal members of some decks: girders and slab edges."""
    return np.unique(np.concatenate([structure.lines[i].member.ravel() for i in decks]))


def _deck_height(table: GirderTable) -> Array:
    """From the girders' soffit to the slab's top.  (n,) [m]"""
    girder = table.bottom_thickness + table.web_height + table.top_thickness
    return np.asarray(girder + table.haunch + table.slab_thickness)


def add_shrinkage(
    books: dict[str, LoadBook],
    structure: Structure,
    girders: Girders | None,
    prestressed: PrestressedGirders | None,
    law: str,
) -> list[Case]:
    """Shortening and curvature the slab's shrinkage gives a free girder, uncracked parts only; on
    precast girders that of the slab against the girder, and the girder's creep.

    law : of `codes.creep_law`, for the source shown

    The section's own (primary) stresses come back in the checks; this solves the secondary ones.
    """
    cases = []
    source = "fib MC2010 5.1.9.4.4" if law == "MC2010" else "EN 1992-1-1 B.2"
    if girders is not None:
        _shrink_slab(books["shrinkage"], structure, girders)
        value = f"{structure.shrinkage_strain * 1e6:.0f} microstrain"
        clause = f"EN 1994-2 5.4.2.2, {source}"
        cases.append(Case("shrinkage", "shrinkage", "shrinkage", value, clause))
    if prestressed is not None:
        cases += _restrain_precast(books["shrinkage"], structure, prestressed, source, cases)
    return cases


def _restrain_precast(
    book: LoadBook,
    structure: Structure,
    girders: PrestressedGirders,
    source: str,
    known: Sequence[Case],
) -> list[Case]:
    """What creep and shrinkage of a precast girder and its slab do once they are one piece."""
    table, members = girders.table, _precast_members(structure)
    cases = []
    for name, (axial, curvature) in imposed_strains(girders).items():
        rows = np.stack([axial, curvature, np.zeros_like(axial)], axis=1)
        book.strain(name, members, _mean_by_member(structure, table.member, rows, members))
        if name not in [case.name for case in known]:
            most = float(np.max(np.abs(curvature))) * 1e6
            value = f"free curvature up to {most:.0f} microstrain/m"
            kind = "shrinkage" if name == "shrinkage" else "prestress"
            clause = f"EN 1992-2 Annex KK.7, {source}"
            cases.append(Case(name, "shrinkage", kind, value, clause))
    return cases


def _precast_members(structure: Structure) -> Ints:
    """Members of precast girders.  (m,)"""
    return np.unique(structure.table.member[structure.precast_rows])


def _shrink_slab(book: LoadBook, structure: Structure, girders: Girders) -> None:
    """The slab of composite decks."""
    table = girders.table
    section = girders.section("shrinkage")
    force = girders.shrinkage_stress * girders.slab.area
    arm = 0.5 * (section.levels[SLAB_SOFFIT] + section.levels[SLAB_TOP]) - section.centroid
    whole = ~table.is_cracked
    axial = np.where(whole, -force / (E_a * section.area), 0.0)
    curvature = np.where(whole, force * arm / (E_a * section.inertia), 0.0)
    rows = np.stack([axial, curvature, np.zeros_like(axial)], axis=1)
    mine = structure.girder_member[np.isin(structure.girder_member, table.member)]
    book.strain("shrinkage", mine, _mean_by_member(structure, table.member, rows, mine))


def add_temperature(
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    climate: Climate,
    parameters: Data,
) -> list[Case]:
    """Uniform and linearly varying temperature together (EN 1991-1-5 6.1.5).

    Each case is an action of its own and excludes the others; all decks are warm or cold together,
    composite ones as type 2, those on precast girders as type 3.
    """
    book = books["short term"]
    height = _deck_height(structure.table)
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        chosen = [i for i, deck in enumerate(layout.decks) if kind.holds(deck)]
        if not chosen:
            continue
        members = deck_members(structure, chosen)
        own = np.isin(structure.table.deck, chosen)
        depth = np.full(len(members), np.mean(height[own]))  # slab edges follow the mean girder
        mine = np.isin(structure.deck_of, chosen)
        girder = structure.girder_member[mine]
        depth[np.searchsorted(members, girder)] = _by_member(structure, height[:, None])[mine, 0]
        for label, (uniform, linear) in zip(
            *temperature_cases(climate, parameters, kind), strict=True
        ):
            name = f"temperature: {label}"
            axial = np.full_like(depth, kind.expansion * uniform)
            curvature = -DIFFERENCE * linear / depth  # top warmer hogs the free girder
            book.strain(name, members, np.stack([axial, curvature, 0.0 * axial], axis=1))
            value = f"dT_N {uniform:+.1f} K, dT_M {linear:+.1f} K (top minus bottom)"
            found.setdefault(name, []).append(value)
    cases = []
    for name, values in found.items():
        value = "; ".join(values)
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


def temperature_cases(
    climate: Climate, parameters: Data, kind: ThermalKind = COMPOSITE
) -> tuple[tuple[str, ...], Array]:
    """Names and (8, 2) uniform change and difference of the simultaneous cases.  [K]"""
    warm, cold = uniform_temperature(kind.uniform, climate.t_max, climate.t_min, parameters)
    expansion, contraction = uniform_range(warm, cold, climate.t_closing)
    top, bottom = linear_difference(kind.gradient, climate.surfacing, parameters=parameters)
    return combined_cases(
        float(expansion), float(contraction), float(top), float(bottom), parameters
    )


def add_settlements(
    books: dict[str, LoadBook], structure: Structure, settlements: Mapping[str, float]
) -> tuple[list[Case], list[tuple[str, int, float]]]:
    """Each foundation alone sinks by its own amount; the rules take the worst set of them.

    A foundation is a spring to the ground, so its sinking is the force k times the settlement on
    its node; the spring's own force is then short by the same amount (`Actions.shifted`).
    """
    book = books["imposed"]
    springs = structure.models["imposed"].springs
    cases, shifted = [], []
    for name, spring in structure.foundation_spring.items():
        case = f"settlement of {name}"
        settlement = settlements[name]
        force = float(springs.stiffness[spring, 2]) * settlement
        push = np.zeros(6)
        push[:3] = -force * springs.axes[spring, 2]
        book.nodal(case, int(springs.node[spring]), push)
        shifted.append((case, spring, force))
        value = f"{settlement / mm:.3g} mm"
        cases.append(
            Case(case, "imposed", "settlement", value, "EN 1990 A2.3.1(6)", group="settlement")
        )
    return cases, shifted


def _by_member(structure: Structure, rows: Array) -> Array:
    """Mean of the rows at each girder member's reported ends.  (n, k) -> (g, k)"""
    return _mean_by_member(structure, structure.table.member, rows, structure.girder_member)


def _mean_by_member(structure: Structure, member: Ints, rows: Array, wanted: Ints) -> Array:
    """Mean of rows that stand at ends of members (n,), for the wanted members.  (w, k)"""
    count = len(structure.models["steel"].members)
    total, times = np.zeros((count, rows.shape[1])), np.zeros(count)
    np.add.at(total, member, rows)
    np.add.at(times, member, 1.0)
    return np.asarray(total[wanted] / times[wanted][:, None])
