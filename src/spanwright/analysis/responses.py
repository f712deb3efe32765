"""The responses that traffic is placed for: girder sections, deflections, bearings, shafts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.analysis.static import section_nodes
from spanwright.datum.arrays import Ints, freeze
from spanwright.engine.influence import DISPLACEMENT, MEMBER, SPRING
from spanwright.engine.model import DOF, FORCE
from spanwright.engine.surfaces import Responses
from spanwright.layout.types import Layout
from spanwright.structure.types import Structure

SECTION_FORCES = ("My", "Vz", "T")
SHAFT_FORCES = ("N", "My", "Mz", "Vy", "Vz")
SHAFT_RANKED = 3  # the first so many are made extreme, the others go along
CROSSHEAD_FORCES = ("My", "Vz")
FOUNDATION_FORCES = (2, 3, 4)  # vertical force and the two overturning moments of the spring
GROUND_FORCES = (2, 3, 4, 0, 1, 5)  # all of it: then the level forces and the twist
LEVEL_RANKED = 5  # of them the first so many are made extreme


@dataclass(frozen=True, slots=True, eq=False)
class DeckResponses:
    """Rows of one deck's surfaces.

    sections : (n,) rows of the girder table;  force : (n, 3) response rows of My, Vz, T
    sag      : (n,) rows of the vertical displacement (up)
    bearings : (b,) rows of layout.bearings;  bearing : (b,) response rows, spring z
    tilt     : (b,) rows of the girders' rotation about y above them
    shafts   : (p,) rows of structure.columns;  shaft : (p, 5) rows of SHAFT_FORCES at the foot
    crossheads : (h,) rows of `crosshead_sections`;  crosshead : (h, 2) rows of My, Vz
    supports : names of the founded supports under the deck;  foundation : (f, 3) rows of the
               ground's vertical force and overturning moments
    ground   : (f, 6) the same with the level forces and the twist, in the order of GROUND_FORCES
    """

    responses: Responses
    sections: Ints
    force: Ints
    sag: Ints
    bearings: Ints
    bearing: Ints
    tilt: Ints
    shafts: Ints
    shaft: Ints
    crossheads: Ints
    crosshead: Ints
    supports: tuple[str, ...]
    foundation: Ints
    ground: Ints

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True)
class CrossheadSection:
    """One side of a shaft's top in the crosshead of its pier.

    member, side : end of the model's member;  arm : to the next bearing or shaft that way [m]
    """

    pier: str
    shaft: int
    member: int
    side: int
    arm: float
    label: str


def crosshead_sections(layout: Layout, structure: Structure) -> tuple[CrossheadSection, ...]:
    """Both sides of every shaft, pier by pier, where the crosshead runs on."""
    found = []
    for pier in layout.piers:
        members = structure.crosshead_member.get(pier.name, np.zeros(0, dtype=np.int64))
        bearings = [b.offset for b in layout.bearings if b.support == pier.name]
        y = np.unique(np.round([*bearings, *pier.columns], 6))  # its nodes, in order
        ends = np.column_stack([y[:-1], y[1:]])  # one row a member
        for shaft, offset in enumerate(pier.columns):
            for side, word in ((1, "right"), (0, "left")):
                here = np.flatnonzero(np.abs(ends[:, side] - offset) < 1e-3)
                if here.size and len(members):
                    row = int(here[0])
                    arm = float(ends[row, 1] - ends[row, 0])
                    label = f"{pier.name} crosshead {word} of shaft {shaft + 1}"
                    member = int(members[row])
                    found.append(CrossheadSection(pier.name, shaft, member, side, arm, label))
    return tuple(found)


def deck_responses(layout: Layout, structure: Structure, deck: int) -> DeckResponses:
    """All responses of one deck, in one table."""
    table, nodes = structure.table, section_nodes(structure)
    sections = np.flatnonzero(table.deck == deck)
    name = layout.decks[deck].name
    bearings = np.array([i for i, b in enumerate(layout.bearings) if b.deck == name], dtype=int)
    start, end = layout.decks[deck].supports[[0, -1]]
    founded_at = [(p.name, p.station) for p in layout.piers]
    founded_at += [(a.name, a.station) for a in layout.abutments]
    under = {name for name, station in founded_at if start - 1e-6 <= station <= end + 1e-6}
    shafts = np.array([i for i, c in enumerate(structure.columns) if c.pier in under], dtype=int)
    feet = np.array([structure.columns[i].members[0] for i in shafts], dtype=int)

    rows: list[tuple[int, int, int, int]] = []
    labels: list[str] = []

    def add(kind: int, index: int, side: int, component: int, label: str) -> int:
        rows.append((kind, index, side, component))
        labels.append(label)
        return len(rows) - 1

    force = [
        [
            add(
                MEMBER,
                int(table.member[i]),
                int(table.side[i]),
                FORCE.index(c),
                f"{name} girder {table.girder[i] + 1} @ {table.station[i]:.2f} m {c}",
            )
            for c in SECTION_FORCES
        ]
        for i in sections
    ]
    sag = [
        add(
            DISPLACEMENT,
            int(nodes[i]),
            0,
            DOF.index("uz"),
            f"{name} girder {table.girder[i] + 1} @ {table.station[i]:.2f} m uz",
        )
        for i in sections
    ]
    bearing = [
        add(
            SPRING,
            int(structure.bearing_spring[b]),
            0,
            2,
            f"{layout.bearings[b].support} {name} {layout.bearings[b].girder} bearing",
        )
        for b in bearings
    ]
    above = structure.models["short term"].springs.other[structure.bearing_spring]
    tilt = [
        add(DISPLACEMENT, int(above[b]), 0, DOF.index("ry"), f"{layout.bearings[b].support} tilt")
        for b in bearings
    ]
    shaft = [
        [
            add(
                MEMBER,
                int(foot),
                0,
                FORCE.index(c),
                f"{structure.columns[i].pier} shaft {structure.columns[i].index + 1} {c}",
            )
            for c in SHAFT_FORCES
        ]
        for i, foot in zip(shafts, feet, strict=True)
    ]
    heads = [h for h in enumerate(crosshead_sections(layout, structure)) if h[1].pier in under]
    crosshead = [
        [
            add(MEMBER, head.member, head.side, FORCE.index(c), f"{head.label} {c}")
            for c in CROSSHEAD_FORCES
        ]
        for _, head in heads
    ]
    founded = tuple(name for name in structure.foundation_spring if name in under)
    ground = [
        [
            add(SPRING, structure.foundation_spring[support], 0, c, f"{support} foundation {c}")
            for c in GROUND_FORCES
        ]
        for support in founded
    ]
    founding = np.array(ground, dtype=np.int64).reshape(-1, len(GROUND_FORCES))
    kind, index, side, component = (np.array(c, dtype=np.int64) for c in zip(*rows, strict=True))
    return DeckResponses(
        Responses(kind, index, side, component, tuple(labels)),
        sections,
        np.array(force, dtype=np.int64),
        np.array(sag, dtype=np.int64),
        bearings,
        np.array(bearing, dtype=np.int64),
        np.array(tilt, dtype=np.int64),
        shafts,
        np.array(shaft, dtype=np.int64).reshape(-1, len(SHAFT_FORCES)),
        np.array([row for row, _ in heads], dtype=np.int64),
        np.array(crosshead, dtype=np.int64).reshape(-1, len(CROSSHEAD_FORCES)),
        founded,
        founding[:, : len(FOUNDATION_FORCES)],
        founding,
    )
