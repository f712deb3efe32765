"""Notes of flanges bent sideways by the curve of their girder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spanwright.analysis.demands import Demands
from spanwright.checks.curvature import CLAUSE, flange_arms
from spanwright.checks.types import CheckSeries
from spanwright.notes.book import Book, Derivation
from spanwright.notes.page import Page
from spanwright.structure.types import STAGES


def _force(page: Page, book: Book, demands: Demands, series: CheckSeries, row: int) -> None:
    """Flange force M/h and its bending moment between cross-frames."""
    moment = demands.moment[int(series.target[row]), :, row]
    wet = STAGES.index("steel")
    bare, whole = flange_arms(book.girders)
    page.given("M_a", moment[wet], "N m", "carried by the steel")
    page.given("h_a", bare[row], "m", "between the flanges")
    page.given("M_c", moment.sum() - moment[wet], "N m", "carried with the slab")
    page.given("h_c", whole[row], "m", "bottom flange to the slab's middle")
    page.step("F", "abs(M_a) / h_a + abs(M_c) / h_c", "N", words="force of the flange")
    page.given("kappa", abs(book.girders.table.curvature[row]), "1/m", "1/R of the girder")
    page.given("d", series.details["distance of cross-frames"][row], "m", "between cross-frames")
    page.step("q", "F * kappa", "N/m", words="pushes the flange outwards")
    page.step("M_lat", "q * d ** 2 / 10", "N m", by=CLAUSE, words="a continuous beam",
              equals=series.details["M_lat"][row])  # fmt: skip


def finished(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """The bottom flange of the finished bridge."""
    girders = book.girders
    _force(page, book, book.demands.ultimate, series, row)
    page.given("b_f", girders.steel.bottom_width[row], "m", "bottom flange")
    page.given("t_f", girders.steel.bottom_thickness[row], "m", "bottom flange")
    page.given("f_y", girders.yield_bottom[row], "Pa")
    page.given("gamma_M0", girders.factors.M0)
    page.step("sigma_lat", "6 * M_lat / (t_f * b_f ** 2)", "Pa")
    page.step("eta_lat", "sigma_lat * gamma_M0 / f_y", by=CLAUSE,
              equals=series.details["lateral stress over yield"][row])  # fmt: skip
    page.take("eta_0", "note of bending, or of lateral buckling where it is larger")
    page.step("eta", "eta_0 + eta_lat", words="linear, on the safe side",
              equals=series.utilisation[row])  # fmt: skip


def wet(page: Page, book: Book, series: CheckSeries, row: int) -> None:
    """Both flanges of the steel alone."""
    girders, steel = book.girders, book.girders.steel
    _force(page, book, book.demands.construction, series, row)
    page.given("gamma_M0", girders.factors.M0)
    for mark, width, thickness, strength in (
        ("t", steel.top_width, steel.top_thickness, girders.yield_top),
        ("b", steel.bottom_width, steel.bottom_thickness, girders.yield_bottom),
    ):
        name = "top flange" if mark == "t" else "bottom flange"
        page.given(f"b_{mark}", width[row], "m", name)
        page.given(f"t_{mark}", thickness[row], "m", name)
        page.given(f"f_y{mark}", strength[row], "Pa")
        page.step(f"eta_{mark}", f"6 * M_lat / (t_{mark} * b_{mark} ** 2) * gamma_M0 / f_y{mark}",
                  by=CLAUSE)  # fmt: skip
    page.step("eta_lat", "max(eta_t, eta_b)",
              equals=series.details["lateral stress over yield"][row])  # fmt: skip
    page.take("eta_0", "note of the steel alone with wet slab")
    page.step("eta", "eta_0 + eta_lat", words="linear, on the safe side",
              equals=series.utilisation[row])  # fmt: skip


NOTES: Final[Mapping[str, Derivation]] = {
    "bottom flange bent sideways by the curve": finished,
    "flanges bent sideways by the curve, steel alone": wet,
}
