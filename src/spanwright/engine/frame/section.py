"""Rigidities of a section from what the user gave; what is missing is asked for by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from spanwright.datum.errors import ModelError
from spanwright.engine.frame.parts import Section
from spanwright.engine.frame.reading import number

_DIMENSION: Final = {
    "E": "stress", "G": "stress", "nu": "number", "A": "area", "Ay": "area", "Az": "area",
    "I": "second moment of area", "Iy": "second moment of area", "Iz": "second moment of area",
    "J": "second moment of area", "EA": "axial rigidity", "GAy": "axial rigidity",
    "GAz": "axial rigidity", "EI": "bending rigidity", "EIy": "bending rigidity",
    "EIz": "bending rigidity", "GJ": "bending rigidity", "density": "mass density",
    "mass": "mass per length", "expansion": "expansion",
}  # fmt: skip
# what a flat model does not feel: any positive value serves
_UNUSED: Final = {"": (), "xz": ("EIz", "GJ"), "xy": ("EIy", "GJ"), "grillage": ("EA", "EIz")}


def make_section(name: str, given: Mapping[str, object], plane: str) -> Section:
    """A `Section` from the arguments of `Frame.section` (None: not given)."""
    where = f"section '{name}'"
    v = {
        key: number(value, _DIMENSION[key], f"{where}, {key}")
        for key, value in given.items()
        if value is not None
    }
    for key, value in v.items():
        if key not in ("nu", "expansion", "density", "mass") and not value > 0.0 and key != "GJ":
            raise ModelError(f"{where}, {key}: must be positive (got {value:g})")
    if "G" not in v and "E" in v:
        v["G"] = v["E"] / (2.0 * (1.0 + v["nu"]))
    for axis in "yz":
        if "I" in v:
            v.setdefault(f"I{axis}", v["I"])
        if "EI" in v:
            v.setdefault(f"EI{axis}", v["EI"])
    rigidity = {
        "EA": _product(v, "EA", "E", "A"),
        "EIy": _product(v, "EIy", "E", "Iy"),
        "EIz": _product(v, "EIz", "E", "Iz"),
        "GJ": _product(v, "GJ", "G", "J"),
    }
    for key in _UNUSED[plane]:
        if rigidity[key] is None:
            rigidity[key] = max(value or 0.0 for value in rigidity.values())
    values = []
    for key, (modulus, measure) in {
        "EA": ("E", "A"), "EIy": ("E", "Iy (or I)"), "EIz": ("E", "Iz (or I)"), "GJ": ("G", "J"),
    }.items():  # fmt: skip
        rigid = rigidity[key]
        if rigid is None:
            raise ModelError(f"{where}: {key} is missing; give {key}, or {modulus} and {measure}")
        values.append(rigid)
    shear = []
    for axis in "yz":
        stiff = _product(v, f"GA{axis}", "G", f"A{axis}")
        if stiff is None and f"A{axis}" in v:
            raise ModelError(f"{where}: A{axis} needs E or G")
        shear.append(np.inf if stiff is None else stiff)
    if v["density"] and "A" not in v:
        raise ModelError(f"{where}: density needs A; or give mass, per length")
    mass = v["mass"] + v["density"] * v.get("A", 0.0)
    if mass < 0.0:
        raise ModelError(f"{where}: mass must not be negative")
    return Section(
        (values[0], values[1], values[2], values[3], shear[0], shear[1]),
        mass, v["expansion"], v.get("A", 0.0), v.get("Iy", 0.0), v.get("Iz", 0.0),
        (v["density"] * (v.get("Iy", 0.0) + v.get("Iz", 0.0)), v["density"] * v.get("Iy", 0.0),
         v["density"] * v.get("Iz", 0.0)),
    )  # fmt: skip


def _product(v: Mapping[str, float], direct: str, modulus: str, measure: str) -> float | None:
    if direct in v:
        return v[direct]
    if modulus in v and measure in v:
        return v[modulus] * v[measure]
    return None
