"""Cant of an IFC 4.3 alignment, as slopes of the plane through the heads of its rails."""

from __future__ import annotations

from typing import Final

from spanwright.alignment.step import Entity, StepFile
from spanwright.alignment.types import Banking, BankSegment, PlanKind

# Each value has the law of the transition in plan of the same name.
CANT: Final[dict[str, PlanKind]] = {
    "CONSTANTCANT": "line", "LINEARTRANSITION": "clothoid", "BLOSSCURVE": "bloss",
    "COSINECURVE": "cosine", "SINECURVE": "sine", "HELMERTCURVE": "helmert",
    "VIENNESEBEND": "viennese",
}  # fmt: skip
SPATIAL: Final = ("IFCRELCONTAINEDINSPATIALSTRUCTURE", "IFCRELREFERENCEDINSPATIALSTRUCTURE")


def cant_of(
    step: StepFile, alignment: Entity, parts: list[tuple[Entity, list[Entity]]], length: float
) -> Banking | None:  # fmt: skip
    """Cant of an alignment; None where the file gives none.

    parts : what is nested in the alignment, each with the design parameters of its segments
    The slope is the left rail's height over the right one's by the distance of the rail heads; the
    axis rises by the mean of both heights.
    """
    cants = [(part, rows) for part, rows in parts if part.kind == "IFCALIGNMENTCANT"]
    if not cants:
        events = [p for p, _ in parts if p.kind == "IFCREFERENT" and "SUPERELEVATION" in _type(p)]
        if not events:
            return None
        return Banking(
            "IfcReferent", fault="its superelevation events do not say which way a slope counts"
        )
    source, is_rail = "IfcAlignmentCant", not _is_road(step, alignment)
    part, rows = cants[0]
    apart = float(part.values[7] or 0.0)
    if len(cants) > 1 or apart <= 0:
        what = "has no distance of its rail heads" if apart <= 0 else "is there more than once"
        return Banking(source, is_rail=is_rail, fault=f"#{part.number} {what}")
    found: list[BankSegment] = []
    for row in rows:
        kind = str(row.values[8])
        start, reach = float(row.values[2]) * length, float(row.values[3]) * length
        if reach == 0.0:  # the empty last one
            continue
        left, left_end, right, right_end = row.values[4:8]
        if kind == "CONSTANTCANT":
            left_end, right_end = left, right
        fault = ""
        if kind not in CANT:
            fault = f"a {kind} of cant is not read"
        elif reach < 0 or None in (left, left_end, right, right_end):
            fault = "a length below 0" if reach < 0 else "needs both heights at both ends"
        if fault:
            return Banking(source, is_rail=is_rail, fault=f"#{row.number}: {fault}")
        slope = (left - right) / apart, (left_end - right_end) / apart
        rise = (left + right) / 2 * length, (left_end + right_end) / 2 * length
        found.append(BankSegment(CANT[kind], start, reach, slope, slope, rise))
    return Banking(source, tuple(sorted(found, key=lambda row: row.start)), is_rail)


def _type(referent: Entity) -> str:
    return str(referent.values[7]) if len(referent.values) > 7 else ""


def _is_road(step: StepFile, alignment: Entity) -> bool:
    """Whether the file places the alignment in a road."""
    places = [r.values[5] for r in step.of(*SPATIAL) if alignment.number in r.values[4]]
    return any(step[place].kind.startswith("IFCROAD") for place in places)
