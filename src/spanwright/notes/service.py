"""Notes of the girders in service: stresses, studs, web breathing, deflection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.connection import (
    inelastic_flow,
    shear_flow,
    shrinkage_end_flow,
    stud_of,
    with_shrinkage,
)
from spanwright.checks.service import mean_shear_stress, service_stresses, with_shear_lag
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.classification import (
    internal_buckling_factor,
    stress_ratio,
)
from spanwright.codes.eurocode.resistance.effective_width import steel_shear_lag
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    FIBRES,
    SLAB_SOFFIT,
    SLAB_TOP,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
    interface_shear_flow,
)
from spanwright.codes.eurocode.resistance.service import (
    breathing,
    breathing_limit,
    concrete_limits,
    steel_stress,
)
from spanwright.codes.eurocode.resistance.shear import shear_buckling_factor
from spanwright.codes.eurocode.resistance.studs import (
    end_shear_flow,
    inelastic_slab_force,
    stud_resistance,
)
from spanwright.datum.arrays import floats
from spanwright.notes.book import Book, Derivation
from spanwright.notes.girders import INDEX, sigma
from spanwright.notes.page import Page
from spanwright.structure.types import STAGES


def _demands(book: Book, series: CheckSeries) -> Demands:
    found = book.demand_of(series)
    assert found is not None
    return found


def steel(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Direct, shear and equivalent stress of the plates."""
    demands, target, girders = _demands(book, series), int(series.target[row]), book.girders
    stress = with_shear_lag(service_stresses(girders, demands), demands, book.elastic_lag)
    tau = mean_shear_stress(girders, demands)[target, row]
    strengths = {BOTTOM: girders.yield_bottom, WEB_BOTTOM: girders.yield_web,
                 WEB_TOP: girders.yield_web, TOP: girders.yield_top}  # fmt: skip
    use = {}
    for one, strength in strengths.items():
        with_web = one in (WEB_BOTTOM, WEB_TOP)
        found = steel_stress(
            stress[one, target, [row]], floats([tau if with_web else 0.0]), strength[[row]],
            girders.factors.M_ser,
        )  # fmt: skip
        use[one] = float(found.utilisation[0])
    fibre = max(use, key=lambda one: use[one])
    moment = demands.moment[target]
    parts = sigma(page, book, moment, fibre, row, hogging=bool(moment[1:, row].sum() < 0))
    total = " + ".join(parts)
    if fibre in (BOTTOM, TOP):
        lag = book.elastic_lag[1 if moment[:, row].sum() < 0 else 0][row]
        page.given("beta", lag, words="shear lag of the flange", by=steel_shear_lag)
        total = f"({total}) / beta"
    page.step("sigma_Ed", total, "Pa", words=f"fibre: {FIBRES[fibre]}",
              equals=stress[fibre, target, row])  # fmt: skip
    page.given("f_y", strengths[fibre][row], "Pa")
    page.given("gamma_M_ser", girders.factors.M_ser)
    if fibre in (BOTTOM, TOP):
        page.step("eta", "abs(sigma_Ed) / (f_y / gamma_M_ser)", by=steel_stress,
                  equals=series.utilisation[row])  # fmt: skip
        return
    page.given("V_Ed", demands.shear[target, :, row].sum(), "N")
    page.given("h_w", girders.steel.web_height[row], "m")
    page.given("t", girders.steel.web_thickness[row], "m")
    page.step("tau_Ed", "abs(V_Ed) / (h_w * t)", "Pa", equals=tau)
    page.step("sigma_eq", "sqrt(sigma_Ed ** 2 + 3 * tau_Ed ** 2)", "Pa", by=steel_stress,
              equals=series.demand[row])  # fmt: skip
    page.step("eta", "sigma_eq / (f_y / gamma_M_ser)", by=steel_stress,
              equals=series.utilisation[row])  # fmt: skip


def concrete(page: Page, book: Book, series: CheckSeries, row: int, *, factor: float) -> None:
    """Compression of the slab."""
    demands, target = _demands(book, series), int(series.target[row])
    stress = service_stresses(book.girders, demands)[:, target, row]
    fibre = SLAB_TOP if stress[SLAB_TOP] <= stress[SLAB_SOFFIT] else SLAB_SOFFIT
    moment = demands.moment[target]
    hogging = bool(moment[1:, row].sum() < 0)
    parts = sigma(page, book, moment, fibre, row, hogging=hogging)
    page.step("sigma_c", " + ".join(parts) or "0", "Pa", words=f"fibre: {FIBRES[fibre]}",
              equals=stress[fibre])  # fmt: skip
    page.given("f_ck", book.girders.materials.concrete.f_ck, "Pa")
    page.step("sigma_lim", f"{factor} * f_ck", "Pa", by=concrete_limits,
              equals=series.resistance[row])  # fmt: skip
    page.step("eta", "max(-sigma_c, 0) / sigma_lim", equals=series.utilisation[row],
              words="compression negative")  # fmt: skip


def bars(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Tension of the slab's bars."""
    demands, target = _demands(book, series), int(series.target[row])
    stress = service_stresses(book.girders, demands)[BARS, target, row]
    moment = demands.moment[target]
    hogging = bool(moment[1:, row].sum() < 0)
    parts = sigma(page, book, moment, BARS, row, hogging=hogging)
    page.step("sigma_s", " + ".join(parts) or "0", "Pa", equals=stress)
    page.given("f_sk", book.girders.materials.f_sk, "Pa")
    page.step("sigma_lim", "0.8 * f_sk", "Pa", by=concrete_limits, equals=series.resistance[row])
    page.step("eta", "max(sigma_s, 0) / sigma_lim", equals=series.utilisation[row])


def web_breathing(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Slenderness, or the stresses that make the web breathe."""
    demands, target, girders = _demands(book, series), int(series.target[row]), book.girders
    page.given("h_w", girders.steel.web_height[row], "m")
    page.given("t", girders.steel.web_thickness[row], "m")
    page.given("L", girders.table.span_length[row], "m", "span")
    slender = page.step("n_w", "h_w / t")
    limit = page.step("n_lim", "min(30 + 4 * max(L, 20), 300)", by=breathing_limit,
                      equals=breathing_limit(girders.table.span_length)[row])  # fmt: skip
    if slender <= limit:
        page.step("eta", "n_w / n_lim", by=breathing, words="no check of stresses needed",
                  equals=series.utilisation[row])  # fmt: skip
        return
    stress = service_stresses(girders, demands)[:, target, row]
    low, high = stress[WEB_BOTTOM], stress[WEB_TOP]
    psi = np.maximum(stress_ratio(low, high), -3.0)
    page.given("sigma_x", max(-min(low, high), 0.0), "Pa", "compressed edge of the web")
    page.given("tau_x", mean_shear_stress(girders, demands)[target, row], "Pa", "mean shear stress")
    page.given("k_sigma", internal_buckling_factor(psi), by=internal_buckling_factor)
    page.given("k_tau", book.web.k_tau[row], by=shear_buckling_factor)
    page.step("sigma_E", "MPa(190000) / n_w ** 2", "Pa")
    page.step(
        "u", "sqrt((sigma_x / (k_sigma * sigma_E)) ** 2 + (1.1 * tau_x / (k_tau * sigma_E)) ** 2)",
        by=breathing,
    )  # fmt: skip
    page.step("eta", "u / 1.1", by=breathing, equals=series.utilisation[row])


def studs(page: Page, book: Book, series: CheckSeries, row: int, *, service: bool) -> None:
    """Longitudinal shear by stages against the studs."""
    demands, target, girders = _demands(book, series), int(series.target[row]), book.girders
    parts = []
    for index, stage in enumerate(STAGES):
        if stage == "steel":
            continue
        mark, section = INDEX[index], girders.section(stage)
        page.given(f"V_{mark}", demands.shear[target, index, row], "N",
                   f"carried by the {stage} section")  # fmt: skip
        page.given(f"S_{mark}", section.interface_moment[row], "m3", f"slab, {stage}")
        page.given(f"I_{mark}", section.inertia[row], "m4", f"whole section, {stage}")
        parts.append(f"V_{mark} * S_{mark} / I_{mark}")
    flows = shear_flow(girders, demands)
    page.step("v_L", " + ".join(parts), "N/m", by=interface_shear_flow,
                     equals=flows[target, row])  # fmt: skip
    end = float(shrinkage_end_flow(girders)[row])
    rule = "abs(v_L)"
    if end:
        larger = flows[np.abs(flows[:, row]).argmax(), row]
        page.given("v_sh", end, "N/m", "shrinkage of the slab near its end", by=end_shear_flow)
        rule = f"max(abs(v_L), abs(v_L {'-' if larger >= 0 else '+'} v_sh))"
    total = page.step("v_Ed", rule, "N/m", equals=with_shrinkage(girders, flows)[target, row])
    if not service:
        extra = float(inelastic_flow(girders, demands, book.bending)[row])
        if extra > total:
            page.given("v_pl", extra, "N/m", "slab force beyond M_el,Rd nearby",
                       by=inelastic_slab_force)  # fmt: skip
            page.step("v_Ed", "max(v_Ed, v_pl)", "N/m", equals=series.demand[row])
    stud_strength(page, book, service=service)
    page.given("n", girders.table.stud_rate[row], "1/m", "studs per metre")
    page.step("v_Rd", f"n * {'P_ser' if service else 'P_Rd'}", "N/m", equals=series.resistance[row])
    page.step("eta", "v_Ed / v_Rd", equals=series.utilisation[row])


def stud_strength(page: Page, book: Book, *, service: bool) -> None:
    """P_Rd of one stud."""
    material, stud = book.girders.materials, stud_of(book.girders)
    page.given("d", material.stud_diameter, "m", "shank")
    page.given("f_u", material.stud_f_u, "Pa", "at most 500 MPa counts")
    page.given("f_ck", material.concrete.f_ck, "Pa")
    page.given("E_cm", material.concrete.E_cm, "Pa")
    page.given("alpha", float(stud.height_factor), words="h_sc/d", by=stud_resistance)
    page.given("gamma_V", book.girders.factors.V)
    page.step("P_s", "0.8 * min(f_u, MPa(500)) * pi * d ** 2 / 4 / gamma_V", "N",
              by=stud_resistance, equals=stud.steel)  # fmt: skip
    page.given("gamma_Vc", book.girders.factors.V_concrete, words="where concrete gives way")
    page.step("P_c", "0.29 * alpha * d ** 2 * sqrt(f_ck * E_cm) / gamma_Vc", "N",
              by=stud_resistance, equals=stud.concrete)  # fmt: skip
    page.step("P_Rd", "min(P_s, P_c)", "N", equals=stud.design)
    if service:
        page.step("P_ser", "0.75 * P_Rd", "N", by="EN 1994-2:2005 6.8.1(3)", equals=stud.service)


NOTES: Final[Mapping[str, Derivation]] = {
    "studs": partial(studs, service=False),
    "studs (serviceability)": partial(studs, service=True),
    "steel stress": steel,
    "concrete stress": partial(concrete, factor=0.6),
    "lasting concrete stress": partial(concrete, factor=0.45),
    "reinforcement stress": bars,
    "web breathing": web_breathing,
}
