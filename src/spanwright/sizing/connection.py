"""Studs, bars over supports and cross-frames beside them, from their utilisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.datum.arrays import Array, floats
from spanwright.layout.girders import STUDS_ACROSS
from spanwright.layout.types import Deck

PITCH_STEP: Final = 0.025  # [m] between rows of studs
END_ZONE: Final = 4.0  # [m] no less than b_eff there
LONGEST_PITCH: Final = 0.5  # [m]
HELD: Final = 22.0  # pitch over t_f eps that holds the flange, solid slab
CLOSEST: Final = 5.0  # pitch over stud diameter, EN 1994-2 6.6.5.7(4)
BAR_STEP: Final = 0.001  # of the slab area
LATERAL: Final = "lateral buckling of the bottom flange"
REDUCED: Final = 0.70  # chi_LT below it: a closer cross-frame is cheaper than a thicker flange
FULL: Final = 0.70  # utilisation from which that matters
SHORTEST_PANEL: Final = 2.5  # [m]
MOST_BARS: Final = 0.04  # of the slab area: more cannot be placed and vibrated


def worst_in_zones(
    series: Iterable[CheckSeries], words: tuple[str, ...], deck: int, joints: Array
) -> Array:
    """Greatest utilisation between joints over the checks whose name has one of the words.

    joints (z + 1,) stations of a deck -> (z,); 0 where nothing is checked
    """
    worst = np.zeros(len(joints) - 1)
    for found in series:
        if found.element != "girder" or not any(word in found.name for word in words):
            continue
        rows = np.flatnonzero((found.deck == deck) & ~np.isnan(found.utilisation))
        # A section on a joint counts on both sides of it: its flow runs through.
        for nudge in (-1e-4, 1e-4):
            zone = np.searchsorted(joints, found.station[rows] + nudge) - 1
            zone = np.clip(zone, 0, len(worst) - 1)
            np.maximum.at(worst, zone, found.utilisation[rows])
    return worst


def stud_zones(deck: Deck) -> Array:
    """Stations between which the studs stay the same: quarters of each span, and the few metres
    beside the deck's ends where the slab's shrinkage enters.  (4 s + 3,) [m]"""
    supports = deck.supports
    quarters = supports[:-1, None] + np.outer(np.diff(supports), [0.0, 0.25, 0.5, 0.75])
    ends = supports[0] + END_ZONE, supports[-1] - END_ZONE
    return floats(np.unique([*quarters.ravel(), supports[-1], *ends]))


def rates_now(deck: Deck, zones: Array) -> Array:
    """Studs per metre and girder in place in the middle of each zone.  (z + 1,) -> (z,)"""
    middle = 0.5 * (zones[:-1] + zones[1:])
    row = np.searchsorted(deck.stud_station, middle) - 1
    return floats(deck.stud_rate[np.clip(row, 0, len(deck.stud_rate) - 1)])


def longest_pitch(top_thickness: Array, yield_strength: float) -> Array:
    """Rows this close hold a compressed top flange to the slab: 22 t_f eps (EN 1994-2 6.6.5.5(2)).

    top_thickness (z,) thinnest in each zone -> (z,) in whole steps of the pitch, at most 0.5 m
    """
    held = HELD * top_thickness * np.sqrt(235e6 / yield_strength)
    return floats(np.minimum(np.floor(held / PITCH_STEP + 1e-9) * PITCH_STEP, LONGEST_PITCH))


def stud_rates(now: Array, worst: Array, longest: Array, diameter: float, aim: float) -> Array:
    """Studs per metre and girder in each zone: whole rows on a pitch of 25 mm.  (z,) each

    now : the rate in place;  worst : its utilisation, which the new rate follows in proportion
    longest : greatest pitch of the rows [m];  diameter : of a stud [m]
    """
    wanted = now * np.maximum(worst, 0.05) / aim
    pitch = np.floor(STUDS_ACROSS / wanted / PITCH_STEP + 1e-9) * PITCH_STEP
    closest = np.ceil(CLOSEST * diameter / PITCH_STEP - 1e-9) * PITCH_STEP
    return floats(STUDS_ACROSS / np.clip(pitch, closest, np.maximum(longest, closest)))


def beside_unseen(rate: Array, worst: Array) -> Array:
    """Rates where zones too short for a section of their own take the greater one beside them.

    Nothing is checked inside such a zone, so its own utilisation says nothing.
    worst (z,) : 0 where nothing was checked
    """
    padded = np.concatenate([[0.0], rate, [0.0]])
    return floats(np.where(worst > 0, rate, np.maximum(padded[:-2], padded[2:])))


def bar_ratio(ratio: float, worst: float, aim: float) -> float:
    """Longitudinal bars of the slab: more where their stress or the cracks ask, never fewer."""
    if worst <= aim:
        return ratio
    wanted = np.ceil(ratio * worst / aim / BAR_STEP - 1e-9) * BAR_STEP
    return float(np.round(max(ratio, min(wanted, MOST_BARS)), 6))


def closer_frames(frames: Array, deck: int, series: Iterable[CheckSeries]) -> Array:
    """Cross-frames with one more in the middle of each panel whose bottom flange buckles early.

    frames (c,) stations of the deck -> (c + added,)
    """
    found = next((s for s in series if s.name == LATERAL and "chi_LT" in s.details), None)
    if found is None:
        return frames
    early = (found.deck == deck) & (found.details["chi_LT"] < REDUCED) & (found.utilisation > FULL)
    panel = np.unique(np.searchsorted(frames, found.station[early] - 1e-6) - 1)
    panel = panel[(panel >= 0) & (panel < len(frames) - 1)]
    long = np.diff(frames)[panel] >= 2 * SHORTEST_PANEL
    middles = 0.5 * (frames[panel[long]] + frames[panel[long] + 1])
    return floats(np.sort(np.concatenate([frames, middles])))
