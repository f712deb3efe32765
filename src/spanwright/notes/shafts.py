"""Notes of pier shafts: N-M-M with second order two ways, shear, stresses, cracks, least bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.columns import (
    inclination,
    least_column_bars,
    least_eccentricity,
    nominal_curvature,
    nominal_stiffness,
    slenderness,
)
from spanwright.codes.eurocode.resistance.concrete import circle_shear_size, stirrup_shear
from spanwright.codes.eurocode.resistance.crack import effective_tension_height
from spanwright.codes.eurocode.resistance.cracked import cracked_stresses
from spanwright.codes.eurocode.resistance.interaction import interaction_use
from spanwright.notes.book import Book, Derivation
from spanwright.notes.concrete import (
    links,
    plain,
    stress_limits,
    width_of_cracks,
)
from spanwright.notes.page import Page


def curvature(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """First order, imperfection, nominal curvature, then the interaction surface."""
    _slenderness(page)
    _tilt(page)
    added = "M_i"
    if page.value("is_slender"):
        _by_curvature(page)
        added = "M_i + M_2"
    page.step("M_a", added, "N m", equals=series.details["second order and imperfection"][row])
    page.step("e_0", "max(D / 30, mm(20))", "m", by=least_eccentricity)
    about_y = page.value("M_2o") <= abs(page.value("M_z"))
    page.step("M_Ed_y", "max(abs(M_y) + M_a, N_Ed * e_0)" if about_y else "abs(M_y)", "N m",
              equals=page.value("M_1"))  # fmt: skip
    page.step("M_Ed_z", "abs(M_z)" if about_y else "abs(M_z) + M_a", "N m",
              words="added about one axis, the worse", equals=page.value("M_2o"))  # fmt: skip
    page.step("M_Ed", "sqrt(M_Ed_y ** 2 + M_Ed_z ** 2)", "N m")
    _surface(page, series, row)


def model(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The same with the moments of a model that follows second order."""
    _slenderness(page, limit=False)
    page.take("E_cd", "E_cm over 1.2", "EN 1992-1-1:2004 5.8.6(3)")
    page.given("E_s", 200e9, "Pa")
    page.step("k_1", "sqrt(f_ck / MPa(20))", by=nominal_stiffness)
    page.step("k_2", "min(n * lambda_ / 170, 0.2)", by=nominal_stiffness)
    page.step("K_c", "k_1 * k_2 / (1 + phi_ef)", by=nominal_stiffness)
    for axis in "yz":
        page.take(f"I_c{axis}", "concrete")
        page.take(f"I_s{axis}", "bars")
        page.step(f"EI_{axis}", f"K_c * E_cd * I_c{axis} + E_s * I_s{axis}", "N m2",
                  by=nominal_stiffness, equals=page.value(f"EI_{axis}"))  # fmt: skip
    _tilt(page, moment=False)
    page.take("M_y2", "by the model with this stiffness, tilted, on its share of the ground")
    page.take("M_z2")
    page.step("M_Ed", "sqrt(M_y2 ** 2 + M_z2 ** 2)", "N m")
    _surface(page, series, row)


def _slenderness(page: Page, *, limit: bool = True) -> None:
    page.take("N", "at the foot, tension positive")
    page.take("M_y")
    page.take("M_z")
    page.step("N_Ed", "max(-N, 0)", "N", words="compression")
    page.take("h", "cap to the shaft's top")
    page.take("D", "diameter" if page.value("is_round") else "smaller side")
    page.take("A_c")
    page.take("A_s", "bars of the shaft")
    for name in ("f_ck", "f_cd", "f_yd", "phi_ef"):
        page.take(name)
    page.step("l_0", "2 * h", "m", words="free at the top")
    page.step("i", "D / 4" if page.value("is_round") else "D / sqrt(12)", "m")
    page.step("lambda_", "l_0 / i", by=slenderness)
    if page.value("N_Ed") > 0.0:
        page.step("n", "N_Ed / (A_c * f_cd)", words="relative force")
    else:
        page.given("n", 1e-9, words="relative force: none")
    if limit:
        page.step("omega", "A_s * f_yd / (A_c * f_cd)")
        page.step("lambda_lim", "20 / (1 + 0.2 * phi_ef) * sqrt(1 + 2 * omega) * 0.7 / sqrt(n)",
                  by=slenderness)  # fmt: skip


def _tilt(page: Page, *, moment: bool = True) -> None:
    page.step("theta", "1 / 200 * min(max(2 / sqrt(h / m(1)), 2 / 3), 1)", "rad",
              words="imperfection", by=inclination)  # fmt: skip
    if moment:
        page.step("M_i", "N_Ed * theta * h", "N m", by=inclination)


def _by_curvature(page: Page) -> None:
    page.take("d_1", "axis of the bars below the surface")
    page.given("E_s", 200e9, "Pa")
    page.step("d", "D / 2 + (D / 2 - d_1) / sqrt(2)", "m", words="bars all round")
    page.step("K_r", "min(max((1 + omega - n) / (1 + omega - 0.4), 0), 1)", by=nominal_curvature)
    page.step("beta", "0.35 + f_ck / MPa(200) - lambda_ / 150", by=nominal_curvature)
    page.step("K_phi", "max(1 + beta * phi_ef, 1)", by=nominal_curvature)
    page.step("kappa", "K_r * K_phi * f_yd / E_s / (0.45 * d)", "1/m", words="1/r",
              by=nominal_curvature)  # fmt: skip
    page.step("e_2", "kappa * l_0 ** 2 / pi ** 2", "m", by=nominal_curvature)
    page.step("M_2", "N_Ed * e_2", "N m")


def _surface(page: Page, series: CheckSeries, row: int) -> None:
    page.take("M_Rd", "at N in the direction of the moment, from the N-M-M surface",
              interaction_use)  # fmt: skip
    page.take("eta_N", "N over the greatest the section takes", interaction_use)
    rule = "eta_N" if page.value("eta_N") > 1.0 else "max(M_Ed / M_Rd, eta_N)"
    page.step("eta", rule, by=interaction_use, equals=series.utilisation[row])


def least_bars(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Least bars of a column."""
    page.take("N_Ed", "greatest compression")
    page.take("A_c")
    page.take("f_yd")
    page.step("A_s_min", "max(0.1 * N_Ed / f_yd, 0.002 * A_c)", "m2", by=least_column_bars,
              equals=series.demand[row])  # fmt: skip
    page.take("A_s", "bars of the shaft")
    page.step("eta", "A_s_min / A_s", equals=series.utilisation[row])


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Concrete alone or links."""
    page.take("V_y")
    page.take("V_z")
    page.step("V_Ed", "sqrt(V_y ** 2 + V_z ** 2)", "N", equals=series.demand[row])
    page.take("N", "tension positive")
    page.take("A_c")
    for name in ("f_ck", "f_cd", "gamma_C", "f_yd"):
        page.take(name)
    page.step("sigma_cp", "min(max(-N, 0) / A_c, 0.2 * f_cd)", "Pa")
    sizes = circle_shear_size if page.value("is_round") else ""
    page.take("b_w", "", sizes)
    page.take("d", "", sizes)
    page.take("z", "", sizes)
    page.take("A_sl", "half of the bars")
    plain(page, pressed=True)
    page.take("a_sw", "A_sw/s of the hoops, π/4 of it" if page.value("is_round") else "A_sw/s")
    links(page)
    page.step("V_Rd", "max(V_Rd_c, min(V_Rd_s, V_Rd_max))", "N", by=stirrup_shear,
              words="whichever carries more", equals=series.resistance[row])  # fmt: skip
    page.step("eta", "V_Ed / V_Rd", equals=series.utilisation[row])


def _cracked(page: Page) -> None:
    page.take("N", "at the foot, tension positive")
    page.take("M_y")
    page.take("M_z")
    page.take("E_s")
    page.take("E_cm")
    page.step("alpha_e", "E_s / E_cm")
    page.take("sigma_s", "farthest bar, plane strain without tension in the concrete",
              cracked_stresses)  # fmt: skip


def stresses(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Bars and concrete of the cracked section."""
    _cracked(page)
    page.take("sigma_c", "edge of the concrete", cracked_stresses)
    page.take("f_sk")
    page.take("f_ck")
    stress_limits(page)
    page.step("eta", "max(sigma_s / sigma_s_max, sigma_c / sigma_c_max)",
              equals=series.utilisation[row])  # fmt: skip


def cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Crack width round the farthest bars."""
    _cracked(page)
    if page.value("sigma_s") <= 0.0:
        page.given("eta", 0.0, words="no bar is stretched")
        return
    page.take("x", "compressed depth", cracked_stresses)
    page.take("D")
    page.take("d_1", "axis of the bars below the surface")
    page.step("h_c_ef", "min(2.5 * d_1, max(D - x, mm(1)) / 3)", "m", by=effective_tension_height)
    page.take("a_l", "bars per length of the line they stand on")
    page.take("phi", "bars")
    page.take("c", "cover of the bars")
    page.step("rho_p", "a_l / h_c_ef")
    width_of_cracks(page)
    page.take("w_max")
    page.step("eta", "w_k / w_max", equals=series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "pier shafts": curvature,
    "pier shafts, second order by the model": model,
    "shaft least bars": least_bars,
    "shaft shear": shear,
    "shaft stresses": stresses,
    "shaft crack width": cracks,
}
