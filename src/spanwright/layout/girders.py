"""One deck: girder lines, depth, plates, slab and bars, cross-frames, studs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import InputError
from spanwright.datum.units import GRAVITY, kN, mm
from spanwright.layout.estimate import beam_effects, girder_share
from spanwright.layout.notes import Notes, rounded, rounded_up
from spanwright.layout.plates import GirderLoads, Plates, choose_plates, given_plates
from spanwright.layout.sized import RULE, sized_plates, sized_studs
from spanwright.layout.types import Deck, Girder, Road, Slab

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import DeckSizes

OVERHANG: Final = 0.45  # slab overhang over girder spacing: even loads on inner and outer girders
SLAB_SPAN: Final = 16.0  # girder spacing over slab thickness, without transverse prestress
CONCRETE_WEIGHT: Final = 25.0 * kN  # N/m3, EN 1991-1-1 Table A.1
STEEL_WEIGHT: Final = 7_850.0 * GRAVITY
DEPTH_STEP: Final = 0.05
END_FACTOR: Final = 1.15  # an end span bends like an inner span this much longer
SINGLE_FACTOR: Final = 1.25  # a single span
HAUNCH_DEEPER: Final = 1.5  # depth over the pier to depth in the span
HAUNCH_LENGTH: Final = 0.2  # of the span, each side of a pier
SUPPORT_BARS: Final = 0.22  # of the span, each side of an inner support
STUDS_ACROSS: Final = 3
FATIGUE_RESERVE: Final = 0.6  # of P_Rd used in the first guess: SLS and fatigue often govern
FRAME_LIMIT: Final = 8.0  # between cross-frames, whatever the file says


def deck_edges(brief: Brief, notes: Notes) -> tuple[float, float]:
    """Slab edges, right and left of the axis: y of each.  [m]

    The clear width is centred on the axis; a walkway on one side shifts the slab.
    """
    road, footway = brief.road, brief.road.footway
    left = right = 0.5 * road.clear_width + road.barrier.width
    if footway.use != "none":
        left += footway.width if footway.sides in ("both", "left") else 0.0
        right += footway.width if footway.sides in ("both", "right") else 0.0
    wanted = brief.layout.slab.width
    if wanted is None:
        notes.rule(
            "layout.slab.width",
            f"{left + right:g} m",
            f"clear width {road.clear_width:g} m, two barriers of {road.barrier.width:g} m and the "
            "walkways",
        )
        return -right, left
    spare = wanted - (left + right)
    if spare < -1e-6:
        raise InputError(
            "layout.slab.width",
            f"must hold clear width, barriers and walkways: at least {left + right:g} m",
            got=f"{wanted:g} m",
        )
    return -right - 0.5 * spare, left + 0.5 * spare


def girder_offsets(brief: Brief, edges: tuple[float, float], notes: Notes) -> Array:
    """y of the webs, increasing, centred on the slab.  (g,) [m]"""
    count = brief.layout.girders.count
    why = "overhang near 0.45 of the spacing loads inner and outer girders alike"
    spacing, places = even_offsets(
        "layout.girders.spacing", count, brief.layout.girders.spacing, OVERHANG, edges, notes, why
    )
    thickness = brief.layout.slab.thickness
    if spacing > SLAB_SPAN * thickness:
        notes.warn(
            "layout.girders.count",
            f"the slab of {thickness / mm:.0f} mm spans {spacing:.2f} m between girders, more than "
            f"{SLAB_SPAN:g} times its thickness: more girders or a thicker slab",
        )
    return places


def even_offsets(
    address: str,
    count: int,
    spacing: float | None,
    overhang: float,
    edges: tuple[float, float],
    notes: Notes,
    why: str = "",
) -> tuple[float, Array]:
    """Spacing of girders and their y, increasing, centred on the slab.  [m], (g,) [m]

    overhang : of the slab over the spacing, where the spacing is not given
    Raises InputError where the girders do not stand below the slab.
    """
    width = edges[1] - edges[0]
    if spacing is None:
        spacing = rounded(width / (count - 1 + 2 * overhang), 0.05)
        beyond = 0.5 * (width - spacing * (count - 1))
        text = f"{count} girders below {width:g} m, slab overhang {beyond:.2f} m"
        notes.rule(address, f"{spacing:g} m", text, why)
    if spacing * (count - 1) >= width:
        raise InputError(
            address,
            f"{count} girders must stand below the {width:g} m slab",
            got=f"{spacing:g} m",
            hint=f"at most {width / count:.2f} m with an overhang",
        )
    middle = 0.5 * (edges[0] + edges[1])
    return spacing, floats(middle + spacing * (np.arange(count) - 0.5 * (count - 1)))


def governing_span(spans: Array) -> float:
    """Span of the inner field that would bend as much.  (s,) [m] -> [m]"""
    if len(spans) == 1:
        return float(SINGLE_FACTOR * spans[0])
    ends = END_FACTOR * max(float(spans[0]), float(spans[-1]))
    return max(ends, float(np.max(spans[1:-1])) if len(spans) > 2 else 0.0)


def depth_line(
    spans: Array, start: float, brief: Brief, address: str, notes: Notes
) -> tuple[Array, Array]:
    """Steel depth along a deck: stations and depths, linear between.  (d,), (d,) [m]

    Constant by default, also where land spans are much shorter: a launched girder needs one
    depth, and a deeper web costs little beside its flanges.
    """
    girders = brief.layout.girders
    supports = start + np.concatenate([[0.0], np.cumsum(spans)])
    depth = girders.depth
    if depth is None:
        governing = governing_span(spans)
        ratio = girders.span_to_depth * (1.4 if girders.haunched else 1.0)
        depth = max(rounded_up(governing / ratio, DEPTH_STEP), 0.6)
        notes.rule(
            f"{address}.depth",
            f"{depth:.2f} m",
            f"governing span {governing:.1f} m / {ratio:g}, in steps of {DEPTH_STEP / mm:.0f} mm",
            "constant along the deck so that it can be launched" if not girders.haunched else "",
        )
    if not girders.haunched or len(spans) == 1:
        return supports[[0, -1]], np.array([depth, depth])
    high = girders.support_depth
    if high is None:
        high = rounded_up(HAUNCH_DEEPER * depth, DEPTH_STEP)
        notes.rule(f"{address}.support_depth", f"{high:.2f} m", f"{HAUNCH_DEEPER:g} of the span's")
    rows = [(supports[0], depth)]
    for inner in range(1, len(spans)):
        rows += [
            (supports[inner] - HAUNCH_LENGTH * spans[inner - 1], depth),
            (supports[inner], high),
            (supports[inner] + HAUNCH_LENGTH * spans[inner], depth),
        ]
    rows.append((supports[-1], depth))
    station, value = np.array(rows).T
    return station, value


def frame_stations(spans: Array, spacing: float) -> Array:
    """Cross-frames from the deck's start: at supports, equal panels not above the spacing.  [m]"""
    spacing = min(spacing, FRAME_LIMIT)
    places, start = [np.array([0.0])], 0.0
    for span in spans:
        panels = int(np.ceil(span / spacing - 1e-9))
        places.append(start + span * np.arange(1, panels + 1) / panels)
        start += float(span)
    return np.concatenate(places)


def slab_of(
    brief: Brief,
    edges: tuple[float, float],
    spans: Array,
    start: float,
    sized: DeckSizes | None = None,
) -> Slab:
    """Slab with its longitudinal bars: more over inner supports."""
    given = brief.layout.slab
    over_support, in_span = given.rebar_support, given.rebar_span
    if sized is not None and sized.rebar_span is not None:
        in_span = max(in_span, sized.rebar_span)
    if sized is not None and sized.rebar_support is not None:
        over_support = max(over_support, sized.rebar_support)
    supports = start + np.concatenate([[0.0], np.cumsum(spans)])
    stations, ratio = [supports[0]], []
    for inner in range(1, len(spans)):
        ratio += [in_span, over_support]
        stations += [
            supports[inner] - SUPPORT_BARS * spans[inner - 1],
            supports[inner] + SUPPORT_BARS * spans[inner],
        ]
    ratio.append(in_span)
    stations.append(supports[-1])
    return Slab(
        left=edges[1],
        right=edges[0],
        thickness=given.thickness,
        haunch=given.haunch,
        rebar_station=np.array(stations),
        rebar_area=np.array(ratio) * given.thickness,
        # Two equal layers: their common centroid is the slab's middle.
        rebar_depth=0.5 * given.thickness,
        bar_spacing=given.bar_spacing,
        cover=given.cover,
    )


def stud_rates(
    spans: Array, start: float, depth: float, loads: GirderLoads, brief: Brief
) -> tuple[Array, Array]:
    """Studs per metre and girder in the quarters of each span.  stations (u,), rates (u - 1,)

    Longitudinal shear V / (depth + 0.15 m) of what acts after the slab has hardened, over a part
    of P_Rd = min(0.8 f_u pi d^2/4, 0.29 d^2 sqrt(f_ck E_cm)) / 1.25 (EN 1994-2 6.6.3.1).
    """
    studs = brief.layout.studs
    supports = start + np.concatenate([[0.0], np.cumsum(spans)])
    if studs.rate is not None:
        return supports[[0, -1]], np.array([studs.rate])
    slab = concrete(brief.materials.slab)
    steel = 0.8 * brief.materials.stud_strength * np.pi * studs.diameter**2 / 4
    crush = 0.29 * studs.diameter**2 * np.sqrt(slab.f_ck * slab.E_cm)
    resistance = FATIGUE_RESERVE * min(steel, crush) / 1.25
    effects = beam_effects(spans)
    row = effects.span.astype(np.int64)
    shear = 1.35 * (loads.later * effects.shear_full + loads.uniform * effects.shear + loads.tandem)
    within = (effects.station - (supports - start)[row]) / np.asarray(spans)[row]
    quarter = np.clip(within // 0.25, 0, 3)
    key = (effects.span * 4 + quarter).astype(np.int64)
    worst = np.zeros(4 * len(spans))
    np.maximum.at(worst, key, shear)
    rate = worst / (depth + 0.15) / resistance
    # Whole rows of three, not farther apart than 0.5 m nor nearer than 5 d.
    pitch = np.clip(np.floor(STUDS_ACROSS / rate / 0.025) * 0.025, 5 * studs.diameter, 0.5)
    stations = supports[0] + np.concatenate(
        [
            [0.0],
            ((supports[:-1] - start)[:, None] + np.outer(spans, [0.25, 0.5, 0.75, 1.0])).ravel(),
        ]
    )
    return stations, STUDS_ACROSS / pitch


def girder_loads(
    brief: Brief, road: Road, offsets: Array, edges: tuple[float, float], spans: Array
) -> GirderLoads:
    """Characteristic loads of the girder that gets most, for first sizes only."""
    count, width = len(offsets), edges[1] - edges[0]
    spacing = (offsets[-1] - offsets[0]) / (count - 1)
    slab = CONCRETE_WEIGHT * (
        brief.layout.slab.thickness * spacing + 0.6 * brief.layout.slab.haunch
    )
    # Steel of these rules' own bridges, 20 to 100 m, to a tenth: kg per m2 of deck, L in m.
    span = governing_span(spans)
    steel = (100.0 + 0.9 * span + 0.016 * span**2) * GRAVITY * width / count
    clear = float(road.kerbs[1] - road.kerbs[0])
    surfacing = road.surfacing_thickness * road.surfacing_weight * clear
    later = (surfacing + 2 * road.barrier_weight) / count
    uniform, tandem = girder_share(offsets - offsets.mean(), clear)
    return GirderLoads(steel + slab, later, uniform, tandem)


def build_deck(
    brief: Brief,
    index: int,
    start: float,
    spans: Array,
    road: Road,
    edges: tuple[float, float],
    offsets: Array,
    steel_strength: float,
    notes: Notes,
    sized: DeckSizes | None = None,
) -> Deck:
    """One continuous deck from its spans.  spans (s,), offsets (g,) [m]

    sized : what `spanwright size` chose; explicit values of the project file win over it
    """
    part, girders = brief.layout.parts[index], brief.layout.girders
    address = f"layout.decks[{index}]"
    spans = np.asarray(spans, dtype=float)
    end = start + float(spans.sum())
    depth_station, depth = depth_line(spans, start, brief, address, notes)
    frames = frame_stations(spans, brief.layout.cross_frames.spacing)
    if sized is not None and sized.cross_frames:
        frames = np.array(sized.cross_frames) - start
    panel = float(np.max(np.diff(frames)))
    slab = slab_of(brief, edges, spans, start, sized)
    loads = girder_loads(brief, road, offsets, edges, spans)
    if girders.segments:
        rows = [
            (
                s.to,
                s.top_width,
                s.top_thickness,
                s.web_thickness,
                s.bottom_width,
                s.bottom_thickness,
            )
            for s in girders.segments
        ]
        plates = given_plates(tuple(rows), start, end)
    elif sized is not None:
        plates = sized_plates(sized, start, end)
        _tell_plates(plates, address, RULE, notes)
    else:
        spacing = (offsets[-1] - offsets[0]) / (len(offsets) - 1)
        at_points = np.interp(start + beam_effects(spans).station, depth_station, depth)
        bars = float(np.max(slab.rebar_area)) * spacing if len(spans) > 1 else 0.0
        plates = choose_plates(spans, frames, at_points, loads, bars, steel_strength)
        plates = _moved(plates, start, end)
        _tell_plates(plates, address, _guess(loads), notes)
    stiffeners = brief.layout.cross_frames.stiffener_spacing or panel
    stud_station, stud_rate = stud_rates(spans, start, float(np.min(depth)), loads, brief)
    if brief.layout.studs.rate is None and sized is not None and sized.studs:
        stud_station, stud_rate = sized_studs(sized, start, end)
        notes.rule(f"{address}.studs", _range(stud_rate, "per metre and girder"), RULE)
    elif brief.layout.studs.rate is None:
        notes.rule(
            f"{address}.studs",
            _range(stud_rate, "per metre and girder"),
            "longitudinal shear of loads after hardening over 0.6 P_Rd, by quarters of each span",
        )
    notes.rule(f"{address}.cross_frames", f"panels of at most {panel:.2f} m",
               "equal panels in each span, one at every support")  # fmt: skip
    sizes = (plates.top_width, plates.top_thickness, plates.web_thickness, plates.bottom_width,
             plates.bottom_thickness)  # fmt: skip
    return Deck(
        name=part.name,
        supports=_exact_end(start + np.concatenate([[0.0], np.cumsum(spans)]), end),
        girders=tuple(
            Girder(f"girder {g + 1}", float(y), plates.joints, *sizes, depth_station, depth)
            for g, y in enumerate(offsets)
        ),
        slab=slab,
        cross_frames=_exact_end(start + frames, end),
        frame_area=brief.layout.cross_frames.area,
        stiffener_spacing=stiffeners,
        stud_diameter=brief.layout.studs.diameter,
        stud_height=brief.layout.studs.height,
        stud_station=stud_station,
        stud_rate=stud_rate,
    )


def _range(values: Array, unit: str) -> str:
    return f"{values.min():.1f} to {values.max():.1f} {unit}"


def _guess(loads: GirderLoads) -> str:
    """The words behind plates of the first guess."""
    return (
        f"first guess: continuous beam under {loads.steel_stage / kN:.0f} + {loads.later / kN:.0f} "
        f"+ {loads.uniform / kN:.0f} kN/m and {loads.tandem / kN:.0f} kN on one girder"
    )


def _exact_end(stations: Array, end: float) -> Array:
    """The same stations, the last one the deck's end without rounding noise."""
    return np.append(stations[:-1], end)


def _moved(plates: Plates, start: float, end: float) -> Plates:
    """The same plates with joints as stations of the bridge; the last is the deck's end."""
    joints = plates.joints + start
    joints[-1] = end
    return Plates(
        joints,
        plates.top_width,
        plates.top_thickness,
        plates.web_thickness,
        plates.bottom_width,
        plates.bottom_thickness,
    )


def _tell_plates(plates: Plates, address: str, rule: str, notes: Notes) -> None:
    """Ledger lines of the chosen plates."""

    def sizes(value: Array) -> str:
        low, high = value.min() / mm, value.max() / mm
        return f"{low:.0f}" if high - low < 0.5 else f"{low:.0f} to {high:.0f}"

    flanges = (
        ("top_flange", plates.top_width, plates.top_thickness),
        ("bottom_flange", plates.bottom_width, plates.bottom_thickness),
    )
    for name, width, thickness in flanges:
        notes.rule(f"{address}.{name}", f"{sizes(width)} x {sizes(thickness)} mm", rule)
    web = rule if rule == RULE else "design shear at 80 MPa, depth over thickness at most 200"
    notes.rule(f"{address}.web", f"{sizes(plates.web_thickness)} mm", web)
