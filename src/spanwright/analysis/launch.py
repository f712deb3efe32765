"""The bare girders of a deck pushed over their supports: what every section meets on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.eurocode.materials.steel import E_a
from spanwright.codes.eurocode.resistance.section import elastic_section
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.datum.units import GRAVITY
from spanwright.engine.launching import Girder as LaunchedGirder
from spanwright.engine.launching import Launch, launch
from spanwright.layout.quantities import (
    GUSSETS,
    WELDS,
    frame_volumes,
    girder_plates,
    stiffener_volume,
)
from spanwright.layout.types import Deck
from spanwright.structure.rigidity import plates_at
from spanwright.structure.types import GirderTable

DENSITY: Final = 7_850.0
NOSE_WEIGHT: Final = 0.3  # of the deck's mean weight: an open truss or a light plate girder
NOSE_STIFFNESS: Final = 0.2  # of the deck's mean rigidity
YARD: Final = 20.0  # rollers of the assembly yard behind the first support stand this far apart [m]
STEP: Final = 3.0  # of the pushing [m]; sections between are interpolated along the girder


@dataclass(frozen=True, slots=True, eq=False)
class LaunchEffects:
    """Characteristic effects of own weight at n sections; zeros where a deck is not launched.

    is_launched   : (n,)
    hogging, sagging : (n,) largest moments of either sign, both positive              [N m]
    shear         : (n,) magnitude                                                      [N]
    reaction, with_reaction : (2, n) force of a support under the section and the hogging moment
                    there at the same time; first the largest force, then the largest moment
    """

    is_launched: Bools
    hogging: Array
    sagging: Array
    shear: Array
    reaction: Array
    with_reaction: Array

    def __post_init__(self) -> None:
        freeze(self)


def launched_girder(deck: Deck, nose: float, *, backwards: bool) -> tuple[LaunchedGirder, Array]:
    """One girder of a deck with its share of cross-frames and a nose, and the ground's supports.

    nose : its length over the longest span;  backwards : launched towards lower stations
    returns the girder along s from its tail, and supports (k,) from the first one on, yard behind
    """
    girder = deck.steel_girders[0]
    length = np.diff(girder.joints)
    middle = 0.5 * (girder.joints[:-1] + girder.joints[1:])
    plates = np.sum(list(girder_plates(girder).values()), axis=0) / length
    shared = stiffener_volume(deck, girder)
    shared += frame_volumes(deck).sum() * (1 + GUSSETS) / len(deck.girders)
    weight = DENSITY * GRAVITY * (plates * (1 + WELDS) + shared / length.sum())
    rigidity = E_a * elastic_section(plates_at(girder, middle, middle)).inertia
    supports = deck.supports - deck.supports[0]
    if backwards:
        length, weight, rigidity = length[::-1], weight[::-1], rigidity[::-1]
        supports = supports[-1] - supports[::-1]
    front = nose * float(np.max(np.diff(supports)))
    mean = float(np.sum(weight * length) / length.sum())
    found = LaunchedGirder.of(
        (length, weight, rigidity),
        (
            np.array([front]),
            np.array([NOSE_WEIGHT * mean]),
            np.array([NOSE_STIFFNESS * float(rigidity.mean())]),
        ),
    )
    behind = -np.arange(YARD, float(found.ends[-1]) + 2 * YARD, YARD)[::-1]
    return found, np.concatenate([behind, supports])


def launch_deck(deck: Deck, nose: float, section: Array, *, backwards: bool) -> tuple[Array, ...]:
    """Hogging, sagging, shear (w,), and force with moment of supports (2, w) twice, at sections s.

    section : (w,) from the tail
    """
    girder, ground = launched_girder(deck, nose, backwards=backwards)
    end = float(girder.ends[-1])
    # At the start the nose lies on the first support; at the end it has left the last one.
    tips = np.linspace(YARD / 2, end, int(np.ceil(end / STEP)) + 1)
    found = launch(girder, ground, tips, section)
    envelope = found.envelope
    shear = np.maximum(np.abs(envelope["shear_min"]), np.abs(envelope["shear_max"]))
    force, moment = _over_supports(found, end, section)
    strongest, fullest = force.argmax(axis=0), moment.argmax(axis=0)
    column = np.arange(len(section))
    hogging = np.maximum(moment.max(axis=0), -envelope["moment_min"])
    return (
        np.maximum(hogging, 0.0),
        np.maximum(envelope["moment_max"], 0.0),
        shear,
        np.stack([force[strongest, column], force[fullest, column]]),
        np.stack([moment[strongest, column], moment[fullest, column]]),
    )


def _over_supports(found: Launch, end: float, section: Array) -> tuple[Array, Array]:
    """Force and hogging moment of each support when a section stands on it.  (k, w), (k, w)

    Between the computed positions both are interpolated along the girder.
    """
    force = np.zeros((len(found.support), len(section)))
    moment = np.zeros_like(force)
    for k, x in enumerate(found.support):
        s = x - found.tip + end
        touches = found.reaction[:, k] > 0
        if touches.sum() < 2:
            continue
        order = np.argsort(s[touches])
        at = s[touches][order]
        inside = (section >= at[0]) & (section <= at[-1])
        force[k] = np.where(inside, np.interp(section, at, found.reaction[touches, k][order]), 0.0)
        over = -found.support_moment[touches, k][order]
        moment[k] = np.where(inside, np.interp(section, at, over), 0.0)
    return force, np.maximum(moment, 0.0)


def launch_effects(
    decks: Sequence[Deck], table: GirderTable, launched: Sequence[bool], nose: float
) -> LaunchEffects:
    """Every launched deck, each from its own bank: the last one of several towards lower stations.

    launched : which decks;  nose : length over the longest span of each deck
    """
    n = len(table.station)
    rows = np.zeros((3, n))
    pairs = np.zeros((2, 2, n))
    is_launched = np.asarray(launched, dtype=bool)[table.deck]
    for index, deck in enumerate(decks):
        if not launched[index]:
            continue
        backwards = len(decks) > 1 and index == len(decks) - 1
        here = table.deck == index
        x = np.unique(table.station[here])
        section = deck.supports[-1] - x[::-1] if backwards else x - deck.supports[0]
        section = np.clip(section, 0.0, None)
        hogging, sagging, shear, force, moment = launch_deck(
            deck, nose, section, backwards=backwards
        )
        back = slice(None, None, -1) if backwards else slice(None)
        place = np.searchsorted(x, table.station[here])
        for row, values in enumerate((hogging, sagging, shear)):
            rows[row, here] = values[back][place]
        pairs[0][:, here] = force[:, back][:, place]
        pairs[1][:, here] = moment[:, back][:, place]
    return LaunchEffects(is_launched, rows[0], rows[1], rows[2], pairs[0], pairs[1])
