"""Stiffness of bored pile groups and footings in layered ground, by rational closed forms.

Lateral: a long pile in ground whose subgrade modulus grows linearly with depth, k = n_h z
(Reese and Matlock): with T = (EI / n_h)^0.2 a head force P and moment M move the head by

    y = 2.435 P T^3/EI + 1.623 M T^2/EI,    theta = 1.623 P T^2/EI + 1.750 M T/EI

A free length above ground is added as a cantilever.  Axial: elastic shaft and base in the mean
shear modulus of the ground (Randolph and Wroth), with the pile's own shortening in series.
The rigid cap assembles the piles; its spring sits where force and rotation uncouple, the elastic
centre, a few metres below the cap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.units import MPa, deg
from spanwright.layout.foundations import Layer
from spanwright.layout.types import Foundation

HEAD: Final = np.array([[2.435, 1.623], [1.623, 1.750]])  # coefficients above
SUBGRADE_ANGLE: Final = np.array([28.0, 30.0, 33.0, 36.0, 40.0]) * deg
SUBGRADE: Final = np.array([2.0, 4.0, 8.0, 13.0, 20.0]) * 1e6  # n_h of sand below water [N/m3]
CLAY_FACTOR: Final = 67.0  # k = 67 c_u (Davisson), constant with depth [N/m2]
ACTIVE: Final = 5.0  # diameters of depth that matter laterally
ZETA: Final = 4.0  # ln(r_m / r_0), Randolph and Wroth
POISSON: Final = 0.3
GROUP_AXIAL: Final = 0.35  # group stiffness n^(1 - e) k: piles 3 d apart disturb one another
GROUP_LATERAL: Final = 0.65  # mean p-multiplier at 3 d, two or three rows


@dataclass(frozen=True, slots=True, eq=False)
class GroupStiffness:
    """A pile group or a footing as a spring to the ground.

    stiffness : (6,) about the elastic centre, global axes                    [N/m, N m/rad]
    arm       : depth of the elastic centre below the pile heads              [m]
    axial     : of one pile in the group [N/m];  head : (2, 2) force and moment of one pile head
                per displacement and rotation                                 [N/m, N, N m]
    """

    stiffness: Array
    arm: float
    axial: float
    head: Array

    def __post_init__(self) -> None:
        freeze(self)


def subgrade_slope(layers: Sequence[Layer], head: float, diameter: float) -> float:
    """n_h whose mean over the active depth is the ground's.  [N/m3]

    head : depth of the pile head below ground (negative: above)                       [m]
    """
    top = max(head, 0.0)
    depth = top + (np.arange(100) + 0.5) / 100 * ACTIVE * diameter
    modulus = np.zeros_like(depth)
    for number, layer in enumerate(layers):
        inside = (depth >= layer.top) & ((depth < layer.bottom) | (number == len(layers) - 1))
        modulus[inside] = _subgrade(layer, depth[inside])
    # Weight nearer the head, where the pile moves most: the mean of k over the mean of z.
    return float(modulus.mean() / (depth - top).mean())


def _subgrade(layer: Layer, depth: Array) -> Array:
    """Subgrade modulus per length of pile.  (n,) [m] -> (n,) [Pa]"""
    if layer.kind == "rock":
        return np.full_like(depth, 100.0 * (layer.compressive_strength or 5 * MPa))
    if layer.kind == "clay" or (layer.kind == "silt" and layer.undrained_strength):
        return np.full_like(depth, CLAY_FACTOR * (layer.undrained_strength or 0.04 * MPa))
    angle = layer.friction_angle or 30.0 * deg
    return np.interp(angle, SUBGRADE_ANGLE, SUBGRADE) * depth


def shear_modulus(layer: Layer) -> float:
    """Shear modulus of a layer at working strain.  [Pa]

    The given modulus E; else sand 1 MPa N60, clay 300 c_u, rock 500 q_u up to 5 GPa; G = E/2.6.
    """
    if layer.modulus is not None:
        young = layer.modulus
    elif layer.kind == "rock":
        young = min(500.0 * (layer.compressive_strength or 5 * MPa), 5000 * MPa)
    elif layer.kind == "clay" or (layer.kind == "silt" and layer.undrained_strength):
        young = 300.0 * (layer.undrained_strength or 0.04 * MPa)
    else:
        young = 1.0 * MPa * (layer.n60 or 15.0)
    return young / (2 * (1 + POISSON))


def axial_stiffness(
    layers: Sequence[Layer], head: float, length: float, diameter: float, modulus: float
) -> float:
    """Axial stiffness of one pile alone at its head.  [N/m]"""
    top, toe = max(head, 0.0), head + length
    embedded = toe - top
    weight = [
        max(min(layer.bottom if i < len(layers) - 1 else np.inf, toe) - max(layer.top, top), 0.0)
        for i, layer in enumerate(layers)
    ]
    shear = [shear_modulus(layer) for layer in layers]
    mean = float(np.dot(weight, shear)) / max(embedded, 1e-9)
    at_toe = next((i for i, layer in enumerate(layers) if toe < layer.bottom), len(layers) - 1)
    shaft = 2 * np.pi * embedded * mean / ZETA
    base = 4 * shear[at_toe] * (0.5 * diameter) / (1 - POISSON)
    area = np.pi * diameter**2 / 4
    shortening = (max(-head, 0.0) + 0.5 * embedded) / (modulus * area)
    return float(1.0 / (1.0 / (shaft + base) + shortening))


def head_stiffness(slope: float, rigidity: float, free_length: float) -> Array:
    """Force and moment of one pile head per unit displacement and rotation.  (2, 2)

    slope : n_h [N/m3];  rigidity : EI [N m2];  free_length : above ground [m]
    Check: no free length: the head held against rotation has EI / (0.93 T^3).
    """
    relative = (rigidity / slope) ** 0.2
    power = np.array([[3, 2], [2, 1]])
    flexible = HEAD * relative**power / rigidity
    # Rotation in HEAD is positive the way a positive force turns the head; the free length is a
    # cantilever on top of the embedded pile.
    lift = np.array([[1.0, free_length], [0.0, 1.0]])
    cantilever = (
        np.array([[free_length**3 / 3, free_length**2 / 2], [free_length**2 / 2, free_length]])
        / rigidity
    )
    return np.linalg.inv(lift @ flexible @ lift.T + cantilever)


def group_stiffness(
    base: Foundation, layers: Sequence[Layer], ground: float, modulus: float
) -> GroupStiffness:
    """The group as one uncoupled spring at its elastic centre.  modulus : of the piles [Pa]

    A footing turns about its base; as a group it has no piles.
    """
    if base.is_footing:
        stiffness = footing_stiffness(base.cap_length, base.cap_width, layers, ground - base.toe)
        return GroupStiffness(stiffness, 0.0, 0.0, np.zeros((2, 2)))
    count = len(base.pile_x)
    head_depth = ground - base.underside
    inertia = np.pi * base.pile_diameter**4 / 64
    crowded = GROUP_LATERAL if count > 1 else 1.0
    slope = crowded * subgrade_slope(layers, head_depth, base.pile_diameter)
    head = head_stiffness(slope, modulus * inertia, max(-head_depth, 0.0))
    alone = axial_stiffness(layers, head_depth, base.pile_length, base.pile_diameter, modulus)
    axial = alone * float(count) ** -GROUP_AXIAL
    # Force -> opposite turning: a head pushed without rotation is turned back by the ground, so
    # the resultant lies below the head by head[0, 1] / head[0, 0].
    arm = float(-head[0, 1] / head[0, 0])
    rocking = count * float(head[1, 1] - head[0, 1] ** 2 / head[0, 0])
    lateral = count * float(head[0, 0])
    x, y = base.pile_x - base.pile_x.mean(), base.pile_y - base.pile_y.mean()
    twist = float(np.sum(head[0, 0] * (x**2 + y**2)))
    about_x = rocking + axial * float(np.sum(y**2))
    about_y = rocking + axial * float(np.sum(x**2))
    torsion = twist if count > 1 else 0.1 * rocking
    return GroupStiffness(
        np.array([lateral, lateral, axial * count, about_x, about_y, torsion]), arm, axial, head
    )


def footing_stiffness(length: float, width: float, layers: Sequence[Layer], depth: float) -> Array:
    """A rigid rectangle on an elastic half-space (Pais and Kausel 1988, without embedment).  (6,)

    length, width : along and across the bridge [m];  depth : of the base below the bed [m]
    The half-space is as soft under a vertical load as the layers are: their compression under a
    pressure that spreads 2 : 1.  Check: a square of side B on G, nu 0.3: 2.35 G B/0.7 vertically.
    """
    long, short = max(length, width), min(length, width)
    ratio = long / short
    G = mean_shear_modulus(layers, depth, long, short)
    free, side = G * short / (2.0 - POISSON), G * short**3
    push_long = free * (3.4 * ratio**0.65 + 1.2)
    push_short = free * (3.4 * ratio**0.65 + 0.4 * ratio + 0.8)
    down = G * short / (1.0 - POISSON) * (1.55 * ratio**0.75 + 0.8)
    about_long = side / (1.0 - POISSON) * (0.4 * ratio + 0.1)
    about_short = side / (1.0 - POISSON) * (0.47 * ratio**2.4 + 0.034)
    twist = side * (0.53 * ratio**2.45 + 0.51)
    if length >= width:
        return np.array([push_long, push_short, down, about_long, about_short, twist])
    return np.array([push_short, push_long, down, about_short, about_long, twist])


def mean_shear_modulus(layers: Sequence[Layer], depth: float, length: float, width: float) -> float:
    """Shear modulus of a uniform ground that a rectangle compresses as much.  [Pa]

    depth : of the base [m].  Weights fall as the pressure spreads 2 : 1, down to two widths.
    """
    edges = np.linspace(0.0, 2.0 * width, 201)
    z = 0.5 * (edges[1:] + edges[:-1])
    weight = length * width / ((length + z) * (width + z))
    bottom = np.array([layer.bottom for layer in layers[:-1]])
    modulus = np.array([shear_modulus(layer) for layer in layers])
    here = modulus[np.searchsorted(bottom, depth + z, side="right")]
    return float(weight.sum() / np.sum(weight / here))


@dataclass(frozen=True, slots=True, eq=False)
class PileForces:
    """Forces at the pile heads.

    axial : (..., q) compression positive;  push, couple : (..., q, 2) force and moment that move
            the head along x and y;  turn : (..., 2) slope of the cap along x and y, positive the
            way a positive force turns a head                                  [N, N m, rad]
    """

    axial: Array
    push: Array
    couple: Array
    turn: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def shear(self) -> Array:
        """Size of the force across the head.  (..., q)"""
        return np.asarray(np.hypot(self.push[..., 0], self.push[..., 1]), dtype=float)

    @property
    def moment(self) -> Array:
        """Size of the moment of the head.  (..., q)"""
        return np.asarray(np.hypot(self.couple[..., 0], self.couple[..., 1]), dtype=float)


def pile_forces(base: Foundation, group: GroupStiffness, spring: Array) -> PileForces:
    """Pile head forces from the group's spring force at the elastic centre.

    spring : (..., 6) force of the ground spring as the engine reports it: stiffness times the
             movement of the foundation, global axes (gravity gives a negative z)     [N, N m]
    """
    move = np.asarray(spring, dtype=float) / group.stiffness
    x, y = base.pile_x - base.pile_x.mean(), base.pile_y - base.pile_y.mean()
    turn_x, turn_y, turn_z = (move[..., i, None] for i in (3, 4, 5))
    down = -(move[..., 2, None] + turn_x * y - turn_y * x)
    # Heads lie `arm` above the elastic centre; a turn about y moves what is above towards +x.
    head_x = move[..., 0, None] + turn_y * group.arm - turn_z * y
    head_y = move[..., 1, None] - turn_x * group.arm + turn_z * x
    stiff, tied, rocking = group.head[0, 0], group.head[0, 1], group.head[1, 1]
    push = np.stack([stiff * head_x + tied * turn_y, stiff * head_y - tied * turn_x], axis=-1)
    couple = np.stack([tied * head_x + rocking * turn_y, tied * head_y - rocking * turn_x], axis=-1)
    turn = np.stack([move[..., 4], -move[..., 3]], axis=-1)
    return PileForces(group.axial * down, push, couple, turn)
