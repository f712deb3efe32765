"""Numbers as a reader wants them: SI values to a usual unit and a sensible number of digits."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

THIN = "\u202f"  # narrow no-break space between thousands
MINUS = "\u2212"

# SI unit -> usual units from large to small: (smallest magnitude it is used for, factor, name)
USUAL: dict[str, tuple[tuple[float, float, str], ...]] = {
    "N m": ((1e6, 1e6, "MNm"), (0.0, 1e3, "kNm")),
    "N": ((1e7, 1e6, "MN"), (0.0, 1e3, "kN")),
    "N/m": ((0.0, 1e3, "kN/m"),),
    "N m/m": ((0.0, 1e3, "kNm/m"),),
    "N m/rad": ((0.0, 1e6, "MNm/rad"),),
    "N m2": ((0.0, 1e6, "MNm²"),),
    "N/m3": ((0.0, 1e3, "kN/m³"),),
    "Pa": ((0.0, 1e6, "MPa"),),
    "m": ((0.5, 1.0, "m"), (0.0, 1e-3, "mm")),
    "kg": ((1e3, 1e3, "t"), (0.0, 1.0, "kg")),
    "m2": ((0.0, 1.0, "m²"),),
    "m3": ((0.0, 1.0, "m³"),),
    "rad": ((0.0, 1e-3, "mrad"),),
    "1": ((0.0, 1.0, ""),),
    "-": ((0.0, 1.0, ""),),
}


def usual_unit(unit: str, values: ArrayLike) -> tuple[float, str]:
    """Factor and name of the unit a reader expects for numbers of this size."""
    steps = USUAL.get(unit)
    if steps is None:
        return 1.0, unit
    numbers = np.abs(np.asarray(values, dtype=float))
    numbers = numbers[np.isfinite(numbers)]
    largest = float(numbers.max()) if numbers.size else 0.0
    return next((factor, name) for least, factor, name in steps if largest >= least)


def digits(value: float, figures: int = 4) -> str:
    """A number with about `figures` significant digits and thin spaces between thousands."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    decimals = max(0, figures - 1 - math.floor(math.log10(abs(value)) + 1e-12))
    return fixed(value, min(decimals, 6))


def fixed(value: float, decimals: int) -> str:
    """A number with a fixed number of decimals; a true minus sign; no minus on zero."""
    if not math.isfinite(value):
        return "–"
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN)
    is_zero = not any(c in "123456789" for c in text)
    return MINUS + text if value < 0 and not is_zero else text


def with_unit(value: float, unit: str, figures: int = 3) -> str:
    """An SI value in its usual unit, e.g. ``12.3 MNm``."""
    factor, name = usual_unit(unit, value)
    text = digits(value / factor, figures)
    return f"{text}{THIN}{name}" if name and text != "–" else text


def utilisation(value: float) -> str:
    """A utilisation; never rounded across 1."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    text = f"{value:.2f}"
    if value > 1.0 and float(text) <= 1.0:
        return f"{value:.4f}" if value >= 1.0001 else "> 1.0000"
    return text


def power(value: float) -> str:
    """A small residual as a power of ten: ``3·10⁻¹²``."""
    if value == 0.0:
        return "0"
    if not math.isfinite(value):
        return "–"
    exponent = math.floor(math.log10(abs(value)))
    mantissa = value / 10.0**exponent
    if f"{abs(mantissa):.1f}" == "10.0":
        mantissa, exponent = mantissa / 10.0, exponent + 1
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{fixed(mantissa, 1)}·10{raised}"
