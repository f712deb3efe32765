"""Notes of prestressed girders, from the numbers their checks hand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spanwright.checks.prestressed.workings import INDEX
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bonded import cracked_bending, ultimate_moment
from spanwright.codes.eurocode.resistance.concrete import (
    axial_strut_factor,
    interface_shear,
    stirrup_shear,
)
from spanwright.codes.eurocode.resistance.crack import crack_width
from spanwright.codes.eurocode.resistance.prestress import (
    elastic_loss,
    prestressed_limits,
    relaxation,
    tendon_limits,
    time_loss,
)
from spanwright.codes.eurocode.resistance.pretension import (
    anchored_stress,
    brittle_minimum,
    least_links,
    slenderness_limit,
    splitting_steel,
    staged_uncracked_shear,
)
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.codes.eurocode.resistance.studs import flange_shear
from spanwright.notes import concrete
from spanwright.notes.book import Book, Derivation
from spanwright.notes.page import Page

SCATTER: Final = "EN 1992-1-1:2004 5.10.9"


def jack(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Stress in the bed."""
    page.take("f_pk")
    page.take("f_p01k")
    page.step("sigma_max", "min(0.8 * f_pk, 0.9 * f_p01k)", "Pa", by=tendon_limits,
              equals=series.resistance[row])  # fmt: skip
    page.given("sigma_jack", series.demand[row], "Pa", "in the bed")
    page.step("eta", "sigma_jack / sigma_max", words="utilisation")


def released(page: Page) -> None:
    """sigma_pm0: what is left of the jacking stress when the girder carries the strands."""
    page.take("sigma_jack")
    page.take("Delta_r0", "relaxation in the bed", relaxation)
    page.take("Delta_el", "as the girder shortens", elastic_loss)
    page.step("sigma_pm0", "sigma_jack - Delta_r0 - Delta_el", "Pa")


def after_release(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Stress after release."""
    released(page)
    page.take("f_pk")
    page.take("f_p01k")
    page.step("sigma_max", "min(0.75 * f_pk, 0.85 * f_p01k)", "Pa", by=tendon_limits,
              equals=series.resistance[row])  # fmt: skip
    page.step("eta", "sigma_pm0 / sigma_max", words="utilisation",
              equals=series.utilisation[row])  # fmt: skip


def release(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Edges of the girder alone, 1.05 P and its own weight."""
    for name in ("A_a", "I_a", "z_a", "h"):
        page.take(name)
    page.take("P_release", "with the short transmission length")
    page.take("z_release", "of the strands above the soffit")
    page.take("M_g", "own weight")
    page.given("r_sup", 1.05, by=SCATTER)
    page.step("M_p", "M_g - r_sup * P_release * (z_a - z_release)", "N m")
    page.step("sigma_inf", "-r_sup * P_release / A_a + M_p * z_a / I_a", "Pa", words="soffit",
              equals=series.details["sigma soffit"][row])  # fmt: skip
    page.step("sigma_sup", "-r_sup * P_release / A_a - M_p * (h - z_a) / I_a", "Pa", words="top",
              equals=series.details["sigma top"][row])  # fmt: skip
    if "pressed" in series.name:
        page.step("sigma_Ed", "max(-sigma_inf, -sigma_sup, 0)", "Pa", equals=series.demand[row])
        page.take("f_ck_t", "when the strands are let go")
        page.step("sigma_lim", "0.7 * f_ck_t", "Pa", by=prestressed_limits,
                  equals=series.resistance[row])  # fmt: skip
    else:
        page.step("sigma_Ed", "max(sigma_inf, sigma_sup, 0)", "Pa", equals=series.demand[row])
        page.given("sigma_lim", series.resistance[row], "Pa", "f_ctm by the strength at release")
    page.step("eta", "sigma_Ed / sigma_lim", words="utilisation")


def in_service(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Stress with the loads, after the losses to the slab by (5.46)."""
    released(page)
    page.take("eps_cs", "shrinkage from release to the slab")
    page.take("phi", "creep from release to the slab")
    page.take("sigma_c", "concrete at the strands after release, compression")
    page.take("Delta_pr", "relaxation from release to the slab", relaxation)
    for name in ("E_p", "E_cm", "A_p", "A_c", "I_c", "z_cp"):
        page.take(name)
    page.step("Delta_s", "eps_cs * E_p + 0.8 * Delta_pr + E_p / E_cm * phi * sigma_c", "Pa",
              by=time_loss)  # fmt: skip
    page.step(
        "k_r",
        "1 + E_p * A_p / (E_cm * A_c) * (1 + A_c / I_c * z_cp ** 2) * (1 + 0.8 * phi)",
        by=time_loss,
    )
    given = page.value("Delta_1")
    page.step("Delta_1", "Delta_s / k_r", "Pa", "EN 1992-1-1:2004 5.10.6 (5.46)", equals=given)
    page.take("Delta_g", "gained from wet slab, finishes and traffic")
    page.step("sigma_p", "sigma_pm0 - Delta_1 + Delta_g", "Pa", equals=series.demand[row])
    page.take("Delta_2", "lost later, by creep, shrinkage and relaxation, not counted here")
    page.take("f_pk")
    page.step("sigma_lim", "0.75 * f_pk", "Pa", by=prestressed_limits,
              equals=series.resistance[row])  # fmt: skip
    page.step("eta", "sigma_p / sigma_lim", words="utilisation")


def decompression(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Tension of the loads against what prestress leaves at the soffit."""
    at_end = page.value("k_t") > 0.5
    terms = []
    for index in INDEX:
        if index == "sh" and not at_end:
            continue  # nothing has crept at the opening
        page.take(f"M_{index}")
        page.take(f"W_{index}")
        terms.append(f"M_{index} / W_{index}")
    page.step("sigma_q", " + ".join(terms), "Pa", words="soffit, by the loads stage by stage",
              equals=series.demand[row] if series.demand[row] > 0 else None)  # fmt: skip
    for name in ("A_a", "I_a", "z_a", "P_slab", "z_slab"):
        page.take(name)
    page.given("r_inf", 0.95, by=SCATTER)
    page.step("sigma_1", "-P_slab / A_a - P_slab * (z_a - z_slab) * z_a / I_a", "Pa",
              words="prestress when the slab is cast, on the girder alone")  # fmt: skip
    if at_end:
        page.take("sigma_2", "what is lost later, on girder and slab")
        page.take("sigma_cs", "creep and shrinkage, self-equilibrated")
        page.step("sigma_p", "max(-(r_inf * (sigma_1 + sigma_2) + sigma_cs), MPa(0.01))", "Pa",
                  equals=series.resistance[row])  # fmt: skip
    else:
        page.step(
            "sigma_p", "max(-r_inf * sigma_1, MPa(0.01))", "Pa", equals=series.resistance[row]
        )
    page.step("eta", "max(sigma_q, 0) / sigma_p", words="1: no compression is left",
              equals=series.utilisation[row])  # fmt: skip


def bending(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The couple of strain compatibility."""
    for index in INDEX:
        page.take(f"M_{index}")
    page.step("M_Ed", " + ".join(f"M_{index}" for index in INDEX), "N m",
              words="sagging positive")  # fmt: skip
    page.take("x", "compressed depth at which forces balance", ultimate_moment)
    page.take("eps_c", "strain of the compressed edge")
    page.take("sigma_p", "greatest stress of the strands")
    page.take("F_s", "strands and bars beyond mid-depth")
    page.take("d", "of that force")
    page.take("z", "from it to the resultant of everything else")
    if page.value("F_s") > 0:
        page.step("M_Rd", "F_s * z", "N m", equals=series.resistance[row])
    else:
        page.given("M_Rd", series.resistance[row], "N m")
    page.step("eta", "abs(M_Ed) / max(M_Rd, 1)", words="utilisation")


def brittle(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Steel for the cracking moment."""
    for name in ("f_ctm", "W_0", "z_s", "f_yk", "A_s"):
        page.take(name)
    page.take("A_sp", "strands beyond 0.6 f_pk, as bars")
    page.step("M_rep", "f_ctm * W_0", "N m", words="cracks without prestress")
    page.step("A_min", "M_rep / (z_s * f_yk)", "m2", by=brittle_minimum,
              equals=series.demand[row])  # fmt: skip
    page.step("eta", "A_min / max(A_s + A_sp, 1e-9)", words="utilisation")


def chord(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Tension of the soffit under bending and struts."""
    for name in ("M_Ed", "V_Ed", "z", "cot_theta", "A_s", "f_yd"):
        page.take(name)
    page.take("F_max", "largest M/z of the span")
    page.take("F_p", "strands, as far as bond holds them", anchored_stress)
    page.step("Delta_F", "0.5 * V_Ed * cot_theta", "N", "EN 1992-1-1:2004 6.2.3(7)")
    if page.value("M_Ed") >= 0:
        page.step("F_Ed", "min(M_Ed / z + Delta_F, max(F_max, Delta_F))", "N",
                  equals=series.demand[row])  # fmt: skip
    else:
        page.step("F_Ed", "max(M_Ed / z + Delta_F, 0)", "N", equals=series.demand[row])
    page.step("F_Rd", "F_p + A_s * f_yd", "N", equals=series.resistance[row])
    page.step("eta", "F_Ed / max(F_Rd, 1)", words="utilisation")


def shear(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Web without links, or the truss."""
    page.given("V_Ed", series.demand[row], "N", "of the combination above")
    if page.value("k_w") > 0.5:
        page.take("V_Rd_c", "bending leaves the girder whole: principal tension f_ctd",
                  staged_uncracked_shear)  # fmt: skip
    else:
        page.take("V_Rd_c", "cracked in bending", "EN 1992-1-1:2004 6.2.2(1)")
    concrete.design_concrete(page)
    for name in ("f_yd", "b_w", "z", "a_sw", "sigma_cp"):
        page.take(name)
    ratio = page.step("s_c", "sigma_cp / f_cd")
    rule = "1 + s_c" if ratio <= 0.25 else "1.25" if ratio <= 0.5 else "2.5 * (1 - s_c)"
    page.step("alpha_cw", rule, by=axial_strut_factor)
    page.step("nu", "0.6 * (1 - f_ck / MPa(250))", by=stirrup_shear)
    page.step(
        "cot_theta",
        "min(max(sqrt(max(b_w * alpha_cw * nu * f_cd / (a_sw * f_yd), 1) - 1), 1), 2.5)",
        words="links and struts fail together, 1 to 2.5",
    )
    page.step("V_Rd_s", "a_sw * z * f_yd * cot_theta", "N", by=stirrup_shear)
    page.step("V_Rd_max", "alpha_cw * b_w * z * nu * f_cd * cot_theta / (1 + cot_theta ** 2)", "N")
    if page.value("V_Ed") <= page.value("V_Rd_c"):
        page.step("V_Rd", "max(V_Rd_c, min(V_Rd_s, V_Rd_max))", "N", equals=series.resistance[row])
    else:
        page.step("V_Rd", "min(V_Rd_s, V_Rd_max)", "N", words="links carry all of it",
                  equals=series.resistance[row])  # fmt: skip
    page.step("eta", "V_Ed / max(V_Rd, 1)", words="utilisation")


def links(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Least links."""
    for name in ("f_ck", "f_yk", "b_w"):
        page.take(name)
    page.step("a_min", "0.08 * sqrt(f_ck / MPa(1)) / (f_yk / MPa(1)) * b_w", "m2/m",
              by=least_links, equals=series.demand[row])  # fmt: skip
    page.given("a_sw", series.resistance[row], "m2/m", "there")
    page.step("eta", "a_min / a_sw", words="utilisation")


def interface(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Girder to slab."""
    for name in ("V_Ed", "z", "b_i"):
        page.take(name)
    page.step("v_Ed", "V_Ed / (z * b_i)", "Pa", "EN 1992-1-1:2004 6.2.5 (6.24)",
              words="all of the compression is in the slab", equals=series.demand[row])  # fmt: skip
    for name in ("c", "mu", "f_ctd", "a_sw", "f_yd", "v_max"):
        page.take(name)
    page.step("v_Rd", "min(c * f_ctd + mu * a_sw / b_i * f_yd, v_max)", "Pa", by=interface_shear,
              equals=series.resistance[row])  # fmt: skip
    page.step("eta", "v_Ed / v_Rd", words="utilisation")


def flange(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Slab beside the girder."""
    page.take("V_Ed")
    page.take("z")
    page.step("v_L", "0.5 * V_Ed / z", "N/m", words="half to each side", equals=series.demand[row])
    for name in ("h_f", "f_ck", "f_cd", "f_ctd", "f_yd"):
        page.take(name)
    page.take("a_sf", "bars across, both layers")
    page.given("cot_theta", 1.2, words="1.0 to 2.0, in tension to 1.25")
    page.step("nu", "0.6 * (1 - f_ck / MPa(250))", by=flange_shear)
    page.step("v_max", "nu * f_cd * h_f * cot_theta / (1 + cot_theta ** 2)", "N/m", by=flange_shear)
    page.step("v_s", "a_sf * f_yd * cot_theta", "N/m", by=flange_shear)
    page.step("v_free", "0.4 * f_ctd * h_f", "N/m", "EN 1992-1-1:2004 6.2.4(6)")
    page.step("v_Rd", "max(min(v_max, v_s), v_free)", "N/m", equals=series.resistance[row])
    page.step("eta", "v_L / v_Rd", words="utilisation")


def splitting(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Links at the girder's end."""
    page.take("P", "at release, 1.05 of it")
    page.step("A_min", "0.04 * P / MPa(138)", "m2", by=splitting_steel, equals=series.demand[row])
    page.take("a_sw")
    page.take("h")
    page.step("A_sw", "a_sw * h / 4", "m2", words="within a quarter of the depth",
              equals=series.resistance[row])  # fmt: skip
    page.step("eta", "A_min / A_sw", words="utilisation")


def lifting(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Slenderness of the lifted girder."""
    for name in ("h", "b", "l_0t"):
        page.take(name)
    page.step("lambda_t", "l_0t / b", equals=series.demand[row])
    page.step("lambda_lim", "70 / cbrt(h / b)", by=slenderness_limit, equals=series.resistance[row])
    page.step("eta", "lambda_t / lambda_lim", words="utilisation")


def erection(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Edges of the girder alone under the wet slab: least, greatest prestress; not yet poured."""
    for name in ("A_a", "I_a", "z_a", "h", "P_slab", "z_slab"):
        page.take(name)
    page.take("M_g", "own weight")
    page.take("M_w", "own weight, wet slab and people")
    page.step("m_p", "P_slab * (z_a - z_slab)", "N m")
    edges = []
    for index, share, moment in (("1", "0.95", "M_w"), ("2", "1.05", "M_w"), ("3", "1.05", "M_g")):
        mean = f"-{share} * P_slab / A_a"
        bend = f"({moment} - {share} * m_p)"
        page.step(f"sigma_i{index}", f"{mean} + {bend} * z_a / I_a", "Pa", words="soffit")
        page.step(f"sigma_s{index}", f"{mean} - {bend} * (h - z_a) / I_a", "Pa", words="top")
        edges += [f"sigma_i{index}", f"sigma_s{index}"]
    if "pressed" in series.name:
        page.step("sigma_Ed", f"max({', '.join(f'-{name}' for name in edges)}, 0)", "Pa",
                  equals=series.demand[row])  # fmt: skip
        page.given("sigma_lim", series.resistance[row], "Pa", "0.6 f_ck of the girder")
    else:
        page.step("sigma_Ed", f"max({', '.join(edges)}, 0)", "Pa", equals=series.demand[row])
        page.given("sigma_lim", series.resistance[row], "Pa", "f_ctm of the girder")
    page.step("eta", "sigma_Ed / sigma_lim", words="utilisation")


def compression(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """The edge that is pressed most, at the opening or the end."""
    page.take("sigma_0", "prestress with 0.95 or 1.05, creep and shrinkage")
    page.take("sigma_q", "loads stage by stage")
    page.step("sigma_c", "max(-(sigma_0 + sigma_q), 0)", "Pa", equals=series.demand[row])
    page.take("f_ck")
    page.take("k", by=prestressed_limits)
    page.step("sigma_lim", "k * f_ck", "Pa", equals=series.resistance[row])
    page.step("eta", "sigma_c / sigma_lim", words="utilisation")


def cracks(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Crack width, where the section cracks."""
    if "k_cr" in page.workings and page.value("k_cr") < 0.5:
        page.take("sigma_ct", "greatest tension of the soffit, characteristic")
        page.take("f_ctm", "more than that: the section does not crack")
        page.given("w_k", 0.0, "m")
    else:
        for name in ("sigma_s", "phi", "c", "rho_p", "f_ctm", "E_cm", "E_s", "k_2"):
            page.take(name)
        page.step("alpha_e", "E_s / E_cm")
        page.step("s_r_max", "3.4 * c + 0.8 * k_2 * 0.425 * phi / rho_p", "m", by=crack_width)
        page.step(
            "eps_m",
            "max((sigma_s - 0.4 * f_ctm / rho_p * (1 + alpha_e * rho_p)) / E_s, "
            "0.6 * sigma_s / E_s)",
            by=crack_width, words="strain of the steel less that of the concrete",
        )  # fmt: skip
        page.step("w_k", "s_r_max * eps_m", "m", by=crack_width, equals=series.demand[row])
    page.given("w_max", series.resistance[row], "m", by="EN 1992-2:2005 Table 7.101N")
    page.step("eta", "w_k / w_max", words="utilisation")


def bar_stress(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Bars of the slab on the cracked section."""
    page.take("sigma_s", "slab pulled, concrete in compression alone", cracked_bending)
    page.take("f_sk")
    page.step("sigma_lim", "0.8 * f_sk", "Pa", by=concrete_limits, equals=series.resistance[row])
    page.step("eta", "sigma_s / sigma_lim", words="utilisation")


def camber(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Rise before the slab."""
    page.take("u_0", "rise at release: curvatures integrated twice between the bearings")
    page.take("u_1", "rise before the slab, with creep and losses until then")
    page.step("u", "max(u_0, u_1, 0)", "m", equals=series.demand[row])
    page.take("L")
    page.step("u_lim", "L / 250", "m", "EN 1992-1-1:2004 7.4.1(4)", equals=series.resistance[row])
    page.step("eta", "u / u_lim", words="utilisation")


def deflection(page: Page, _: Book, series: CheckSeries, row: int) -> None:
    """Sag under frequent traffic against a share of the span."""
    page.given("delta", series.demand[row], "m", "downward, LM1 with its frequent values")
    length = page.take("L", "span")
    page.given("n", round(length / float(series.resistance[row]), 9), words="customary divisor")
    page.step("delta_lim", "L / n", "m", equals=series.resistance[row])
    page.step("eta", "delta / delta_lim", words="utilisation")


NOTES: Final[Mapping[str, Derivation]] = {
    "strands at the jack": jack,
    "strands after release": after_release,
    "concrete pressed at release": release,
    "concrete pulled at release": release,
    "strands in service": in_service,
    "decompression": decompression,
    "bending of prestressed girders": bending,
    "steel against brittle failure": brittle,
    "anchored tension chord": chord,
    "shear of prestressed girders": shear,
    "least links": links,
    "shear between girder and slab": interface,
    "shear of the slab beside prestressed girders": flange,
    "splitting at the girders' ends": splitting,
    "lateral slenderness while lifted": lifting,
    "concrete pressed under the wet slab": erection,
    "concrete pulled under the wet slab": erection,
    "compression of the girder": compression,
    "compression of the slab": compression,
    "lasting compression of the girder": compression,
    "lasting compression of the slab": compression,
    "crack width of the soffit": cracks,
    "crack width of the joint over a pier": cracks,
    "crack width over the piers": cracks,
    "reinforcement stress over the piers": bar_stress,
    "camber before the slab": camber,
    "deflection of prestressed girders": deflection,
}
