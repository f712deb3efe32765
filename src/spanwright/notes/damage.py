"""Notes of fatigue by damage sums: the greatest cycles one by one, the others together.

Under EN 1993-1-9 the utilisation is the number u by which all ranges are divided for a damage of 1;
it is found by halving, and the page shows that the damage at u is 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from spanwright.checks.damage import at_butt_welds, unit_stress
from spanwright.checks.fatigue import joint_factor
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.actions.road import joint_amplification
from spanwright.codes.eurocode.resistance.effective_width import steel_shear_lag
from spanwright.codes.eurocode.resistance.fatigue import (
    bar_endurance,
    damage,
    damage_utilisation,
    detail_category,
    endurance,
    size_factor,
)
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    FIBRES,
    TOP,
    interface_shear_flow,
)
from spanwright.codes.eurocode.resistance.studs import stud_damage
from spanwright.datum.arrays import Array
from spanwright.notes.book import Book, Derivation
from spanwright.notes.page import Page
from spanwright.structure.girders import Factors

SHOWN: Final = 3  # cycles written out; the rest comes as one number
NONE = "no stress of traffic here"


def _unit(page: Page, book: Book, fibre: int, row: int) -> float:
    """Stress of a unit moment at a fibre, with what raises it.  [1/m3]"""
    girders = book.girders
    cracked = bool(girders.table.is_cracked[row])
    unit = abs(float(unit_stress(girders)[fibre, row]))
    page.given("W", 1.0 / unit if unit else np.inf, "m3",
               f"{FIBRES[fibre]}, slab {'cracked' if cracked else 'whole'}")  # fmt: skip
    page.given("Dphi", joint_factor(girders)[row], words="near an expansion joint",
               by=joint_amplification)  # fmt: skip
    if fibre == BARS:
        return unit
    lag = float(book.elastic_lag[1 if cracked else 0][row])
    page.given("beta", lag, words="shear lag", by=steel_shear_lag)
    return unit / lag


def _ranges(page: Page, book: Book, fibre: int, row: int) -> Array:
    """Stress ranges of every cycle, greatest first, the first ones written out.  (k,) [Pa]"""
    cycles, near = book.demands.lorries, joint_factor(book.girders)[row]
    unit = _unit(page, book, fibre, row)
    found = unit * near * cycles.moment[row]
    shear_lag = "" if fibre == BARS else " / beta"
    for k in range(1, min(SHOWN, len(found)) + 1):
        page.given(
            f"DM_{k}", cycles.moment[row, k - 1], "N m", f"cycle {k} of FLM4, greatest first"
        )
        page.given(f"n_{k}", cycles.moment_times[row, k - 1], words="times in the design life")
        page.step(f"Dsigma_{k}", f"Dphi * DM_{k} / W{shear_lag}", "Pa", equals=found[k - 1])
    return np.asarray(found)


def _scale(ranges: Array, times: Array, category: float, factors: Factors) -> float:
    """u of one section, as the check finds it.  ranges, times (k,)"""
    found = damage_utilisation(
        ranges[None], times[None], np.array([[category]]), gamma_Ff=factors.Ff, gamma_Mf=factors.Mf
    )
    return float(found[0])


def _scaled(page: Page, book: Book, ranges: Array, category: float, row: int, mark: str) -> None:
    """u and the damage of 1 it stands for; needs Dsigma_C on the page."""
    factors, times = book.girders.factors, book.demands.lorries.moment_times[row]

    def total(values: Array, number: Array) -> float:
        return float(damage(values, number, category, gamma_Ff=factors.Ff, gamma_Mf=factors.Mf))

    page.given("gamma_Ff", factors.Ff)
    page.given("gamma_Mf", factors.Mf)
    page.given("D", total(ranges, times), words="damage under the ranges as they are", by=damage)
    use = _scale(ranges, times, category, factors)
    name = f"u_{mark}"
    page.given(name, use, words="divides all ranges for a damage of 1, by halving",
               by=damage_utilisation)  # fmt: skip
    page.step("Dsigma_D", "Dsigma_C / gamma_Mf * (2 / 5) ** (1 / 3)", "Pa", by=endurance)
    page.step("Dsigma_L", "Dsigma_D * (5 / 100) ** (1 / 5)", "Pa", by=endurance)
    parts = []
    count = min(SHOWN, len(ranges))
    for k in range(1, count + 1):
        size = page.step(f"s_{k}", f"gamma_Ff * Dsigma_{k} / {name}", "Pa")
        if size < page.value("Dsigma_L"):
            page.given(f"d_{k}", 0.0, words="below the cut-off")
        elif size < page.value("Dsigma_D"):
            page.step(f"d_{k}", f"n_{k} / (5 * 10 ** 6 * (Dsigma_D / s_{k}) ** 5)", by=endurance)
        else:
            page.step(f"d_{k}", f"n_{k} / (2 * 10 ** 6 * (Dsigma_C / gamma_Mf / s_{k}) ** 3)",
                      by=endurance)  # fmt: skip
        parts.append(f"d_{k}")
    page.given(
        "d_r", total(ranges[count:] / use, times[count:]), words="all smaller cycles", by=damage
    )
    page.step("D_u", " + ".join([*parts, "d_r"]), words="1 to the last halving",
              by=damage, equals=total(ranges / use, times))  # fmt: skip


def flange(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Bottom flange at the welds of the stiffeners."""
    if not series.utilisation[row]:
        page.given("eta", 0.0, words=NONE)
        return
    ranges = _ranges(page, book, BOTTOM, row)
    category = detail_category("transverse_stiffener_50")
    page.given("Dsigma_C", category, "Pa", "welds of transverse stiffeners", by=detail_category)
    _scaled(page, book, ranges, category, row, "f")
    page.step("eta", "u_f", equals=series.utilisation[row])


def butt_welds(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """The flange whose butt weld is worse."""
    girders = book.girders
    if not at_butt_welds(girders, book.decks)[row]:
        page.given("eta", 0.0, words="no butt weld here")
        return
    if not series.utilisation[row]:
        page.given("eta", 0.0, words=NONE)
        return
    factors, table, lorries = girders.factors, girders.table, book.demands.lorries
    butt = detail_category("butt_weld_overfill_10")
    near = joint_factor(girders)[row]
    lag = book.elastic_lag[1 if table.is_cracked[row] else 0][row]

    def use(fibre: int) -> float:
        thick = (table.top_thickness if fibre == TOP else table.bottom_thickness)[row]
        ranges = abs(unit_stress(girders)[fibre, row]) / lag * near * lorries.moment[row]
        return _scale(ranges, lorries.moment_times[row], float(size_factor(thick)) * butt, factors)

    fibre = BOTTOM if use(BOTTOM) >= use(TOP) else TOP
    ranges = _ranges(page, book, fibre, row)
    page.given("t", (table.top_thickness if fibre == TOP else table.bottom_thickness)[row], "m",
               "flange")  # fmt: skip
    page.step("k_s", "min((mm(25) / t) ** 0.2, 1)", by=size_factor)
    page.given("Dsigma_0", butt, "Pa", "butt welds, overfill up to 10 %", by=detail_category)
    category = page.step("Dsigma_C", "k_s * Dsigma_0", "Pa")
    _scaled(page, book, ranges, category, row, "w")
    page.step("eta", "u_w", equals=series.utilisation[row])


def studs(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Shanks of the studs, the flange they sit on, and both."""
    girders, lorries = book.girders, book.demands.lorries
    factors, section = girders.factors, girders.section("short term")
    near = joint_factor(girders)[row]
    page.given("Dphi", near, words="near an expansion joint", by=joint_amplification)
    page.given("S", section.interface_moment[row], "m3", "slab, short term")
    page.given("I", section.inertia[row], "m4")
    page.given("r", girders.table.stud_rate[row], "1/m", "studs per metre")
    page.given("d", girders.materials.stud_diameter, "m")
    page.given("gamma_Ff", factors.Ff)
    page.given("gamma_Mf_s", factors.Mf_s)
    parts, times = [], lorries.shear_times[row]
    for k in range(1, min(SHOWN, len(times)) + 1):
        page.given(f"DV_{k}", lorries.shear[row, k - 1], "N", f"cycle {k} of FLM4, greatest first")
        page.given(f"m_{k}", times[k - 1], words="times in the design life")
        page.step(f"Dtau_{k}", f"Dphi * DV_{k} * S / I / (r * pi * d ** 2 / 4)", "Pa",
                  by=interface_shear_flow)  # fmt: skip
        page.step(f"e_{k}",
                  f"m_{k} * (gamma_Ff * Dtau_{k} * gamma_Mf_s / MPa(90)) ** 8 / (2 * 10 ** 6)",
                  by=stud_damage)  # fmt: skip
        parts.append(f"e_{k}")
    area = girders.table.stud_rate[row] * np.pi * girders.materials.stud_diameter**2 / 4
    stress = section.interface_moment[row] / section.inertia[row] * near * lorries.shear[row] / area
    rest = stud_damage(stress[SHOWN:], times[SHOWN:], gamma_Ff=factors.Ff, gamma_Mf_s=factors.Mf_s)
    page.given("e_r", rest, words="all smaller cycles", by=stud_damage)
    page.step("D_s", " + ".join([*parts, "e_r"]), by=stud_damage)
    page.step("eta_s", "D_s ** (1 / 8)", words="as stresses compare",
              equals=series.details["studs alone"][row])  # fmt: skip
    if not girders.table.is_cracked[row]:
        page.step("eta", "eta_s", words="the flange under them is in compression",
                  equals=series.utilisation[row])  # fmt: skip
        return
    ranges = _ranges(page, book, TOP, row)
    if ranges.max() > 0.0:
        category = detail_category("stud_on_flange")
        page.given("Dsigma_C", category, "Pa", "studs on a flange", by=detail_category)
        _scaled(page, book, ranges, category, row, "f")
    else:
        page.given("u_f", 0.0, words=NONE)
    page.step("eta", "max(eta_s, u_f, (eta_s + u_f) / 1.3)", by="EN 1994-2:2005 6.8.7.2",
              equals=series.utilisation[row])  # fmt: skip


def bars(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Longitudinal bars of the cracked slab."""
    girders = book.girders
    if not girders.table.is_cracked[row]:
        page.given("eta", 0.0, words="the slab is not cracked here")
        return
    times = book.demands.lorries.moment_times[row]
    ranges = _ranges(page, book, BARS, row)
    factors = girders.factors
    page.given("gamma_Ff", factors.Ff)
    page.given("gamma_S", factors.S)
    page.given("Dsigma_R", detail_category("reinforcement_straight"), "Pa", "straight bars",
               by=detail_category)  # fmt: skip
    page.step("Dsigma_Rd", "Dsigma_R / gamma_S", "Pa")
    parts = []
    for k in range(1, min(SHOWN, len(ranges)) + 1):
        size = page.step(f"s_{k}", f"gamma_Ff * Dsigma_{k}", "Pa")
        slope = 5 if size >= page.value("Dsigma_Rd") else 9
        page.step(f"d_{k}", f"n_{k} / (10 ** 6 * (Dsigma_Rd / s_{k}) ** {slope})",
                  by=bar_endurance)  # fmt: skip
        parts.append(f"d_{k}")
    rest = (times[SHOWN:] / bar_endurance(factors.Ff * ranges[SHOWN:], factors.S)).sum()
    page.given("d_r", rest, words="all smaller cycles", by=bar_endurance)
    page.step("D", " + ".join([*parts, "d_r"]), by=damage, equals=series.details["damage"][row])
    page.step("eta", "D ** (1 / 5)", words="as stresses compare", equals=series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "damage of the bottom flange": flange,
    "damage of flange butt welds": butt_welds,
    "damage of studs and top flange": studs,
    "damage of the bars": bars,
}
