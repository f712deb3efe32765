"""What the layout says aloud: ledger lines and notices, collected while it decides."""

from __future__ import annotations

import math

from spanwright.datum.ledger import Line, Notice


class Notes:
    """Collects the rules used, in the order of the decisions."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.notices: list[Notice] = []

    def rule(self, address: str, value: str, rule: str, note: str = "") -> None:
        """A value the layout chose, and the rule of proportion behind it."""
        self.lines.append(Line(address, value, "derived", rule, note))

    def inform(self, address: str, text: str) -> None:
        """Something the reader should know."""
        self.notices.append(Notice(address, text, "info"))

    def warn(self, address: str, text: str) -> None:
        """Something the reader should mend or decide."""
        self.notices.append(Notice(address, text, "warning"))


def rounded_up(value: float, step: float) -> float:
    """The next multiple of a step; a value already on it stays (rounding noise forgiven)."""
    return round(math.ceil(value / step - 1e-9) * step, 9)


def rounded(value: float, step: float) -> float:
    """The nearest multiple of a step."""
    return round(round(value / step) * step, 9)
