"""Slender concrete columns and piers (EN 1992-1-1 5.2, 5.8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GPa, MPa


@clause("EN 1992-1-1:2004", "5.2(5)", "(5.1)", tag="remembered")
@clause("EN 1992-2:2005", "5.2(105)", tag="remembered")
def inclination(height: Values, theta_0: float = 1 / 200) -> Array:
    """Imperfection of a single column, theta_0 alpha_h with alpha_h = 2/sqrt(l), 2/3 to 1.

    height : (...,) [m] -> (...,) [rad]; the eccentricity is theta l_0/2
    """
    return np.asarray(theta_0 * np.clip(2.0 / np.sqrt(floats(height)), 2 / 3, 1.0), dtype=float)


@clause("EN 1992-1-1:2004", "6.1(4)", tag="remembered")
def least_eccentricity(depth: Values) -> Array:
    """e_0 = h/30, not less than 20 mm.  (...,) [m]"""
    return np.maximum(floats(depth) / 30.0, 0.020)


@dataclass(frozen=True, slots=True, eq=False)
class Slenderness:
    """Slenderness of columns, each (...,).

    slenderness : lambda = l_0/i;  limit : lambda_lim;  is_slender : second order matters
    relative_force : n;  mechanical_ratio : omega
    """

    slenderness: Array
    limit: Array
    is_slender: Bools
    relative_force: Array
    mechanical_ratio: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "5.8.3.1", "(5.13N)", tag="remembered")
def slenderness(
    buckling_length: Values,
    radius_of_gyration: Values,
    compression: Values,
    concrete_area: Values,
    bar_area: Values,
    f_cd: Values,
    f_yd: Values,
    creep: Values = 0.0,
    moment_factor: Values = 0.7,
) -> Slenderness:
    """lambda against lambda_lim = 20 A B C/sqrt(n).

    creep         : phi_ef;  A = 1/(1 + 0.2 phi_ef), B = sqrt(1 + 2 omega)
    moment_factor : C = 1.7 - r_m; 0.7 for unbraced columns and cantilevers
    Check: D 1800, l_0 30 m, 8 MN, phi_ef 1.2: 66.67 against 34.72.
    """
    force = floats(concrete_area) * f_cd
    n = np.maximum(floats(compression) / force, 1e-9)
    omega = floats(bar_area) * f_yd / force
    limit = 20.0 / (1.0 + 0.2 * floats(creep)) * np.sqrt(1.0 + 2.0 * omega) * moment_factor
    limit = np.asarray(limit / np.sqrt(n), dtype=float)
    lam = np.asarray(floats(buckling_length) / radius_of_gyration, dtype=float)
    return Slenderness(lam, limit, np.asarray(lam > limit), n, omega)


@dataclass(frozen=True, slots=True, eq=False)
class SecondOrder:
    """Nominal curvature, each (...,).

    axial_factor, creep_factor : K_r, K_phi;  beta [-]
    curvature : 1/r [1/m];  eccentricity : e_2 [m];  moment : M_2 [N m]
    """

    axial_factor: Array
    creep_factor: Array
    beta: Array
    curvature: Array
    eccentricity: Array
    moment: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "5.8.8", "(5.33)-(5.37)", tag="remembered")
def nominal_curvature(
    column: Slenderness,
    compression: Values,
    buckling_length: Values,
    effective_depth: Values,
    f_ck: Values,
    f_yd: Values,
    creep: Values = 0.0,
    *,
    distribution: float = np.pi**2,
    E_s: float = 200.0 * GPa,
) -> SecondOrder:
    """Second-order moment M_2 = N e_2 of isolated columns.

    effective_depth : (...,) d; h/2 + i_s where bars lie round the section            [m]
    distribution    : c, pi^2 for sinusoidal curvature, 8 for a constant moment
    Check: D 1800, l_0 30 m, 8 MN, phi_ef 1.2, d 1472.8 mm: e_2 328.0 mm, M_2 2624.4 kNm.
    """
    lam, n = column.slenderness, column.relative_force
    n_u = 1.0 + column.mechanical_ratio
    axial = np.clip((n_u - n) / (n_u - 0.4), 0.0, 1.0)
    beta = 0.35 + floats(f_ck) / (200.0 * MPa) - lam / 150.0
    creeping = np.maximum(1.0 + beta * floats(creep), 1.0)
    curvature = axial * creeping * floats(f_yd) / E_s / (0.45 * floats(effective_depth))
    second = np.asarray(curvature * floats(buckling_length) ** 2 / distribution, dtype=float)
    return SecondOrder(axial, creeping, beta, curvature, second, floats(compression) * second)


@clause("EN 1992-1-1:2004", "5.8.7.2", "(5.21), (5.22)", tag="remembered")
def nominal_stiffness(
    column: Slenderness,
    concrete_inertia: Values,
    bar_inertia: Values,
    f_ck: Values,
    E_cd: Values,
    creep: Values = 0.0,
    *,
    E_s: float = 200.0 * GPa,
) -> Array:
    """EI of a slender column, K_c E_cd I_c + K_s E_s I_s with rho >= 0.2 %.  (...,) [N m2]"""
    k1 = np.sqrt(floats(f_ck) / (20.0 * MPa))
    k2 = np.minimum(column.relative_force * column.slenderness / 170.0, 0.20)
    factor = k1 * k2 / (1.0 + floats(creep))
    return floats(factor * E_cd * floats(concrete_inertia) + E_s * floats(bar_inertia))


@clause("EN 1992-1-1:2004", "5.8.7.2, 5.8.7.3", "(5.21), (5.22), (5.31)", tag="remembered")
def nominal_stiffness_moment(
    column: Slenderness,
    first_order: Values,
    compression: Values,
    buckling_length: Values,
    concrete_inertia: Values,
    bar_inertia: Values,
    f_ck: Values,
    E_cd: Values,
    creep: Values = 0.0,
    *,
    distribution: float = np.pi**2,
    E_s: float = 200.0 * GPa,
) -> Array:
    """Total design moment by nominal stiffness (rho >= 0.2 %).  (...,) [N m]

    first_order : M_0Ed;  distribution : c_0 of the first-order moment
    Raises ScopeError where N reaches the buckling force of the nominal stiffness.
    """
    stiffness = nominal_stiffness(column, concrete_inertia, bar_inertia, f_ck, E_cd, creep, E_s=E_s)
    buckling = np.pi**2 * stiffness / floats(buckling_length) ** 2
    force = floats(compression)
    if np.any(force >= buckling):
        raise ScopeError("nominal stiffness: the compression reaches the buckling force")
    beta = np.pi**2 / distribution
    return np.asarray(
        floats(first_order) * (1.0 + beta / (buckling / np.maximum(force, 1e-9) - 1.0)),
        dtype=float,
    )


@clause("EN 1992-1-1:2004", "9.5.2", "(9.12N)", tag="remembered")
def least_column_bars(compression: Values, concrete_area: Values, f_yd: Values) -> Array:
    """A_s,min = 0.10 N/f_yd, at least 0.2 % of the concrete.  (...,) [m2]

    Check: 8 MN, 2.5447 m2, 434.8 MPa: 5089 mm2 (0.2 %).
    """
    return np.maximum(0.10 * floats(compression) / f_yd, 0.002 * floats(concrete_area))
