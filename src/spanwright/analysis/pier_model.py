"""Second-order moments of pier shafts by models of their own: P-Delta on their foundations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import LINK, Model, Springs
from spanwright.engine.second_order import second_order
from spanwright.engine.statics import Solution, solve

PIECES: Final = 6
SHEAR_RIGID: Final = np.inf
TORSION: Final = 0.8  # GJ over EI of a shaft: does not matter, keeps the model stiff


@dataclass(frozen=True, slots=True, eq=False)
class ShaftLoad:
    """What stands on one shaft, free at its top, and what holds its foot.

    height [m];  stiffness : (2,) EI lengthwise and across [N m2];  axial : EA [N]
    arm    : of the shaft's foot above the ground's elastic centre [m]
    ground : (6,) stiffness of the share of the ground under this shaft
    compression [N];  shear, moment : (2,) at the foot, lengthwise and across [N], [N m]
    tilt   : (2,) imperfection [rad]
    """

    height: float
    stiffness: Array
    axial: float
    arm: float
    ground: Array
    compression: float
    shear: Array
    moment: Array
    tilt: Array

    def __post_init__(self) -> None:
        freeze(self)


def second_order_moments(loads: Sequence[ShaftLoad]) -> tuple[Array, Array]:
    """Moments at the feet lengthwise and across, first and second order.  (p, 2), (p, 2) [N m]

    The top carries the forces that give the first-order moments at the foot; the imperfection acts
    as the level force N theta.  A shaft above its critical load gets infinite moments of second
    order.  All shafts are one model, unless one of them is above its critical load.
    """
    if not loads:
        return np.zeros((0, 2)), np.zeros((0, 2))
    model = _model(loads)
    book = LoadBook()
    for number, load in enumerate(loads):
        push = load.shear + load.compression * load.tilt
        rest = load.moment - load.shear * load.height
        force = np.array([push[0], push[1], -load.compression, -rest[1], rest[0], 0.0])
        book.nodal("loads", number * (PIECES + 1) + PIECES, force)
    placed = book.close()
    first = _at_feet(solve(model, placed))
    try:
        second = _at_feet(second_order(model, placed, {"loads": 1.0}).solution)
    except ModelError:
        if len(loads) == 1:
            return first, np.full((1, 2), np.inf)
        second = np.concatenate([second_order_moments([load])[1] for load in loads])
    return first, second


def _at_feet(solution: Solution) -> Array:
    return np.abs(solution.end_force[0, ::PIECES, 0][:, [4, 5]])


def _model(loads: Sequence[ShaftLoad]) -> Model:
    """Shafts side by side, not joined: the nodes of each follow those of the one before."""
    count, per = len(loads), PIECES + 1
    height, arm = (
        np.array([[getattr(load, name)] for load in loads]) for name in ("height", "arm")
    )
    nodes = np.zeros((count, per, 3))
    nodes[:, :, 2] = height * np.linspace(0.0, 1.0, per)
    nodes[:, 0, 2] = -arm[:, 0]
    start = (per * np.arange(count)[:, None] + np.arange(PIECES)).ravel()
    offset = np.zeros((count, PIECES, 2, 3))
    offset[:, 0, 0, 2] = arm[:, 0]  # rigid from the elastic centre to the shaft's foot
    rigidity = np.array(
        [[one.axial, *one.stiffness, TORSION * one.stiffness[0], SHEAR_RIGID, SHEAR_RIGID]
         for one in loads]
    )  # fmt: skip
    springs = Springs(
        per * np.arange(count),
        np.full(count, LINK),
        np.stack([load.ground for load in loads]),
        np.tile(np.eye(3), (count, 1, 1)),
    )
    return Model.of(
        nodes.reshape(-1, 3),
        np.column_stack([start, start + 1]),
        np.repeat(rigidity, PIECES, axis=0),
        fixed=np.zeros((count * per, 6), dtype=bool),
        up=np.tile([1.0, 0.0, 0.0], (count * PIECES, 1)),
        offset=offset.reshape(-1, 2, 3),
        springs=springs,
    )
