"""Units: SI inside (m, N, kg, s, Pa, rad, kelvin differences); conversion happens only here.

``300 * kN`` is a standard's value as the standard prints it; ``parse("32.5 m", "length")`` is a
user's value at the input door; ``moment / kN`` is a reader's value at the output door.
"""

from __future__ import annotations

import math
import re
from typing import Final

m: Final = 1.0
mm: Final = 1e-3
cm: Final = 1e-2
km: Final = 1e3
N: Final = 1.0
kN: Final = 1e3
MN: Final = 1e6
Pa: Final = 1.0
kPa: Final = 1e3
MPa: Final = 1e6
GPa: Final = 1e9
kg: Final = 1.0
t: Final = 1e3
deg: Final = math.pi / 180.0
day: Final = 86_400.0
kmh: Final = 1.0 / 3.6
foot: Final = 0.3048
inch: Final = 0.0254
kip: Final = 4_448.221_615_260_5
ksi: Final = kip / inch**2
GRAVITY: Final = 9.806_65

# One table: dimension -> unit text -> factor to SI.  The first unit is the SI default.
UNITS: Final[dict[str, dict[str, float]]] = {
    "length": {"m": 1.0, "mm": mm, "cm": cm, "km": km, "ft": foot, "in": inch},
    "area": {"m2": 1.0, "cm2": 1e-4, "mm2": 1e-6, "ha": 1e4, "km2": 1e6},
    "volume": {"m3": 1.0},
    "angle": {"rad": 1.0, "deg": deg},
    "slope": {"1": 1.0, "%": 1e-2, "m/km": 1e-3},
    "force": {"N": 1.0, "kN": kN, "MN": MN, "tf": 1e3 * GRAVITY, "kip": kip},
    "line load": {"N/m": 1.0, "kN/m": kN, "MN/m": MN, "kip/ft": kip / foot},
    "moment": {"N m": 1.0, "Nm": 1.0, "kN m": kN, "kNm": kN, "MN m": MN, "MNm": MN},
    "line moment": {"N m/m": 1.0, "kN m/m": kN, "kNm/m": kN},
    "second moment of area": {"m4": 1.0, "cm4": 1e-8, "mm4": 1e-12, "in4": inch**4},
    "axial rigidity": {"N": 1.0, "kN": kN, "MN": MN, "GN": 1e9},
    "bending rigidity": {"N m2": 1.0, "kN m2": kN, "MN m2": MN, "GN m2": 1e9},
    "rotational stiffness": {"N m/rad": 1.0, "kN m/rad": kN, "MN m/rad": MN},
    "bedding": {"N/m2": 1.0, "kN/m2": kN, "MN/m2": MN},
    "expansion": {"1/K": 1.0},
    "subgrade reaction": {"N/m3": 1.0, "kN/m3": kN, "MN/m3": MN},
    "curvature": {"1/m": 1.0},
    "stress": {"Pa": 1.0, "kPa": kPa, "MPa": MPa, "GPa": GPa, "N/mm2": MPa, "kN/m2": kPa},
    "weight density": {"N/m3": 1.0, "kN/m3": kN},
    "mass": {"kg": 1.0, "t": t},
    "mass density": {"kg/m3": 1.0, "t/m3": t},
    "mass per length": {"kg/m": 1.0, "t/m": t},
    "speed": {"m/s": 1.0, "km/h": kmh},
    "discharge": {"m3/s": 1.0},
    "acceleration": {"m/s2": 1.0, "g": GRAVITY},
    "temperature": {"degC": 1.0, "C": 1.0, "K": 1.0},
    "air temperature": {"degC": 1.0, "C": 1.0},
    "time": {
        "s": 1.0,
        "min": 60.0,
        "h": 3600.0,
        "day": day,
        "days": day,
        "year": 365.25 * day,
        "years": 365.25 * day,
    },
    "stiffness": {"N/m": 1.0, "kN/m": kN, "MN/m": MN, "kN/mm": 1e6},
    "number": {"1": 1.0, "%": 1e-2},
}

# A blank inside a number is only a thousands separator: "12 000 kN" is a number, "1 2 m" is not.
_NUMBER = re.compile(
    r"^\s*([-+]?(?:\d{1,3}(?:[ _]\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    r"\s*(1/\S+|[^\d\s.,].*?)?\s*$"
)


def with_article(noun: str) -> str:
    """ "a length", "an area"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def parse(text: str | float | int, dimension: str) -> float:
    """SI value of a unit string such as ``"32.5 m"``; a bare number is taken as SI.

    Raises ValueError with a sentence that names the units that would be right.
    """
    known = UNITS[dimension]
    wanted = f"{with_article(dimension)} in {', '.join(known)}"
    if isinstance(text, bool):
        raise ValueError(f"must be {wanted}")
    if isinstance(text, (int, float)):
        value, unit = float(text), next(iter(known))
    else:
        match = _NUMBER.match(text.replace("−", "-"))
        if match is None:
            raise ValueError(f"must be {wanted}")
        value = float(match.group(1).replace(" ", "").replace("_", ""))
        unit = (match.group(2) or "").replace("°", "deg").replace("²", "2").replace("³", "3")
        unit = unit or next(iter(known))
    if unit not in known:
        raise ValueError(f"must be {wanted}")
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    factor = known[unit]
    whole = round(1.0 / factor)
    # 175 mm is 0.175 m and not 0.17500000000000002: dividing by a whole number rounds once.
    return value / whole if whole > 1 and whole * factor == 1.0 else value * factor
