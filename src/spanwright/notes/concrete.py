"""Lines that notes of reinforced concrete share: bending, shear, cracked sections, crack widths.

Each reads symbols already on the page, or takes them from the workings, and ends on its result.
"""

from __future__ import annotations

from spanwright.codes.eurocode.resistance.concrete import block_moment, plain_shear, stirrup_shear
from spanwright.codes.eurocode.resistance.crack import crack_width, effective_tension_height
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.codes.eurocode.resistance.slab import cracked_bending
from spanwright.notes.page import Page

RECOMMENDED = "EN 1992-2:2005 3.1.6(101)"


def design_concrete(page: Page, *, cast_in_ground: bool = False) -> None:
    """f_cd."""
    page.take("f_ck")
    page.take("alpha_cc", by=RECOMMENDED)
    page.take("gamma_C")
    if cast_in_ground:
        page.take("k_f", "pile cast in the ground", "EN 1992-1-1:2004 2.4.2.5(2)")
    rule = "alpha_cc * f_ck / (k_f * gamma_C)" if cast_in_ground else "alpha_cc * f_ck / gamma_C"
    page.step("f_cd", rule, "Pa", RECOMMENDED)


def design_bars(page: Page) -> None:
    """f_yd."""
    page.take("f_sk")
    page.take("gamma_S")
    page.step("f_yd", "f_sk / gamma_S", "Pa", "EN 1992-1-1:2004 3.2.7")


def block(page: Page) -> None:
    """M_Rd of a singly reinforced rectangle; needs A_s, d, b and the strengths."""
    if page.value("f_ck") > 50e6:
        page.step("lambda_c", "0.8 - (f_ck / MPa(1) - 50) / 400", by=block_moment)
        page.step("eta_c", "1 - (f_ck / MPa(1) - 50) / 200", by=block_moment)
    else:
        page.given("lambda_c", 0.8, words="depth of the stress block over x", by=block_moment)
        page.given("eta_c", 1.0, words="its stress over f_cd", by=block_moment)
    page.step("x", "A_s * f_yd / (lambda_c * eta_c * f_cd * b)", "m", words="compressed depth")
    page.step("z", "d - lambda_c * x / 2", "m")
    page.step("M_Rd", "A_s * f_yd * z", "N m", by=block_moment)


def plain(page: Page, *, pressed: bool = False, factor: str = "gamma_C") -> None:
    """V_Rd,c; needs b_w, d, A_sl, f_ck, and with ``pressed`` sigma_cp."""
    page.step("rho_l", "min(A_sl / (b_w * d), 0.02)")
    plain_stress(page, factor)
    more = " + 0.15 * sigma_cp" if pressed else ""
    page.step("V_Rd_c", f"max(max(v_b, v_min){more}, 0) * b_w * d", "N", by=plain_shear)


def plain_stress(page: Page, factor: str = "gamma_C") -> None:
    """v_b by the bars and the least v_min of concrete without links; needs rho_l, d and f_ck."""
    page.step("k", "min(1 + sqrt(mm(200) / d), 2)", by=plain_shear)
    page.step("v_b", f"0.18 / ({factor}) * k * cbrt(100 * rho_l * f_ck / MPa(1)) * MPa(1)", "Pa")
    page.step("v_min", "0.035 * k ** 1.5 * sqrt(f_ck / MPa(1)) * MPa(1)", "Pa")


def near_column(page: Page, utilisation: float) -> None:
    """v_Ed at a perimeter within 2 d of a column or pile against v_Rd; needs d and a."""
    plain_stress(page)
    page.step("v_Rd", "max(v_b, v_min) * max(2 * d / a, 1)", "Pa",
              by="EN 1992-1-1:2004 6.4.4(2)")  # fmt: skip
    page.step("eta", "v_Ed / v_Rd", equals=utilisation)


def links(page: Page) -> None:
    """V_Rd of vertical links; needs b_w, z, a_sw, f_ck, f_cd and f_yd."""
    page.step("nu", "0.6 * (1 - f_ck / MPa(250))", by=stirrup_shear)
    page.step("cot_theta", "min(max(sqrt(max(b_w * nu * f_cd / (a_sw * f_yd), 1) - 1), 1), 2.5)",
              words="links and struts fail together, 1 to 2.5")  # fmt: skip
    page.step("V_Rd_s", "a_sw * z * f_yd * cot_theta", "N", by=stirrup_shear)
    page.step("V_Rd_max", "b_w * z * nu * f_cd * cot_theta / (1 + cot_theta ** 2)", "N")


def cracked(page: Page) -> None:
    """x, sigma_s and sigma_c of a cracked rectangle; needs M, A_s, d, b."""
    page.take("E_s")
    page.take("E_cm")
    page.step("alpha_e", "E_s / E_cm")
    page.step("n_a", "alpha_e * A_s / b", "m", by=cracked_bending)
    page.step("x", "sqrt(n_a ** 2 + 2 * n_a * d) - n_a", "m", words="compressed depth")
    page.step("z", "d - x / 3", "m")
    page.step("sigma_s", "abs(M) / (A_s * z)", "Pa", by=cracked_bending)


def width_of_cracks(page: Page, *, far: bool = False) -> None:
    """w_k against its limit; needs sigma_s, phi, c, rho_p, alpha_e, E_s; ``far`` bars: h and x."""
    page.take("f_ctm")
    rule = "1.3 * (h - x)" if far else "3.4 * c + 0.8 * 0.5 * 0.425 * phi / rho_p"
    page.step("s_r_max", rule, "m", by=crack_width,
              words="bars wider apart than 5 (c + φ/2)" if far else "")  # fmt: skip
    page.step(
        "eps_m",
        "max((sigma_s - 0.4 * f_ctm / rho_p * (1 + alpha_e * rho_p)) / E_s, 0.6 * sigma_s / E_s)",
        by=crack_width, words="strain of the bars less that of the concrete",
    )  # fmt: skip
    page.step("w_k", "s_r_max * eps_m", "m", by=crack_width)


def tension_height(page: Page) -> None:
    """h_c,ef; needs h, d and x."""
    page.step("h_c_ef", "min(2.5 * (h - d), (h - x) / 3, h / 2)", "m", by=effective_tension_height)


def stress_limits(page: Page) -> None:
    """Limits of the characteristic combination."""
    page.step("sigma_s_max", "0.8 * f_sk", "Pa", by=concrete_limits)
    page.step("sigma_c_max", "0.6 * f_ck", "Pa", by=concrete_limits)
