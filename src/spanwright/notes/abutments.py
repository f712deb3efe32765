"""Notes of an abutment's stem and back wall: one metre of wall fixed at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.actions.earth import wall_thrust
from spanwright.codes.eurocode.actions.road import backfill_thrust
from spanwright.codes.eurocode.resistance.concrete import stirrup_shear
from spanwright.codes.eurocode.resistance.slab import least_bars as least_area
from spanwright.notes.book import Book, Derivation
from spanwright.notes.concrete import (
    block,
    cracked,
    design_bars,
    design_concrete,
    links,
    plain,
    tension_height,
    width_of_cracks,
)
from spanwright.notes.page import Page


def _forces(page: Page) -> None:
    """Permanent and variable moment and shear at the foot of one metre."""
    page.take("K_0", "earth at rest")
    page.take("gamma", "fill")
    page.take("H", "fill above the foot")
    page.step("e_g", "0.5 * K_0 * gamma * H ** 2 * m(1)", "N", words="fill", by=wall_thrust)
    page.take("e_q", "traffic on the fill, tandems spread at 30°", backfill_thrust)
    page.take("z_q", "its height above the foot", backfill_thrust)
    if "h_s" in page.workings:
        page.take("F_G", "permanent force of the bearings")
        page.take("F_br", "braking on them")
        page.take("B", "width of the abutment")
        page.take("h_s", "bearings above the foot")
        page.step("f_g", "0.03 * F_G / B * m(1)", "N", words="friction of sliding bearings")
        page.step("f_q", "F_br / B * m(1)", "N")
        height = "h_s"
    else:
        page.take("Q_1", "axle of lane 1")
        page.take("B", "width of the abutment")
        page.step("f_q", "0.6 * Q_1 / min(m(3) + 2 * H, B) * m(1)", "N",
                  words="braking on the wall's top, spread at 45°",
                  by="EN 1991-2:2003 4.9.2(2)")  # fmt: skip
        height = "H"
    more = f" + f_g * {height}" if "f_g" in page.known else ""
    page.step("m_G", f"e_g * H / 3{more}", "N m", equals=page.workings["m_G"][0])
    page.step("m_Q", f"e_q * z_q + f_q * {height}", "N m", equals=page.workings["m_Q"][0])


def _shears(page: Page) -> None:
    page.step("v_G", "e_g + f_g" if "f_g" in page.known else "e_g", "N",
              equals=page.workings["v_G"][0])  # fmt: skip
    page.step("v_Q", "e_q + f_q", "N", equals=page.workings["v_Q"][0])


def _bars(page: Page) -> None:
    page.take("A_s", "of one face, one metre of wall")
    page.take("d")
    page.take("b")


def bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Stress block under earth, traffic and the bearings' forces."""
    _forces(page)
    page.step("m_Ed", "1.35 * m_G + 1.35 * m_Q", "N m", equals=series.demand[row])
    design_concrete(page)
    design_bars(page)
    _bars(page)
    block(page)
    page.step("eta", "m_Ed / M_Rd", equals=series.utilisation[row])


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Concrete alone or links."""
    _forces(page)
    _shears(page)
    page.step("v_Ed", "1.35 * v_G + 1.35 * v_Q", "N", equals=series.demand[row])
    design_concrete(page)
    design_bars(page)
    page.given("b_w", page.value("b"), "m")
    page.given("A_sl", page.value("A_s"), "m2")
    page.take("d")
    plain(page)
    page.take("a_sw", "A_sw/s of the links")
    page.step("z", "0.9 * d", "m")
    links(page)
    page.step("V_Rd", "max(V_Rd_c, min(V_Rd_s, V_Rd_max))", "N", by=stirrup_shear,
              words="whichever carries more", equals=series.resistance[row])  # fmt: skip
    page.step("eta", "v_Ed / V_Rd", equals=series.utilisation[row])


def cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Crack width at the foot."""
    _forces(page)
    page.take("psi", "share of the traffic")
    page.step("M", "m_G + psi * m_Q", "N m")
    _bars(page)
    cracked(page)
    page.take("h", "wall")
    tension_height(page)
    page.step("rho_p", "A_s / (b * h_c_ef)")
    page.take("phi", "bars")
    page.take("c", "cover of the bars")
    width_of_cracks(page)
    page.take("w_max")
    page.step("eta", "w_k / w_max", equals=series.utilisation[row])


def least_bars(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Least reinforcement of a slab or a wall."""
    page.take("f_ctm")
    page.take("f_sk")
    page.take("h", "wall")
    _bars(page)
    page.step("A_s_min", "max(max(0.26 * f_ctm / f_sk, 0.0013) * b * d, 0.001 * h * b)", "m2",
              by=least_area, equals=series.demand[row])  # fmt: skip
    page.step("eta", "A_s_min / A_s", equals=series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    f"{wall} {what}": derive
    for wall in ("stem", "back wall")
    for what, derive in (
        ("bending", bending),
        ("shear", shear),
        ("crack width", cracks),
        ("least bars", least_bars),
    )
}
