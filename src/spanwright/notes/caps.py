"""Notes of crossheads and pile caps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.concrete import block_moment, stirrup_shear
from spanwright.codes.eurocode.resistance.crack import effective_tension_height
from spanwright.codes.eurocode.resistance.pile_cap import (
    cap_section,
    cap_shear,
    cap_ties,
    node_limit,
)
from spanwright.notes.book import Book, Derivation
from spanwright.notes.concrete import (
    block,
    cracked,
    design_bars,
    design_concrete,
    near_column,
    plain,
    width_of_cracks,
)
from spanwright.notes.page import Page


def at_face(page: Page) -> None:
    page.take("M", "on the shaft's axis, sagging positive")
    page.take("V")
    page.take("e", "from the shaft's axis to its face")
    page.step("M_F", "max(max(-M - abs(V) * e, 0), M)", "N m", words="at the shaft's face")


def crosshead_bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Stress block, or a tie where the load stands close to the shaft."""
    at_face(page)
    design_concrete(page)
    design_bars(page)
    page.take("A_s", "above, and as much below")
    page.take("d")
    page.take("a", "from the shaft's axis to the next bearing")
    page.take("h")
    if page.value("a") < page.value("h"):
        page.step("z", "0.8 * d", "m", words="a < h: struts and ties", by="EN 1992-1-1:2004 6.5")
        page.step("M_Rd", "A_s * f_yd * z", "N m", by=block_moment)
    else:
        page.take("b")
        block(page)
    page.step("eta", "M_F / M_Rd", equals=series.utilisation[row])


def crosshead_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Links or concrete, a load close to the shaft reduced."""
    page.take("V")
    page.step("V_Ed", "abs(V)", "N", equals=series.demand[row])
    design_concrete(page)
    design_bars(page)
    page.take("a", "from the shaft's axis to the next bearing")
    page.take("e", "from the shaft's axis to its face")
    page.take("d")
    page.given("b_w", page.value("b"), "m")
    page.given("A_sl", page.value("A_s"), "m2")
    page.step("a_v", "max(a - e - mm(300), 0.1 * d)", "m", words="clear of half the plinth")
    share = page.step("beta", "min(max(a_v / (2 * d), 0.25), 1)", by="EN 1992-1-1:2004 6.2.2(6)")
    plain(page)
    page.take("a_sw", "A_sw/s of the links")
    page.step("z", "0.9 * d", "m")
    page.step("nu", "0.6 * (1 - f_ck / MPa(250))", by=stirrup_shear)
    if share < 1.0:
        page.step("V_Rd_s", "0.75 * a_sw * a_v * f_yd", "N", by="EN 1992-1-1:2004 6.2.3(8)")
        page.step("V_1", "max(V_Rd_s, V_Rd_c) / beta", "N", words="for the whole force")
    else:
        page.step("cot_theta",
                  "min(max(sqrt(max(b_w * nu * f_cd / (a_sw * f_yd), 1) - 1), 1), 2.5)",
                  words="links and struts fail together, 1 to 2.5")  # fmt: skip
        page.step("V_Rd_s", "a_sw * z * f_yd * cot_theta", "N", by=stirrup_shear)
        page.step("V_s", "b_w * z * nu * f_cd * cot_theta / (1 + cot_theta ** 2)", "N")
        page.step("V_1", "max(min(V_Rd_s, V_s), V_Rd_c)", "N")
    page.step("V_Rd_max", "b_w * z * nu * f_cd / 2", "N", words="struts at 45°", by=stirrup_shear)
    page.step("V_Rd", "min(V_1, V_Rd_max)", "N", equals=series.resistance[row])
    page.step("eta", "V_Ed / V_Rd", equals=series.utilisation[row])


def crosshead_cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Crack width at the shaft's face."""
    at_face(page)
    for name in ("A_s", "d", "b"):
        page.take(name)
    page.step("M", "M_F", "N m")
    cracked(page)
    page.take("h")
    page.step("d_1", "d + mm(50)", "m", words="outer layer")
    page.step("h_c_ef", "max(min(2.5 * (h - d_1), (h - x) / 3, h / 2), h - d_1 + mm(50))", "m",
              words="round all layers", by=effective_tension_height)  # fmt: skip
    page.step("rho_p", "A_s / (b * h_c_ef)")
    page.take("phi", "bars")
    page.take("c", "cover of the bars")
    width_of_cracks(page)
    page.take("w_max")
    page.step("eta", "w_k / w_max", equals=series.utilisation[row])


def rows_of_piles(page: Page) -> list[int]:
    """Rows of piles on the side that governs, their forces and distances."""
    count = 0
    while f"F_{count + 1}" in page.workings and not math.isnan(page.value(f"F_{count + 1}")):
        count += 1
        page.take(f"F_{count}", f"row {count} of piles, as far as it goes to this shaft")
        page.take(f"x_{count}", "from the shaft's axis")
    return list(range(1, count + 1))


def ties(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Struts from the piles to the quarter of the shaft, the bottom bars as their tie."""
    page.take("d")
    page.take("c", "half the shaft that way")
    rows = rows_of_piles(page)
    design_bars(page)
    total = " + ".join(f"F_{k} * max(x_{k} - c / 2, 0)" for k in rows) or "0"
    page.step("z", "0.8 * d", "m")
    page.step("T_Ed", f"({total}) / z", "N", by=cap_ties, equals=series.demand[row])
    _bottom(page, "A_s")
    page.step("T_Rd", "A_s * f_yd", "N")
    page.step("eta", "T_Ed / T_Rd", equals=series.utilisation[row])


def _bottom(page: Page, name: str) -> None:
    page.take("rho", "bars of one way over the section")
    page.take("t", "cap")
    page.take("B", "width of the cap across these bars")
    page.step(name, "rho * t * B", "m2")


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One-way shear at the shaft's face, piles close to it reduced."""
    design_concrete(page)
    page.take("d")
    page.take("c", "half the shaft that way")
    page.take("D", "pile")
    rows = rows_of_piles(page)
    for k in rows:
        page.step(f"a_v_{k}", f"max(x_{k} - c - 0.3 * D, 0)", "m", by=cap_section)
        page.step(f"beta_{k}", f"min(max(a_v_{k} / (2 * d), 0.25), 1)", by=cap_section)
    page.step("V_red", " + ".join(f"beta_{k} * F_{k}" for k in rows) or "0", "N",
              words="piles close to the face reduced", equals=series.demand[row])  # fmt: skip
    page.step("V_Ed", " + ".join(f"F_{k}" for k in rows) or "0", "N")
    _bottom(page, "A_sl")
    page.given("b_w", page.value("B"), "m")
    plain(page)
    page.step("nu", "0.6 * (1 - f_ck / MPa(250))", by=cap_shear)
    page.step("V_max", "0.5 * b_w * d * nu * f_cd", "N", by=cap_shear)
    page.step("eta", "max(V_red / V_Rd_c, V_Ed / V_max)", equals=series.utilisation[row])


def nodes(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Pressure over the most loaded pile and under the shafts."""
    design_concrete(page)
    page.step("nu", "1 - f_ck / MPa(250)", by=node_limit)
    page.step("sigma_2", "0.75 * nu * f_cd", "Pa", words="two ways tied", by=node_limit)
    page.step("sigma_0", "nu * f_cd", "Pa", words="no tie", by=node_limit)
    page.take("F_max", "most loaded pile")
    page.take("D", "pile")
    page.step("sigma_p", "F_max / (pi * D ** 2 / 4)", "Pa")
    page.take("F_sum", "all piles")
    page.take("n", "shafts")
    page.take("A_col", "of one shaft or wall")
    page.step("sigma_c", "F_sum / (n * A_col)", "Pa")
    page.step("eta", "max(sigma_p / sigma_2, sigma_c / sigma_0)", equals=series.utilisation[row])


def punching(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """One pile through the cap on its worst perimeter."""
    if not series.utilisation[row]:
        page.given("eta", 0.0, words="no pile is clear of the shafts")
        return
    page.take("f_ck")
    page.take("gamma_C")
    page.take("F", "pile that comes nearest to punching")
    page.take("D", "pile")
    page.take("d")
    page.take("rho", "bars of one way over the section")
    page.take("t", "cap")
    page.take("a", "perimeter's distance from the pile")
    page.take("e_x", "pile's centre to the cap's edge along")
    page.take("e_y", "and across")
    page.step("u", "min(2 * pi * (D / 2 + a), pi / 2 * (D / 2 + a) + e_x + e_y)", "m",
              words="cut by the edges as for a corner pile")  # fmt: skip
    page.step("v_Ed", "F / (u * d)", "Pa", equals=series.demand[row])
    page.step("rho_l", "min(rho * t / d, 0.02)")
    near_column(page, series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "crosshead bending": crosshead_bending,
    "crosshead shear": crosshead_shear,
    "crosshead crack width": crosshead_cracks,
    "cap ties": ties,
    "cap shear": shear,
    "cap nodes": nodes,
    "cap punching by a pile": punching,
}
