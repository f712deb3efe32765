"""Alignments made elsewhere: read from IFC 4.3 and LandXML, evaluated exactly."""

from __future__ import annotations

from pathlib import Path

from spanwright.alignment.evaluate import banked, levels, locate, misfits
from spanwright.alignment.ifc import read_ifc
from spanwright.alignment.landxml import read_landxml
from spanwright.alignment.types import (
    Alignment,
    Banking,
    BankSegment,
    GradeSegment,
    Levelled,
    Located,
    PlanSegment,
)
from spanwright.datum.errors import ScopeError

__all__ = [
    "Alignment",
    "BankSegment",
    "Banking",
    "GradeSegment",
    "Levelled",
    "Located",
    "PlanSegment",
    "banked",
    "levels",
    "locate",
    "misfits",
    "read_alignments",
    "read_ifc",
    "read_landxml",
]


def read_alignments(path: Path) -> tuple[Alignment, ...]:
    """All alignments of an .ifc or .xml file.  Raises ScopeError for another kind of file."""
    readers = {".ifc": read_ifc, ".xml": read_landxml, ".landxml": read_landxml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ScopeError(f"{path.name}: alignments are read from .ifc and LandXML (.xml) files")
    return reader(path)
