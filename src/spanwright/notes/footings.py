"""Notes of spread footings: against the ground, and as slabs of concrete."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.footing import (
    ROCK_MASS,
    drained_bearing,
    effective_size,
    layered_bearing,
    rock_bearing,
    sliding_resistance,
    undrained_bearing,
)
from spanwright.notes import slab
from spanwright.notes.book import Book, Derivation
from spanwright.notes.concrete import block, design_bars, design_concrete, near_column, plain
from spanwright.notes.page import Page

METRE: Final = "of one metre"


def _base(page: Page) -> bool:
    """V, H and how far V acts off the middle; False where the ground does not press."""
    for name, words in (
        ("H_x", "along the bridge, at the base"), ("H_y", "across"),
        ("F_z", "of the ground's spring, compression negative"),
        ("M_x", "about the bridge's axis"), ("M_y", "about the axis across"),
        ("L", "footing along"), ("B", "footing across"),
    ):  # fmt: skip
        page.take(name, words)
    page.step("H", "sqrt(H_x ** 2 + H_y ** 2)", "N")
    if page.step("V", "-F_z", "N") <= 0.0:
        page.given("eta", math.inf, words="the ground does not press")
        return False
    page.step("e_L", "abs(M_y) / V", "m")
    page.step("e_B", "abs(M_x) / V", "m")
    return True


def _effective(page: Page) -> bool:
    """Effective plan; False where the resultant leaves it."""
    long = page.step("L_e", "L - 2 * e_L", "m", by=effective_size)
    wide = page.step("B_e", "B - 2 * e_B", "m", by=effective_size)
    return min(long, wide) > 1e-3


def bearing(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The layer and the rule that carry least."""
    if not _base(page):
        return
    if not _effective(page):
        page.given("eta", math.inf, words="the resultant leaves the footing")
        return
    page.take("z", "layer's top below the base")
    page.take("q", "effective stress there beside the footing")
    page.take("q_0", "and at the base")
    page.step("l", "L_e + z", "m", words="the plan grows 2 : 1 with depth", by=layered_bearing)
    page.step("b", "B_e + z", "m")
    page.step("V_z", "(q - q_0) * l * b", "N", words="ground between")
    if _has(page, "phi"):
        _drained(page)
    elif _has(page, "c_u"):
        _at_once(page)
    else:
        page.take("sigma_c", "intact rock")
        page.given("k_m", ROCK_MASS, words="rock mass of RQD below 70 %", by=rock_bearing)
        page.step("p", "k_m * sigma_c", "Pa", by=rock_bearing)
    page.take("gamma_Rv")
    page.step("R_d", "max(p * l * b - V_z, 0) / gamma_Rv", "N", by=layered_bearing,
              equals=series.resistance[row])  # fmt: skip
    if page.value("R_d") <= 0.0:
        page.given("eta", math.inf, words="nothing is carried")
        return
    page.step("eta", "V / R_d", equals=series.utilisation[row])


def _has(page: Page, name: str) -> bool:
    return name in page.workings and not math.isnan(page.workings[name][0])


def _drained(page: Page) -> None:
    """p of annex D.4, without cohesion."""
    page.take("phi", "drained")
    page.take("gamma", "below, effective")
    page.step("t", "tan(phi * pi / 180)")
    page.step("N_q", "exp(pi * t) * tan(pi / 4 + phi * pi / 360) ** 2", by=drained_bearing)
    page.step("N_gamma", "2 * (N_q - 1) * t", by=drained_bearing)
    page.step("s_q", "1 + min(l, b) / max(l, b) * sin(phi * pi / 180)", by=drained_bearing)
    page.step("s_gamma", "1 - 0.3 * min(l, b) / max(l, b)", by=drained_bearing)
    page.step("k", "(H_x / max(H, kN(0.001))) ** 2", words="share of H along the bridge")
    page.step("m", "k * (2 + l / b) / (1 + l / b) + (1 - k) * (2 + b / l) / (1 + b / l)",
              by=drained_bearing)  # fmt: skip
    page.step("i", "min(max(1 - H / (V + V_z), 0), 1)", words="inclination")
    page.step("p", "q * N_q * s_q * i ** m + 0.5 * gamma * min(l, b) * N_gamma * s_gamma"
              " * i ** (m + 1)", "Pa", by=drained_bearing)  # fmt: skip


def _at_once(page: Page) -> None:
    """p of annex D.3."""
    page.take("c_u")
    if page.step("r", "H / (l * b * c_u)") > 1.0:
        page.given("p", 0.0, "Pa", "it slides instead")
        return
    page.step("p", "(pi + 2) * c_u * (1 + 0.2 * min(l, b) / max(l, b)) * 0.5 * (1 + sqrt(1 - r))"
              " + q", "Pa", by=undrained_bearing)  # fmt: skip


def sliding(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Friction, and the strength of clay at once."""
    if not _base(page):
        return
    parts = []
    if _has(page, "delta"):
        page.take("delta", "friction under the base, at most critical", sliding_resistance)
        page.step("R_1", "V * tan(delta * pi / 180)", "N", by=sliding_resistance)
        parts.append("R_1")
    if _has(page, "c_u"):
        _effective(page)
        page.take("c_u")
        page.take("k_u", "at most this share of V")
        page.step("R_2", "min(max(L_e, 0) * max(B_e, 0) * c_u, k_u * V)", "N",
                  by=sliding_resistance)  # fmt: skip
        parts.append("R_2")
    page.take("gamma_Rh")
    rule = f"min({', '.join(parts)})" if len(parts) > 1 else parts[0]
    if page.step("R_d", f"{rule} / gamma_Rh", "N", equals=series.resistance[row]) <= 0.0:
        page.given("eta", math.inf, words="nothing holds it")
        return
    page.step("eta", "H / R_d", equals=series.utilisation[row])


def eccentricity(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """How far the resultant leaves the middle."""
    if not _base(page):
        return
    page.step("r_e", "max(e_L / L, e_B / B)", equals=series.demand[row])
    page.take("e_max", "limit", series.clause)
    page.step("eta", "r_e / e_max", equals=series.utilisation[row])


def contact(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The resultant stays in the kern."""
    if not _base(page):
        return
    page.step("r_e", "e_L / L + e_B / B", equals=series.demand[row])
    page.step("eta", "r_e / (1 / 6)", by=series.clause, equals=series.utilisation[row])


def bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One metre of slab under the ground's push less the weight on it."""
    design_concrete(page)
    design_bars(page)
    page.take("A_s", f"bars of one face and way, {METRE}")
    page.take("d")
    page.take("b")
    block(page)
    page.take("E", f"linear ground pressure less the weight, beyond the worst face, {METRE}")
    page.step("eta", "E / M_Rd", equals=series.utilisation[row])


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One metre of slab a depth beyond the faces."""
    page.take("f_ck")
    page.take("gamma_C")
    page.given("A_sl", page.value("A_s"), "m2", f"bars below, {METRE}")
    page.take("d")
    page.given("b_w", 1.0, "m")
    plain(page)
    page.take("E", f"linear ground pressure less the weight, {METRE}, d beyond the worst face")
    page.step("eta", "E / V_Rd_c", equals=series.utilisation[row])


def punching(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One shaft through the footing on its worst ring."""
    page.take("f_ck")
    page.take("gamma_C")
    page.take("A_s", f"bars below, {METRE}")
    page.take("d")
    page.take("F", "of the shaft that governs")
    page.take("r_0", "circle as large as the shaft")
    page.take("a", "ring's distance from it")
    page.take("k_r", "share of the ring on the footing")
    page.take("k_d", "and of its disc")
    page.take("p", "ground's push less the weight")
    page.take("M", "of the base, a shaft's share along the bridge")
    page.step("r", "r_0 + a", "m")
    page.step("DF", "max(p, 0) * pi * r ** 2 * k_d", "N", words="carried by the ground inside",
              by="EN 1992-1-1:2004 6.4.4(2)")  # fmt: skip
    left = page.step("F_red", "max(F - DF, 0)", "N")
    bent = " + 0.6 * M / (4 * r ** 2 * k_r * d)" if left > 0.0 else ""
    page.step("v_Ed", f"F_red / (2 * pi * r * k_r * d){bent}", "Pa",
              by="EN 1992-1-1:2004 6.4.3 (6.38), (6.39)", equals=series.demand[row])  # fmt: skip
    page.step("rho_l", "min(A_s / (m(1) * d), 0.02)")
    near_column(page, series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "footings, bearing": bearing,
    "footings, sliding": sliding,
    "footings, eccentricity": eccentricity,
    "footings, contact in service": contact,
    "footing bending, bottom bars": bending,
    "footing bending, top bars": bending,
    "footing shear": shear,
    "footing punching": punching,
    "footing least bars": slab.least_bars,
}
