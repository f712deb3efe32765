"""Notes of AASHTO concrete: slab, shafts, crossheads, caps, walls and the section of piles."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.actions import surcharge_height
from spanwright.codes.aashto.deck_strips import distribution_share, strip_width
from spanwright.codes.aashto.resistance.concrete import column_stiffness, moment_magnifier
from spanwright.codes.aashto.resistance.members import (
    factored_surface,
    least_column_bars,
    shear_depth,
    simplified_shear,
    two_way_shear,
)
from spanwright.codes.eurocode.actions.earth import wall_thrust
from spanwright.codes.eurocode.resistance.cracked import cracked_stresses
from spanwright.codes.eurocode.resistance.pile_cap import cap_ties
from spanwright.notes import lrfd_concrete as lines
from spanwright.notes.book import Book, Derivation
from spanwright.notes.caps import at_face, rows_of_piles
from spanwright.notes.concrete import cracked
from spanwright.notes.page import Page
from spanwright.notes.piles import pushed

METRE: Final = "of one metre"


def _slab_moment(page: Page) -> None:
    """M_u of a strip, positive where it stretches this face."""
    page.take("m_DC", f"slab and barriers, {METRE}, positive where it stretches this face")
    page.take("m_DW", "surfacing")
    page.take("m_LL", "wheels with impact and presence over their strip", strip_width)


def _slab_ultimate(page: Page) -> None:
    _slab_moment(page)
    for name in ("gamma_DC", "gamma_DW", "gamma_LL"):
        page.take(name)
    page.step("M_u", "max(gamma_DC * m_DC + gamma_DW * m_DW + gamma_LL * m_LL, 0)", "N m")


def slab_bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Equivalent strips."""
    _slab_ultimate(page)
    lines.rectangle(page)
    lines.bent(page, series, row)


def slab_least(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """M_r at least the cracking moment or 1.33 M_u."""
    _slab_ultimate(page)
    lines.rectangle(page)
    lines.least(page, series, row)


def _stressed(page: Page, rule: str) -> None:
    """f_ss of a cracked rectangle under a service moment."""
    page.step("M", rule, "N m", words="service")
    for name in ("A_s", "d", "b"):
        if name not in page.known:
            page.take(name)
    cracked(page)
    page.step("f_ss", "sigma_s", "Pa")
    if "h" not in page.known:
        page.take("h")


def slab_cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Spacing of the transverse bars."""
    _slab_moment(page)
    _stressed(page, "max(m_DC + m_DW + m_LL, 0)")
    page.step("d_c", "h - d", "m")
    lines.spacing(page, series, row)


def distribution(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Bars along the bridge below."""
    page.take("S", "clear span of the slab")
    page.take("A_p", "primary bars below, across")
    page.step("r", "min(220 / sqrt(S / mm(304.8)), 67) / 100", by=distribution_share)
    page.step("A_min", "r * A_p", "m2", equals=series.demand[row])
    page.take("A_l", "bars along, below")
    page.step("eta", "A_min / A_l", equals=series.utilisation[row])


def _foot(page: Page) -> None:
    page.take("N", "at the foot, tension positive")
    page.take("M_y")
    page.take("M_z")


def shaft(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Moments magnified one axis after the other, then the factored surface."""
    _foot(page)
    page.step("P_u", "max(-N, 0)", "N")
    page.take("h", "cap to the shaft's top")
    page.step("l_K", "2.1 * h", "m", words="K l, free at the top")
    page.take("E_c")
    page.given("E_s", 200e9, "Pa")
    for axis in "yz":
        page.take(f"r_{axis}", "radius of gyration")
        slender = page.step(f"lambda_{axis}", f"l_K / r_{axis}")
        if slender < 22.0:
            page.given(f"delta_{axis}", 1.0, words="K l/r below 22", by=moment_magnifier)
            continue
        page.take(f"I_g{axis}", "concrete")
        page.take(f"I_s{axis}", "bars")
        page.step(f"EI_{axis}",
                  f"max(E_c * I_g{axis} / 5 + E_s * I_s{axis}, E_c * I_g{axis} / 2.5) / (1 + 1)",
                  "N m2", by=column_stiffness, words="all of the moment lasts")  # fmt: skip
        critical = page.step(f"P_e{axis}", f"pi ** 2 * EI_{axis} / l_K ** 2", "N")
        if page.value("P_u") >= 0.75 * critical:
            page.given(f"delta_{axis}", math.inf, words="it buckles", by=moment_magnifier)
        else:
            page.step(f"delta_{axis}", f"1 / (1 - P_u / (0.75 * P_e{axis}))", by=moment_magnifier)
    page.step("M_c", "sqrt((delta_y * M_y) ** 2 + (delta_z * M_z) ** 2)", "N m",
              words="magnified")  # fmt: skip
    if not math.isfinite(page.value("M_c")):
        page.given("eta", math.inf, words="it buckles")
        return
    page.take("M_r", "at N in the direction of the moment, φ of each state", factored_surface)
    page.take("eta_N", "N over the greatest the section takes", factored_surface)
    rule = "eta_N" if page.value("eta_N") > 1.0 else "max(M_c / M_r, eta_N)"
    page.step("eta", rule, by=factored_surface, equals=series.utilisation[row])


def shaft_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """General procedure at the foot."""
    _foot(page)
    page.take("V_y")
    page.take("V_z")
    page.step("V_u", "sqrt(V_y ** 2 + V_z ** 2)", "N", equals=series.demand[row])
    page.step("M_u", "sqrt(M_y ** 2 + M_z ** 2)", "N m")
    page.step("N_u", "N", "N")
    lines.web(page)
    page.step("eta", "V_u / V_r", equals=series.utilisation[row])


def shaft_least(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Least bars of a column."""
    page.take("f_c")
    page.take("f_y")
    page.take("A_g", "concrete")
    page.step("A_min", "0.135 * f_c / f_y * A_g", "m2", by=least_column_bars,
              equals=series.demand[row])  # fmt: skip
    page.take("A_s", "bars of the shaft")
    page.step("eta", "A_min / A_s", equals=series.utilisation[row])


def shaft_cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Spacing of the bars round the shaft."""
    _foot(page)
    page.take("f_ss", "farthest bar, plane strain without tension in the concrete",
              cracked_stresses)  # fmt: skip
    page.take("d_c", "axis of the bars below the surface")
    page.take("h", "of the section")
    lines.spacing(page, series, row)


def _crosshead_moment(page: Page) -> None:
    at_face(page)
    page.step("M_u", "M_F", "N m")


def _crosshead_resistance(page: Page) -> None:
    page.take("a", "from the shaft's axis to the next bearing")
    page.take("h")
    if page.value("a") >= page.value("h"):
        lines.rectangle(page)
        return
    for name in ("f_c", "f_y", "A_s", "d"):
        page.take(name)
    page.step("M_r", "0.9 * A_s * f_y * 0.8 * d", "N m", words="a < h: struts and ties",
              by=f"{lines.LEAST} 5.8.2")  # fmt: skip


def crosshead_bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """At the shaft's face."""
    _crosshead_moment(page)
    _crosshead_resistance(page)
    lines.bent(page, series, row)


def crosshead_least(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """M_r at least the cracking moment or 1.33 M_u."""
    _crosshead_moment(page)
    _crosshead_resistance(page)
    lines.least(page, series, row)


def crosshead_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """General procedure at the shaft's face."""
    _crosshead_moment(page)
    page.step("V_u", "abs(V)", "N", equals=series.demand[row])
    page.given("N_u", 0.0, "N")
    page.given("b_v", page.value("b"), "m")
    lines.web(page)
    page.step("eta", "V_u / V_r", equals=series.utilisation[row])


def crosshead_cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Spacing of the bars in a layer."""
    at_face(page)
    _stressed(page, "M_F")
    page.take("d_c", "outer layer below the surface")
    lines.spacing(page, series, row)


def _wall(page: Page) -> None:
    """Earth at rest, surcharge and bearings on one metre of wall."""
    page.take("K_0", "earth at rest")
    page.take("gamma", "fill")
    page.take("H", "fill above the foot")
    page.step("v_EH", "0.5 * K_0 * gamma * H ** 2 * m(1)", "N", by=wall_thrust,
              equals=page.workings["v_EH"][0])  # fmt: skip
    page.step("m_EH", "v_EH * H / 3", "N m", equals=page.workings["m_EH"][0])
    page.take("h_eq", "soil that stands for traffic", surcharge_height)
    page.step("v_LS", "K_0 * gamma * h_eq * H * m(1)", "N", equals=page.workings["v_LS"][0])
    page.step("m_LS", "v_LS * H / 2", "N m", equals=page.workings["m_LS"][0])
    if page.value("h_s") <= 0.0:
        page.given("v_BR", 0.0, "N", "no bearing acts on this wall")
        page.given("m_BR", 0.0, "N m")
        return
    page.take("F_G", "permanent force of the bearings")
    page.take("F_br", "braking on them")
    page.take("B", "width of the abutment")
    page.take("h_s", "bearings above the foot")
    page.step("v_BR", "(0.03 * F_G + F_br) / B * m(1)", "N", words="friction and braking",
              equals=page.workings["v_BR"][0])  # fmt: skip
    page.step("m_BR", "v_BR * h_s", "N m", equals=page.workings["m_BR"][0])


def _factored(page: Page) -> None:
    _wall(page)
    page.take("gamma_EH")
    page.take("gamma_LS")
    page.step("M_u", "gamma_EH * m_EH + gamma_LS * m_LS + gamma_LS * m_BR", "N m")


def wall_bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """At the foot."""
    _factored(page)
    lines.rectangle(page)
    lines.bent(page, series, row)


def wall_least(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """M_r at least the cracking moment or 1.33 M_u."""
    _factored(page)
    lines.rectangle(page)
    lines.least(page, series, row)


def wall_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """General procedure at the foot."""
    _factored(page)
    page.step("V_u", "gamma_EH * v_EH + gamma_LS * v_LS + gamma_LS * v_BR", "N",
              equals=series.demand[row])  # fmt: skip
    page.given("N_u", 0.0, "N")
    page.given("b_v", page.value("b"), "m")
    lines.web(page)
    page.step("eta", "V_u / V_r", equals=series.utilisation[row])


def wall_cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Spacing of the bars at the foot."""
    _wall(page)
    _stressed(page, "m_EH + m_LS + m_BR")
    page.step("d_c", "h - d", "m")
    lines.spacing(page, series, row)


def cap_tie(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Struts from the piles to the quarter of the shaft, the bottom bars as their tie."""
    page.take("d")
    page.take("c", "half the shaft that way")
    rows = rows_of_piles(page)
    total = " + ".join(f"F_{k} * max(x_{k} - c / 2, 0)" for k in rows) or "0"
    page.step("T_u", f"({total}) / (0.8 * d)", "N", by=cap_ties, equals=series.demand[row])
    page.take("f_y")
    page.take("rho", "bars of one way over the section")
    page.take("t", "cap")
    page.take("B", "width of the cap across these bars")
    page.step("T_r", "0.9 * rho * t * B * f_y", "N", by=f"{lines.LEAST} 5.8.2.4")
    page.step("eta", "T_u / T_r", equals=series.utilisation[row])


def cap_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One-way shear d_v from the shaft's face."""
    page.take("f_c")
    page.take("d")
    page.take("t", "cap")
    page.step("d_v", "max(0.9 * d, 0.72 * t)", "m", by=shear_depth)
    page.take("c", "half the shaft that way")
    page.take("D", "pile")
    rows = rows_of_piles(page)
    for k in rows:
        page.step(f"k_{k}", f"min(max((x_{k} - c - d_v) / D + 0.5, 0), 1)",
                  words="part outside the section")  # fmt: skip
    page.step("V_u", " + ".join(f"k_{k} * F_{k}" for k in rows) or "0", "N",
              by=f"{lines.LEAST} 5.12.8.6.2", equals=series.demand[row])  # fmt: skip
    page.take("B", "width of the cap")
    page.step("v_n", "min(2 * 0.0316 * sqrt(f_c / ksi(1)) * ksi(1), 0.25 * f_c)", "Pa",
              by=simplified_shear)  # fmt: skip
    page.step("V_r", "0.9 * v_n * B * d_v", "N", by=simplified_shear)
    page.step("eta", "V_u / V_r", equals=series.utilisation[row])


def cap_punching(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The most loaded pile on the perimeter d_v/2 from it."""
    page.take("f_c")
    page.take("F", "pile that comes nearest to punching")
    page.take("D", "pile")
    page.take("d")
    page.take("t", "cap")
    page.take("e_x", "pile's centre to the cap's edge along")
    page.take("e_y", "and across")
    page.step("d_v", "max(0.9 * d, 0.72 * t)", "m", by=shear_depth)
    page.step("r", "(D + d_v) / 2", "m")
    page.step("b_o", "min(2 * pi * r, pi / 2 * r + e_x + e_y)", "m",
              words="cut by the edges as for a corner pile")  # fmt: skip
    page.step("V_r", "0.9 * 0.126 * sqrt(f_c / ksi(1)) * ksi(1) * b_o * d_v", "N", by=two_way_shear)
    page.step("eta", "F / V_r", equals=series.utilisation[row])


def pile_bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Greatest moment along the first-row pile against the factored surface."""
    pushed(page, "M_Ed")
    page.take("M_Rd", "at the worse of N_1 and N_2, φ of each state", factored_surface)
    page.take("eta_N", "N over the greatest the section takes", factored_surface)
    rule = "eta_N" if page.value("eta_N") > 1.0 else "max(M_Ed / M_Rd, eta_N)"
    page.step("eta", rule, by=factored_surface, equals=series.utilisation[row])


def pile_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """General procedure with the greatest moment and shear along the pile."""
    pushed(page, "V_Ed")
    page.take("M_Ed", "greatest along it")
    page.step("V_u", "V_Ed", "N")
    page.step("M_u", "M_Ed", "N m")
    page.step("N_u", "-N_2", "N")
    lines.web(page)
    page.step("eta", "V_u / V_r", equals=series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "slab bending": slab_bending,
    "slab least bars": slab_least,
    "slab crack control": slab_cracks,
    "slab distribution bars": distribution,
    "pier shafts": shaft,
    "shaft shear": shaft_shear,
    "shaft least bars": shaft_least,
    "shaft crack control": shaft_cracks,
    "crosshead bending": crosshead_bending,
    "crosshead shear": crosshead_shear,
    "crosshead least bars": crosshead_least,
    "crosshead crack control": crosshead_cracks,
    "cap ties": cap_tie,
    "cap shear": cap_shear,
    "cap punching by a pile": cap_punching,
    "piles, bending and axial force": pile_bending,
    "piles, shear": pile_shear,
    **{
        f"{wall} {what}": derive
        for wall in ("stem", "back wall")
        for what, derive in (
            ("bending", wall_bending),
            ("shear", wall_shear),
            ("least bars", wall_least),
            ("crack control", wall_cracks),
        )
    },
}
