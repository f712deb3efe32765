"""Vehicles astray on a road deck: kerbs, restraints, footways (EN 1991-2 4.7.3, 4.8); SI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from spanwright.codes.clause import clause, within
from spanwright.codes.data import Data, load

EN: Final = "EN 1991-2:2003"
_NDP: Final = load("eurocode/annexes/recommended.toml")
_DATA: Final = load("eurocode/actions/road.toml")


@dataclass(frozen=True, slots=True)
class Strike:
    """A vehicle against a kerb or a restraint, the parts at the same time.

    lateral, vertical : forces [N]   length : of the line the lateral force acts on [m]
    height            : of that line above the road [m]
    """

    lateral: float
    vertical: float
    length: float
    height: float


@clause(EN, "4.7.3.1", tag="remembered")
def footway_axle(parameters: Data = _NDP) -> float:
    """One axle of lane 2 on a footway without a rigid barrier, alpha_Q2 Q_2k.  [N]; 200 kN"""
    return parameters.number("lm1.alpha_Q2") * float(_DATA.array("lm1.tandem_axles")[1])


@clause(EN, "4.7.3.2", tag="remembered")
@within(kerb_height=(0.0, None))
def kerb_strike(kerb_height: float, parameters: Data = _NDP) -> Strike:
    """100 kN on 0.5 m, 0.05 m below the top of the kerb, with 0.75 alpha_Q1 Q_1k.  [m]"""
    return Strike(
        _DATA.number("kerb.lateral"),
        _DATA.number("kerb.vertical") * _first_axle(parameters),
        _DATA.number("kerb.length"),
        max(kerb_height - _DATA.number("kerb.below_top"), 0.0),
    )


@clause(EN, "4.7.3.3", "Table 4.9(n)", tag="remembered")
@within(barrier_height=(0.0, None))
def barrier_strike(
    kind: Literal["A", "B", "C", "D"], barrier_height: float, parameters: Data = _NDP
) -> Strike:
    """What a restraint hands to the deck by its class: 100, 200, 400 or 600 kN on 0.5 m.

    The force acts 0.1 m below the top of the restraint, at most 1.0 m above the road, with
    0.5 alpha_Q1 Q_1k.  barrier_height : [m];  raises ScopeError for another class
    """
    below = barrier_height - _DATA.number("barrier.below_top")
    return Strike(
        _DATA.number(f"barrier.lateral.{kind}"),
        _DATA.number("barrier.vertical") * _first_axle(parameters),
        _DATA.number("barrier.length"),
        min(max(below, 0.0), _DATA.number("barrier.most_above_road")),
    )


@clause(EN, "4.8", tag="remembered")
def parapet_line() -> float:
    """Line load on the top of a pedestrian parapet, across or downwards.  [N/m]; 1.0 kN/m"""
    return _DATA.number("parapet.line")


def _first_axle(parameters: Data) -> float:
    return parameters.number("lm1.alpha_Q1") * _DATA.number("lm1.axle")
