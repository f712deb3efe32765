"""One line of the quantities: `QuantityRow`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """One quantity of one element.

    kind    : e.g. "girder plates";  element : stable name;  part : deck or side
    amount, unit : kg, m3, m2, m or 1;  material : e.g. "S355"
    rule    : how it was found;  volume : of the drawn solid, 0 where there is none [m3]
    """

    kind: str
    element: str
    amount: float
    unit: str
    material: str
    part: str
    rule: str
    volume: float = 0.0
