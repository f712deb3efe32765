"""Notes of bored piles: axial, group, uplift, p-y bending and shear, movement, settlement."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.concrete import circle_shear_size, stirrup_shear
from spanwright.codes.eurocode.resistance.interaction import interaction_use
from spanwright.codes.eurocode.resistance.piles import (
    block_resistance,
    bored_pile,
    clay_side,
    clay_tip,
    correlation_factors,
    design_diameter,
    factored_resistance,
    group_efficiency,
    pile_design,
    row_multipliers,
    sand_side,
    sand_tip,
)
from spanwright.codes.eurocode.resistance.py_pile import push
from spanwright.notes.book import Book, Derivation
from spanwright.notes.concrete import design_bars, design_concrete, links, plain
from spanwright.notes.page import Page

PARTIAL = "EN 1997-1:2004 Table A.6 to A.8"
MODEL = "EN 1997-1:2004 7.6.2.3(8)"


def _head(page: Page, which: str) -> None:
    """Axial force of one pile under a rigid cap."""
    page.take("F_z", "force of the ground on the cap at its elastic centre, compression negative")
    page.take("M_x")
    page.take("M_y")
    page.take("K_z", "stiffness of the group")
    page.take("K_x")
    page.take("K_y")
    page.take("k_a", "of one pile in the group")
    page.take("x", f"pile with the {which} compression, from the middle")
    page.take("y")
    page.step("N_1", "k_a * (M_y / K_y * x - M_x / K_x * y - F_z / K_z)", "N")


def _weight(page: Page, factor: str, words: str) -> None:
    page.take("D", "pile")
    page.take("L")
    page.take("gamma_p", "concrete in water")
    page.take(factor, words)
    page.step("W_d", f"{factor} * gamma_p * pi * D ** 2 / 4 * L", "N")


def _nominal(page: Page, *, tip: bool = True) -> None:
    """Side resistance layer by layer, and the tip."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    k = 1
    while f"h_{k}" in page.workings and not math.isnan(page.value(f"h_{k}")):
        in_clay = bool(page.value(f"is_clay_{k}"))
        page.take(f"h_{k}", f"layer {k}, as much as counts")
        page.take(f"q_s{k}", "clay" if in_clay else "mean over the layer, sand",
                  clay_side if in_clay else sand_side)  # fmt: skip
        sides[in_clay].append(f"q_s{k} * h_{k}")
        k += 1
    for in_clay, name in ((True, "R_sc"), (False, "R_ss")):
        if sides[in_clay]:
            page.step(name, f"pi * D * ({' + '.join(sides[in_clay])})", "N", by=bored_pile,
                      words="side in clay" if in_clay else "side in sand",
                      equals=page.workings[name][0])  # fmt: skip
        else:
            page.given(name, 0.0, "N", "side in clay" if in_clay else "side in sand")
    if tip:
        in_clay = bool(page.value("is_clay_tip"))
        page.take("q_b", f"tip in {'clay' if in_clay else 'sand'}",
                  clay_tip if in_clay else sand_tip)  # fmt: skip
        page.step("R_b", "q_b * pi * D ** 2 / 4", "N", by=bored_pile,
                  equals=page.workings["R_b"][0])  # fmt: skip


def _resistance(page: Page) -> None:
    """R_d of one pile in compression."""
    _nominal(page)
    if "xi" in page.workings:
        page.take("xi", "one ground profile", correlation_factors)
        page.take("gamma_Rd", "model factor", MODEL)
        page.take("gamma_b", "", PARTIAL)
        page.take("gamma_s", "", PARTIAL)
        page.step("R_d", "(R_b / gamma_b + (R_sc + R_ss) / gamma_s) / (xi * gamma_Rd)", "N",
                  by=pile_design)  # fmt: skip
        return
    for name in ("phi_sc", "phi_ss", "phi_b"):
        page.take(name, "", factored_resistance)
    page.step("R_d", "phi_sc * R_sc + phi_ss * R_ss + phi_b * R_b", "N", by=factored_resistance)


def axial(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The most loaded pile and its own weight against side and tip."""
    _head(page, "greatest")
    _weight(page, "gamma_G", "on its weight")
    page.step("N_Ed", "N_1 + W_d", "N", equals=series.demand[row])
    _resistance(page)
    page.step("eta", "N_Ed / R_d", equals=series.utilisation[row])


def group(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """All piles together against their sum or the block."""
    page.take("F_z", "force of the ground on the cap, compression negative")
    page.take("n", "piles")
    _weight(page, "gamma_G", "on their weight")
    page.step("F_Ed", "-F_z + n * W_d", "N", equals=series.demand[row])
    _resistance(page)
    page.take("eta_g", "efficiency in sand by spacing and rows", group_efficiency)
    page.step("R_1", "n * R_d * eta_g" if page.value("is_sand") else "n * R_d", "N")
    if math.isinf(page.value("R_block")):
        page.step("R_g", "R_1", "N", equals=series.resistance[row])
    else:
        page.take("R_block", "all in clay: one block", block_resistance)
        page.step("R_g", "min(R_1, R_block)", "N", equals=series.resistance[row])
    page.step("eta", "F_Ed / R_g", equals=series.utilisation[row])


def uplift(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The most lifted pile against its side."""
    _head(page, "least")
    _weight(page, "gamma_inf", "its weight holds it down")
    page.step("T_Ed", "max(-(N_1 + W_d), 0)", "N", equals=series.demand[row])
    _nominal(page, tip=False)
    if "xi" in page.workings:
        page.take("xi", "one ground profile", correlation_factors)
        page.take("gamma_Rd", "model factor", MODEL)
        page.take("gamma_st", "", PARTIAL)
        page.step("R_td", "(R_sc + R_ss) / (xi * gamma_Rd * gamma_st)", "N", by=pile_design)
    else:
        page.take("phi_uc", "", factored_resistance)
        page.take("phi_us", "", factored_resistance)
        page.step("R_td", "phi_uc * R_sc + phi_us * R_ss", "N", by=factored_resistance)
    page.step("eta", "T_Ed / R_td", equals=series.utilisation[row])


def _head_moves(page: Page) -> None:
    """Forces on the head of the worst pile, and how far the group goes."""
    page.take("H", "shear of the worst pile's head")
    page.take("theta", "turn of the cap")
    page.take("N_1", "greatest compression of a pile")
    page.take("N_2", "least")
    page.take("p_m", "mean p-multiplier of the rows", row_multipliers)
    page.take("y_0", "mean pile under H and the turn, along its p-y curves", push)


def pushed(page: Page, what: str) -> None:
    """M_Ed or V_Ed of the first-row pile, moved as far as its group."""
    _head_moves(page)
    page.take("p_1", "p-multiplier of the first row", row_multipliers)
    page.take(what, "greatest along the first-row pile, moved as far", push)


def bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Greatest moment along the first-row pile against N-M."""
    pushed(page, "M_Ed")
    design_concrete(page, cast_in_ground=True)
    design_bars(page)
    page.take("D")
    _counted(page)
    page.take("M_Rd", "at the worse of N_1 and N_2", interaction_use)
    page.take("eta_N", "N over the greatest the section takes", interaction_use)
    rule = "eta_N" if page.value("eta_N") > 1.0 else "max(M_Ed / M_Rd, eta_N)"
    page.step("eta", rule, by=interaction_use, equals=series.utilisation[row])


def _counted(page: Page) -> None:
    size = page.value("D")
    rule = "D - mm(20)" if size < 0.4 else "0.95 * D" if size <= 1.0 else "D - mm(50)"
    page.step("D_d", rule, "m", words="diameter that counts", by=design_diameter)


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Concrete alone or hoops."""
    pushed(page, "V_Ed")
    design_concrete(page, cast_in_ground=True)
    design_bars(page)
    page.take("D")
    _counted(page)
    page.take("A_c")
    page.step("sigma_cp", "min(max(N_2, 0) / A_c, 0.2 * f_cd)", "Pa")
    for name in ("b_w", "d", "z"):
        page.take(name, "", circle_shear_size)
    page.take("A_sl", "half of the bars")
    plain(page, pressed=True, factor="k_f * gamma_C")
    page.take("a_sw", "A_sw/s of the hoops, π/4 of it")
    links(page)
    page.step("V_Rd", "max(V_Rd_c, min(V_Rd_s, V_Rd_max))", "N", by=stirrup_shear,
              words="whichever carries more", equals=series.resistance[row])  # fmt: skip
    page.step("eta", "V_Ed / V_Rd", equals=series.utilisation[row])


def deflection(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Movement of the heads in service."""
    _head_moves(page)
    page.take("y_max", "the project's limit")
    page.step("eta", "y_0 / y_max", equals=series.utilisation[row])


def settlement(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Settlement beside that of the neighbours, against the one the model applies."""
    page.take("F_G", "permanent force on the group")
    page.take("K_z", "stiffness of the group")
    page.step("s", "F_G / K_z", "m", equals=series.details["settlement"][row])
    inner = page.value("x_1") < page.value("x") < page.value("x_2")
    if inner:
        page.take("s_1", "support before")
        page.take("s_2", "support after")
        for name in ("x_1", "x", "x_2"):
            page.take(name)
        page.step("s_line", "s_1 + (s_2 - s_1) * (x - x_1) / (x_2 - x_1)", "m",
                  words="straight line between the neighbours")  # fmt: skip
    else:
        page.take("s_line", "of the one neighbour")
    page.step("Ds", "abs(s - s_line)", "m", equals=series.demand[row])
    page.take("s_max", "settlement the model applies here")
    page.step("eta", "Ds / s_max" if page.value("Ds") > 0.0 else "0",
              equals=series.utilisation[row])  # fmt: skip


NOTES: Final[Mapping[str, Derivation]] = {
    "piles, axial": axial,
    "pile groups, all piles": group,
    "piles, uplift": uplift,
    "piles, head deflection": deflection,
    "foundations, settlement": settlement,
}
# By EN 1992 alone.
SECTIONS: Final[Mapping[str, Derivation]] = {
    "piles, bending and axial force": bending,
    "piles, shear": shear,
}
