"""What is known of a project before its analysis: the title block, its place and its layout."""

from __future__ import annotations

from spanwright.deliverables.results import (
    Arrangement,
    MapPlace,
    Neighbour,
    Position,
    Summary,
)
from spanwright.layout.bars import reinforcement
from spanwright.layout.types import Layout
from spanwright.project.reader import Reading
from spanwright.project.schema import Brief

STANDARDS = {
    "EN": "EN 1990, EN 1991, EN 1992, EN 1993, EN 1994, EN 1997, EN 1998 (first generation, "
    "{annex} values)",
    "AASHTO": "AASHTO LRFD {edition} edition; temperature, earthquake and ships by EN 1991, "
    "EN 1998",
}


def arrangement_of(reading: Reading, layout: Layout) -> Arrangement:
    """What can be drawn of a project before its analysis."""
    project = reading.brief.project
    return Arrangement(
        project.name, summary_of(reading), layout, position_of(reading), project.date,
        neighbours_of(reading), reinforcement(reading.brief, layout),
    )  # fmt: skip


def position_of(reading: Reading) -> Position | None:
    """Where the bridge stands; None where the project does not say."""
    site = reading.brief.site
    if site.latitude is None or site.longitude is None:
        return None
    on_map = None
    if site.crs is not None:
        crs = site.crs
        on_map = MapPlace(crs.name, crs.easting, crs.northing, crs.bearing, crs.scale)
    return Position(
        site.latitude, site.longitude, site.height_datum, site.bearing, site.banks, on_map
    )


def neighbours_of(reading: Reading) -> tuple[Neighbour, ...]:
    """Bridges nearby, in the bridge's own axes."""
    return tuple(
        Neighbour(
            n.name, n.use, n.year, n.distance if n.side == "left" else -n.distance, n.middle,
            n.skew, n.spans, n.forms * (len(n.spans) if len(n.forms) == 1 else 1), n.level,
            n.depth, n.truss_height, n.width, n.pier_width,
        )
        for n in reading.brief.site.neighbours
    )  # fmt: skip


def summary_of(reading: Reading) -> Summary:
    """The title block."""
    brief = reading.brief
    facts = (("Stage of design", brief.project.stage),)
    return Summary(
        title=brief.project.name,
        place=brief.site.name,
        purpose=brief.project.description,
        standards=(_standards(brief),),
        facts=facts,
    )


def _standards(brief: Brief) -> str:
    codes = brief.codes
    return STANDARDS[codes.basis].format(annex=codes.annex, edition=codes.edition)
