"""Structural steel, reinforcement and studs: strengths of the product standards; SI."""

from __future__ import annotations

import re
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import mm

_DATA: Final = load("eurocode/materials/steel.toml")
_GRADE = re.compile(r"^(S\d{3})\s*(JR|J0|J2|K2|NL|N|ML|M)?$")

_FAMILY_OF: Final = {
    "N": "normalised",
    "NL": "normalised",
    "M": "thermomechanical",
    "ML": "thermomechanical",
}

E_a: Final = _DATA.number("structural_steel.E")
E_s: Final = _DATA.number("reinforcement.E")
E_p: Final = _DATA.number("prestressing.E_strand")


@clause("EN 10025-2:2004", "Table 7", tag="remembered")
@clause("EN 10025-3:2004", "Table 5", tag="remembered")
@clause("EN 10025-4:2004", "Table 4", tag="remembered")
def yield_strength(grade: str, thickness: ArrayLike) -> Array:
    """Yield strength f_y of plates by grade and thickness.

    grade     : e.g. ``"S355"``, ``"S355 J2"`` (Part 2), ``"S355 NL"`` (Part 3), ``"S460 ML"``
    thickness : (...,)  [m]
    returns   : (...,)  [Pa];  S355 at 30 mm gives 345 MPa

    Raises InputError for an unknown grade and ScopeError for a thickness outside its table.
    """
    return _by_thickness("f_y", grade, thickness)


@clause("EN 10025-2:2004", "Table 7", tag="remembered")
@clause("EN 10025-3:2004", "Table 5", tag="remembered")
@clause("EN 10025-4:2004", "Table 4", tag="remembered")
def tensile_strength(grade: str, thickness: ArrayLike) -> Array:
    """Least tensile strength f_u of plates by grade and thickness; arguments as yield_strength."""
    return _by_thickness("f_u", grade, thickness)


@clause("EN 1992-1-1:2004", "3.2.2", "Table C.1", tag="remembered")
def bar_yield_strength(grade: Literal["B500A", "B500B", "B500C"] = "B500B") -> float:
    """Characteristic yield strength f_sk of reinforcement.  [Pa]"""
    return _DATA.number(f"reinforcement.{grade}")


@clause("EN ISO 13918:2008", "Table 9", tag="remembered")
def stud_tensile_strength() -> float:
    """Tensile strength f_u of SD1 headed studs.  [Pa]"""
    return _DATA.number("studs.f_u")


@clause("EN ISO 13918:2008", "Table 2", tag="remembered")
def stud_head(diameter: float) -> tuple[float, float]:
    """Diameter and height of the head of a stud of this shank diameter.  [m] -> [m], [m]

    Raises ScopeError for a diameter that is not made.
    """
    made = _DATA.array("studs.diameter")
    row = int(np.argmin(np.abs(made - diameter)))
    if abs(made[row] - diameter) > 0.01 * mm:
        sizes = ", ".join(f"{d / mm:.0f}" for d in made)
        raise ScopeError(f"studs are made in {sizes} mm (got {diameter / mm:g} mm)")
    return (
        float(_DATA.array("studs.head_diameter")[row]),
        float(_DATA.array("studs.head_height")[row]),
    )


def _by_thickness(quantity: str, grade: str, thickness: ArrayLike) -> Array:
    found = _GRADE.match(grade.strip().upper().replace("/", ""))
    family = _FAMILY_OF.get(found[2] or "", "non_alloy") if found else ""
    known = _DATA.names(f"{quantity}.{family}") if found else ()
    if found is None or found[1] not in known:
        wanted = ", ".join(known) if known else "like S355, S355 J2, S355 NL or S460 ML"
        raise InputError("steel.grade", f"must be {wanted}", got=grade)
    t = floats(thickness)
    bounds = _DATA.array(f"thickness.{family}")
    if not np.all((t > 0) & (t <= bounds[-1] + 1e-12)):
        raise ScopeError(f"{grade}: thickness must be above 0 and at most {bounds[-1] / mm:.0f} mm")
    strengths = _DATA.array(f"{quantity}.{family}.{found[1]}")
    return np.asarray(strengths[np.searchsorted(bounds, t - 1e-12)])
