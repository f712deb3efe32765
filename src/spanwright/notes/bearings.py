"""Notes of bearings and expansion joints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bearings import laminated_use, movement
from spanwright.codes.eurocode.resistance.sliding import disc, pot_strength, ptfe_strength
from spanwright.notes.book import Book, Derivation
from spanwright.notes.page import Page


def contact(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Pressure of the disc against the elastomer in the pot or the PTFE."""
    strengths = []
    if page.value("has_pot"):
        page.take("f_pot", "elastomer in a pot")
        page.take("gamma_pot")
        page.step("f_1", "f_pot / gamma_pot", "Pa", by=pot_strength)
        strengths.append("f_1")
    if page.value("has_ptfe"):
        page.take("f_ptfe", "PTFE")
        page.take("gamma_ptfe")
        page.step("f_2", "f_ptfe / gamma_ptfe", "Pa", by=ptfe_strength)
        strengths.append("f_2")
    rule = f"min({', '.join(strengths)})" if len(strengths) > 1 else strengths[0]
    page.step("f_d", rule, "Pa", equals=series.resistance[row])
    page.take("N_Ed", "greatest, compression positive")
    page.take("d", "disc for the largest force of all situations, in steps of 20 mm", disc)
    page.step("sigma", "max(N_Ed, 0) / (pi * d ** 2 / 4)", "Pa", equals=series.demand[row])
    page.step("eta", "sigma / f_d", equals=series.utilisation[row])


def rotation(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Characteristic rotation with tolerances."""
    page.take("alpha", "after the permanent actions, about the transverse axis")
    page.take("alpha_tol", "tolerances")
    page.step("alpha_d", "alpha + alpha_tol", "rad", equals=series.demand[row])
    page.take("alpha_max", "", series.clause)
    page.step("eta", "alpha_d / alpha_max", equals=series.utilisation[row])


def uplift(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """What the actions take off the permanent force."""
    page.take("F_G", "permanent, compression positive")
    page.take("F_min", "least")
    page.take("F_tie", "ties")
    page.step("DF", "F_G - F_min", "N", words="taken off by the actions",
              equals=series.demand[row])  # fmt: skip
    held = page.step("F_R", "max(F_G, 0) + F_tie", "N", equals=series.resistance[row])
    if held <= 0.0:
        page.given("eta", math.inf, words="nothing holds it down")
        return
    page.step("eta", "max(DF / max(F_R, kN(0.001)), 0)", by=series.clause,
              equals=series.utilisation[row])  # fmt: skip


def laminated(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Strains, stability and rotation of layers of elastomer between plates."""
    page.take("a_0", "side along the bridge")
    page.take("b_0")
    page.take("c", "elastomer beside the plates")
    page.take("t_i", "one layer")
    page.take("n", "layers")
    page.take("t_o", "outer layers, too thin to count in S")
    page.take("G")
    page.take("E_b")
    page.take("F_z", "greatest")
    page.take("v", "movement along, to either side")
    page.take("alpha", "rotation about the transverse axis")
    page.step("a", "a_0 - 2 * c", "m")
    page.step("b", "b_0 - 2 * c", "m")
    page.step("A_1", "a * b", "m2")
    reduced = page.step("A_r", "A_1 * (1 - v / a)", "m2", by=laminated_use)
    page.step("S", "A_1 / (2 * (a + b) * t_i)", words="shape factor", by=laminated_use)
    page.step("T_e", "n * t_i + 2 * t_o", "m")
    page.step("eps_c", "1.5 * F_z / (G * A_r * S)", by=laminated_use)
    page.step("eps_q", "v / T_e", by=laminated_use, equals=series.details["shear strain"][row])
    page.step("eps_alpha", "a ** 2 * alpha * t_i / (2 * n * t_i ** 3)", by=laminated_use)
    page.step("eta_1", "(eps_c + eps_q + eps_alpha) / 7", by=laminated_use,
              equals=series.details["strain"][row])  # fmt: skip
    page.step("sigma_lim", "2 * G * min(a, b) * S / (3 * T_e)", "Pa", words="stability",
              by=laminated_use)  # fmt: skip
    page.step("eta_2", "F_z / A_r / sigma_lim", equals=series.details["stability"][row])
    page.step("v_c", "F_z * n * t_i / A_1 * (1 / (5 * G * S ** 2) + 1 / E_b)", "m",
              words="compression", by=laminated_use)  # fmt: skip
    page.step("eta_3", "a * alpha / 3 / v_c", words="no edge lifts", by=laminated_use,
              equals=series.details["rotation"][row])  # fmt: skip
    if reduced <= 0.0:
        page.given("eta", math.inf, words="it moves farther than its own side")
        return
    page.step("eta", "max(eta_1, eps_q, eta_2, eta_3)", equals=series.utilisation[row])


def joint(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Opening and closing of a joint against its seals."""
    page.take("alpha_T")
    page.take("L", "length that moves, of both decks where two meet")
    page.take("DT_con", "uniform temperature, contraction")
    page.take("DT_exp", "expansion")
    page.take("S", "doubt of the temperature at setting", movement)
    page.take("s_cs", "shrinkage")
    page.take("s_br", "braking")
    page.take("s_rot", "end rotation at the road")
    page.step("d_open", "alpha_T * L * (DT_con + S) + s_cs + s_br + s_rot", "m", by=movement,
              equals=series.details["opening"][row])  # fmt: skip
    page.step("d_close", "alpha_T * L * (DT_exp + S) + s_br + s_rot", "m", by=movement,
              equals=series.details["closing"][row])  # fmt: skip
    page.step("d_Ed", "d_open + d_close", "m", equals=series.demand[row])
    page.given("n", series.details["seals"][row], words="seals, as few as take it")
    page.step("d_Rd", "n * mm(80)", "m", equals=series.resistance[row])
    page.step("eta", "d_Ed / d_Rd", equals=series.utilisation[row])


NOTES: Final[Mapping[str, Derivation]] = {
    "bearings, contact pressure": contact,
    "bearings, rotation": rotation,
    "bearings, uplift": uplift,
    "bearings, laminated elastomer": laminated,
    "expansion joints, movement": joint,
}
