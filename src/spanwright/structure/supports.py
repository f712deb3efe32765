"""Piers, abutments and bearings as part of the model.

A pier is its crosshead, its shafts and a rigid cap on the pile group's spring; an abutment is its
stem, in the same way.  A bearing is a spring at its own level between a plinth and the girder's
node, so its horizontal force has its true lever arm to both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.layout.curve import points, triad
from spanwright.layout.quantities import shaft_area
from spanwright.layout.types import Abutment, Axis, Foundation, Layout, Pier
from spanwright.project.site import Stratum, below_scour
from spanwright.structure.frame import DECK_AGAINST_PIER, Frame
from spanwright.structure.ground import GroupStiffness, group_stiffness
from spanwright.structure.types import Column

HELD: Final = 2e9  # horizontal stiffness of a bearing in a direction it holds [N/m]
SHEAR_FACTOR: Final = 5.0 / 6.0
POISSON: Final = 2.4  # E/G of concrete
PIECES: Final = 4  # elements of a shaft
PLINTH: Final = 1.0  # area and, on purpose stiff, inertia of the plinth member [m2], [m4]
SEAT: Final = 0.5  # below an abutment's seat: where its stem takes the bearings [m]


@dataclass(slots=True)
class Supports:
    """What has been added so far."""

    columns: list[Column] = field(default_factory=list)
    foundation_spring: dict[str, int] = field(default_factory=dict)
    groups: dict[str, GroupStiffness] = field(default_factory=dict)
    crosshead: dict[str, Ints] = field(default_factory=dict)
    plinth: dict[tuple[str, float], int] = field(default_factory=dict)  # support, y -> axis node


def rectangle(width: float, depth: float, modulus: float) -> Array:
    """Rigidity of a solid rectangle, width along local y and depth along local z.  (6,)

    Torsion: a b^3 (1/3 - 0.21 b/a (1 - b^4/12 a^4)), a the longer side (Roark).
    """
    a, b = max(width, depth), min(width, depth)
    torsion = a * b**3 * (1 / 3 - 0.21 * b / a * (1 - b**4 / (12 * a**4)))
    shear = modulus / POISSON
    area = width * depth
    return np.array(
        [
            modulus * area,
            modulus * width * depth**3 / 12,
            modulus * depth * width**3 / 12,
            shear * torsion,
            SHEAR_FACTOR * shear * area,
            SHEAR_FACTOR * shear * area,
        ]
    )


def circle(diameter: float, modulus: float) -> Array:
    """Rigidity of a solid circle.  (6,)  Shear area 0.9 of the section."""
    area, inertia = np.pi * diameter**2 / 4, np.pi * diameter**4 / 64
    shear = modulus / POISSON
    return np.array(
        [
            modulus * area,
            modulus * inertia,
            modulus * inertia,
            2 * shear * inertia,
            0.9 * shear * area,
            0.9 * shear * area,
        ]
    )


def add_pier(
    frame: Frame,
    found: Supports,
    pier: Pier,
    offsets: Sequence[float],
    layout: Layout,
    layers: Sequence[Stratum],
    shift: float,
) -> None:
    """Crosshead, shafts and foundation of one pier; `shift` moves its levels to the deck's plane.

    offsets : y of all bearings on it
    """
    grade = layout.concrete["pier"]
    axis = pier.crosshead_top - 0.5 * pier.crosshead_depth + shift
    y = np.unique(np.round([*offsets, *pier.columns], 6))
    nodes = frame.nodes(
        np.column_stack([points(layout.axis, pier.station, y), np.full(y.size, axis)]),
        [f"{pier.name} crosshead at y {v:g} m" for v in y],
    )
    section = rectangle(pier.crosshead_width, pier.crosshead_depth, grade.modulus)
    # Real mass over the real length: the overhang beyond the outer bearings is spread with it.
    mass = pier.crosshead_length * pier.crosshead_width * pier.crosshead_depth * grade.density
    if y.size > 1:
        found.crosshead[pier.name] = frame.members(
            nodes[:-1],
            nodes[1:],
            section,
            [f"{pier.name} crosshead {i + 1}" for i in range(y.size - 1)],
            mass=mass / float(y[-1] - y[0]),
        )
    else:
        found.crosshead[pier.name] = np.zeros(0, dtype=np.int64)
        frame.lump(int(nodes[0]), mass)
    for value, node in zip(y, nodes, strict=True):
        found.plinth[pier.name, float(value)] = int(node)
    foot = _add_foundation(
        frame,
        found,
        pier.name,
        pier.station,
        pier.foundation,
        pier.bed,
        layout,
        below_scour(layers, pier.scour),
        shift,
    )
    shaft = (
        circle(pier.width, grade.modulus)
        if pier.shape == "circle"
        else rectangle(pier.width, pier.depth, grade.modulus)
    )
    for index, offset in enumerate(pier.columns):
        top = int(nodes[np.argmin(np.abs(y - offset))])
        members = _add_shaft(
            frame,
            f"{pier.name} shaft {index + 1}",
            layout.axis,
            (pier.station, offset),
            (pier.foundation.cap_top + shift, pier.shaft_top + shift),
            (foot, top),
            shaft,
            shaft_area(pier) * grade.density,
        )
        found.columns.append(Column(pier.name, index, members, foot))


def add_abutment(
    frame: Frame,
    found: Supports,
    abutment: Abutment,
    offsets: Sequence[float],
    layout: Layout,
    layers: Sequence[Stratum],
    shift: float,
) -> None:
    """Stem and foundation of one abutment; the fill behind it neither helps nor loads here."""
    grade = layout.concrete["cap"]
    below = min(SEAT, 0.5 * abutment.height)
    axis = abutment.seat_level - below + shift
    middle = float(np.mean(layout.road.edges))
    y = np.unique(np.round([*offsets, middle], 6))
    nodes = frame.nodes(
        np.column_stack([points(layout.axis, abutment.station, y), np.full(y.size, axis)]),
        [f"{abutment.name} stem at y {v:g} m" for v in y],
    )
    frame.members(
        nodes[:-1],
        nodes[1:],
        rectangle(abutment.thickness, abutment.height, grade.modulus),
        [f"{abutment.name} stem top {i + 1}" for i in range(y.size - 1)],
    )
    for value, node in zip(y, nodes, strict=True):
        found.plinth[abutment.name, float(value)] = int(node)
    foot = _add_foundation(
        frame, found, abutment.name, abutment.station, abutment.foundation, abutment.bed,
        layout, below_scour(layers, abutment.scour), shift,
    )  # fmt: skip
    top = int(nodes[np.argmin(np.abs(y - middle))])
    bottom = abutment.seat_level - abutment.height + shift
    _add_shaft(
        frame,
        f"{abutment.name} stem",
        layout.axis,
        (abutment.station, middle),
        (bottom, axis),
        (foot, top),
        rectangle(abutment.width, abutment.thickness, grade.modulus),
        abutment.width * abutment.thickness * grade.density,
    )


def add_bearings(
    frame: Frame,
    found: Supports,
    layout: Layout,
    deck_node: Sequence[int],
    levels: Sequence[float],
) -> Ints:
    """A plinth and a spring for each bearing, along tangent and normal; spring indices in order.

    deck_node : node of the girder above;  levels : of the bearing, in the model [m]
    """  # fmt: skip
    springs = []
    modulus = layout.concrete["pier"].modulus
    for bearing, deck, level in zip(layout.bearings, deck_node, levels, strict=True):
        label = f"{bearing.support} {bearing.deck} {bearing.girder}"
        place = points(layout.axis, bearing.station, bearing.offset)
        local = triad(layout.axis, bearing.station)
        seat = frame.nodes(np.array([*place, level]), [f"bearing {label}"])
        axis = found.plinth[bearing.support, round(bearing.offset, 6)]
        shear = modulus / POISSON * PLINTH
        rigidity = np.array([modulus * PLINTH] * 3 + [shear, np.inf, np.inf])
        frame.members(np.array([axis]), seat, rigidity, [f"plinth {label}"], up=local[:1])
        soft = bearing.shear_stiffness
        holds_x = HELD if bearing.kind in ("fixed", "transverse") else soft
        holds_y = HELD if bearing.kind in ("fixed", "guided") else soft
        stiffness = np.array([holds_x, holds_y, bearing.vertical_stiffness, 0.0, 0.0, 0.0])
        springs.append(frame.spring(int(seat[0]), deck, stiffness, DECK_AGAINST_PIER @ local))
    return np.array(springs, dtype=np.int64)


def _add_foundation(
    frame: Frame,
    found: Supports,
    name: str,
    station: float,
    base: Foundation,
    ground: float,
    layout: Layout,
    layers: Sequence[Stratum],
    shift: float,
) -> int:
    """The cap's node at the pile group's elastic centre, on its spring; its index."""
    group = group_stiffness(base, layers, ground, layout.concrete["pile"].modulus)
    level = base.underside - group.arm + shift
    local = triad(layout.axis, station)
    middle = points(layout.axis, station, 0.0)
    none = np.zeros(1)
    pile = np.array([np.mean(x if x.size else none) for x in (base.pile_x, base.pile_y)])
    centre = np.array([*(middle + pile @ local[:2, :2]), level])
    node = int(frame.nodes(centre, [f"{name} foundation"])[0])
    found.foundation_spring[name] = frame.ground_spring(node, group.stiffness, local)
    found.groups[name] = group
    frame.lump(node, base.volume * layout.concrete["cap"].density)
    return node


def _add_shaft(
    frame: Frame,
    name: str,
    axis: Axis,
    place: tuple[float, float],
    levels: tuple[float, float],
    ends: tuple[int, int],
    rigidity: Array,
    mass: float,
) -> Ints:
    """A vertical shaft in pieces, tied by rigid arms to the nodes below and above.

    place : station, offset;  levels : bottom, top;  ends : node below, node above
    """
    z = np.linspace(levels[0], levels[1], PIECES + 1)
    x, y = points(axis, *place)
    between = frame.nodes(
        np.column_stack([np.full(PIECES - 1, x), np.full(PIECES - 1, y), z[1:-1]]),
        [f"{name} at {share / PIECES:.0%} of its height" for share in range(1, PIECES)],
    )
    nodes = np.concatenate([[ends[0]], between, [ends[1]]]).astype(np.int64)
    offset = np.zeros((PIECES, 2, 3))
    offset[0, 0] = np.array([x, y, z[0]]) - frame.position(ends[0])
    offset[-1, 1] = np.array([x, y, z[-1]]) - frame.position(ends[1])
    names = [f"{name} piece {i + 1}" for i in range(PIECES)]
    # My of a shaft acts about the normal of the axis, Mz about its tangent: local, not global.
    up = np.broadcast_to(triad(axis, place[0])[0], (PIECES, 3))
    return frame.members(nodes[:-1], nodes[1:], rigidity, names, offset=offset, mass=mass, up=up)
