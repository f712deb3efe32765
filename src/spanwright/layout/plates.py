"""Plate sizes along a girder: a sane first guess from estimated moments and shears.

Every flange segment is sized for the largest moment inside it, the web for the largest shear.
The bottom flange keeps its width along a deck (a launched girder slides on it) and only its
thickness varies; the top flange varies in both.  The checks decide later; these sizes only have to
be near.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import InputError
from spanwright.layout.estimate import BeamEffects, beam_effects

USE: Final = 0.85  # of the yield strength a first guess should fill
GAMMA: Final = 1.35  # permanent actions and traffic, EN 1990 Table A2.4(B)
SLAB_ARM: Final = 0.15  # slab's middle above the steel, for the lever arm [m]
OUTSTAND: Final = 15.0  # widest flange over thickness in compression (c/t near 7.5)
LONG_SPAN: Final = 50.0  # above it, two plate changes on each side of a support [m]
NEAR: Final = (0.10, 0.22)  # of the span, long spans
ONCE: Final = (0.18,)  # of the span, short spans
PLATE_STEP: Final = 0.005  # [m] thickness in steps of 5 mm
THICKEST: Final = 0.080  # [m]
WEB_STEP: Final = 0.001


@dataclass(frozen=True, slots=True)
class GirderLoads:
    """Characteristic loads on the girder that gets most.

    steel_stage : own weight and wet slab;  later : surfacing, barriers               [N/m]
    uniform, tandem : traffic                                                    [N/m], [N]
    """

    steel_stage: float
    later: float
    uniform: float
    tandem: float


@dataclass(frozen=True, slots=True, eq=False)
class Plates:
    """Segments of one girder.  joints (s + 1,) stations; the rest (s,)   [m]"""

    joints: Array
    top_width: Array
    top_thickness: Array
    web_thickness: Array
    bottom_width: Array
    bottom_thickness: Array

    def __post_init__(self) -> None:
        freeze(self)


def segment_joints(spans: Array, cross_frames: Array) -> Array:
    """Stations from the deck's start where plates change.  (s,) -> (j,) [m]

    Joints lie beside inner supports at fixed shares of the span, moved to the nearest third of a
    cross-frame panel so that no splice meets a cross-frame.
    """
    spans = np.asarray(spans, dtype=float)
    supports = np.concatenate([[0.0], np.cumsum(spans)])
    wanted: list[float] = []
    for number, span in enumerate(spans):
        shares = NEAR if span >= LONG_SPAN else ONCE
        if number > 0:
            wanted += [supports[number] + share * span for share in shares]
        if number < len(spans) - 1:
            wanted += [supports[number + 1] - share * span for share in shares]
    frames = np.asarray(cross_frames, dtype=float)
    panel = np.diff(frames)
    places = np.concatenate([frames[:-1] + panel / 3, frames[:-1] + 2 * panel / 3])
    chosen = [places[np.argmin(np.abs(places - x))] for x in wanted]
    return np.unique(np.round([0.0, *chosen, supports[-1]], 6))


def choose_plates(
    spans: Array,
    cross_frames: Array,
    depth: Array,
    loads: GirderLoads,
    bars_at_support: float,
    yield_strength: float,
) -> Plates:
    """Plates of every segment from estimated envelopes.

    spans           : (s,);  cross_frames : (c,) from the deck's start                  [m]
    depth           : (p,) steel depth at the points of `beam_effects(spans)`           [m]
    loads           : on the girder that gets most
    bars_at_support : longitudinal bars with this girder over a support                [m2]
    yield_strength  : nominal                                                           [Pa]
    """
    effects = beam_effects(spans)
    joints = segment_joints(spans, cross_frames)
    bottom, top, web = _areas_and_web(effects, depth, loads, bars_at_support, yield_strength, spans)
    wanted = np.stack([bottom, top, web], axis=1)
    worst = _largest_in_segments(effects.station, wanted, joints)
    bottom_width = _flange_width(float(worst[:, 0].max()), 0.40, 1.20)
    longest = float(np.max(spans))
    narrowest = 0.35 if longest < 30 else 0.45
    top_width = np.array([_flange_width(float(a), narrowest, 1.00) for a in worst[:, 1]])
    top_thickness = _thickness(worst[:, 1], top_width, 0.020)
    bottom_thickness = _thickness(worst[:, 0], bottom_width, 0.020 if longest < 30 else 0.025)
    web_thickness = np.round(np.ceil(worst[:, 2] / WEB_STEP - 1e-9) * WEB_STEP, 6)
    sizes = np.stack([top_thickness, web_thickness, bottom_thickness, top_width])
    keep = np.concatenate([[True], np.any(sizes[:, 1:] != sizes[:, :-1], axis=0)])
    top_thickness, web_thickness, bottom_thickness, top_width = sizes[:, keep]
    wide = np.ones(int(keep.sum()))
    return Plates(
        np.append(joints[:-1][keep], joints[-1]),
        top_width,
        top_thickness,
        web_thickness,
        bottom_width * wide,
        bottom_thickness,
    )


def given_plates(
    segments: tuple[tuple[float, float, float, float, float, float], ...],
    start: float,
    end: float,
    address: str = "layout.girders.segments",
) -> Plates:
    """The user's segments between two stations of the bridge.  Rows: to, then the five sizes [m]

    Raises InputError when stations do not increase or the last does not reach the deck's end.
    """
    table = np.asarray(segments, dtype=float)
    to = table[:, 0]
    if np.any(np.diff(to) <= 0):
        raise InputError(address, "stations 'to' must increase")
    if to[-1] < end - 1e-6:
        raise InputError(
            address,
            f"must reach the end of the bridge at {end:g} m",
            got=f"{to[-1]:g} m",
        )
    inner = to[(to > start + 1e-6) & (to < end - 1e-6)]
    joints = np.concatenate([[start], inner, [end]])
    row = np.searchsorted(to, 0.5 * (joints[:-1] + joints[1:]))
    return Plates(joints, *table[row, 1:].T)


def _largest_in_segments(station: Array, values: Array, joints: Array) -> Array:
    """Largest value inside each segment and at its ends.  (p,), (p, q), (s + 1,) -> (s, q)

    The ends matter: a light segment is fullest where it meets the heavy one over the pier.
    """
    at_joints = np.stack([np.interp(joints, station, column) for column in values.T], axis=1)
    worst: Array = np.maximum(at_joints[:-1], at_joints[1:])
    inside = (station > joints[:-1, None] + 1e-6) & (station < joints[1:, None] - 1e-6)
    for segment, mask in enumerate(inside):
        if mask.any():
            worst[segment] = np.maximum(worst[segment], values[mask].max(axis=0))
    return worst


def _areas_and_web(
    effects: BeamEffects,
    depth: Array,
    loads: GirderLoads,
    bars: float,
    yield_strength: float,
    spans: Array,
) -> tuple[Array, Array, Array]:
    """Wanted bottom area, top area and web thickness at each point.  (p,) each"""
    span = np.asarray(spans, dtype=float)[effects.span.astype(np.int64)]
    # A tandem counts as the uniform load that gives the same moment at mid-span, 8 P / (5 L):
    # rotations at the supports carry a part of it away.
    uniform = loads.uniform + 1.6 * loads.tandem / span
    stress = USE * yield_strength
    arm = depth - 0.05
    web = _web(effects, depth, loads, span)
    web_area = arm * web
    steel_moment = GAMMA * loads.steel_stage * effects.full
    later = GAMMA * loads.later * effects.full
    sag = later + GAMMA * uniform * effects.high
    hog = -(later + GAMMA * uniform * effects.low)

    bottom_sag = steel_moment / (arm * stress) + sag / ((arm + SLAB_ARM) * stress)
    bottom_hog = (hog - steel_moment) / (arm * stress)
    top_sag = (steel_moment + 0.12 * np.maximum(sag, 0)) / (arm * stress)
    # The bars came after the slab hardened: they carry less than half of what steel there does.
    top_hog = bottom_hog - 0.4 * bars
    bottom = np.maximum(bottom_sag - web_area / 5, bottom_hog - web_area / 6)
    top = np.maximum(top_sag, top_hog) - web_area / 6
    return bottom, top, web


def _web(effects: BeamEffects, depth: Array, loads: GirderLoads, span: Array) -> Array:
    """Web thickness from the shear a slender stiffened web carries, and least slenderness.

    80 MPa of design shear over the depth is what webs of h/t 150 to 200 with stiffeners at the
    cross-frames carry after buckling (EN 1993-1-5 5.2); h/t stays below 200.
    """
    shear = GAMMA * (
        (loads.steel_stage + loads.later) * effects.shear_full
        + loads.uniform * effects.shear
        + loads.tandem * np.ones_like(span)
    )
    needed = shear / (80e6 * depth)
    return floats(np.maximum.reduce([needed, depth / 200.0, np.full_like(depth, 0.012)]))


def _flange_width(area: float, least: float, most: float) -> float:
    """Width of a flange that is compact in compression, in steps of 50 mm.  [m2] -> [m]"""
    compact = np.sqrt(OUTSTAND * max(area, 0.0))
    wide = max(compact, area / THICKEST)
    return round(float(np.clip(np.ceil(wide / 0.05 - 1e-9) * 0.05, least, most)), 6)


def _thickness(area: Array, width: Array | float, least: float) -> Array:
    """Thickness in plate steps; not below the least, nor too slender for its width.  (s,) [m]"""
    slender = np.broadcast_to(np.asarray(width) / 38, area.shape)
    needed = np.maximum.reduce([area / width, np.full_like(area, least), slender])
    return floats(np.round(np.ceil(needed / PLATE_STEP - 1e-9) * PLATE_STEP, 6))
