"""Numbers as the page reads them: short, and nothing where there is no number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

DIGITS = 7


def plain(value: Any) -> Any:
    """A JSON value: floats to DIGITS digits, NaN and infinities as None."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return float(f"{number:.{DIGITS}g}") if np.isfinite(number) else None
    raise TypeError(f"{type(value).__name__} is not for the page")


def numbers(values: Iterable[Any]) -> list[Any]:
    """A list of `plain` numbers."""
    return [plain(value) for value in values]
