"""Notes of what holds plates in place, and of the slab: stiffeners, frames, detailing, cracks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from spanwright.checks.bracing import flats, frame_of
from spanwright.checks.construction import bare_bending
from spanwright.checks.cracking import bar_diameter
from spanwright.checks.launching import GAMMA_G
from spanwright.checks.service import service_stresses, with_shear_lag
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import stress_utilisation
from spanwright.codes.eurocode.resistance.crack import (
    bar_stress_limit,
    minimum_bars,
    tension_stiffening,
)
from spanwright.codes.eurocode.resistance.lateral import (
    brace_stiffness_needed,
    flange_buckling,
    flexural_buckling,
)
from spanwright.codes.eurocode.resistance.patch import patch_bending, patch_resistance
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    FIBRES,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
)
from spanwright.codes.eurocode.resistance.service import stress_range_utilisation
from spanwright.codes.eurocode.resistance.shear import stiffener_force, stiffener_inertia_needed
from spanwright.codes.eurocode.resistance.stiffeners import flange_induced_limit, stiffener
from spanwright.datum.units import mm
from spanwright.layout.quantities import STIFFENER_THICKNESS, STIFFENER_WIDTH
from spanwright.notes.book import Book, Derivation
from spanwright.notes.girders import resistance, sigma
from spanwright.notes.page import Page


def frame_stiffness(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Stiffness asked of a cross-frame."""
    page.given("N_Ed", series.details["N_Ed of the flange"][row], "N", "compressed bottom flange")
    page.given("l", book.girders.table.restraint_spacing[row], "m", "between cross-frames")
    page.step("C_needed", "8 * N_Ed / l", "N/m", by=brace_stiffness_needed,
              equals=series.demand[row])  # fmt: skip
    page.given("C_d", series.resistance[row], "N/m", "of the cross-frame")
    page.step("eta", "C_needed / C_d", equals=series.utilisation[row])


def diagonals(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Force in a diagonal of the cross-frame."""
    frame = frame_of(book.girders, book.decks)
    page.given("N_Ed", series.details["N_Ed of the flange"][row], "N", "compressed bottom flange")
    page.given("k_d", frame.share[row], words="of a diagonal, for a unit force on every flange")
    page.step("S_Ed", "N_Ed / 100 * k_d", "N", by="EN 1993-2:2006 6.3.4.2(5)",
              equals=series.demand[row])  # fmt: skip
    page.given("N_b_Rd", series.resistance[row], "N", "two angles as a strut", by=flexural_buckling)
    page.step("eta", "S_Ed / N_b_Rd", equals=series.utilisation[row])


def flange_into_web(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Slenderness of the web against the flange that buckles into it."""
    steel = book.girders.steel
    page.given("h_w", steel.web_height[row], "m")
    page.given("t", steel.web_thickness[row], "m")
    page.given("n_lim", series.resistance[row], words="k E/f_yf √(A_w/A_fc), the least of both",
               by=flange_induced_limit)  # fmt: skip
    page.step("n_w", "h_w / t", equals=series.demand[row])
    page.step("eta", "n_w / n_lim", equals=series.utilisation[row])


def web_stiffener(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Intermediate stiffener: strut, rigidity, twist."""
    girders = book.girders
    found = flats(girders, STIFFENER_WIDTH, STIFFENER_THICKNESS)
    page.given("V_Ed", _shear(book, series, row), "N")
    page.given("lambda_w", book.web.slenderness[row], words="as in the note of shear")
    page.given("f_yw", girders.yield_web[row], "Pa")
    page.given("h_w", girders.steel.web_height[row], "m")
    page.given("t", girders.steel.web_thickness[row], "m")
    page.given("gamma_M1", girders.factors.M1)
    page.step(
        "N_Ed", "max(abs(V_Ed) - f_yw * h_w * t / (sqrt(3) * gamma_M1 * lambda_w ** 2), 0)", "N",
        by=stiffener_force, equals=series.details["N_Ed of the stiffener"][row],
    )  # fmt: skip
    page.given("N_b_Rd", found.resistance[row], "N", "flats with 15 ε t of web", by=stiffener)
    page.given("I_needed", found.needed_inertia[row], "m4", by=stiffener_inertia_needed)
    page.given("I_st", found.inertia[row], "m4", "flats with the web")
    page.given("k_t", found.torsional[row], words="I_T/I_p over 5.3 f_y/E", by=stiffener)
    page.step("eta", "max(N_Ed / N_b_Rd, I_needed / I_st, 1 / k_t)", equals=series.utilisation[row])


def _shear(book: Book, series: CheckSeries, row: int) -> float:
    demands = book.demand_of(series)
    assert demands is not None
    return float(demands.shear[int(series.target[row]), :, row].sum())


def bearing_stiffener(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The flats over a bearing as a strut."""
    page.given("F_Ed", series.demand[row], "N", "shears on both sides of the bearing")
    page.given("N_b_Rd", series.resistance[row], "N", "flats with the web beside", by=stiffener)
    page.given("eta_t", series.details["twist: 5.3 f_y/E over I_T/I_p"][row], by=stiffener)
    page.step("eta", "max(F_Ed / N_b_Rd, eta_t)", equals=series.utilisation[row])


def least_bars(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Bars that take over the slab's tension when it cracks."""
    girders = book.girders
    material = girders.materials
    if series.demand[row] == 0.0:
        page.given("eta", series.utilisation[row], words="the slab is never in tension here")
        return
    page.given("phi", series.details["bar diameter"][row], "m", "bars")
    page.given("sigma_s", series.details["sigma_s"][row], "Pa", "Table 7.1 for 0.3 mm",
               by=bar_stress_limit)  # fmt: skip
    page.given("k_c", series.details["k_c"][row], by=minimum_bars)
    page.given("f_ct_eff", material.concrete.f_ctm, "Pa")
    page.given("A_ct", girders.slab.area[row], "m2", "effective slab")
    page.given("k_s", 0.9, by=minimum_bars)
    page.given("k", 0.8, by=minimum_bars)
    page.step("A_s_min", "k_s * k_c * k * f_ct_eff * A_ct / sigma_s", "m2", by=minimum_bars,
              equals=series.demand[row])  # fmt: skip
    page.given("A_s", girders.slab.bar_area[row], "m2", "bars of the slab")
    page.step("eta", "A_s_min / A_s", equals=series.utilisation[row])


def crack(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Bars' stress with tension stiffening against Tables 7.1 and 7.2."""
    girders, demands = book.girders, book.demand_of(series)
    assert demands is not None
    moment = demands.moment[int(series.target[row])]
    parts = sigma(page, book, moment, BARS, row, hogging=True)
    if not series.demand[row]:
        page.given("eta", series.utilisation[row], words="the bars are not in tension")
        return
    cracked, steel = girders.section("short term", cracked=True), girders.section("steel")
    page.given("A", cracked.area[row], "m2", "steel and bars")
    page.given("I", cracked.inertia[row], "m4")
    page.given("A_a", steel.area[row], "m2", "steel alone")
    page.given("I_a", steel.inertia[row], "m4")
    page.given("rho_s", girders.slab.bar_area[row] / girders.slab.area[row], words="A_s/A_ct")
    page.given("f_ctm", girders.materials.concrete.f_ctm, "Pa")
    page.step("sigma_s0", " + ".join(parts), "Pa", words="cracked section")
    page.step("alpha_st", "A * I / (A_a * I_a)", by=tension_stiffening)
    page.step("Dsigma_s", "0.4 * f_ctm / (alpha_st * rho_s)", "Pa", by=tension_stiffening,
              equals=series.details["delta sigma_s"][row])  # fmt: skip
    page.step("sigma_s", "sigma_s0 + Dsigma_s", "Pa", equals=series.demand[row])
    page.given("phi", bar_diameter(girders, book.decks)[row], "m", "bars")
    page.given("s", series.details["bar spacing"][row], "m", "of the bars")
    page.given("sigma_lim", series.resistance[row], "Pa",
               f"by diameter or spacing, {girders.materials.crack_width / mm:g} mm",
               by=bar_stress_limit)  # fmt: skip
    page.step("eta", "sigma_s / sigma_lim", equals=series.utilisation[row])


def stud_spacing(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Each rule of detailing as a share of its limit; the worst."""
    names = [name for name in series.details if name != "row pitch"]
    for k, name in enumerate(names, start=1):
        page.given(f"r_{k}", series.details[name][row], words=f"{name}, over its limit")
    listed = ", ".join(f"r_{k}" for k in range(1, len(names) + 1))
    page.step("eta", f"max({listed})", by=series.clause, equals=series.utilisation[row])


def slab_shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Struts and bars on the surfaces round the studs; the worst."""
    page.given("v_L", series.demand[row], "N/m", "longitudinal shear of the girder")
    for mark, name in (("c_a", "struts a-a"), ("s_a", "bars a-a"), ("c_b", "struts b-b"),
                       ("s_b", "bars b-b")):  # fmt: skip
        page.given(f"eta_{mark}", series.details[name][row], words=name,
                   by="EN 1992-1-1:2004 6.2.4 (6.20)-(6.22)")  # fmt: skip
    page.step("eta", "max(eta_c_a, eta_s_a, eta_c_b, eta_s_b)", equals=series.utilisation[row])


def deflection(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Sag under frequent traffic against a share of the span."""
    page.given("delta", series.demand[row], "m", "downward, LM1 with its frequent values")
    page.given("L", book.girders.table.span_length[row], "m", "span")
    page.given("n", np.round(book.girders.table.span_length[row] / series.resistance[row], 9),
               words="customary divisor of the span")  # fmt: skip
    page.step("delta_lim", "L / n", "m", equals=series.resistance[row])
    page.step("eta", "delta / delta_lim", equals=series.utilisation[row])


def launched_shear(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Shear of the bare girder while it is launched."""
    resistance(page, book, row)
    page.given("V_G", book.demands.launch.shear[row], "N", "own weight, worst position")
    page.step("V_Ed", "1.35 * V_G", "N", equals=series.demand[row])
    page.step("eta_3", "V_Ed / V_Rd", equals=series.utilisation[row])


def launched_bending(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Bending of the bare girder while it is launched, the worse of both signs."""
    girders, effects = book.girders, book.demands.launch
    hogs = bare_bending(girders, -GAMMA_G * effects.hogging)
    sags = bare_bending(girders, GAMMA_G * effects.sagging)
    hogging = bool(hogs.utilisation[row] >= sags.utilisation[row])
    found, moment = (hogs, effects.hogging) if hogging else (sags, effects.sagging)
    page.given("M_G", moment[row], "N m", "own weight, " + ("hogging" if hogging else "sagging"))
    page.step("M_Ed", "1.35 * M_G", "N m", equals=series.demand[row])
    page.given("eta_el", found.stress[row], by=stress_utilisation,
               words="worst stress of the effective section over its limit")  # fmt: skip
    page.given("chi_LT", found.reduction[row], by=flange_buckling)
    page.given("gamma_M0", girders.factors.M0)
    page.given("gamma_M1", girders.factors.M1)
    page.step("eta", "(eta_el / chi_LT) * (gamma_M1 / gamma_M0)", by=flange_buckling,
              equals=series.utilisation[row])  # fmt: skip


def launched_patch(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The web over a launching bearing, with the bending there."""
    page.given("F_Ed", series.demand[row], "N", "1.35 times the reaction of own weight")
    page.given("F_Rd", series.details["F_Rd"][row], "N", by=patch_resistance)
    page.given("eta_1", series.details["eta_1"][row], words="bending stress over its limit",
               by=stress_utilisation)  # fmt: skip
    page.step("eta_2", "F_Ed / F_Rd")
    page.step("eta", "max(eta_1, eta_2, (eta_2 + 0.8 * eta_1) / 1.4)", by=patch_bending,
              equals=series.utilisation[row])  # fmt: skip


def stress_range(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Largest less smallest stress of the fibre that is nearest to its limit."""
    girders, demands = book.girders, book.demand_of(series)
    assert demands is not None
    stress = with_shear_lag(service_stresses(girders, demands), demands, book.elastic_lag)
    strengths = {BOTTOM: girders.yield_bottom, WEB_BOTTOM: girders.yield_web,
                 WEB_TOP: girders.yield_web, TOP: girders.yield_top}  # fmt: skip
    fibre = max(strengths, key=lambda f: float(np.ptp(stress[f, :, row]) / strengths[f][row]))
    page.given("sigma_max", stress[fibre, :, row].max(), "Pa", f"fibre: {FIBRES[fibre]}")
    page.given("sigma_min", stress[fibre, :, row].min(), "Pa", "of the frequent combinations")
    page.given("f_y", strengths[fibre][row], "Pa")
    page.given("gamma_M_ser", girders.factors.M_ser)
    page.step("Dsigma", "sigma_max - sigma_min", "Pa", equals=series.demand[row])
    page.step("eta", "Dsigma / (1.5 * f_y / gamma_M_ser)", by=stress_range_utilisation,
              equals=series.utilisation[row])  # fmt: skip


NOTES: Final[Mapping[str, Derivation]] = {
    "cross-frame stiffness": frame_stiffness,
    "cross-frame diagonals": diagonals,
    "flange buckling into the web": flange_into_web,
    "web stiffeners": web_stiffener,
    "bearing stiffeners": bearing_stiffener,
    "minimum bars of the slab": least_bars,
    "crack width of the slab": crack,
    "stud spacing": stud_spacing,
    "longitudinal shear in the slab": slab_shear,
    "deflection under traffic": deflection,
    "range of the steel stress": stress_range,
    "launching, bending": launched_bending,
    "launching, shear": launched_shear,
    "launching, patch load": launched_patch,
}
