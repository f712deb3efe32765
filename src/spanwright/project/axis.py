"""The axis in plan that a project names: read from its file, or built from its elements."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.alignment import Alignment, PlanSegment, read_alignments
from spanwright.alignment.evaluate import segment_at
from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.toml import Document
from spanwright.project.road import AxisBrief, ElementBrief


def axis_of(brief: AxisBrief | None, document: Document) -> Alignment | None:
    """The alignment of ``[road.axis]``; None where the axis is straight.

    Raises InputError, with its place, for a file or a name that cannot be used.
    """
    if brief is None:
        return None
    if brief.elements:
        return of_elements(brief.elements)
    address = "road.axis.file"
    place = document.place(address)
    path = document.path.parent / brief.file
    if not path.is_file():
        raise InputError(
            address, "must be a LandXML or IFC file beside the project", got=brief.file,
            hint=f"there is no such file in {document.path.parent.name or '.'}", place=place,
        )  # fmt: skip
    try:
        found = read_alignments(path)
    except (InputError, ScopeError) as error:
        raise InputError(address, f"cannot be used: {error}", place=place) from error
    names = ", ".join(f'"{one.name}"' for one in found)
    chosen = [one for one in found if one.name == brief.name] if brief.name else list(found)
    if len(chosen) != 1:
        expected = "must name one alignment of the file" if brief.name else "is needed"
        where = "road.axis.name" if brief.name else "road.axis"
        raise InputError(
            "road.axis.name", f"{expected}: {names}", got=brief.name, place=document.place(where)
        )
    return chosen[0]


def of_elements(elements: Sequence[ElementBrief]) -> Alignment:
    """Straights, arcs and clothoids joined end to end, from the origin along x."""
    bends = [
        0.0 if e.radius is None else (1.0 if e.turn == "left" else -1.0) / e.radius
        for e in elements
    ]
    segments: list[PlanSegment] = []
    x = y = direction = 0.0
    for index, element in enumerate(elements):
        first = last = bends[index]
        if element.kind == "clothoid":
            first = segments[-1].last if segments else 0.0
            last = bends[index + 1] if index + 1 < len(bends) else 0.0
        kind = {"straight": "line"}.get(element.kind, element.kind)
        segment = PlanSegment(kind, x, y, direction, element.length, first, last)  # type: ignore[arg-type]
        segments.append(segment)
        x, y, direction, _ = segment_at(segment, np.array([element.length]))[:, 0]
    return Alignment("road.axis", tuple(segments))
