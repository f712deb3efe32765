"""Checks between values: what one field alone cannot know.

Each check takes the validated sections it needs and yields `InputError`s; a section that did not
validate is None and its checks are skipped, so the user sees the first cause only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spanwright.codes.data import annexes, parameters
from spanwright.datum.errors import InputError
from spanwright.datum.units import with_article
from spanwright.project.arrangement import LayoutBrief
from spanwright.project.basis import CodesBrief, ProgrammeBrief
from spanwright.project.fields import Point
from spanwright.project.road import RoadBrief
from spanwright.project.site import SiteBrief
from spanwright.project.sizes import SizesBrief

TOLERANCE = 1e-6  # of a length [m]: sums of decimal inputs are not exact in binary
NARROWEST_LANE = 2.5  # [m]: below it no lorry fits (vehicles may be 2.55 m wide with mirrors more)


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections that validated."""

    site: SiteBrief | None
    road: RoadBrief | None
    layout: LayoutBrief | None
    programme: ProgrammeBrief | None
    codes: CodesBrief | None = None
    sizes: SizesBrief | None = None


def cross_check(sections: Sections) -> list[InputError]:
    """All problems between values, without their places."""
    problems: list[InputError] = []
    site, road, layout = sections.site, sections.road, sections.layout
    if layout is not None:
        problems += [*_lengths(layout), *_girders(layout), *_slab(layout)]
        if layout.has_precast:
            problems += _precast(layout, road, sections.codes, sections.programme)
    if site is not None:
        problems += [*_soil(site), *_levels(site), *_climate(site), *_surroundings(site)]
        problems += _navigation(site)
    if road is not None:
        problems += [*_lanes(road), *_axis(road)]
    if road is not None and layout is not None:
        problems += [*_width(road, layout), *_profile(road, layout)]
    if site is not None and road is not None:
        problems += _clearance(site, road)
    if site is not None and layout is not None:
        problems += [*_stations(site, layout), *_roads_below(site, layout)]
    if road is not None and road.axis is not None and sections.codes is not None:
        problems += _basis_on_a_curve(sections.codes)
    if sections.codes is not None:
        problems += _codes(sections.codes)
    if sections.sizes is not None:
        problems += _sizes(sections.sizes, layout)
    if sections.programme is not None:
        problems += _programme(sections.programme, layout)
    return problems


def metres(value: float) -> str:
    """A length as a reader writes it."""
    return f"{round(value, 6):.10g} m"


def _lengths(layout: LayoutBrief) -> Iterator[InputError]:
    total = layout.total
    if layout.length is not None and abs(layout.length - total) > TOLERANCE:
        expected = f"must be the sum of the parts, {metres(total)}"
        yield InputError("layout.length", expected, got=metres(layout.length))
    for index, part in enumerate(layout.parts):
        address = f"layout.parts[{index}]"
        if part.spans != "choose" and abs(sum(part.spans) - part.length) > TOLERANCE:
            expected = f"must add up to the length of the part, {metres(part.length)}"
            yield InputError(f"{address}.spans", expected, got=metres(sum(part.spans)))
        if part.name in [other.name for other in layout.parts[:index]]:
            yield InputError(f"{address}.name", "is given twice", got=part.name)


def _girders(layout: LayoutBrief) -> Iterator[InputError]:
    girders = layout.girders
    if girders.support_depth is not None and not girders.haunched:
        yield InputError(
            "layout.girders.support_depth",
            "needs haunched = true",
            hint='leave it "auto" for a constant depth',
        )
    last = 0.0
    for index, segment in enumerate(girders.segments):
        if segment.to <= last:
            expected = f"must lie beyond {metres(last)}, where the segment begins"
            yield InputError(
                f"layout.girders.segments[{index}].to", expected, got=metres(segment.to)
            )
        last = max(last, segment.to)
    if girders.segments and abs(last - layout.total) > TOLERANCE:
        index = len(girders.segments) - 1
        expected = f"the last segment must end at the end of the bridge, {metres(layout.total)}"
        yield InputError(f"layout.girders.segments[{index}].to", expected, got=metres(last))


def _slab(layout: LayoutBrief) -> Iterator[InputError]:
    slab, studs = layout.slab, layout.studs
    if 2.0 * slab.cover >= slab.thickness:
        expected = f"must leave concrete inside a slab of {metres(slab.thickness)}"
        yield InputError("layout.slab.cover", expected, got=metres(slab.cover))
    room = slab.thickness + slab.haunch - 0.02
    if studs.height > room:
        expected = f"must end 20 mm below the slab's top: at most {metres(room)}"
        yield InputError("layout.studs.height", expected, got=metres(studs.height))
    if layout.girders.spacing is not None and slab.width is not None:
        outer = layout.girders.spacing * (layout.girders.count - 1)
        if outer >= slab.width:
            expected = f"must keep the girders under the slab of {metres(slab.width)}"
            yield InputError("layout.girders.spacing", expected, got=f"{metres(outer)} in all")


def _soil(site: SiteBrief) -> Iterator[InputError]:
    bottom = 0.0
    for index, (layer, stratum) in enumerate(zip(site.soil, site.strata(), strict=True)):
        address = f"site.soil[{index}]"
        if layer.bottom is None and layer.thickness is None:
            yield InputError(address, "needs a bottom or a thickness")
        if abs(stratum.top - bottom) > TOLERANCE:
            above = "the ground is" if index == 0 else "the layer above ends"
            kind = "gap" if stratum.top > bottom else "overlap"
            expected = f"must start at {metres(bottom)}, where {above}"
            hint = f"there is {with_article(kind)} of {metres(abs(stratum.top - bottom))}"
            yield InputError(f"{address}.top", expected, got=metres(stratum.top), hint=hint)
        if layer.bottom is not None:
            if layer.bottom <= stratum.top:
                expected = f"must lie below the layer's top, {metres(stratum.top)}"
                yield InputError(f"{address}.bottom", expected, got=metres(layer.bottom))
            elif layer.thickness is not None and (
                abs(stratum.top + layer.thickness - layer.bottom) > TOLERANCE
            ):
                expected = f"must be bottom minus top, {metres(layer.bottom - stratum.top)}"
                yield InputError(f"{address}.thickness", expected, got=metres(layer.thickness))
        bottom = max(bottom, stratum.bottom)


def _levels(site: SiteBrief) -> Iterator[InputError]:
    water = site.water
    if water.low is not None and water.low > water.mean:
        expected = f"must not be above mean water, {metres(water.mean)}"
        yield InputError("site.water.low", expected, got=metres(water.low))
    if water.flood < water.mean:
        expected = f"must not be below mean water, {metres(water.mean)}"
        yield InputError("site.water.flood", expected, got=metres(water.flood))
    first, last = site.banks
    if first >= last:
        expected = "must be [start, end] of the river with start before end"
        yield InputError("site.banks", expected, got=f"[{metres(first)}, {metres(last)}]")


def _climate(site: SiteBrief) -> Iterator[InputError]:
    climate = site.climate
    if climate.t_min >= climate.t_max:
        expected = f"must be below t_max, {climate.t_max:g} degC"
        yield InputError("site.climate.t_min", expected, got=f"{climate.t_min:g} degC")
    elif not climate.t_min <= climate.t_closing <= climate.t_max:
        expected = "must lie between t_min and t_max"
        yield InputError("site.climate.t_closing", expected, got=f"{climate.t_closing:g} degC")


def _lanes(road: RoadBrief) -> Iterator[InputError]:
    if road.carriageway < NARROWEST_LANE * road.lanes - TOLERANCE:
        expected = f"must give each of {road.lanes} lanes at least {metres(NARROWEST_LANE)}"
        yield InputError("road.carriageway", expected, got=metres(road.carriageway))


def _width(road: RoadBrief, layout: LayoutBrief) -> Iterator[InputError]:
    width = layout.slab.width
    if width is not None and road.deck_width > width + TOLERANCE:
        expected = (
            f"must fit on the deck: carriageway, strips, barriers and walkways need "
            f"{metres(road.deck_width)}, layout.slab.width is {metres(width)}"
        )
        yield InputError("road.carriageway", expected, got=metres(road.carriageway))


def _increasing(points: Sequence[Point], address: str) -> Iterator[InputError]:
    for index, (before, after) in enumerate(pairwise(points), start=1):
        if after[0] <= before[0]:
            expected = f"stations must increase: must be beyond {metres(before[0])}"
            yield InputError(f"{address}[{index}][0]", expected, got=metres(after[0]))


def _covers(points: Sequence[Point], total: float, address: str) -> Iterator[InputError]:
    first, last = min(p[0] for p in points), max(p[0] for p in points)
    if first > TOLERANCE or last < total - TOLERANCE:
        expected = f"must reach from 0 m to the end of the bridge, {metres(total)}"
        yield InputError(address, expected, got=f"{metres(first)} to {metres(last)}")


def _profile(road: RoadBrief, layout: LayoutBrief) -> Iterator[InputError]:
    if road.profile is not None:
        yield from _increasing(road.profile.points, "road.profile.points")
        yield from _covers(road.profile.points, layout.total, "road.profile.points")


def _axis(road: RoadBrief) -> Iterator[InputError]:
    for index, (before, after) in enumerate(pairwise(road.superelevation), start=1):
        if after[0] <= before[0]:
            expected = f"stations must increase: must be beyond {metres(before[0])}"
            yield InputError(f"road.superelevation[{index}][0]", expected, got=metres(after[0]))
    axis = road.axis
    if axis is None:
        return
    if bool(axis.file) == bool(axis.elements):
        found = "both" if axis.file else "neither"
        yield InputError("road.axis", "needs a file or elements, one of the two", got=found)
    if axis.name and not axis.file:
        yield InputError("road.axis.name", "is the name of an alignment in a file", got=axis.name)
    for index, element in enumerate(axis.elements):
        address = f"road.axis.elements[{index}]"
        if element.kind == "arc" and (element.radius is None or element.turn is None):
            yield InputError(address, 'an arc needs a radius and turn = "left" or "right"')
        elif element.kind != "arc" and (element.radius is not None or element.turn is not None):
            yield InputError(
                address,
                "only an arc has a radius and a turn",
                got=element.kind,
                hint="a clothoid takes its curvatures from the pieces beside it",
            )


def _basis_on_a_curve(codes: CodesBrief) -> Iterator[InputError]:
    if codes.basis != "EN":
        expected = 'must be "EN" along an axis: the others lack their rules for curved girders'
        yield InputError("codes.basis", expected, got=codes.basis)


def _clearance(site: SiteBrief, road: RoadBrief) -> Iterator[InputError]:
    level = road.clearance.above
    if getattr(site.water, level) is None:
        hint = f"give site.water.{level} or another level"
        yield InputError("road.clearance.above", f"needs the {level} water level", hint=hint)


def _navigation(site: SiteBrief) -> Iterator[InputError]:
    ships = site.navigation
    if ships is not None and getattr(site.water, ships.level) is None:
        hint = f"give site.water.{ships.level} or another level"
        expected = f"needs the {ships.level} water level"
        yield InputError("site.navigation.level", expected, hint=hint)


def _roads_below(site: SiteBrief, layout: LayoutBrief) -> Iterator[InputError]:
    for index, road in enumerate(site.roads):
        address = f"site.roads[{index}]"
        if road.name in [other.name for other in site.roads[:index]]:
            yield InputError(f"{address}.name", "is given twice", got=road.name)
        if road.end <= road.start:
            expected = f"must lie beyond its start, {metres(road.start)}"
            yield InputError(f"{address}.end", expected, got=metres(road.end))
        elif road.end > layout.total + TOLERANCE:
            expected = f"must lie under the bridge, at most {metres(layout.total)}"
            yield InputError(f"{address}.end", expected, got=metres(road.end))


def _stations(site: SiteBrief, layout: LayoutBrief) -> Iterator[InputError]:
    yield from _increasing(site.ground, "site.ground")
    yield from _covers(site.ground, layout.total, "site.ground")
    if site.banks[1] > layout.total + TOLERANCE:
        expected = f"must lie on the bridge, at most {metres(layout.total)}"
        yield InputError("site.banks[1]", expected, got=metres(site.banks[1]))


def _codes(codes: CodesBrief) -> Iterator[InputError]:
    known = annexes()
    if codes.annex not in known:
        expected = f"must be one of {', '.join(known)}"
        yield InputError("codes.annex", expected, got=codes.annex)
        return
    for index, entry in enumerate(codes.overrides):
        address = f"codes.overrides[{index}]"
        if entry.name in [other.name for other in codes.overrides[:index]]:
            yield InputError(f"{address}.name", "is given twice", got=entry.name)
        try:
            if entry.name.startswith("aashto."):
                parameters("aashto", overrides={entry.name: entry.override})
            else:
                parameters("eurocode", codes.annex, {entry.name: entry.override})
        except InputError as error:
            yield InputError(address, error.expected, got=error.got or entry.name, hint=error.hint)


def _precast(
    layout: LayoutBrief,
    road: RoadBrief | None,
    codes: CodesBrief | None,
    programme: ProgrammeBrief | None,
) -> Iterator[InputError]:
    index = next(i for i, part in enumerate(layout.parts) if part.girders == "prestressed")
    address = f"layout.parts[{index}].girders"
    if codes is not None and codes.basis == "AASHTO":
        hint = 'codes.basis = "EN", or girders = "steel"'
        yield InputError(address, "prestressed girders are checked by Eurocode only", hint=hint)
    if road is not None and road.axis is not None:
        hint = 'leave road.axis out, or girders = "steel"'
        yield InputError(address, "precast girders are straight: not along road.axis", hint=hint)
    alone = all(part.girders == "prestressed" for part in layout.parts)
    if alone and programme is not None and programme.erection == "launch":
        hint = 'erection = "crane" or "auto"'
        yield InputError("programme.erection", "precast girders are not launched", hint=hint)


def _sizes(sizes: SizesBrief, layout: LayoutBrief | None) -> Iterator[InputError]:
    precast = [] if layout is None else [
        part.name for part in layout.parts if part.girders == "prestressed"
    ]  # fmt: skip
    for index, deck in enumerate(sizes.deck):
        address = f"sizes.deck[{index}]"
        if not deck.plates and deck.name not in precast:
            yield InputError(f"{address}.plates", "is missing", hint="run spanwright size again")
        if deck.name in [other.name for other in sizes.deck[:index]]:
            yield InputError(f"{address}.name", "is given twice", got=deck.name)
        first, last = deck.supports[0], deck.supports[-1]
        columns = {
            "plates": [first, *(row[0] for row in deck.plates)],
            "studs": [first, *(row[0] for row in deck.studs)],
            "cross_frames": list(deck.cross_frames),
        }
        for name, stations in columns.items():
            if any(after <= before for before, after in pairwise(stations)):
                yield InputError(f"{address}.{name}", "stations must increase")
            elif len(stations) > 1 and abs(stations[-1] - last) > TOLERANCE:
                expected = f"must reach the end of the deck at {metres(last)}"
                yield InputError(f"{address}.{name}", expected, got=metres(stations[-1]))
        if deck.cross_frames and not _holds(deck.cross_frames, deck.supports):
            expected = "must have a cross-frame at every support"
            yield InputError(f"{address}.cross_frames", expected)


def _holds(stations: Sequence[float], wanted: Sequence[float]) -> bool:
    return all(min(abs(x - y) for x in stations) <= TOLERANCE for y in wanted)


def _programme(programme: ProgrammeBrief, layout: LayoutBrief | None) -> Iterator[InputError]:
    for index, promise in enumerate(programme.promised):
        if promise.date <= programme.start:
            expected = f"must be after the start of works, {programme.start}"
            address = f"programme.promised[{index}].date"
            yield InputError(address, expected, got=str(promise.date))
    for index, front in enumerate(programme.fronts):
        if front.start is not None and front.start < programme.start:
            expected = f"must not be before the start of works, {programme.start}"
            yield InputError(f"programme.fronts[{index}].start", expected, got=str(front.start))
    if layout is None:
        return
    names = [part.name for part in layout.parts]
    built = [name for front in programme.fronts for name in front.parts]
    for index, front in enumerate(programme.fronts):
        for position, name in enumerate(front.parts):
            if name not in names:
                address = f"programme.fronts[{index}].parts[{position}]"
                hint = f"parts: {', '.join(names)}"
                yield InputError(address, "no part has this name", got=name, hint=hint)
    if set(built) - set(names):
        return
    for name in names:
        if built.count(name) != 1:
            expected = f'part "{name}" must be built by exactly one front'
            yield InputError("programme.fronts", expected, got=str(built.count(name)))


def _surroundings(site: SiteBrief) -> Iterator[InputError]:
    if site.crs is not None:
        if not re.fullmatch(r"EPSG:\d+", site.crs.name):
            expected = 'must be a code of the EPSG registry, such as "EPSG:5186"'
            yield InputError("site.crs.name", expected, got=site.crs.name)
        for name in ("latitude", "longitude", "bearing"):
            if getattr(site, name) is None:
                yield InputError(f"site.{name}", "is needed beside site.crs")
    for index, neighbour in enumerate(site.neighbours):
        address = f"site.neighbours[{index}]"
        spans, forms = len(neighbour.spans), len(neighbour.forms)
        if forms not in (1, spans):
            yield InputError(
                f"{address}.forms", f"must be one word, or one for each of {spans} spans",
                got=f"{forms} words",
            )  # fmt: skip
        if neighbour.name in [other.name for other in site.neighbours[:index]]:
            yield InputError(f"{address}.name", "is given twice", got=neighbour.name)
