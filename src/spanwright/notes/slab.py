"""Notes of the deck slab: one metre of it under wheels and its own load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.concrete import punching as punched
from spanwright.codes.eurocode.resistance.slab import (
    cracked_bending,
    layer_force,
    local_global_factor,
)
from spanwright.codes.eurocode.resistance.slab import least_bars as least_area
from spanwright.notes.book import Book, Derivation
from spanwright.notes.concrete import (
    block,
    cracked,
    design_bars,
    design_concrete,
    plain,
    stress_limits,
    tension_height,
    width_of_cracks,
)
from spanwright.notes.page import Page

METRE = "of one metre of slab"
PLATE = "from influence surfaces of the plate, twisting moments added, " + METRE


def bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Stress block."""
    design_concrete(page)
    design_bars(page)
    page.take("A_s", "bars in tension, " + METRE)
    page.take("d")
    page.take("b")
    block(page)
    page.take("m_Ed", PLATE)
    page.step("eta", "m_Ed / M_Rd", equals=series.utilisation[row])


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Without links, at the edge of a flange."""
    for name in ("f_ck", "gamma_C"):
        page.take(name)
    page.take("A_sl", "transverse bars above, " + METRE)
    page.take("d")
    page.take("b_w")
    plain(page)
    page.take("v_Ed", "at the flange's edge, " + METRE)
    page.step("eta", "v_Ed / V_Rd_c", equals=series.utilisation[row])


def punching(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One wheel, on the perimeter at 2 d and at its own edge."""
    design_concrete(page)
    page.take("Q", "characteristic wheel load")
    page.step("F_Ed", "1.35 * Q", "N")
    page.take("a", "contact spread to the slab's top, along")
    page.take("b", "and across")
    page.take("d_y", "bars across")
    page.take("d_x", "bars along")
    page.take("a_y", "bars across below, " + METRE)
    page.take("a_x", "bars along below, " + METRE)
    page.step("d", "(d_x + d_y) / 2", "m")
    page.step("rho_l", "min(sqrt(a_y / d_y * a_x / d_x / (m(1) * m(1))), 0.02)")
    page.step("k", "min(1 + sqrt(mm(200) / d), 2)", by=punched)
    page.step("u_0", "2 * (a + b)", "m")
    page.step("u_1", "u_0 + 4 * pi * d", "m", words="perimeter at 2 d")
    page.step("v_Ed", "F_Ed / (u_1 * d)", "Pa", by=punched, equals=series.demand[row])
    page.step(
        "v_Rd_c",
        "max(0.18 / gamma_C * k * cbrt(100 * rho_l * f_ck / MPa(1)), "
        "0.035 * k ** 1.5 * sqrt(f_ck / MPa(1))) * MPa(1)",
        "Pa", by=punched, equals=series.resistance[row],
    )  # fmt: skip
    page.step("v_Ed_0", "F_Ed / (u_0 * d)", "Pa", words="at the wheel's edge")
    page.step("v_Rd_max", "0.4 * 0.6 * (1 - f_ck / MPa(250)) * f_cd", "Pa", by=punched)
    page.step("eta", "max(v_Ed / v_Rd_c, v_Ed_0 / v_Rd_max)", equals=series.utilisation[row])


def stresses(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Bars and concrete of the cracked slab."""
    _cracked(page)
    page.step("sigma_c", "2 * abs(M) / (b * x * z)", "Pa", by=cracked_bending,
              equals=series.details["sigma_c"][row])  # fmt: skip
    page.take("f_sk")
    page.take("f_ck")
    stress_limits(page)
    page.step("eta", "max(sigma_s / sigma_s_max, sigma_c / sigma_c_max)",
              equals=series.utilisation[row])  # fmt: skip


def _cracked(page: Page) -> None:
    page.take("M", PLATE)
    page.take("A_s", "bars in tension, " + METRE)
    page.take("d")
    page.take("b")
    cracked(page)


def cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Crack width by calculation."""
    _cracked(page)
    page.take("h", "slab")
    tension_height(page)
    page.take("phi", "bars")
    page.take("c", "cover of these bars")
    page.take("s", "spacing of these bars")
    page.step("rho_p", "A_s / (b * h_c_ef)")
    far = page.value("s") > 5.0 * (page.value("c") + page.value("phi") / 2.0)
    width_of_cracks(page, far=far)
    page.take("w_max")
    page.step("eta", "w_k / w_max", equals=series.utilisation[row])


def least_bars(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Least reinforcement of one metre."""
    for name in ("f_ctm", "f_sk", "b", "d"):
        page.take(name)
    page.step("A_s_min", "max(0.26 * f_ctm / f_sk, 0.0013) * b * d", "m2", by=least_area,
              equals=series.demand[row])  # fmt: skip
    page.take("A_s", "of one face and way, " + METRE)
    page.step("eta", "A_s_min / A_s", equals=series.utilisation[row])


def together(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Bars of one layer under the girder's tension and the wheels' moment."""
    page.take("sigma_s", "bars in the girder's hogging, cracked section")
    page.take("a_s", "longitudinal bars of both layers, per metre of width")
    page.take("m", "largest local moment along the bridge, " + METRE)
    page.take("psi", "by the span", local_global_factor)
    page.take("k_n", "share of the global tension")
    page.take("k_m", "share of the local moment")
    page.step("n_1", "k_n * sigma_s * a_s", "N/m", by=local_global_factor)
    page.step("m_1", "k_m * m", "N")
    page.take("z_s", "between the two layers")
    page.take("d", "of the layer, from the far face")
    page.take("h", "slab")
    page.step("F_a", "n_1 / 2 + m_1 / z_s", "N/m", words="the layers as a couple", by=layer_force)
    page.step("F_b", "max((m_1 + n_1 * max(0.9 * d - d + h / 2, 0)) / (0.9 * d), n_1 / 2)", "N/m",
              words="with a compressed zone 0.9 d away", by=layer_force)  # fmt: skip
    page.step("F_Ed", "min(F_a, F_b)", "N/m", words="either state of equilibrium is enough",
              equals=series.demand[row])  # fmt: skip
    design_bars(page)
    page.step("F_Rd", "a_s / 2 * f_yd", "N/m", equals=series.resistance[row])
    page.step("eta", "F_Ed / F_Rd", equals=series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "slab bending": bending,
    "slab bending, stray axle": bending,
    "slab bending, restraint struck": bending,
    "slab shear": shear,
    "slab shear, stray axle": shear,
    "slab shear, restraint struck": shear,
    "slab punching": punching,
    "slab stresses": stresses,
    "slab crack width": cracks,
    "slab least bars": least_bars,
    "slab reinforcement, local and global": together,
}
