"""Notes of the girders at the ultimate limit state: bending, shear, both, lateral buckling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from spanwright.checks.bracing import frame_of
from spanwright.checks.lateral import panels_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import (
    ClassedMoment,
    classed_moment,
    ductility_factor,
    sagging_factor,
    stress_utilisation,
)
from spanwright.codes.eurocode.resistance.classification import (
    classify,
    epsilon,
    iterate_effective_web,
    stress_ratio,
)
from spanwright.codes.eurocode.resistance.effective_width import steel_shear_lag
from spanwright.codes.eurocode.resistance.lateral import (
    buckling_reduction,
    flange_buckling,
    gradient_buckling_factor,
    imperfection,
)
from spanwright.codes.eurocode.resistance.plastic import plastic_moment
from spanwright.codes.eurocode.resistance.section import (
    FIBRES,
    WEB_BOTTOM,
    WEB_TOP,
    SteelSection,
)
from spanwright.codes.eurocode.resistance.shear import (
    moment_shear,
    plastic_shear,
    shear_buckling_factor,
    shear_resistance,
    web_reduction,
)
from spanwright.datum.arrays import Array
from spanwright.notes.book import Book, Derivation, Ultimate
from spanwright.notes.page import Page
from spanwright.structure.girders import primary_shrinkage, staged_stress
from spanwright.structure.types import STAGES

INDEX = ("a", "L", "sh", "imp", "0")  # of the stages, in the order of STAGES


def shear(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Shear buckling of the web."""
    resistance(page, book, row)
    page.given("V_Ed", series.demand[row], "N", "of the combination above")
    page.step("eta_3", "V_Ed / V_Rd", words="utilisation", equals=series.utilisation[row])


def resistance(page: Page, book: Book, row: int) -> None:
    """V_Rd of the web from its plate and panel."""
    girders, web = book.girders, book.web
    steel, length = girders.steel, float(girders.table.stiffener_spacing[row])
    page.given("h_w", steel.web_height[row], "m", "web")
    page.given("t", steel.web_thickness[row], "m", "web")
    page.given("f_yw", girders.yield_web[row], "Pa", "by the plate's thickness")
    page.given("eta", 1.2, words="up to S460", by=shear_resistance)
    page.given("gamma_M0", girders.factors.M0)
    page.given("gamma_M1", girders.factors.M1)
    page.step("eps", "sqrt(MPa(235) / f_yw)", by=epsilon)
    if np.isfinite(length):
        page.given("a", length, "m", "between transverse stiffeners")
        is_long = length >= float(steel.web_height[row])
        rule = "5.34 + 4 * (h_w / a) ** 2" if is_long else "4 + 5.34 * (h_w / a) ** 2"
        page.step("k_tau", rule, by=shear_buckling_factor, equals=web.k_tau[row])
        limit = "31 / eta * eps * sqrt(k_tau)"
    else:
        page.given("k_tau", web.k_tau[row], by=shear_buckling_factor)
        limit = "72 / eta * eps"
    page.step("tau_cr", "k_tau * MPa(190000) * (t / h_w) ** 2", "Pa", equals=web.critical[row])
    slender = page.step(
        "lambda_w", "0.76 * sqrt(f_yw / tau_cr)", by="EN 1993-1-5:2006 5.3(3)",
        equals=web.slenderness[row],
    )  # fmt: skip
    rigid = not bool(girders.in_end_panel()[row])
    if slender < 0.83 / 1.2:
        page.step("chi_w", "eta", by=web_reduction, equals=web.reduction[row])
    elif slender < 1.08 or not rigid:
        page.step("chi_w", "0.83 / lambda_w", by=web_reduction, equals=web.reduction[row],
                  words="rigid end post" if rigid else "no rigid end post")  # fmt: skip
    else:
        page.step("chi_w", "1.37 / (0.7 + lambda_w)", by=web_reduction, words="rigid end post",
                  equals=web.reduction[row])  # fmt: skip
    page.step("V_bw_Rd", "chi_w * f_yw * h_w * t / (sqrt(3) * gamma_M1)", "N",
              by=shear_resistance, equals=web.web[row])  # fmt: skip
    page.step("V_pl_Rd", "eta * f_yw * h_w * t / (sqrt(3) * gamma_M0)", "N", by=plastic_shear,
              equals=web.plastic[row])  # fmt: skip
    page.step("n_w", "h_w / t", words="slenderness of the web")
    page.step("n_lim", limit, words="above it shear buckling is checked")
    rule = "min(V_bw_Rd, V_pl_Rd)" if web.needed[row] else "V_pl_Rd"
    page.step("V_Rd", rule, "N", by=shear_resistance, equals=web.resistance[row],
              words="the flanges' share is left out")  # fmt: skip


def bending(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Class, then plastic or staged elastic resistance."""
    target = int(series.target[row])
    reached(page, book, book.ultimate(series), target, row)
    page.step("eta_1", "abs(M_Ed) / M_Rd", words="utilisation", equals=series.utilisation[row])


def reached(page: Page, book: Book, state: Ultimate, target: int, row: int) -> None:
    """M_Ed and M_Rd under one target."""
    girders, found = book.girders, state.bending
    hogging = bool(found.is_hogging[target, row])
    whole = classed(book, state, target, hogging=hogging)
    page.given("M_Ed", found.moment[target, row], "N m", "sagging positive")
    page.given("c_f", whole.classes.flange_slenderness[row], words="flange, c/t", by=classify)
    page.given("class_f", whole.classes.flange[row], words="class of the compressed flange")
    page.given("psi", whole.classes.psi[row], words="stress ratio of the web, elastic")
    page.given("alpha", whole.classes.alpha[row], words="share of the web in compression, plastic")
    page.given("class_w", whole.classes.web[row], words="class of the web", by=classify)
    page.given("class_s", whole.classes.section[row], words="class of the section")
    share = _shares(page, book, state, target, row, hogging=hogging)
    plastic = whole.resistance[row]
    beta = 1.0 if hogging else float(
        ductility_factor(whole.depth_factor, girders.yield_top)[row]
    )  # fmt: skip
    if not np.isnan(beta * plastic):
        page.given("M_pl_Rd", plastic, "N m", "plastic stress blocks of plates, slab and bars",
                   by=plastic_moment)  # fmt: skip
        page.given("beta", beta, by=ductility_factor)
        page.step("M_Rd", f"beta * {share}M_pl_Rd", "N m",
                  equals=found.resistance[target, row])  # fmt: skip
        return
    stages(page, book, state, target, row, hogging=hogging)
    page.step("M_Rd", f"{share}abs(M_Ed) / eta_el", "N m", words="M at which a fibre yields",
              equals=found.resistance[target, row])  # fmt: skip


def classed(book: Book, state: Ultimate, target: int, *, hogging: bool) -> ClassedMoment:
    """Class and plastic resistance of all sections as the check finds them."""
    girders = book.girders
    stress = staged_stress(girders, state.demands.moment[target], hogging=hogging)
    return classed_moment(
        girders.steel,
        girders.slab,
        girders.strengths(),
        sagging=not hogging,
        flange_yield=girders.yield_bottom if hogging else girders.yield_top,
        web_yield=girders.yield_web,
        psi=stress_ratio(stress[WEB_BOTTOM], stress[WEB_TOP]),
        flange_held=False if hogging else girders.flange_held(),
    )


def _shares(
    page: Page, book: Book, state: Ultimate, target: int, row: int, *, hogging: bool
) -> str:
    """Shear lag and the factor beside weak supports, as the beginning of a product."""
    if not state.has_lag:
        return ""
    lag = float(book.lag[1 if hogging else 0][row])
    page.given("beta_s", lag, words="shear lag of the flanges", by=steel_shear_lag)
    own = state.unshared.resistance[target, row] * lag
    if own > 0 and state.bending.resistance[target, row] / own < 0.95:
        page.given("k_s", 0.9, words="weak support beside the span", by=sagging_factor)
        return "k_s * beta_s * "
    return "beta_s * "


def stages(
    page: Page, book: Book, state: Ultimate, target: int, row: int, *, hogging: bool
) -> None:
    """The staged stress of the fibre that comes nearest to its limit, over that limit."""
    girders = book.girders
    moment = state.demands.moment[target]
    plates = None
    if classed(book, state, target, hogging=hogging).classes.section[row] == 4:
        plates = effective(book, state, target, hogging=hogging)
    limits = girders.design_limits()
    stress = staged_stress(girders, moment, hogging=hogging, steel=plates)
    fibre = int(stress_utilisation(stress, limits).fibre[row])
    parts = sigma(page, book, moment, fibre, row, hogging=hogging, plates=plates)
    page.step("sigma_Ed", " + ".join(parts), "Pa", words=f"fibre: {FIBRES[fibre]}",
              equals=stress[fibre, row])  # fmt: skip
    tension = stress[fibre, row] >= 0
    limit = (limits.tension if tension else limits.compression)[fibre, row]
    page.given("f_d", limit, "Pa", "limit in " + ("tension" if tension else "compression"))
    page.step("eta_el", "abs(sigma_Ed) / f_d", by=stress_utilisation,
              equals=state.unshared.elastic_use[target, row])  # fmt: skip


def effective(book: Book, state: Ultimate, target: int, *, hogging: bool) -> SteelSection:
    """Plates with the effective web of class 4."""
    girders = book.girders
    moment = state.demands.moment[target]

    def stresses(plates: SteelSection) -> Array:
        return staged_stress(girders, moment, hogging=hogging, steel=plates)

    found = classed(book, state, target, hogging=hogging)
    reduced, _ = iterate_effective_web(found.effective, girders.yield_web, stresses)
    return reduced


def sigma(
    page: Page,
    book: Book,
    moment: Array,
    fibre: int,
    row: int,
    *,
    hogging: bool,
    plates: SteelSection | None = None,
) -> list[str]:
    """M over W of every stage at one fibre; the terms of the stress.  moment (s, n)"""
    girders, parts = book.girders, []
    for index, stage in enumerate(STAGES):
        section = girders.section(stage, cracked=hogging, steel=plates)
        unit = float(section.moment_stress[fibre, row])
        if unit != 0.0:
            mark = INDEX[index]
            page.given(f"M_{mark}", moment[index, row], "N m", f"carried by the {stage} section")
            page.given(f"W_{mark}", 1.0 / unit, "m3", f"{FIBRES[fibre]}, {stage} section"
                       + (", slab cracked" if hogging and stage != "steel" else ""))  # fmt: skip
            parts.append(f"M_{mark} / W_{mark}")
        if stage == "shrinkage" and not hogging:
            own = primary_shrinkage(girders, section)[fibre, row]
            page.given("sigma_sh", own, "Pa", "shrinkage held by the girder (primary)")
            parts.append("sigma_sh")
    return parts


def interaction(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Bending with shear."""
    target = int(series.target[row])
    state = book.ultimate(series)
    found = state.bending
    moment, force = found.moment[target, row], state.demands.shear[target, :, row].sum()
    page.given("M_Ed", moment, "N m")
    page.given("V_Ed", force, "N")
    page.given("M_pl_Rd", found.plastic[target, row], "N m", "effective flanges, whole web",
               by=plastic_moment)  # fmt: skip
    page.given("M_f_Rd", found.flange_only[target, row], "N m", "flanges alone", by=plastic_moment)
    page.given("V_bw_Rd", book.web.resistance[row], "N", "as in the note of shear",
               by=shear_resistance)  # fmt: skip
    one = page.step("eta_1", "abs(M_Ed) / M_pl_Rd", equals=series.details["eta_1"][row])
    three = page.step("eta_3", "abs(V_Ed) / V_bw_Rd", equals=series.details["eta_3"][row])
    if three <= 0.5 * one:
        page.step("eta", "eta_1", by=moment_shear, words="shear at most half: bending alone",
                  equals=series.utilisation[row])  # fmt: skip
        return
    ratio = page.step("r", "min(max(M_f_Rd / M_pl_Rd, 0), 1)")
    if one <= ratio * three:
        page.step("eta", "eta_3", by=moment_shear, words="the flanges carry the moment",
                  equals=series.utilisation[row])  # fmt: skip
        return
    page.step("c_2", "4 * (1 - r) * eta_3 ** 2")
    linear = page.step("c_1", "eta_1 - 4 * (1 - r) * eta_3")
    root = "sqrt(c_1 ** 2 + 4 * c_2 * r)"
    rule = f"(c_1 + {root}) / (2 * r)" if linear > 0 else f"2 * c_2 / ({root} - c_1)"
    page.step("eta", rule, by=moment_shear, equals=series.utilisation[row],
              words="M and V over eta stand on eta_1 + (1 - r)(2 eta_3 - 1)² = 1")  # fmt: skip


def lateral(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """The compressed bottom flange as a strut between cross-frames."""
    target = int(series.target[row])
    girders, bent, table = book.girders, book.bending, book.girders.table
    if not bent.is_hogging[target, row]:
        page.given("eta", 0.0, words="the bottom flange is in tension")
        return
    panel = panels_of(table, book.decks, bent.moment[target])
    steel = girders.steel
    page.given("b_f", steel.bottom_width[row], "m", "bottom flange")
    page.given("t_f", steel.bottom_thickness[row], "m", "bottom flange")
    page.given("A_wc", steel.web_thickness[row] * bent.compressed_web[target, row], "m2",
               "web in compression")  # fmt: skip
    page.given("f_y", girders.yield_bottom[row], "Pa", "bottom flange")
    page.given("L", panel.end[row] - panel.start[row], "m",
               f"cross-frames at {panel.start[row]:.2f} and {panel.end[row]:.2f} m")  # fmt: skip
    page.given("M_1", panel.larger[row], "N m", "hogging at the cross-frames, the larger")
    page.given("M_2", panel.smaller[row], "N m", "the other")
    page.given("C_d", frame_of(girders, book.decks).stiffness[row], "N/m", "of a cross-frame")
    page.given("E", 210e9, "Pa")
    page.step("I_f", "t_f * b_f ** 3 / 12", "m4")
    page.step("A_eff", "b_f * t_f + A_wc / 3", "m2", by=flange_buckling)
    page.step("N_E", "pi ** 2 * E * I_f / L ** 2", "N")
    page.step(
        "Phi",
        "1 - M_2 / M_1" if panel.larger[row] > 1 else "1 - M_2",
        words="equal shears at both ends",
    )
    page.step("m_1", "max(1, 1 + 0.88 * Phi ** 1.5)", by=gradient_buckling_factor)
    page.step("N_c", "C_d * L / 4", "N", words="what the frames can hold")
    soft = page.known["N_c"].value < page.known["N_E"].value
    page.step("m", "N_c / N_E" if soft else "m_1", equals=series.details["m"][row],
              words="frames are too soft" if soft else "frames count as rigid")  # fmt: skip
    slender = page.step("lambda_LT", "sqrt(A_eff * f_y / (m * N_E))", by=flange_buckling,
                        equals=series.details["lambda_LT"][row])  # fmt: skip
    page.given("alpha_LT", imperfection("d"), words="curve d", by=imperfection)
    if slender <= 0.2:
        page.step("chi_LT", "1", by=buckling_reduction)
    else:
        page.step("phi", "0.5 * (1 + alpha_LT * (lambda_LT - 0.2) + lambda_LT ** 2)")
        page.step("chi_LT", "min(1, 1 / (phi + sqrt(phi ** 2 - lambda_LT ** 2)))",
                  by=buckling_reduction, equals=series.details["chi_LT"][row])  # fmt: skip
    page.given("M_Ed", abs(bent.moment[target, row]), "N m", "hogging")
    page.step("x_k", "0.25 * L / sqrt(m)", "m", words="section checked, from the larger moment")
    page.given("x", panel.from_larger[row], "m", "this section, from the larger moment")
    page.step("M_k", "M_1 - (M_1 - M_2) * x_k / L", "N m", words="moment there")
    near = page.known["x"].value < page.known["x_k"].value
    page.step("M_Ed_k", "min(M_k, M_Ed)" if near else "M_Ed", "N m",
              words="section nearer than that" if near else "section farther than that",
              by="EN 1993-2:2006 6.3.4.2(7)")  # fmt: skip
    page.given("eta_M", bent.utilisation[target, row], words="utilisation of the note of bending")
    page.given("gamma_M0", girders.factors.M0)
    page.given("gamma_M1", girders.factors.M1)
    page.step("eta", "(eta_M / chi_LT) * (M_Ed_k / M_Ed) * (gamma_M1 / gamma_M0)",
              by=flange_buckling, equals=series.utilisation[row])  # fmt: skip


NOTES: Final[Mapping[str, Derivation]] = {
    "bending": bending,
    "shear": shear,
    "bending with shear": interaction,
    "lateral buckling of the bottom flange": lateral,
}
