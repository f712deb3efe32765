"""Pot, spherical and sliding bearings: sizes from contact pressure, rotation, anchorage."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import MPa, mm

PTFE: Final = 90.0 * MPa  # f_k under permanent and variable actions
PTFE_GAMMA: Final = 1.4
POT: Final = 60.0 * MPa  # f_e,k of the elastomer in a pot
POT_GAMMA: Final = 1.3
POT_ROTATION: Final = 0.030  # rad, characteristic
SPHERE_ROTATION: Final = 0.050  # usual products; no limit in the standard
ROTATION_MARGIN: Final = 0.005  # rad, for tolerances
STEP: Final = 20.0 * mm
SMALLEST: Final = 200.0 * mm
SLIDE_MARGIN: Final = 20.0 * mm  # of the sliding plate beyond the disc at either end


@clause("EN 1337-2:2004", "6.8.3", "Table 10", tag="remembered")
def ptfe_strength() -> float:
    """Design contact pressure of PTFE.  [Pa]"""
    return PTFE / PTFE_GAMMA


@clause("EN 1337-5:2005", "6.2.1", tag="remembered")
def pot_strength() -> float:
    """Design contact pressure of the elastomer in a pot.  [Pa]"""
    return POT / POT_GAMMA


def disc(force: Values, strength: float) -> Array:
    """Diameter that carries a force at a contact pressure, in steps of 20 mm.  (...,) [N] -> [m]

    Check: 5 MN at 60/1.3 MPa: 371.4 mm, so 380 mm.
    """
    bare = np.sqrt(4.0 * np.maximum(floats(force), 0.0) / (np.pi * strength))
    return np.asarray(np.maximum(np.ceil(bare / STEP - 1e-9) * STEP, SMALLEST), dtype=float)


@clause("EN 1337-1:2000", "5.2", tag="remembered")
def anchor_force(level: Values, vertical: Values, *, on_concrete: bool = True) -> Array:
    """Level force left to anchors once friction in the bearing's joint is taken off.  (...,) [N]

    vertical : least force at the same time;  mu_k 0.6 and gamma 1.2 on concrete, 0.4 and 2 on steel
    """
    grip = 0.6 / 1.2 if on_concrete else 0.4 / 2.0
    return np.asarray(
        np.maximum(np.abs(floats(level)) - grip * np.maximum(floats(vertical), 0.0), 0.0)
    )
