"""Numbers that the calculation notes of several checks put in, by symbol and unit."""

from __future__ import annotations

from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.crack import E_BARS
from spanwright.datum.arrays import Array
from spanwright.structure.girders import Factors

Numbers = dict[str, Array | float]


def strengths(f_ck: float, f_sk: float, factors: Factors) -> Numbers:
    """What f_cd and f_yd come from.  f_ck, f_sk [Pa]"""
    return {
        "f_ck [Pa]": f_ck,
        "alpha_cc": factors.alpha_cc,
        "gamma_C": factors.C,
        "f_sk [Pa]": f_sk,
        "gamma_S": factors.S,
    }


def elastic(mix: Concrete) -> Numbers:
    """Moduli of cracked sections, and the concrete's mean tensile strength."""
    return {"E_s [Pa]": E_BARS, "E_cm [Pa]": mix.E_cm, "f_ctm [Pa]": mix.f_ctm}
