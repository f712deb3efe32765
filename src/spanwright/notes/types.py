"""What a calculation note holds; how it looks is the deliverables' matter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A symbol with its value in SI."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the page.

    formula : what was evaluated, see notes.formula; "" for a number that is given or was found by
              a function too long for a line
    inputs  : the symbols of the formula as they were put in
    source  : clause, "" for plain data;  tag : its evidence;  words : what it is
    """

    result: Quantity
    formula: str
    inputs: tuple[Quantity, ...]
    source: str
    tag: str
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """One action of the governing combination: factor times characteristic value.

    moment, shear : characteristic effect at the place [N m], [N]
    """

    action: str
    factor: float
    moment: float
    shear: float


@dataclass(frozen=True, slots=True)
class Note:
    """One check at one place, from the combination to the utilisation.

    terms     : the governing combination, () where the demand is no sum of actions
    steps     : the calculation;  details : further intermediate values of the check
    is_derived: every step from section and demand is shown, not only the comparison
    gap       : largest relative difference between the page's figures and those of the checks
    """

    check: str
    place: str
    situation: str
    clause: str
    tag: str
    unit: str
    status: str
    combination: str
    cause: str
    terms: tuple[Term, ...]
    steps: tuple[Step, ...]
    details: tuple[tuple[str, float], ...]
    demand: float
    resistance: float
    utilisation: float
    is_derived: bool
    gap: float
