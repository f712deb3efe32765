"""Lines that notes of concrete by AASHTO section 5 share; numbers come from the workings."""

from __future__ import annotations

from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.members import (
    E_BARS,
    bar_spacing_limit,
    flexure,
    general_shear,
    least_moment,
    resistance_factor,
    shear_depth,
    stress_block,
)
from spanwright.datum.units import ksi
from spanwright.notes.page import Page


def rectangle(page: Page) -> None:
    """M_r of a singly reinforced rectangle; takes A_s, d, b and the strengths."""
    for name in ("f_c", "f_y", "A_s", "d", "b"):
        page.take(name)
    page.step("alpha_1", "min(max(0.85 - 0.02 * max(f_c / ksi(1) - 10, 0), 0.75), 0.85)",
              by=stress_block)  # fmt: skip
    page.step("beta_1", "min(max(0.85 - 0.05 * max(f_c / ksi(1) - 4, 0), 0.65), 0.85)",
              by=stress_block)  # fmt: skip
    page.step("a", "A_s * f_y / (alpha_1 * f_c * b)", "m", words="depth of the stress block")
    page.step("c", "a / beta_1", "m", words="neutral axis")
    page.step("eps_t", "0.003 * (d / c - 1)", words="strain of the bars")
    page.step("phi", "min(max(0.75 + 0.15 * (eps_t - 0.002) / 0.003, 0.75), 0.9)",
              by=resistance_factor)  # fmt: skip
    page.step("M_r", "phi * A_s * f_y * (d - a / 2)", "N m", by=flexure)


def bent(page: Page, series: CheckSeries, row: int) -> None:
    """M_u against M_r."""
    page.step("eta", "M_u / M_r", equals=series.utilisation[row])


def least(page: Page, series: CheckSeries, row: int) -> None:
    """M_min from M_u against M_r; takes b and h unless they are there."""
    page.take("h")
    if "b" not in page.known:
        page.take("b")
    page.step("f_r", "0.24 * sqrt(f_c / ksi(1)) * ksi(1)", "Pa", by=least_moment)
    page.step("M_cr", "0.67 * 1.6 * f_r * b * h ** 2 / 6", "N m", by=least_moment)
    page.step("M_min", "min(M_cr, 1.33 * abs(M_u))", "N m", by=least_moment)
    page.step("eta", "M_min / M_r", equals=series.utilisation[row])


def web(page: Page) -> None:
    """V_r by the general procedure from M_u, V_u and N_u; takes sizes, bars and hoops."""
    for name in ("f_c", "f_y", "b_v", "d", "h"):
        if name not in page.known:
            page.take(name)
    page.take("A_s", "bars in tension")
    page.take("a_v", "A_v/s of the stirrups that pull across")
    page.given("E_s", E_BARS, "Pa")
    page.step("d_v", "max(0.9 * d, 0.72 * h)", "m", by=shear_depth)
    page.step(
        "eps_s",
        "min(max((max(abs(M_u), abs(V_u) * d_v) / d_v + 0.5 * N_u + abs(V_u)) / (E_s * A_s), 0),"
        " 0.006)",
        by=general_shear, words="strain of the bars",
    )  # fmt: skip
    page.step("theta", "29 + 3500 * eps_s", "°", by=general_shear)
    page.step("beta", "4.8 / (1 + 750 * eps_s)", by=general_shear)
    page.step("a_min", "0.0316 * sqrt(f_c / ksi(1)) * ksi(1) * b_v / f_y", "m",
              words="least stirrups", by=f"{LEAST} 5.7.2.5")  # fmt: skip
    if page.value("a_v") < page.value("a_min") - 1e-12:
        page.step("s_xe", "min(max(1.38 * d_v / (0.75 + 0.63), mm(304.8)), mm(2032))", "m",
                  by=general_shear)  # fmt: skip
        page.step("beta", "beta * 51 / (39 + s_xe / mm(25.4))", words="fewer than the least",
                  by=general_shear)  # fmt: skip
    page.step("V_c", "beta * 0.0316 * sqrt(f_c / ksi(1)) * ksi(1) * b_v * d_v", "N",
              by=general_shear)  # fmt: skip
    page.step("V_s", "a_v * f_y * d_v / tan(theta * pi / 180)", "N", by=general_shear)
    page.step("V_r", "0.9 * min(V_c + V_s, 0.25 * f_c * b_v * d_v)", "N", by=general_shear)


LEAST = "AASHTO LRFD 9th edition"


def spacing(page: Page, series: CheckSeries, row: int) -> None:
    """Spacing of the bars against its limit; needs f_ss, d_c and h on the page."""
    limit = float(series.resistance[row])
    page.step("beta_s", "1 + d_c / (0.7 * (h - d_c))", by=bar_spacing_limit)
    if limit <= 1e-6 or page.value("f_ss") <= 1e-6 * ksi:
        page.given("s_max", limit, "m", "at the end of the rule", bar_spacing_limit)
    else:
        page.step("s_max", "700 * 0.75 / (beta_s * f_ss / ksi(1)) * mm(25.4) - 2 * d_c", "m",
                  by=bar_spacing_limit, words="class 2", equals=limit)  # fmt: skip
    page.take("s", "spacing of the bars")
    page.step("eta", "s / s_max", equals=series.utilisation[row])
