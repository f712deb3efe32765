"""One deck's grillage: girders of either kind, slab strips, cross-frames or diaphragms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.layout.curve import points
from spanwright.layout.types import Deck, Layout
from spanwright.structure.frame import COUNT, Frame
from spanwright.structure.mesh import Grid
from spanwright.structure.precast import (
    diaphragm_rigidity,
    precast_mass,
    precast_rigidity,
    slab_moduli,
)
from spanwright.structure.precast_ageing import PrecastAgeing
from spanwright.structure.rigidity import (
    concrete_moduli,
    edge_rigidity,
    frame_rigidity,
    girder_rigidity,
    plates_at,
    strip_rigidity,
)


@dataclass(frozen=True, slots=True, eq=False)
class DeckModel:
    """One deck in the model: its grid, node and member numbers."""

    grid: Grid
    node: Ints
    member: Ints
    cracked: Bools  # (g, k - 1)
    strips: Ints
    frames: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What the two kinds of deck have of their own.

    girders : (stage, k - 1, 6) of each line;  mass : (k - 1,) of each line alone [kg/m]
    frames  : (stage, c, 6) of each bay;  slab : (stage,) modulus of the slab [Pa]
    hinge   : (k - 1, 2) ends of girder members that are not yet joined before the slab hardens
    """

    girders: list[Array]
    mass: list[Array]
    frames: list[Array]
    slab: Array
    hinge: Bools | None = None


def steel_parts(
    deck: Deck, grid: Grid, cracked: Bools, modular: dict[str, float], steel: float
) -> Parts:
    """Plate girders and cross-frames."""
    every = np.arange(len(deck.cross_frames), dtype=np.int64)
    bays = np.diff(grid.y[grid.girder_line])
    return Parts(
        [
            girder_rigidity(deck, i, grid, cracked[i], modular, steel)
            for i in range(len(deck.girders))
        ],
        [plates_at(girder, grid.middle, grid.middle).mass for girder in deck.girders],
        [
            np.broadcast_to(
                frame_rigidity(deck, every, float(bay), steel), (COUNT, every.size, 6)
            )
            for bay in bays
        ],
        concrete_moduli(modular, steel),
    )  # fmt: skip


def precast_parts(
    layout: Layout, deck: Deck, grid: Grid, cracked: Bools, ageing: PrecastAgeing
) -> Parts:
    """Precast girders, one a span until the slab joins them, and diaphragms."""
    lines = range(len(deck.girders))
    hinge = np.zeros((grid.middle.size, 2), dtype=bool)
    hinge[grid.support[1:-1], 0] = True
    own = np.full(grid.middle.size, precast_mass(deck, layout))
    return Parts(
        [precast_rigidity(deck, i, grid, cracked[i], ageing) for i in lines],
        [own for _ in lines],
        [diaphragm_rigidity(deck, ageing) for _ in lines[1:]],
        slab_moduli(ageing),
        hinge,
    )


def add_deck(
    frame: Frame,
    layout: Layout,
    deck: Deck,
    grid: Grid,
    cracked: Bools,
    level: float,
    parts: Parts,
    mass: Array,
) -> DeckModel:
    """Nodes and members of one deck's grillage."""
    axis, concrete = layout.axis, parts.slab
    k, lines = grid.x.size, grid.y.size
    name = f"deck {deck.name}"
    label = ["right edge", *(g.name for g in deck.girders), "left edge"]
    if lines != len(label):  # a girder stands at the slab's edge
        label = [f"line {i + 1}" for i in range(lines)]
    plan = points(axis, grid.x, grid.y[:, None])
    xyz = np.concatenate([plan, np.full((*plan.shape[:2], 1), level)], axis=-1)
    node = frame.nodes(
        xyz.reshape(-1, 3), [f"{name} {line} @ {x:.2f} m" for line in label for x in grid.x]
    ).reshape(lines, k)
    member = np.zeros((lines, k - 1), dtype=np.int64)
    girder_at = {int(line): g for g, line in enumerate(grid.girder_line)}
    for line in range(lines):
        names = [f"{name} {label[line]} {a:.2f}-{b:.2f} m" for a, b in
                 zip(grid.x[:-1], grid.x[1:], strict=True)]  # fmt: skip
        own: Array | float = 0.0
        hinge = None
        if line in girder_at:
            index = girder_at[line]
            rigidity = parts.girders[index]
            own = parts.mass[index] + mass[:, None]
            hinge = parts.hinge
        else:
            beside = cracked[0 if line == 0 else -1]
            rigidity = edge_rigidity(deck, grid, line, beside, concrete)
        member[line] = frame.members(
            node[line, :-1], node[line, 1:], rigidity, names, mass=own, hinge=hinge
        )
    bays = np.diff(grid.y)
    strips = np.stack(
        [
            frame.members(
                node[bay], node[bay + 1], strip_rigidity(deck, grid, concrete, float(bays[bay])),
                [f"{name} slab strip {bay + 1} @ {x:.2f} m" for x in grid.x],
            )
            for bay in range(lines - 1)
        ]
    )  # fmt: skip
    every = np.arange(len(deck.cross_frames), dtype=np.int64)
    frames = np.stack(
        [
            frame.members(
                node[a, grid.frame], node[b, grid.frame],
                parts.frames[bay],
                [f"{name} cross-frame {i + 1} bay {bay + 1}" for i in every],
            )
            for bay, (a, b) in enumerate(
                zip(grid.girder_line[:-1], grid.girder_line[1:], strict=True)
            )
        ]
    )  # fmt: skip
    return DeckModel(grid, node, member, cracked, strips, frames)
