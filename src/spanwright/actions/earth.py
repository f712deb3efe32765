"""Earth behind the abutments, and traffic that stands on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.earth import at_rest, wall_thrust
from spanwright.codes.eurocode.actions.road import backfill_thrust
from spanwright.datum.units import deg, kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.curve import triad
from spanwright.layout.profile import level_at
from spanwright.layout.types import Abutment, Layout
from spanwright.structure.types import Structure


@dataclass(frozen=True, slots=True)
class Backfill:
    """Fill behind the abutments: angle of friction [rad] and unit weight [N/m3]."""

    friction: float
    unit_weight: float


def add_earth(
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    fill: Backfill,
    lanes: int,
    parameters: Data,
) -> list[Case]:
    """Earth at rest from the foot of the stem, or the base of a footing, to the road, before the
    deck stands on it, and LM1 on the fill, which the combinations take together with LM1 on the
    deck.

    Both act on the rigid stem: force and couple at the foundation's spring.  Each abutment is
    pushed towards the bridge.
    """
    K_0 = float(at_rest(fill.friction))
    earth, traffic = [], []
    for abutment in layout.abutments:
        base = abutment.foundation
        foot = base.underside if base.is_footing else abutment.seat_level - abutment.height
        height = float(level_at(layout.axis, abutment.station)) - foot
        towards = 1.0 if abutment.station < 0.5 * layout.length else -1.0
        thrust, arm = wall_thrust(K_0, fill.unit_weight, height)
        force = float(thrust) * abutment.width
        _push(
            books["steel"], "earth pressure", layout, structure, abutment, towards * force,
            foot + float(arm),
        )  # fmt: skip
        earth.append(f"{abutment.name} {force / kN:.0f} kN")
        extra, depth = backfill_thrust(height, lanes, parameters)
        push = K_0 * float(extra)
        _push(
            books["short term"], "traffic on the backfill", layout, structure, abutment,
            towards * push, foot + height - float(depth),
        )  # fmt: skip
        traffic.append(f"{abutment.name} {push / kN:.0f} kN")
    return [
        Case(
            "earth pressure", "steel", "permanent",
            f"K_0 {K_0:.2f} ({fill.friction / deg:.0f} deg): {', '.join(earth)}",
            "EN 1997-1 9.5.2", origin="earth",
        ),
        Case(
            "traffic on the backfill", "short term", "backfill", ", ".join(traffic),
            "EN 1991-2 4.9.1",
        ),
    ]  # fmt: skip


def _push(
    book: LoadBook,
    case: str,
    layout: Layout,
    structure: Structure,
    abutment: Abutment,
    force: float,
    level: float,
) -> None:
    """A force along the bridge at a level of the stem, moved to the foundation's node."""
    base = abutment.foundation
    spring = structure.foundation_spring[abutment.name]
    node = int(structure.models["steel"].springs.node[spring])
    centre = base.underside - structure.groups[abutment.name].arm
    local = triad(layout.axis, abutment.station)
    push = np.concatenate([force * local[0], force * (level - centre) * local[1]])
    book.nodal(case, node, push)
