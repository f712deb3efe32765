"""Creep and shrinkage of concrete: EN 1992-1-1 Annex B and fib MC2010.

Strength and size are SI; ages are in days, as the laws are written; humidity is a ratio (0.80).
Shrinkage strains are positive for shortening.  All arguments broadcast, so a matrix
phi(t_i, t_j) of a step-by-step analysis is one call with t[:, None] and t[None, :].
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.codes.eurocode.materials.concrete import EC2, Cement, mean_strength
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import MPa, mm

MC2010: Final = "fib MC2010"

_DATA: Final = load("eurocode/materials/concrete.toml")


@clause(EC2, "3.1.4(5)", "Figure 3.1", tag="remembered")
@within(area=(0.0, None), drying_perimeter=(1e-9, None))
def notional_size(area: ArrayLike, drying_perimeter: ArrayLike) -> Array:
    """Notional size h_0 = 2 A_c / u.  (...,) [m2], (...,) [m] -> (...,) [m]"""
    return 2 * floats(area) / floats(drying_perimeter)


@clause(EC2, "B.1(3)", "(B.10)", tag="read")
def equivalent_age(duration: ArrayLike, temperature: ArrayLike) -> Array:
    """Age at 20 C with the same maturity: sum of dt exp(13.65 - 4000 / (273 + T)).

    duration    : (..., k)  lengths of the k periods       [days]
    temperature : (..., k)  concrete temperature, 0 to 80  [C]
    returns     : (...,)    temperature-adjusted age       [days]
    """
    T = floats(temperature)
    rate = np.exp(13.65 - 4000 / (273 + T))
    return np.asarray(np.sum(floats(duration) * rate, axis=-1))


@clause(EC2, "B.1(2)", "(B.9)", tag="read")
@within(age=(0.0, None))
def cement_adjusted_age(age: ArrayLike, cement: Cement = "N") -> Array:
    """Age at loading adjusted for the cement, at least half a day.  (...,) [days]"""
    days = floats(age)
    exponent = _DATA.number(f"creep.age_exponent.{cement}")
    return np.maximum(days * (9 / (2 + days**1.2) + 1) ** exponent, 0.5)


@clause(EC2, "B.1(1)", "(B.3)", tag="read")
@within(relative_humidity=(0.4, 1.0), size=(0.001, None))
def humidity_factor(f_ck: ArrayLike, relative_humidity: ArrayLike, size: ArrayLike) -> Array:
    """phi_RH of the notional creep coefficient.  Check: C35/45, 0.80, 0.6724 m gives 1.15."""
    f_cm = mean_strength(f_ck) / MPa
    h0 = floats(size) / mm
    dryness = (1 - floats(relative_humidity)) / (0.1 * np.cbrt(h0))
    a1 = np.where(f_cm <= 35, 1.0, (35 / f_cm) ** 0.7)
    a2 = np.where(f_cm <= 35, 1.0, (35 / f_cm) ** 0.2)
    return np.asarray((1 + dryness * a1) * a2)


@clause(EC2, "B.1(1)", "(B.4)", tag="read")
def strength_factor(f_ck: ArrayLike) -> Array:
    """beta(f_cm) of the notional creep coefficient.  Check: C35/45 gives 2.56."""
    return 16.8 / np.sqrt(mean_strength(f_ck) / MPa)


@clause(EC2, "B.1(1)", "(B.2)", tag="read")
def notional_creep(
    f_ck: ArrayLike,
    relative_humidity: ArrayLike,
    size: ArrayLike,
    loading_age: ArrayLike,
    cement: Cement = "N",
) -> Array:
    """Notional creep coefficient phi_0, the limit for infinite time.

    f_ck : (...,) [Pa]   relative_humidity : (...,) [-]   size : (...,) h_0 [m]
    loading_age : (...,) t_0 before cement adjustment [days]   returns : (...,) [-]
    """
    age = cement_adjusted_age(loading_age, cement)
    return humidity_factor(f_ck, relative_humidity, size) * strength_factor(f_ck) / (0.1 + age**0.2)


@clause(EC2, "B.1(1)", "(B.1)", "(B.7)", tag="read")
def creep_coefficient(
    age: ArrayLike,
    loading_age: ArrayLike,
    f_ck: ArrayLike,
    relative_humidity: ArrayLike,
    size: ArrayLike,
    cement: Cement = "N",
) -> Array:
    """Creep coefficient phi(t, t_0), on the tangent modulus 1.05 E_cm; zero before loading.

    age, loading_age : (...,) t and t_0 [days]   f_ck : (...,) [Pa]
    relative_humidity : (...,) [-]   size : (...,) h_0 [m]   returns : (...,) [-]

    Holds for stresses up to 0.45 f_ck(t_0); see ``nonlinear_creep``.
    Check: C35/45, 0.80, 0.26 m, N, t = 36 500: t_0 = 28 gives 1.51680, t_0 = 1 gives 2.82305.
    """
    f_cm = mean_strength(f_ck) / MPa
    a3 = np.where(f_cm <= 35, 1.0, np.sqrt(35 / f_cm))
    rh = 100 * floats(relative_humidity)
    h0 = floats(size) / mm
    beta_H = np.minimum(1.5 * (1 + (0.012 * rh) ** 18) * h0 + 250 * a3, 1500 * a3)
    passed = _passed(age, loading_age)
    notional = notional_creep(f_ck, relative_humidity, size, loading_age, cement)
    return np.asarray(notional * (passed / (beta_H + passed)) ** 0.3)


@clause(EC2, "3.1.4(4)", "(3.7)", tag="remembered")
def nonlinear_creep(coefficient: ArrayLike, stress_ratio: ArrayLike) -> Array:
    """Creep coefficient raised where the stress exceeds 0.45 f_ck(t_0).

    coefficient  : (...,)  linear creep coefficient          [-]
    stress_ratio : (...,)  sigma_c / f_ck(t_0)               [-]
    """
    excess = np.maximum(floats(stress_ratio) - 0.45, 0.0)
    return floats(coefficient) * np.exp(1.5 * excess)


@clause(EC2, "3.1.4(6)", "B.2(1)", tag="read")
def drying_shrinkage(
    age: ArrayLike,
    drying_age: ArrayLike,
    f_ck: ArrayLike,
    relative_humidity: ArrayLike,
    size: ArrayLike,
    cement: Cement = "N",
) -> Array:
    """Drying shrinkage eps_cd(t, t_s), positive for shortening.

    age, drying_age : (...,) t and t_s [days]   f_ck : (...,) [Pa]
    relative_humidity : (...,) [-]   size : (...,) h_0 [m]   returns : (...,) strain [-]
    """
    f_cm = mean_strength(f_ck) / MPa
    ds1, ds2 = _DATA.array(f"shrinkage.drying.{cement}")
    humidity = 1.55 * (1 - floats(relative_humidity) ** 3)
    basic = 0.85 * (220 + 110 * ds1) * np.exp(-ds2 * f_cm / 10) * 1e-6 * humidity
    h0 = floats(size)
    k_h = np.interp(h0, _DATA.array("shrinkage.size.h0"), _DATA.array("shrinkage.size.k_h"))
    passed = _passed(age, drying_age)
    growth = passed / (passed + 0.04 * (h0 / mm) ** 1.5)
    return np.asarray(growth * k_h * basic)


@clause(EC2, "3.1.4(6)", "(3.11)", tag="read")
@within(age=(0.0, None))
def autogenous_shrinkage(age: ArrayLike, f_ck: ArrayLike) -> Array:
    """Autogenous shrinkage eps_ca(t), positive for shortening.  (...,) [days] -> (...,) [-]"""
    f = floats(f_ck) / MPa
    return np.asarray(2.5 * np.maximum(f - 10, 0) * 1e-6 * -np.expm1(-0.2 * np.sqrt(floats(age))))


@clause(EC2, "3.1.4(6)", "(3.8)", tag="read")
def shrinkage(
    age: ArrayLike,
    drying_age: ArrayLike,
    f_ck: ArrayLike,
    relative_humidity: ArrayLike,
    size: ArrayLike,
    cement: Cement = "N",
) -> Array:
    """Total shrinkage eps_cs = eps_cd + eps_ca, positive for shortening; see the two parts.

    Check: C35/45, 0.80, 0.26 m, N, t = 36 500, t_s = 1 gives 2.61684e-4.
    """
    drying = drying_shrinkage(age, drying_age, f_ck, relative_humidity, size, cement)
    return drying + autogenous_shrinkage(age, f_ck)


@clause(MC2010, "5.1.9.4.3", tag="read")
@within(relative_humidity=(0.4, 1.0), size=(0.001, None))
def creep_coefficient_mc2010(
    age: ArrayLike,
    loading_age: ArrayLike,
    f_ck: ArrayLike,
    relative_humidity: ArrayLike,
    size: ArrayLike,
    cement: Cement = "N",
) -> Array:
    """Creep coefficient of MC2010: basic plus drying creep; arguments as ``creep_coefficient``.

    Check: C35/45, 0.80, 0.26 m, N, t = 36 500, t_0 = 28 gives 1.38515 + 0.32393 = 1.70907.
    """
    f_cm = mean_strength(f_ck) / MPa
    h = floats(size) / mm
    start = cement_adjusted_age(loading_age, cement)
    passed = _passed(age, loading_age)
    basic = 1.8 / f_cm**0.7 * np.log((30 / start + 0.035) ** 2 * passed + 1)
    a = np.sqrt(35 / f_cm)
    beta_h = np.minimum(1.5 * h + 250 * a, 1500 * a)
    dryness = (1 - floats(relative_humidity)) / np.cbrt(0.1 * h / 100)
    exponent = 1 / (2.3 + 3.5 / np.sqrt(start))
    growth = (passed / (beta_h + passed)) ** exponent
    return np.asarray(basic + 412 / f_cm**1.4 * dryness / (0.1 + start**0.2) * growth)


@clause(MC2010, "5.1.9.4.4", tag="read")
@within(relative_humidity=(0.4, 0.99), size=(0.001, None))
def shrinkage_mc2010(
    age: ArrayLike,
    drying_age: ArrayLike,
    f_ck: ArrayLike,
    relative_humidity: ArrayLike,
    size: ArrayLike,
    cement: Cement = "N",
) -> Array:
    """Shrinkage of MC2010, basic plus drying, positive for shortening; swelling is refused.

    Raises ScopeError above 0.99 beta_s1 humidity, where concrete swells (ratio 0.99 and more).
    Check: C35/45, 0.80, 0.26 m, N, t = 36 500, t_s = 1 gives 3.67603e-4.
    """
    f_cm = mean_strength(f_ck) / MPa
    h = floats(size) / mm
    t = floats(age)
    swelling = 0.99 * np.minimum((35 / f_cm) ** 0.1, 1.0)
    rh = floats(relative_humidity)
    if np.any(rh >= swelling):
        raise ScopeError(f"{MC2010} 5.1.9.4.4: no shrinkage law above {np.min(swelling):.3f}")
    ratio = 0.1 * f_cm / (6 + 0.1 * f_cm)
    alpha = _DATA.number(f"mc2010.basic_shrinkage.{cement}")
    basic = alpha * ratio**2.5 * 1e-6 * -np.expm1(-0.2 * np.sqrt(t))
    ds1, ds2 = _DATA.array(f"mc2010.drying.{cement}")
    final = (220 + 110 * ds1) * np.exp(-ds2 * f_cm) * 1e-6 * 1.55 * (1 - rh**3)
    passed = _passed(age, drying_age)
    return np.asarray(basic + final * np.sqrt(passed / (0.035 * h**2 + passed)))


@clause("EN 1994-2:2005", "5.4.2.2(2)", tag="remembered")
def modular_ratio(
    E_a: float, E_cm: ArrayLike, coefficient: ArrayLike = 0.0, multiplier: ArrayLike = 0.0
) -> Array:
    """Modular ratio n_L = n_0 (1 + psi_L phi) of a composite section; n_0 with phi = 0.

    E_a [Pa];  E_cm (...,) [Pa];  coefficient (...,) phi(t, t_0);  multiplier (...,) psi_L
    Check: C35/45, phi 1.5168, psi_L 1.10 gives 16.4445.
    """
    phi, psi = floats(coefficient), floats(multiplier)
    return E_a / floats(E_cm) * (1 + psi * phi)


@clause("EN 1994-2:2005", "5.4.2.2(2)", tag="remembered")
def creep_multiplier(
    loading: Literal["short term", "permanent", "shrinkage", "imposed"],
) -> float:
    """Creep multiplier psi_L by the kind of loading; imposed: deformations such as settlement."""
    return _DATA.number(f"creep_multiplier.{loading}")


@clause(EC2, "7.4.3(5)", tag="remembered")
def effective_modulus(E_cm: ArrayLike, coefficient: ArrayLike, ageing: ArrayLike = 1.0) -> Array:
    """Long-term modulus E_cm / (1 + chi phi); ageing chi 1 for constant stress, about 0.8 for
    stress that grows with time (EN 1992-2 KK.7).  (...,) [Pa]"""
    return floats(E_cm) / (1 + floats(ageing) * floats(coefficient))


def _passed(age: ArrayLike, start: ArrayLike) -> Array:
    """Days since the start, zero before it."""
    return np.maximum(floats(age) - floats(start), 0.0)
