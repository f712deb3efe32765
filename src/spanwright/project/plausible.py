"""Values no bridge has, most of them a unit left out: ``thickness = 250`` is 250 m.

A field that prints a usual range refuses what lies more than ten times beyond it.
"""

from __future__ import annotations

import re
from typing import Final

from pydantic.fields import FieldInfo

from spanwright.datum.units import UNITS

BEYOND: Final = 10.0
_RANGE: Final = re.compile(r"^(\d[\d.e]*) to (\d[\d.e]*)(?: (\S+))?(?: each bearing)?$")


def implausible(info: FieldInfo, dimension: str, value: float) -> tuple[str, str] | None:
    """What would be right and what was understood, where a value (SI) is out of all proportion."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    match = _RANGE.match(str(extra.get("range", "")))
    if match is None:
        return None
    unit = match.group(3) or next(iter(UNITS[dimension]))
    factor, sign = UNITS[dimension][unit], "" if unit == "1" else f" {unit}"
    ends = (float(match.group(1)) / BEYOND, float(match.group(2)) * BEYOND)
    if ends[0] <= value / factor <= ends[1]:
        return None
    usual = f"{match.group(1)} to {match.group(2)}{sign}"
    expected = f"must be between {ends[0]:g}{sign} and {ends[1]:g}{sign}; usual is {usual}"
    si = next(iter(UNITS[dimension]))
    return expected, f"{value:g}" if si == "1" else f"{value:g} {si}"
