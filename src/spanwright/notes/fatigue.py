"""Notes of fatigue under FLM3 and of the bare girders under the wet slab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spanwright.checks.construction import bare_bending
from spanwright.checks.fatigue import equivalence, joint_factor
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.actions.road import joint_amplification
from spanwright.codes.eurocode.resistance.bending import stress_utilisation
from spanwright.codes.eurocode.resistance.effective_width import steel_shear_lag
from spanwright.codes.eurocode.resistance.fatigue import (
    detail_category,
    equivalent_range,
    road_factor,
    stud_factor,
)
from spanwright.codes.eurocode.resistance.lateral import flange_buckling
from spanwright.codes.eurocode.resistance.section import BOTTOM, TOP, interface_shear_flow
from spanwright.codes.eurocode.resistance.studs import stud_fatigue
from spanwright.notes.book import Book, Derivation
from spanwright.notes.page import Page


def _range(page: Page, book: Book, fibre: int, row: int) -> None:
    """Delta sigma_p of the vehicle alone at one flange."""
    girders, effects = book.girders, book.demands.fatigue
    cracked = bool(girders.table.is_cracked[row])
    unit = girders.section("short term", cracked=cracked).moment_stress[fibre, row]
    page.given("M_max", effects.moment_max[row], "N m", "FLM3 alone, in the worst lane")
    page.given("M_min", effects.moment_min[row], "N m")
    page.given("W", 1.0 / unit, "m3", f"short term, slab {'cracked' if cracked else 'whole'}")
    page.given("Dphi", joint_factor(girders)[row], words="near an expansion joint",
               by=joint_amplification)  # fmt: skip
    page.given("beta", book.elastic_lag[1 if cracked else 0][row], words="shear lag",
               by=steel_shear_lag)  # fmt: skip
    page.step("Dsigma_p", "abs(Dphi * (M_max - M_min) / W) / beta", "Pa")


def flange(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Bottom flange at the welds of the stiffeners."""
    factors = book.girders.factors
    _range(page, book, BOTTOM, row)
    page.given("lambda_", series.details["lambda"][row], words="damage equivalence",
               by=road_factor)  # fmt: skip
    page.given("gamma_Ff", factors.Ff)
    page.given("gamma_Mf", factors.Mf)
    page.given("Dsigma_C", detail_category("transverse_stiffener_50"), "Pa",
               "welds of transverse stiffeners", by=detail_category)  # fmt: skip
    page.step("Dsigma_E2", "gamma_Ff * lambda_ * Dsigma_p", "Pa", by=equivalent_range,
              equals=series.demand[row])  # fmt: skip
    page.step("Dsigma_Rd", "Dsigma_C / gamma_Mf", "Pa", by=equivalent_range,
              equals=series.resistance[row])  # fmt: skip
    page.step("eta", "Dsigma_E2 / Dsigma_Rd", equals=series.utilisation[row])


def studs(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Studs in shear, the flange they sit on, and both."""
    girders, effects = book.girders, book.demands.fatigue
    factors = girders.factors
    page.given("V_max", effects.shear_max[row], "N", "FLM3 alone")
    page.given("V_min", effects.shear_min[row], "N")
    page.given("Dphi", joint_factor(girders)[row], words="near an expansion joint",
               by=joint_amplification)  # fmt: skip
    section = girders.section("short term")
    page.given("S", section.interface_moment[row], "m3", "slab, short term")
    page.given("I", section.inertia[row], "m4")
    page.step("Dv_L", "Dphi * (V_max - V_min) * S / I", "N/m", by=interface_shear_flow)
    page.given("n", girders.table.stud_rate[row], "1/m", "studs per metre")
    page.given("d", girders.materials.stud_diameter, "m")
    page.step("Dtau", "Dv_L / (n * pi * d ** 2 / 4)", "Pa")
    page.given("lambda_v", series.details["lambda_v"][row], by=stud_factor)
    page.given("gamma_Ff", factors.Ff)
    page.given("gamma_Mf_s", factors.Mf_s)
    page.given("gamma_Mf", factors.Mf)
    page.step("eta_s", "gamma_Ff * abs(lambda_v * Dtau) * gamma_Mf_s / MPa(90)", by=stud_fatigue,
              words="category 90 in shear", equals=series.details["shear share"][row])  # fmt: skip
    if not girders.table.is_cracked[row]:
        page.step("eta", "eta_s", by=stud_fatigue, words="the flange under them is in compression",
                  equals=series.utilisation[row])  # fmt: skip
        return
    _range(page, book, TOP, row)
    total = equivalence(girders, effects)[0][row]
    page.given("lambda_", total, words="damage equivalence", by=road_factor)
    page.step("eta_f", "gamma_Ff * abs(Dsigma_p * lambda_) * gamma_Mf / MPa(80)", by=stud_fatigue,
              words="category 80", equals=series.details["flange share"][row])  # fmt: skip
    page.step("eta", "max(eta_s, eta_f, (eta_s + eta_f) / 1.3)", by=stud_fatigue,
              equals=series.utilisation[row])  # fmt: skip


def wet_slab(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """The steel alone: staged stress over its limit, the flange held between cross-frames."""
    target = int(series.target[row])
    moment = book.demands.construction.moment[target, 0]
    found = bare_bending(book.girders, moment)
    factors = book.girders.factors
    page.given("M_Ed", moment[row], "N m", "steel, wet slab and people")
    page.given("eta_el", found.stress[row], by=stress_utilisation,
               words="worst stress of the effective section over its limit")  # fmt: skip
    page.given("L", book.girders.table.restraint_spacing[row], "m", "between cross-frames")
    page.given("chi_LT", found.reduction[row], by=flange_buckling)
    page.given("gamma_M0", factors.M0)
    page.given("gamma_M1", factors.M1)
    page.step("eta", "(eta_el / chi_LT) * (gamma_M1 / gamma_M0)", by=flange_buckling,
              equals=series.utilisation[row])  # fmt: skip


NOTES: Final[Mapping[str, Derivation]] = {
    "steel alone with wet slab": wet_slab,
    "fatigue of the bottom flange": flange,
    "fatigue of studs and top flange": studs,
}
