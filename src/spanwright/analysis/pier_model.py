"""Second-order moments of one pier shaft by a model of its own: P-Delta on its foundation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import LINK, Model, Springs
from spanwright.engine.second_order import second_order
from spanwright.engine.statics import solve

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


def second_order_moments(load: ShaftLoad) -> tuple[Array, Array]:
    """Moments at the foot lengthwise and across, first and second order.  (2,), (2,) [N m]

    The top carries the forces that give the first-order moments at the foot; the imperfection acts
    as the level force N theta.  Raises ModelError above the critical load.
    """
    model = _model(load)
    top = PIECES
    book = LoadBook()
    push = load.shear + load.compression * load.tilt
    rest = load.moment - load.shear * load.height
    force = np.array([push[0], push[1], -load.compression, -rest[1], rest[0], 0.0])
    book.nodal("loads", top, force)
    loads = book.close()
    first = solve(model, loads).end_force[0, 0, 0]
    second = second_order(model, loads, {"loads": 1.0}).solution.end_force[0, 0, 0]
    return np.abs(first[[4, 5]]), np.abs(second[[4, 5]])


def _model(load: ShaftLoad) -> Model:
    z = np.linspace(0.0, load.height, PIECES + 1)
    nodes = np.column_stack([np.zeros_like(z), np.zeros_like(z), z])
    nodes[0, 2] = -load.arm
    members = np.column_stack([np.arange(PIECES), np.arange(1, PIECES + 1)])
    offset = np.zeros((PIECES, 2, 3))
    offset[0, 0, 2] = load.arm  # rigid from the elastic centre to the shaft's foot
    along, across = load.stiffness
    rigidity = np.array([load.axial, along, across, TORSION * along, SHEAR_RIGID, SHEAR_RIGID])
    springs = Springs(np.array([0]), np.array([LINK]), load.ground[None], np.eye(3)[None])
    return Model.of(
        nodes,
        members,
        np.tile(rigidity, (PIECES, 1)),
        fixed=np.zeros((PIECES + 1, 6), dtype=bool),
        up=np.tile([1.0, 0.0, 0.0], (PIECES, 1)),
        offset=offset,
        springs=springs,
    )
