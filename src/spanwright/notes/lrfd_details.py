"""Notes of AASHTO girders in shear, of their stiffeners, plates, studs, bars and fatigue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.aashto.shear import (
    AT_SUPPORT,
    CLIP,
    DAYS,
    PER_PASSAGE,
    stiffener_flange,
    web_of,
)
from spanwright.checks.connection import shear_flow
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.fatigue import (
    cycles,
    detail_use,
    stud_fatigue,
    stud_strength,
)
from spanwright.codes.aashto.resistance.flexure import E_STEEL, LRFD, proportions
from spanwright.codes.aashto.resistance.shear import (
    bearing_stiffener,
    transverse_stiffener,
    web_shear,
)
from spanwright.codes.eurocode.resistance.section import BOTTOM, interface_shear_flow
from spanwright.layout.quantities import (
    BEARING_THICKNESS,
    BEARING_WIDTH,
    STIFFENER_THICKNESS,
    STIFFENER_WIDTH,
)
from spanwright.notes import plates
from spanwright.notes.book import Book, Derivation
from spanwright.notes.girders import INDEX
from spanwright.notes.page import Page
from spanwright.structure.types import STAGES


def _web(page: Page, book: Book, row: int, *, field: bool) -> None:
    """V_p, V_cr, and with ``field`` V_n of a web."""
    girders, found = book.lrfd, web_of(book.lrfd)
    steel, table = girders.steel, girders.table
    page.given("D", steel.web_height[row], "m", "web")
    page.given("t_w", steel.web_thickness[row], "m")
    page.given("F_yw", girders.yield_web[row], "Pa")
    page.given("E", E_STEEL, "Pa")
    distance = float(table.stiffener_spacing[row])
    if np.isfinite(distance):
        page.given("d_o", distance, "m", "between transverse stiffeners")
    aspect = distance / float(steel.web_height[row])
    page.step("k", "5 + 5 / (d_o / D) ** 2" if aspect <= 3.0 else "5", by=web_shear,
              equals=found.coefficient[row])  # fmt: skip
    root = page.step("r_1", "sqrt(E * k / F_yw)")
    slender = page.step("lambda_w", "D / t_w")
    if slender <= 1.12 * root:
        page.given("C", 1.0, by=web_shear)
    else:
        rule = (
            "1.12 * r_1 / lambda_w" if slender <= 1.40 * root else "1.57 * r_1 ** 2 / lambda_w ** 2"
        )
        page.step("C", rule, by=web_shear, equals=found.ratio[row])
    page.step("V_p", "0.58 * F_yw * D * t_w", "N", by=web_shear, equals=found.plastic[row])
    page.step("V_cr", "C * V_p", "N", by=web_shear, equals=found.buckling[row])
    if not field:
        return
    if aspect > 3.0 or girders.in_end_panel()[row]:
        why = "end panel: no tension field" if aspect <= 3.0 else "unstiffened"
        page.step("V_n", "V_cr", "N", by=web_shear, words=why, equals=found.resistance[row])
        return
    page.given("A_f", (steel.top_area + steel.bottom_area)[row], "m2", "both flanges")
    stocky = page.step("r_f", "2 * D * t_w / A_f") <= 2.5
    below = "sqrt(1 + (d_o / D) ** 2)" if stocky else "(sqrt(1 + (d_o / D) ** 2) + d_o / D)"
    page.step("V_n", f"V_p * (C + 0.87 * (1 - C) / {below})", "N", by=web_shear,
              words="with the tension field", equals=found.resistance[row])  # fmt: skip


def shear(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Strength."""
    _web(page, book, row, field=True)
    page.given("V_u", series.demand[row], "N", "of the combination above")
    page.given("phi_v", 1.0, by=f"{LRFD} 6.5.4.2")
    page.step("eta", "V_u / (phi_v * V_n)", equals=series.utilisation[row])


def wet_shear(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """The bare web must not buckle."""
    _web(page, book, row, field=False)
    page.given("V_u", series.demand[row], "N", "carried by the steel")
    page.step("eta", "V_u / V_cr", by=series.clause, equals=series.utilisation[row])


def web_fatigue(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Permanent loads with the fatigue truck."""
    _web(page, book, row, field=False)
    lasting = [i for i, case in enumerate(book.cases) if case.kind == "permanent"]
    effects = book.demands.fatigue
    page.given("V_G", book.effect[lasting, row, 1].sum(), "N", "permanent, unfactored")
    page.given("V_max", effects.shear_max[row], "N", "fatigue truck with impact")
    page.given("V_min", effects.shear_min[row], "N")
    page.step("V_u", "abs(V_G) + 1.75 * max(abs(V_max), abs(V_min))", "N", by=series.clause,
              equals=series.demand[row])  # fmt: skip
    page.step("eta", "V_u / V_cr", by=series.clause, equals=series.utilisation[row])


def stiffeners(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Width, slenderness and second moment of a pair of flats."""
    girders = book.lrfd
    _web(page, book, row, field=True)
    page.given("b_t", STIFFENER_WIDTH, "m", "one flat")
    page.given("t_p", STIFFENER_THICKNESS, "m")
    page.given("b_f", stiffener_flange(girders)[row], "m", "flange")
    shears = np.abs(book.demands.ultimate.shear.sum(axis=1)).max(axis=0)
    page.given("V_u", shears[row], "N", "largest shear")
    page.step("eta_1", "(mm(50.8) + D / 30) / b_t", by=transverse_stiffener,
              equals=series.details["projecting"][row])  # fmt: skip
    page.step("eta_2", "b_t / (16 * t_p)", by=transverse_stiffener)
    page.step("eta_3", "b_f / 4 / b_t", by=transverse_stiffener)
    if "d_o" in page.known:
        page.step("J", "max(2.5 / (d_o / D) ** 2 - 2, 0.5)", by=transverse_stiffener)
        page.step("I_1", "min(d_o, D) * t_w ** 3 * J", "m4", by=transverse_stiffener)
    else:
        page.step("I_1", "D * t_w ** 3 * 0.5", "m4", by=transverse_stiffener)
    page.step("F_crs", "min(0.31 * E / (b_t / t_p) ** 2, F_yw)", "Pa", by=transverse_stiffener)
    page.step("rho_t", "max(F_yw / F_crs, 1)")
    page.step("I_2", "D ** 4 * rho_t ** 1.3 / 40 * (F_yw / E) ** 1.5", "m4",
              by=transverse_stiffener)  # fmt: skip
    room = page.value("V_n") - page.value("V_cr")
    if page.value("V_u") <= page.value("V_cr"):
        rule = "min(I_1, I_2)"
    elif page.value("I_2") > page.value("I_1"):
        rule = "I_1 + (I_2 - I_1) * min((V_u - V_cr) / (V_n - V_cr), 1)" if room > 0 else "I_2"
    else:
        rule = "I_2"
    page.step("I_needed", rule, "m4", by=transverse_stiffener)
    page.step("I_t", "t_p * (2 * b_t + t_w) ** 3 / 12", "m4")
    page.step("eta_4", "I_needed / I_t", equals=series.details["second moment"][row])
    page.step("eta", "max(eta_1, eta_2, eta_3, eta_4)", equals=series.utilisation[row])


def bearing_stiffeners(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Milled ends of the flats over a bearing."""
    if series.demand[row] <= 0.0:
        page.given("eta", 0.0, words="no bearing here")
        return
    page.given("b_t", BEARING_WIDTH, "m", "one flat of a pair")
    page.given("t_p", BEARING_THICKNESS, "m")
    page.given("c", CLIP, "m", "cut off beside the weld")
    page.given("F_ys", book.lrfd.yield_web[row], "Pa")
    page.given("E", E_STEEL, "Pa")
    page.step("R_sb", "1.4 * 2 * (b_t - c) * t_p * F_ys", "N", by=bearing_stiffener,
              equals=series.resistance[row])  # fmt: skip
    page.step("eta_t", "b_t / (0.48 * t_p * sqrt(E / F_ys))", by=bearing_stiffener)
    page.given("R_u", series.demand[row], "N", "largest shears on both sides")
    page.step("eta", "max(R_u / R_sb, eta_t)", equals=series.utilisation[row])


def plate_limits(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Every proportion over its limit; the worst."""
    steel = book.lrfd.steel
    page.given("D", steel.web_height[row], "m", "web")
    page.given("t_w", steel.web_thickness[row], "m")
    page.given("b_t", steel.top_width[row], "m", "top flange")
    page.given("t_t", steel.top_thickness[row], "m")
    page.given("b_b", steel.bottom_width[row], "m", "bottom flange")
    page.given("t_b", steel.bottom_thickness[row], "m")
    rules = (
        "D / t_w / 150", "b_t / (2 * t_t) / 12", "b_b / (2 * t_b) / 12", "D / 6 / b_t",
        "D / 6 / b_b", "1.1 * t_w / t_t", "1.1 * t_w / t_b",
    )  # fmt: skip
    for k, (rule, name) in enumerate(zip(rules, series.details, strict=False), start=1):
        page.step(f"r_{k}", rule, words=name, by=proportions, equals=series.details[name][row])
    page.step("i", "t_t * b_t ** 3 / (t_b * b_b ** 3)", words="I_yc over I_yt")
    page.step("r_8", "max(i, 1 / i) / 10", by=proportions,
              equals=series.details["flanges too unlike"][row])  # fmt: skip
    listed = ", ".join(f"r_{k}" for k in range(1, 9))
    page.step("eta", f"max({listed})", equals=series.utilisation[row])


def least_bars(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """1 % of the slab where Service II stretches it."""
    girders = book.lrfd
    stretched = page.given("sigma_c", series.details["sigma slab top, uncracked"][row], "Pa",
                           "largest of the combinations")  # fmt: skip
    page.given("f_c", girders.materials.concrete.f_ck, "Pa")
    limit = page.step("f_lim", "0.9 * 0.24 * sqrt(f_c / ksi(1)) * ksi(1)", "Pa",
                      words="φ f_r", by=series.clause)  # fmt: skip
    page.given("A_c", girders.slab.area[row], "m2", "slab")
    page.step("A_min", "0.01 * A_c" if stretched > limit else "0", "m2", by=series.clause,
              equals=series.demand[row])  # fmt: skip
    page.given("A_s", girders.slab.bar_area[row], "m2", "bars of the slab")
    page.step("eta", "A_min / A_s", equals=series.utilisation[row])


def studs(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Longitudinal shear by stages against the studs."""
    girders, demands = book.lrfd, book.demands.ultimate
    target, material = int(series.target[row]), girders.materials
    parts = _flow(page, book, demands, target, row)
    page.step("v_u", f"abs({' + '.join(parts)})", "N/m", by=interface_shear_flow,
              equals=abs(shear_flow(girders, demands)[target, row]))  # fmt: skip
    page.given("d", material.stud_diameter, "m", "shank")
    page.given("F_u", material.stud_f_u, "Pa")
    page.step("A_sc", "pi * d ** 2 / 4", "m2")
    if book.edition == "10th":
        page.step("Q_r", "0.7 * A_sc * F_u", "N", by=stud_strength, words="φ = 1.0")
    else:
        page.given("f_c", material.concrete.f_ck, "Pa")
        page.given("E_c", material.concrete.E_cm, "Pa")
        page.step("Q_n", "min(0.5 * A_sc * sqrt(f_c * E_c), A_sc * F_u)", "N", by=stud_strength)
        page.step("Q_r", "0.85 * Q_n", "N", by=stud_strength,
                  equals=series.details["phi Q_n"][row])  # fmt: skip
    page.given("n", girders.table.stud_rate[row], "1/m", "studs per metre")
    page.step("v_r", "n * Q_r", "N/m", equals=series.resistance[row])
    page.step("eta", "v_u / v_r", by=series.clause, equals=series.utilisation[row])


def _flow(page: Page, book: Book, demands: Demands, target: int, row: int) -> list[str]:
    parts = []
    for index, stage in enumerate(STAGES):
        if stage == "steel":
            continue
        mark, section = INDEX[index], book.lrfd.section(stage)
        page.given(f"V_{mark}", demands.shear[target, index, row], "N",
                   f"carried by the {stage} section")  # fmt: skip
        page.given(f"S_{mark}", section.interface_moment[row], "m3", f"slab, {stage}")
        page.given(f"I_{mark}", section.inertia[row], "m4", f"whole section, {stage}")
        parts.append(f"V_{mark} * S_{mark} / I_{mark}")
    return parts


def _number(page: Page, book: Book, row: int) -> None:
    """N of the design life."""
    effects = book.demands.fatigue
    page.given("ADTT", effects.flow / DAYS, words="lorries a day in one lane")
    near = bool(effects.in_support_zone[row])
    where = " near an inner support" if near else ""
    page.given("n_p", AT_SUPPORT if near else PER_PASSAGE, words=f"cycles of a passage{where}")
    page.given("Y", effects.years, words="years")
    page.step("N", "365 * Y * ADTT * n_p", by=cycles)


def flange_fatigue(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Category C' at the welds of stiffeners."""
    girders, effects = book.lrfd, book.demands.fatigue
    cracked = bool(girders.table.is_cracked[row])
    unit = girders.section("short term", cracked=cracked).moment_stress[BOTTOM, row]
    page.given("M_max", effects.moment_max[row], "N m", "fatigue truck with impact")
    page.given("M_min", effects.moment_min[row], "N m")
    page.given("W", 1.0 / unit, "m3", f"bottom flange, slab {'cracked' if cracked else 'whole'}")
    page.step("Df", "abs((M_max - M_min) / W)", "Pa", equals=series.details["sigma range"][row])
    _number(page, book, row)
    page.step("eta_1", "1.75 * Df / ksi(12)", words="Fatigue I, threshold of C'", by=detail_use,
              equals=series.details["Fatigue I"][row])  # fmt: skip
    page.step("F_n", "(44 * 10 ** 8 / max(N, 1)) ** (1 / 3) * ksi(1)", "Pa",
              words="Fatigue II, constant of C'", by=detail_use)  # fmt: skip
    page.step("eta_2", "0.8 * Df / F_n", by=detail_use, equals=series.details["Fatigue II"][row])
    page.step("eta", "min(eta_1, eta_2)", words="by the traffic one of them must hold",
              by=detail_use, equals=series.utilisation[row])  # fmt: skip


def stud_fatigue_note(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Z_r of a stud."""
    girders, effects = book.lrfd, book.demands.fatigue
    section = girders.section("short term")
    page.given("V_max", effects.shear_max[row], "N", "fatigue truck with impact")
    page.given("V_min", effects.shear_min[row], "N")
    page.given("S", section.interface_moment[row], "m3", "slab, short term")
    page.given("I", section.inertia[row], "m4")
    page.given("n", girders.table.stud_rate[row], "1/m", "studs per metre")
    page.step("V_sr", "(V_max - V_min) * S / I / n", "N", words="range of one stud",
              by=interface_shear_flow, equals=series.details["V of one stud"][row])  # fmt: skip
    _number(page, book, row)
    page.given("d", girders.materials.stud_diameter, "m", "shank")
    if book.edition == "10th":
        page.step("Z_1", "ksi(7) * pi * d ** 2 / 4", "N", words="Fatigue I", by=stud_fatigue)
        page.step("Z_2", "pi * d ** 2 / 4 * (1040 * 10 ** 8 / max(N, 1)) ** 0.2 * ksi(1)", "N",
                  words="Fatigue II", by=stud_fatigue)  # fmt: skip
    else:
        page.step("Z_1", "ksi(5.5) * d ** 2", "N", words="Fatigue I", by=stud_fatigue)
        page.step("Z_2", "max((34.5 - 4.28 * log(max(N, 1))) * ksi(1) * d ** 2, 0)", "N",
                  words="Fatigue II", by=stud_fatigue)  # fmt: skip
    page.step("eta", "min(1.75 * V_sr / Z_1, 0.8 * V_sr / max(Z_2, kN(0.000000000001)))",
              by=series.clause, equals=series.utilisation[row])  # fmt: skip


NOTES: Final[Mapping[str, Derivation]] = {
    "shear": shear,
    "shear while the slab is wet": wet_shear,
    "webs in fatigue": web_fatigue,
    "transverse stiffeners": stiffeners,
    "bearing stiffeners": bearing_stiffeners,
    "proportions of the plates": plate_limits,
    "least bars of the slab": least_bars,
    "studs": studs,
    "stud spacing": plates.stud_spacing,
    "fatigue of the bottom flange": flange_fatigue,
    "fatigue of studs": stud_fatigue_note,
}
