"""Fatigue of details and shear connectors, AASHTO LRFD 6.6.1.2 and 6.10.10; SI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.aashto.resistance.flexure import LRFD, Edition
from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import ksi

CATEGORIES: Final = ("A", "B", "B'", "C", "C'", "D", "E", "E'")
DAYS: Final = 365.0
YEARS: Final = 75.0


def _category(name: str) -> tuple[float, float]:
    """Detail constant A [Pa3] and threshold [Pa]."""
    data = load("aashto/resistance/steel.toml")
    if name not in CATEGORIES:
        raise ScopeError(f"fatigue category {name!r}: known are {', '.join(CATEGORIES)}")
    row = CATEGORIES.index(name)
    constant = float(data.array("fatigue.constant")[row]) * ksi**3
    return constant, float(data.array("fatigue.threshold")[row])


@dataclass(frozen=True, slots=True, eq=False)
class DetailUse:
    """A detail under the fatigue truck, each (...,).

    infinite, finite : utilisation of Fatigue I against the threshold, of Fatigue II against
                       (A/N)^(1/3);  utilisation : the smaller: above the traffic at which both
                       are alike the first must hold, below it the second
    """

    infinite: Array
    finite: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "6.6.1.2.5", "(6.6.1.2.5-2), (6.6.1.2.5-3)", tag="read")
def cycles(trucks_a_day: float, per_passage: Values, years: float = YEARS) -> Array:
    """N = 365 x 75 n ADTT_SL.  (...,)"""
    return floats(DAYS * years * trucks_a_day * floats(per_passage))


@clause(LRFD, "6.6.1.2.2", "6.6.1.2.5", "(6.6.1.2.2-1)", tag="read")
def detail_use(stress_range: Values, number: Values, category: str) -> DetailUse:
    """Range of one fatigue truck with impact, without load factor, against a detail category.

    stress_range [Pa], number N : (...,);  category : "A", "B", "B'", "C", "C'", "D", "E", "E'"
    Check: category C, 10 ksi x 1.75 over 10 ksi: 1.75; N 4.4e6: 8 over 10 ksi.
    """
    data = load("aashto/resistance/steel.toml")
    constant, threshold = _category(category)
    sigma, n = together(stress_range, number)
    infinite = data.number("fatigue.load.infinite_life") * np.abs(sigma) / threshold
    life = (constant / np.maximum(n, 1.0)) ** (1.0 / 3.0)
    finite = data.number("fatigue.load.finite_life") * np.abs(sigma) / life
    return DetailUse(infinite, finite, np.minimum(infinite, finite))


@clause(LRFD, "6.10.10.4.3", "(6.10.10.4.3-1)", tag="read")
def stud_strength(
    diameter: float, f_u: float, f_c: float, E_c: float, edition: Edition = "9th"
) -> float:
    """phi Q_n of one stud.  [m], [Pa] -> [N]

    To the 9th edition 0.85 x min(0.5 A sqrt(f'c E_c), A F_u); in the 10th 0.70 A F_u.
    """
    data = load("aashto/resistance/steel.toml")
    area = np.pi * diameter**2 / 4
    if edition == "10th":
        return float(data.number("factor.studs_10th") * 0.70 * area * f_u)
    strength = min(0.5 * area * np.sqrt(f_c * E_c), area * f_u)
    return float(data.number("factor.studs_9th") * strength)


@dataclass(frozen=True, slots=True, eq=False)
class StudFatigue:
    """Z_r of one stud.  [N]

    infinite : under Fatigue I;  finite : (...,) under Fatigue II
    """

    infinite: float
    finite: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "6.10.10.2", "(6.10.10.2-1), (6.10.10.2-3)", tag="read")
def stud_fatigue(diameter: float, number: Values, edition: Edition = "9th") -> StudFatigue:
    """Fatigue shear resistance of one stud.  [m], (...,) cycles -> [N]

    Check: 7/8 in: 4.2109 kip (Fatigue I); 2e6 cycles: 5.768 kip (II).
    """
    data = load("aashto/resistance/steel.toml")
    n = np.maximum(floats(number), 1.0)
    if edition == "10th":
        area = np.pi * diameter**2 / 4
        constant = data.number("studs.fatigue.finite_constant_10th") * ksi**5
        return StudFatigue(
            data.number("studs.fatigue.infinite_life_10th") * area,
            area * (constant / n) ** 0.2,
        )
    slope = data.number("studs.fatigue.finite_start") - data.number(
        "studs.fatigue.finite_slope"
    ) * np.log10(n)
    least = data.number("studs.fatigue.infinite_life") * diameter**2
    return StudFatigue(least, np.maximum(slope * diameter**2, 0.0))
