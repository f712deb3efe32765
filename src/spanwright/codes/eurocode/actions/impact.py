"""Impact of ships and road vehicles on piers (EN 1991-1-7); SI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import Data, load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import MN

EN: Final = "EN 1991-1-7:2006"
_NDP: Final = load("eurocode/annexes/recommended.toml")
CEMT: Final = _NDP.names("impact.inland_ship")
ROADS: Final = _NDP.names("impact.vehicle")


@dataclass(frozen=True, slots=True)
class Impact:
    """Equivalent static forces of one impact, not acting together.

    frontal, lateral : along and across the movement [N]   friction : with the lateral one [N]
    height           : above the water or the carriageway, (lowest, highest) [m]
    """

    frontal: float
    lateral: float
    friction: float
    height: tuple[float, float]


@clause(EN, "4.6.2", "Table C.3", tag="remembered")
def inland_ship(
    cemt: str,
    *,
    in_harbour: bool = False,
    with_dynamics: bool = False,
    parameters: Data = _NDP,
) -> Impact:
    """Ship impact on inland waterways by CEMT class; Va gives 8 and 3.5 MN.

    with_dynamics : multiply by the factors 1.3 and 1.7 where the values are taken as without
    Raises ScopeError for an unknown class.
    """
    if cemt not in CEMT:
        raise ScopeError(f"{EN} Table C.3: class must be one of {', '.join(CEMT)} (got {cemt})")
    number = parameters.number
    frontal, lateral = (float(f) for f in parameters.array(f"impact.inland_ship.{cemt}"))
    scale = number("impact.ship.harbour") if in_harbour else 1.0
    if with_dynamics:
        frontal *= number("impact.ship.dynamic_frontal")
        lateral *= number("impact.ship.dynamic_lateral")
    height = number("impact.ship.height")
    friction = number("impact.ship.friction") * lateral * scale
    return Impact(frontal * scale, lateral * scale, friction, (height, height))


@clause(EN, "C.4.3", "(C.1)", "(C.2)", tag="remembered")
@within(deformation_energy=(0.0, None))
def inland_ship_dynamic(deformation_energy: ArrayLike) -> Array:
    """Dynamic force of an inland ship from the energy its hull takes up.

    (...,) [J] -> (...,) [N].  Check: 0.15 MNm gives 4.241 MN, 2 MNm gives 5.604 MN.
    """
    energy = floats(deformation_energy) / MN
    plastic = 5.0 * np.sqrt(1 + 0.128 * energy)
    return floats(np.where(energy <= 0.21, 10.95 * np.sqrt(energy), plastic) * MN)


@clause(EN, "4.3.1(1)", "Table 4.1", tag="remembered")
def road_vehicle(road: str, parameters: Data = _NDP) -> Impact:
    """Vehicle against a support, by the road it runs on: one of ``ROADS``; motorway 1000/500 kN.

    Raises ScopeError for an unknown road.
    """
    if road not in ROADS:
        raise ScopeError(f"{EN} Table 4.1: road must be one of {', '.join(ROADS)} (got {road})")
    along, across = (float(force) for force in parameters.array(f"impact.vehicle.{road}"))
    low, high = parameters.array("impact.vehicle_height.lorry")
    return Impact(along, across, 0.0, (float(low), float(high)))


@clause(EN, "4.6.2(6)", tag="remembered")
def ship_on_deck(parameters: Data = _NDP) -> float:
    """Force on a deck that a ship's superstructure can reach.  [N]"""
    return parameters.number("impact.ship.deck")
