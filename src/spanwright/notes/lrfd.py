"""Notes of AASHTO girders in bending: strength, permanent deformation, constructability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.aashto.appendix import appendix_state
from spanwright.checks.aashto.flexure import (
    Flanges,
    flanges_of,
    gradient_along,
    is_continuous,
    sagging_state,
)
from spanwright.checks.lateral import panels_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.appendix_a6 import compression_moment, plastification
from spanwright.codes.aashto.resistance.flexure import (
    E_STEEL,
    LRFD,
    compact_moment,
    ductility,
    first_yield,
    hybrid_factor,
    is_compact_in_sagging,
    lateral_buckling,
    load_shedding_factor,
    local_buckling,
    moment_gradient,
    web_bend_buckling,
    yield_moment,
)
from spanwright.codes.eurocode.resistance.plastic import plastic_moment
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    FIBRES,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
)
from spanwright.datum.arrays import Array
from spanwright.notes.book import Book, Derivation
from spanwright.notes.girders import INDEX
from spanwright.notes.page import Page
from spanwright.structure.girders import Girders, staged_stress
from spanwright.structure.types import STAGES

MARK: Final = {TOP: "t", BOTTOM: "b", WEB_TOP: "w", WEB_BOTTOM: "w", BARS: "s"}


def _stress(
    page: Page, girders: Girders, moment: Array, fibre: int, row: int, *, hogging: bool
) -> float:
    """f of one fibre from M over W of every stage.  moment (s, n)"""
    mark, parts = MARK[fibre], []
    for index, stage in enumerate(STAGES):
        unit = float(girders.section(stage, cracked=hogging).moment_stress[fibre, row])
        if unit == 0.0 or moment[index, row] == 0.0:
            continue
        if f"M_{INDEX[index]}" not in page.known:
            page.given(f"M_{INDEX[index]}", moment[index, row], "N m",
                       f"carried by the {stage} section")  # fmt: skip
        page.given(f"W_{mark}_{INDEX[index]}", 1.0 / unit, "m3", f"{FIBRES[fibre]}, {stage}")
        parts.append(f"M_{INDEX[index]} / W_{mark}_{INDEX[index]}")
    return page.step(
        f"f_{mark}", " + ".join(parts) or "0", "Pa", words=f"{FIBRES[fibre]}, tension +"
    )


def _plates(
    page: Page,
    girders: Girders,
    flanges: Flanges,
    row: int,
    *,
    hogging: bool,
    shedding: bool = True,
) -> None:
    """The compressed flange with R_h and, where it counts, R_b."""
    steel = girders.steel
    side = "bottom flange, compressed" if hogging else "top flange, compressed"
    page.given("b_fc", flanges.width[row], "m", side)
    page.given("t_fc", flanges.thickness[row], "m")
    page.given("F_yc", flanges.strength[row], "Pa")
    page.given("F_yt", flanges.other[row], "Pa", "the other flange")
    page.given("F_yw", girders.yield_web[row], "Pa")
    page.given("D", steel.web_height[row], "m", "web")
    page.given("t_w", steel.web_thickness[row], "m")
    page.given("D_c", flanges.depth[row], "m", "web in compression, elastic, by stages")
    page.given("E", E_STEEL, "Pa")
    page.step("A_fc", "b_fc * t_fc", "m2")
    if page.value("F_yw") >= max(page.value("F_yc"), page.value("F_yt")):
        page.given("R_h", 1.0, words="web as strong as the flanges", by=hybrid_factor)
    else:
        page.given("A_ft", (steel.area - steel.web_area)[row] - page.value("A_fc"), "m2",
                   "stretched flange")  # fmt: skip
        for mark, depth in (("c", "D_c"), ("t", "(D - D_c)")):
            page.step(f"rho_{mark}", f"min(F_yw / F_y{mark}, 1)")
            page.step(f"beta_{mark}", f"2 * {depth} * t_w / A_f{mark}")
        sides = ", ".join(
            f"(12 + beta_{m} * (3 * rho_{m} - rho_{m} ** 3)) / (12 + 2 * beta_{m})" for m in "ct"
        )
        page.step("R_h", f"min({sides})", by=hybrid_factor, equals=flanges.R_h[row])
    if shedding:
        page.step("a_wc", "2 * D_c * t_w / A_fc")
        limit = "min(max(3.1 + 5 / a_wc, 4.6), 5.7)" if page.value("edition_10") else "5.7"
        page.step("lambda_rw", f"{limit} * sqrt(E / F_yc)", by=load_shedding_factor)
        page.step(
            "R_b", "min(max(1 - a_wc / (1200 + 300 * a_wc) * (2 * D_c / t_w - lambda_rw), 0), 1)",
            by=load_shedding_factor, equals=flanges.R_b[row],
        )  # fmt: skip


def _buckling(page: Page) -> None:
    """F_nc of the compressed flange; needs L_b and C_b."""
    tenth = bool(page.value("edition_10"))
    page.step("F_yr", "0.5 * F_yc" if tenth else "max(min(0.7 * F_yc, F_yw), 0.5 * F_yc)", "Pa",
              by=first_yield)  # fmt: skip
    page.step("lambda_f", "b_fc / (2 * t_fc)")
    page.step("lambda_pf", "0.38 * sqrt(E / F_yc)", by=local_buckling)
    page.step("lambda_rf", "0.56 * sqrt(E / F_yr)", by=local_buckling)
    page.step(
        "F_local",
        "(1 - (1 - F_yr / (R_h * F_yc)) * max((lambda_f - lambda_pf) / (lambda_rf - lambda_pf), 0))"
        " * R_b * R_h * F_yc",
        "Pa", by=local_buckling,
    )  # fmt: skip
    page.step("r_t", "b_fc / sqrt(12 * (1 + D_c * t_w / (3 * b_fc * t_fc)))", "m",
              by=lateral_buckling)  # fmt: skip
    compact = page.step("L_p", f"{'1.1 * ' if tenth else ''}r_t * sqrt(E / F_yc)", "m",
                        by=lateral_buckling)  # fmt: skip
    limit = page.step("L_r", "pi * r_t * sqrt(E / F_yr)", "m", by=lateral_buckling)
    length = page.value("L_b")
    if length <= compact:
        rule = "R_b * R_h * F_yc"
    elif length <= limit:
        rule = (
            "min(C_b * (1 - (1 - F_yr / (R_h * F_yc)) * (L_b - L_p) / (L_r - L_p)), 1)"
            " * R_b * R_h * F_yc"
        )
    else:
        rule = "min(C_b * R_b * pi ** 2 * E / (L_b / r_t) ** 2, R_b * R_h * F_yc)"
    page.step("F_lateral", rule, "Pa", by=lateral_buckling)
    page.step("F_nc", "min(F_local, F_lateral)", "Pa")


def _web(page: Page) -> None:
    """F_crw of the web."""
    page.step("k", "9 / (max(D_c, mm(0.000001)) / D) ** 2", by=web_bend_buckling)
    page.step("F_crw", "min(0.9 * E * k / (D / t_w) ** 2, R_h * F_yc, F_yw / 0.7)", "Pa",
              by=web_bend_buckling)  # fmt: skip


def _edition(page: Page, book: Book) -> None:
    page.workings = {**page.workings, "edition_10": (float(book.edition == "10th"), "1")}


def flexure(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Strength in sagging or hogging."""
    _edition(page, book)
    moment = book.demands.ultimate.moment[int(series.target[row])]
    if moment[1:, row].sum() < 0:
        _hogging(page, book, moment, row)
        rule = _appendix(page, book, moment, row)
        page.step("eta", rule, equals=series.utilisation[row])
        return
    _sagging(page, book, moment, row)
    page.step("eta", "max(eta_M, eta_D)", equals=series.utilisation[row])


def _sagging(page: Page, book: Book, moment: Array, row: int) -> None:
    girders, decks = book.lrfd, book.decks
    state = sagging_state(girders, moment, book.edition)
    flanges = state.flanges
    page.given("D_p", state.axis[row], "m", "slab's top to the plastic neutral axis",
               by=plastic_moment)  # fmt: skip
    page.given("D_t", state.depth[row], "m", "whole section")
    page.given("D_cp", state.plastic_web[row], "m", "web in compression at M_p")
    _plates(page, girders, flanges, row, hogging=False)
    page.step("lambda_cp", "2 * D_cp / t_w")
    page.step("lambda_pw", "3.76 * sqrt(E / F_yc)", by=is_compact_in_sagging)
    if state.compact[row]:
        page.given("M_p", state.plastic[row], "N m", by=plastic_moment)
        rule = (
            "M_p" if state.axis[row] <= 0.1 * state.depth[row] else "M_p * (1.07 - 0.7 * D_p / D_t)"
        )
        if is_continuous(girders, decks)[row] and moment[1:, row].sum() > 0:
            page.given("M_y", state.first[row], "N m", "first yield by stages", by=yield_moment)
            rule = f"min({rule}, 1.3 * R_h * M_y)"
        page.step("M_n", rule, "N m", by=compact_moment, words="compact")
        page.given("M_u", moment[:, row].sum(), "N m", "sagging positive")
        page.step("eta_M", "abs(M_u) / M_n")
    else:
        _stress(page, girders, moment, TOP, row, hogging=False)
        _stress(page, girders, moment, BOTTOM, row, hogging=False)
        page.step("eta_c", "max(-f_t, 0) / (R_b * R_h * F_yc)", by=f"{LRFD} 6.10.7.2.2")
        page.step("eta_t", "max(f_b, 0) / (R_h * F_yt)", by=f"{LRFD} 6.10.7.2.2")
        page.step("eta_M", "max(eta_c, eta_t)", words="not compact")
    page.step("eta_D", "D_p / (0.42 * D_t)", by=ductility)


def _appendix(page: Page, book: Book, moment: Array, row: int) -> str:
    """Lines of A6 where it applies; how the utilisation follows."""
    girders, plain = book.lrfd, "max(eta_1, eta_2, eta_3)"
    flanges = flanges_of(
        girders, staged_stress(girders, moment, hogging=True), hogging=True, edition=book.edition
    )
    length, C_b = gradient_along(girders, book.decks, moment.sum(axis=0))
    found = appendix_state(girders, moment, flanges.depth, length, C_b, flanges.R_h)
    if not found.applies[row]:
        return plain
    page.given("M_p", found.plastic[row], "N m", "cracked, web whole", by=plastic_moment)
    page.given("M_yc", found.yield_compression[row], "N m", "bottom flange, by stages",
               by=yield_moment)  # fmt: skip
    page.given("M_yt", found.yield_tension[row], "N m", "top flange or bars", by=yield_moment)
    page.given("D_cp", found.plastic_depth[row], "m", "web in compression at M_p")
    page.given("R_pc", found.R_pc[row], by=plastification)
    page.given("R_pt", found.R_pt[row], by=plastification)
    page.given("M_nc", found.compression[row], "N m", by=compression_moment)
    page.given("M_u", abs(moment[:, row].sum()), "N m", "hogging")
    page.step("eta_A", "max(M_u / M_nc, M_u / (R_pt * M_yt))", by=f"{LRFD} A6.1.1, A6.1.4")
    return f"min({plain}, eta_A)"


def _hogging(page: Page, book: Book, moment: Array, row: int) -> None:
    girders = book.lrfd
    flanges = flanges_of(
        girders, staged_stress(girders, moment, hogging=True), hogging=True, edition=book.edition
    )
    _plates(page, girders, flanges, row, hogging=True)
    panel = panels_of(girders.table, book.decks, moment.sum(axis=0))
    page.given("L_b", panel.end[row] - panel.start[row], "m",
               f"cross-frames at {panel.start[row]:.2f} and {panel.end[row]:.2f} m")  # fmt: skip
    page.given("M_2", panel.larger[row], "N m", "hogging at the cross-frames, the larger")
    page.given("M_1", panel.smaller[row], "N m", "the other; straight between")
    if panel.larger[row] <= panel.smaller[row] or panel.larger[row] <= 0:
        page.given("C_b", 1.0, by=moment_gradient)
    else:
        page.step("C_b", "min(1.75 - 1.05 * M_1 / M_2 + 0.3 * (M_1 / M_2) ** 2, 2.3)",
                  by=moment_gradient)  # fmt: skip
    _buckling(page)
    for fibre in (BOTTOM, TOP, BARS):
        _stress(page, girders, moment, fibre, row, hogging=True)
    page.given("F_ys", girders.materials.f_sk, "Pa", "bars")
    page.step("eta_1", "max(-f_b, 0) / F_nc", by=f"{LRFD} 6.10.8.1.1")
    page.step("eta_2", "max(f_t, 0) / (R_h * F_yt)", by=f"{LRFD} 6.10.8.1.3")
    page.step("eta_3", "max(f_s, 0) / F_ys")


def service(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Flanges, and webs in hogging, under Service II."""
    girders = book.lrfd
    moment = book.demands.characteristic.moment[int(series.target[row])]
    hogging = bool(moment[1:, row].sum() < 0)
    stress = staged_stress(girders, moment, hogging=hogging, shrinkage=0.0)
    flanges = flanges_of(girders, stress, hogging=hogging, edition=book.edition)
    _plates(page, girders, flanges, row, hogging=hogging, shedding=False)
    top, bottom = ("F_yt", "F_yc") if hogging else ("F_yc", "F_yt")
    _stress(page, girders, moment, TOP, row, hogging=hogging)
    _stress(page, girders, moment, BOTTOM, row, hogging=hogging)
    page.step("eta_t", f"abs(f_t) / (0.95 * R_h * {top})", by=f"{LRFD} 6.10.4.2.2")
    page.step("eta_b", f"abs(f_b) / (0.95 * R_h * {bottom})", by=f"{LRFD} 6.10.4.2.2")
    if not hogging:
        page.step("eta", "max(eta_t, eta_b)", equals=series.utilisation[row])
        return
    _stress(page, girders, moment, WEB_BOTTOM, row, hogging=True)
    _web(page)
    page.step("eta_w", "max(-f_w, 0) / F_crw", by=f"{LRFD} 6.10.4.2.2")
    page.step("eta", "max(eta_t, eta_b, eta_w)", equals=series.utilisation[row])


def constructability(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """The bare girder under the wet slab."""
    _edition(page, book)
    girders, demands = book.lrfd, book.demands.construction
    moment = _bare(demands, int(series.target[row]))
    hogging = bool(moment[0, row] < 0)
    stress = girders.section("steel").moment_stress * moment[0]
    flanges = flanges_of(girders, stress, hogging=hogging, edition=book.edition)
    _plates(page, girders, flanges, row, hogging=hogging)
    page.given("L_b", girders.table.restraint_spacing[row], "m", "between cross-frames")
    page.given("C_b", 1.0)
    _buckling(page)
    _web(page)
    fibres = (BOTTOM, TOP, WEB_BOTTOM) if hogging else (TOP, BOTTOM, WEB_TOP)
    for fibre in fibres:
        _stress(page, girders, moment, fibre, row, hogging=hogging)
    pressed, pulled = ("f_b", "f_t") if hogging else ("f_t", "f_b")
    page.step("eta_1", f"max(-{pressed}, 0) / (R_h * F_yc)", by=f"{LRFD} 6.10.3.2.1")
    page.step("eta_2", f"max(-{pressed}, 0) / F_nc", by=f"{LRFD} 6.10.3.2.1")
    page.step("eta_3", "max(-f_w, 0) / F_crw", by=f"{LRFD} 6.10.3.2.1")
    page.step("eta_4", f"max({pulled}, 0) / (R_h * F_yt)", by=f"{LRFD} 6.10.3.2.2")
    page.step("eta", "max(eta_1, eta_2, eta_3, eta_4)", equals=series.utilisation[row])


def _bare(demands: Demands, target: int) -> Array:
    """Moments of the steel alone by stage.  (s, n)"""
    steel = demands.moment[target, 0]
    return np.concatenate([steel[None], np.zeros((len(STAGES) - 1, steel.size))])


NOTES: Final[Mapping[str, Derivation]] = {
    "flexure": flexure,
    "permanent deformation": service,
    "constructability": constructability,
}
