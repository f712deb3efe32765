"""Strength and stiffness of concrete (EN 1992-1-1 section 3.1); SI, ages in days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import InputError
from spanwright.datum.units import GPa, MPa

EC2: Final = "EN 1992-1-1:2004"
Cement = Literal["S", "N", "R"]  # slow, normal, rapid hardening

_DATA: Final = load("eurocode/materials/concrete.toml")
_CLASS = re.compile(r"^C(\d{2,3})/(\d{2,3})$")


@clause(EC2, "Table 3.1", tag="read")
@within(f_ck=(12 * MPa, 90 * MPa))
def mean_strength(f_ck: ArrayLike) -> Array:
    """Mean cylinder strength f_cm = f_ck + 8 MPa.  (...,) [Pa] -> (...,) [Pa]"""
    return floats(f_ck) + 8 * MPa


@clause(EC2, "Table 3.1", tag="read")
@within(f_ck=(12 * MPa, 90 * MPa))
def mean_tensile_strength(f_ck: ArrayLike) -> Array:
    """Mean axial tensile strength f_ctm.  (...,) [Pa] -> (...,) [Pa]

    Check: 35 MPa gives 3.210 MPa.
    """
    f = floats(f_ck) / MPa
    return np.asarray(MPa * np.where(f <= 50, 0.30 * f ** (2 / 3), 2.12 * np.log1p((f + 8) / 10)))


@clause(EC2, "Table 3.1", tag="read")
def characteristic_tensile_strength(f_ck: ArrayLike, fractile: Literal[5, 95] = 5) -> Array:
    """5 % or 95 % fractile of the tensile strength: 0.7 or 1.3 f_ctm.  (...,) [Pa]"""
    return (0.7 if fractile == 5 else 1.3) * mean_tensile_strength(f_ck)


@clause(EC2, "Table 3.1", tag="read")
@within(f_ck=(12 * MPa, 90 * MPa))
def secant_modulus(f_ck: ArrayLike) -> Array:
    """Secant modulus E_cm of concrete with quartzite aggregates.  (...,) [Pa] -> (...,) [Pa]

    Check: 35 MPa gives 34 077 MPa.
    """
    return 22 * GPa * (mean_strength(f_ck) / (10 * MPa)) ** 0.3


@clause(EC2, "3.1.6(1)", tag="remembered")
@within(f_ck=(12 * MPa, 90 * MPa))
def design_strength(f_ck: ArrayLike, alpha_cc: float = 0.85, gamma_C: float = 1.5) -> Array:
    """Design compressive strength alpha_cc f_ck / gamma_C.  (...,) [Pa] -> (...,) [Pa]

    alpha_cc: 0.85 in EN 1992-2; EN 1994-2 takes 1.0 here and 0.85 in its stress block.
    """
    return alpha_cc * floats(f_ck) / gamma_C


@clause(EC2, "3.1.6(2)", tag="remembered")
@within(f_ck=(12 * MPa, 90 * MPa))
def design_tensile_strength(f_ck: ArrayLike, alpha_ct: float = 1.0, gamma_C: float = 1.5) -> Array:
    """Design tensile strength alpha_ct f_ctk,0.05 / gamma_C.  (...,) [Pa] -> (...,) [Pa]"""
    return alpha_ct * characteristic_tensile_strength(f_ck, 5) / gamma_C


@clause(EC2, "3.1.2(6)", tag="read")
@within(age=(0.0, None))
def strength_growth(age: ArrayLike, cement: Cement = "N") -> Array:
    """Mean strength at an age over that at 28 days, beta_cc; 20 C.  (...,) [days] -> (...,) [-]"""
    days = floats(age)
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(_DATA.number(f"hardening.{cement}") * (1 - np.sqrt(28 / days))))


@clause(EC2, "3.1.3(3)", tag="remembered")
def secant_modulus_at(f_ck: ArrayLike, age: ArrayLike, cement: Cement = "N") -> Array:
    """Secant modulus at an age: beta_cc^0.3 E_cm.  (...,) [Pa], (...,) [days] -> (...,) [Pa]"""
    return secant_modulus(f_ck) * strength_growth(age, cement) ** 0.3


@clause(EC2, "3.1.2(9)", tag="remembered")
def mean_tensile_strength_at(f_ck: ArrayLike, age: ArrayLike, cement: Cement = "N") -> Array:
    """Mean tensile strength at an age: beta_cc f_ctm, power 2/3 after 28 days.  (...,) [Pa]"""
    growth = strength_growth(age, cement)
    power = np.where(floats(age) < 28, 1.0, 2 / 3)
    return mean_tensile_strength(f_ck) * growth**power


@dataclass(frozen=True, slots=True)
class Concrete:
    """A strength class with the values of Table 3.1 in SI.

    eps_c2, eps_cu2, exponent : parabola-rectangle diagram, expression (3.17)
    """

    name: str
    f_ck: float
    f_ck_cube: float
    f_cm: float
    f_ctm: float
    f_ctk: float
    E_cm: float
    eps_c2: float
    eps_cu2: float
    exponent: float


@clause(EC2, "Table 3.1", tag="remembered")
def concrete(name: str) -> Concrete:
    """The strength class of a name such as ``"C35/45"``.

    Raises InputError for a name that is not a class between C12/15 and C90/105.
    """
    found = _CLASS.match(name.strip())
    low, high = _DATA.array("limits.f_ck")
    if found is None or not low <= float(found[1]) * MPa <= high:
        raise InputError("concrete", "must be a class from C12/15 to C90/105", got=name)
    f_ck, cube = float(found[1]) * MPa, float(found[2]) * MPa
    f = f_ck / MPa
    high_strength = f > 50
    return Concrete(
        name=name.strip(),
        f_ck=f_ck,
        f_ck_cube=cube,
        f_cm=float(mean_strength(f_ck)),
        f_ctm=float(mean_tensile_strength(f_ck)),
        f_ctk=float(characteristic_tensile_strength(f_ck)),
        E_cm=float(secant_modulus(f_ck)),
        eps_c2=(2.0 + 0.085 * (f - 50) ** 0.53 if high_strength else 2.0) * 1e-3,
        eps_cu2=(2.6 + 35 * ((90 - f) / 100) ** 4 if high_strength else 3.5) * 1e-3,
        exponent=1.4 + 23.4 * ((90 - f) / 100) ** 4 if high_strength else 2.0,
    )
