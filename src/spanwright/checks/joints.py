"""Expansion joints: movement at each end of a deck, and the size of joint that takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from spanwright.checks.series import placed_series
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.eurocode.resistance.bearings import Movement
from spanwright.datum.arrays import Array
from spanwright.datum.units import mm

SEAL: Final = 80.0 * mm  # movement of one seal; joints come in multiples of it
LARGEST: Final = 15 * SEAL  # modular joints beyond are special designs


def joint_size(movement: Array) -> Array:
    """Nominal movement of the joint: whole seals of 80 mm.  (n,) [m]; nan beyond 15 seals

    Check: 446 mm asks for 6 seals, 480 mm.
    """
    seals = np.maximum(np.ceil(np.asarray(movement, dtype=float) / SEAL - 1e-9), 1.0)
    return np.where(seals * SEAL <= LARGEST + 1e-9, seals * SEAL, np.nan)


def joint_series(
    names: Sequence[str],
    station: Array,
    moved: Movement,
    parts: dict[str, Array],
    workings: Numbers,
) -> CheckSeries:
    """One row a joint; a joint beyond the largest is outside scope.

    moved : of the decks at both sides together;  parts : what it is made of, for the details [m]
    workings : temperatures, lengths and movements for the calculation note
    """
    size = joint_size(moved.total)
    use = moved.total / size
    n = len(names)
    return placed_series(
        "expansion joints, movement", "EN 1991-1-5 6.1.3.3, EN 1993-2 A.4", "remembered", "deck",
        "m", "SLS characteristic", [f"{name} joint" for name in names],
        demand=moved.total, resistance=size, utilisation=use, station=station,
        combination=["temperature with its doubt, shrinkage, braking, end rotation"] * n,
        cause=[""] * n,
        details={"opening": moved.opening, "closing": moved.closing,
                 "seals": size / SEAL, **parts},
        workings=workings,
    )  # fmt: skip
