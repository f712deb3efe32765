"""Bearings and joints: their forces, movements and rotations gathered, then checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spanwright.actions.braking import add_braking
from spanwright.actions.imposed import KINDS
from spanwright.actions.lrfd import add_braking_lrfd
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import DeckTraffic
from spanwright.checks.bearings import BearingDemands, bearing_series
from spanwright.checks.joints import joint_series
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.actions.thermal import uniform_range, uniform_temperature
from spanwright.codes.eurocode.materials.steel import E_a
from spanwright.codes.eurocode.resistance.bearings import Movement, movement
from spanwright.datum.arrays import Array, freeze
from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import solve
from spanwright.layout.curve import triad
from spanwright.layout.types import Deck, Layout
from spanwright.pipeline.bearings import bearing_demands
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.pipeline.supports import SITUATIONS, STATES
from spanwright.project.reader import Reading
from spanwright.structure.girders import Girders
from spanwright.structure.precast_losses import imposed_strains
from spanwright.structure.prestressed import PrestressedGirders
from spanwright.structure.types import Structure

Sections = tuple[Girders | None, PrestressedGirders | None]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Movements along the bridge of the decks above their bearings, each (b,).

    length    : from the support that holds the deck, signed [m]
    thermal   : opening and closing of the deck's end there, see `Movement`
    shrinkage, braking : [m];  rotation : greatest, characteristic [rad]
    turned : movement at the road by that rotation [m]
    contraction, expansion : of the temperature [K];  expands : coefficient of expansion [1/K]
    setting : doubt of the temperature at setting [K]
    """

    length: Array
    thermal: Movement
    shrinkage: Array
    braking: Array
    rotation: Array
    turned: Array
    contraction: Array
    expansion: Array
    expands: Array
    setting: float

    def __post_init__(self) -> None:
        freeze(self)


def bearing_checks(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    sections: Sections,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
) -> tuple[CheckSeries, ...]:
    """Bearings in every situation of the run, and the joints.

    sections : of the plate girders and of the precast ones, as far as the bridge has them
    """
    is_lrfd = reading.brief.codes.basis == "AASHTO"
    moves = _moves(reading, layout, structure, sections, static, decks, parameters)
    kinds = np.array([case.kind for case in static.cases])
    permanent = -static.effects.bearing[kinds == "permanent"][:, :, 2].sum(axis=0)
    ends = {(deck.name, float(end)) for deck in layout.decks for end in deck.supports[[0, -1]]}
    at_end = np.array([(b.deck, b.station) in ends for b in layout.bearings])
    ties = np.where(at_end, reading.brief.layout.bearings.hold_down, 0.0)
    slides = np.array([b.kind in ("guided", "free") for b in layout.bearings])
    travel = np.where(slides, moves.thermal.total, 0.0)
    suffix = {states[0]: word for word, states in (STATES if is_lrfd else SITUATIONS)} | {
        "Strength I to V": ""
    }
    series: list[CheckSeries] = []
    every = bearing_demands(static, decks, parameters, is_lrfd=is_lrfd)
    largest = np.max([-np.asarray(one.value)[5, :, 2] for one in every], axis=0)
    for one in every:
        # Targets: Fx, Fy, Fz, each largest and smallest; compression is negative.
        force = np.asarray(one.value)
        down, up = one.combination[5], one.combination[4]
        demands = BearingDemands(
            situation=one.situation,
            most=-force[5, :, 2],
            least=-force[4, :, 2],
            largest=largest,
            permanent=permanent,
            tied=ties,
            along=np.abs(force[:, :, 0]).max(axis=0),
            across=np.abs(force[:, :, 1]).max(axis=0),
            rotation=moves.rotation,
            movement=0.5 * travel,
            travel=travel,
            most_combination=tuple(one.names[k] for k in down),
            least_combination=tuple(one.names[k] for k in up),
            cause=tuple(one.causes[k] if k >= 0 else "" for k in one.cause[5]),
        )
        found = bearing_series(layout.bearings, layout.bearings[0].make, demands)
        word = suffix[one.situation]
        # Rotation is characteristic: once is enough.
        series += [
            replace(s, name=f"{s.name}{word}")
            for s in found
            if not word or "rotation" not in s.name
        ]
    return (*series, _joints(layout, moves))


def _moves(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    sections: Sections,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
) -> Moves:
    brief = reading.brief
    bearings, climate = layout.bearings, brief.site.climate
    holds = {b.deck: b.station for b in bearings if b.kind in ("fixed", "transverse")}
    length = np.array([b.station - holds[b.deck] for b in bearings])
    kinds = {deck.name: next(k for k in KINDS if k.holds(deck)) for deck in layout.decks}
    ranges = {
        kind: uniform_range(
            *uniform_temperature(kind.uniform, climate.t_max, climate.t_min, parameters),
            climate.t_closing,
        )
        for kind in KINDS
    }
    expansion, contraction = (
        np.array([float(ranges[kinds[b.deck]][i]) for b in bearings]) for i in (0, 1)
    )
    strain = {deck.name: _shortening(sections, i) for i, deck in enumerate(layout.decks)}
    shrinkage = np.array([strain[b.deck] for b in bearings]) * np.abs(length)
    braked = _braked(reading, layout, structure, static, parameters)
    rotation = _rotation(static, decks, parameters, brief.codes.basis == "AASHTO")
    depth = np.array([_depth(layout, b.deck, b.station) for b in bearings])
    setting = brief.layout.bearings.setting
    expands = np.array([kinds[b.deck].expansion for b in bearings])
    thermal = movement(
        np.abs(length), contraction, expansion, setting, expansion_coefficient=expands,
        shrinkage=shrinkage, horizontal=braked + rotation * depth,
    )  # fmt: skip
    return Moves(
        length, thermal, shrinkage, braked, rotation, rotation * depth, contraction, expansion,
        expands, setting,
    )  # fmt: skip


def _shortening(sections: Sections, deck: int) -> float:
    """Mean shortening of a deck once it is one piece: by its slab's shrinkage, uncracked parts, or
    by creep and shrinkage of precast girders and slab.  [-]"""
    girders, prestressed = sections
    if prestressed is not None and bool(np.any(prestressed.table.deck == deck)):
        here = prestressed.table.deck == deck
        return -sum(float(np.mean(a[here])) for a, _ in imposed_strains(prestressed).values())
    if girders is None:
        raise TypeError(f"deck {deck} has no sections")
    section, table = girders.section("shrinkage"), girders.table
    strain = girders.shrinkage_stress * girders.slab.area / (E_a * section.area)
    here = table.deck == deck
    return float(np.mean(np.where(table.is_cracked, 0.0, strain)[here]))


def _braked(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    static: Static,
    parameters: Parameters,
) -> Array:
    """How far braking moves the decks over their bearings, both ways.  (b,) [m]"""
    books = {"short term": LoadBook()}
    if reading.brief.codes.basis == "AASHTO":
        add_braking_lrfd(books, layout, structure)
    else:
        add_braking(books, layout, structure, parameters)
    moved = solve(static.prepared["short term"], books["short term"].close()).displacement
    springs = structure.models["short term"].springs
    above = springs.other[structure.bearing_spring]
    below = springs.node[structure.bearing_spring]
    along = np.array([triad(layout.axis, b.station)[0] for b in layout.bearings])
    relative = moved[:, above, :3] - moved[:, below, :3]
    return np.asarray(np.abs(np.einsum("cbi,bi->cb", relative, along)).max(axis=0), dtype=float)


def _rotation(
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
    is_lrfd: bool,
) -> Array:
    """Greatest rotation about the transverse axis: what acts after the bearings are set.  (b,)

    The bearings are levelled under the permanent actions, so these take no part.
    """
    later = np.array([case.kind != "permanent" for case in static.cases])
    effect = np.where(later[:, None], static.tilt, 0.0)[:, :, None]
    found = support_demands(
        static,
        effect,
        [deck.responses.bearings for deck in decks],
        at_supports(decks, [deck.responses.tilt[:, None] for deck in decks]),
        ("Service I" if is_lrfd else "SLS characteristic",),
        parameters,
    )
    return np.asarray(np.abs(found.value[:, :, 0]).max(axis=0), dtype=float)


def _depth(layout: Layout, deck: str, station: float) -> float:
    """From the bearing to the road surface of a deck.  [m]"""
    found: Deck = next(one for one in layout.decks if one.name == deck)
    girder = found.girders[0]
    steel = float(np.interp(station, girder.depth_station, girder.depth))
    return steel + found.slab.haunch + found.slab.thickness


def _joints(layout: Layout, moves: Moves) -> CheckSeries:
    """One joint at each end of the decks; two decks that meet move one joint together."""
    bearings = layout.bearings
    supports = {one.name: one.station for one in layout.abutments}
    supports |= {one.name: one.station for one in layout.piers}
    rows: dict[str, list[int]] = {}
    for deck in layout.decks:
        for end in deck.supports[[0, -1]]:
            own = [
                i for i, b in enumerate(bearings)
                if b.deck == deck.name and abs(b.station - end) < 1e-6
            ]  # fmt: skip
            worst = max(own, key=lambda i: float(moves.thermal.total[i]))
            rows.setdefault(bearings[worst].support, []).append(worst)
    names = sorted(rows, key=lambda name: supports[name])

    def total(values: Array) -> Array:
        return np.array([float(values[rows[name]].sum()) for name in names])

    moved = Movement(*(total(getattr(moves.thermal, part))
                       for part in ("opening", "closing", "total")))  # fmt: skip
    parts = {
        "shrinkage": total(moves.shrinkage),
        "braking": total(moves.braking),
        "length that moves": total(np.abs(moves.length)),
    }

    def mean(values: Array, weight: Array) -> Array:
        """Of the decks that meet; exactly theirs where they are alike."""
        return np.array([
            float(values[k[0]]) if np.ptp(values[k]) == 0.0
            else float(np.average(values[k], weights=weight[k]))
            for k in (rows[name] for name in names)
        ])  # fmt: skip

    away = np.abs(moves.length)
    alpha = mean(moves.expands, away)
    workings: Numbers = {
        "alpha_T [1/K]": alpha, "L [m]": parts["length that moves"],
        "DT_con [K]": mean(moves.contraction, moves.expands * away),
        "DT_exp [K]": mean(moves.expansion, moves.expands * away), "S [K]": moves.setting,
        "s_cs [m]": parts["shrinkage"], "s_br [m]": parts["braking"],
        "s_rot [m]": total(moves.turned),
    }  # fmt: skip
    place = np.array([supports[name] for name in names])
    return joint_series(names, place, moved, parts, workings)
