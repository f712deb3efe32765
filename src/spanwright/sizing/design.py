"""`Design`: the plates of every deck as the sizing moves them, and where they may not go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, floats, freeze
from spanwright.layout.plates import segment_joints
from spanwright.layout.types import Deck
from spanwright.sizing.stock import STOCK, stock
from spanwright.structure.types import GirderTable

TOP_WIDTH, TOP, WEB, BOTTOM_WIDTH, BOTTOM = range(5)  # columns of Design.plates
THICKNESSES: Final = (TOP, WEB, BOTTOM)
LEAST: Final = {TOP: 0.020, WEB: 0.012, BOTTOM: 0.020}  # [m]: welding, handling, corrosion
STEP: Final = {TOP: 2.0, WEB: 1.5, BOTTOM: 2.0}  # thicker over thinner plate at one weld
WIDTH_STEP: Final = 0.05  # [m]
SLIM: Final = 40.0  # width over thickness: a wider flange waves under the welding torch
SLENDER: Final = 12.0  # cross-frame distance over the width of the top flange that carries wet slab
COMFORTABLE: Final = 0.070  # [m]: thicker plates lose strength and need much preheating
NARROWEST: Final = 0.40  # [m] bottom flange on its bearings
WIDEST: Final = 1.20  # [m]
NEAR: Final = 0.5  # joints nearer than this are one [m]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Plates of all decks, segment after segment; all girders of a deck alike.

    deck : (s,) index;  start, end : (s,) stations;  plates : (s, 5) top width and thickness, web
    thickness, bottom width and thickness                                                  [m]
    """

    deck: Ints
    start: Array
    end: Array
    plates: Array

    def __post_init__(self) -> None:
        freeze(self)

    def with_plates(self, plates: Array) -> Design:
        """The same segments with other plates."""
        return replace(self, plates=plates)


def area_of(plates: Array, depth: float | Array) -> Array:
    """Steel area of one girder.  plates (s, 5), depth (s,) -> (s,) [m2]"""
    return floats(
        plates[:, TOP_WIDTH] * plates[:, TOP]
        + plates[:, BOTTOM_WIDTH] * plates[:, BOTTOM]
        + (depth - plates[:, TOP] - plates[:, BOTTOM]) * plates[:, WEB]
    )


def design_of(decks: tuple[Deck, ...], least_width: float = 0.0) -> Design:
    """The plates of the steel decks cut at the joints the sizing works with, in stock thicknesses.

    Joints are those of the rule (beside inner supports, off the cross-frames) and any the layout
    has besides.  The top flange gets the width that holds it between cross-frames while it carries
    the wet slab, the same along each kind of segment.

    least_width : of the flanges over the depth, where a code asks for one
    """
    steel = [i for i, deck in enumerate(decks) if deck.precast is None]
    parts = [_deck_segments(decks[i], least_width) for i in steel]
    number = np.concatenate([np.full(len(p[0]) - 1, i) for i, p in zip(steel, parts, strict=True)])
    start, end = (np.concatenate([p[0][cut] for p in parts]) for cut in (np.s_[:-1], np.s_[1:]))
    plates = np.concatenate([p[1] for p in parts])
    return Design(number, start, end, tidy(number, plates))


def _deck_segments(deck: Deck, share: float) -> tuple[Array, Array]:
    """Joints (j + 1,) and plates (j, 5) of one deck."""
    girder = deck.girders[0]
    begin = float(deck.supports[0])
    ruled = begin + segment_joints(np.diff(deck.supports), deck.cross_frames - begin)
    ruled[-1] = deck.supports[-1]
    own = [x for x in girder.joints if np.min(np.abs(ruled - x)) > NEAR]
    joints = np.unique(np.concatenate([ruled, own]))
    row = np.searchsorted(girder.joints, 0.5 * (joints[:-1] + joints[1:])) - 1
    columns = (
        girder.top_width, girder.top_thickness, girder.web_thickness,
        girder.bottom_width, girder.bottom_thickness,
    )  # fmt: skip
    plates = np.stack([column[row] for column in columns], axis=1)
    panel = float(np.max(np.diff(deck.cross_frames)))
    least = np.ceil(panel / SLENDER / WIDTH_STEP - 1e-9) * WIDTH_STEP
    by_depth = share * float(np.max(girder.depth))
    by_depth = np.ceil(by_depth / WIDTH_STEP - 1e-9) * WIDTH_STEP
    for column, wanted in ((TOP_WIDTH, max(least, by_depth)), (BOTTOM_WIDTH, by_depth)):
        plates[:, column] = np.round(np.maximum(plates[:, column], wanted), 6)
    return joints, plates


def least_thickness(plates: Array, column: int) -> Array:
    """Thinnest a plate may be whatever the checks say.  (s, 5) -> (s,) [m]"""
    least = np.full(len(plates), LEAST[column])
    width = {TOP: TOP_WIDTH, BOTTOM: BOTTOM_WIDTH}.get(column)
    return least if width is None else np.maximum(least, stock(plates[:, width] / SLIM))


def tidy(deck: Ints, plates: Array) -> Array:
    """Stock thicknesses, not below the least, without jumps too steep to weld.  (s,), (s, 5)

    Only ever thickens: the thinner neighbour of a thick plate is raised until the ratio holds.
    """
    tidied = np.array(plates)
    for column in THICKNESSES:
        tidied[:, column] = stock(np.maximum(tidied[:, column], least_thickness(plates, column)))
        for order in (range(len(deck)), range(len(deck) - 1, -1, -1)):
            for one, other in pairwise(order):
                if deck[one] == deck[other]:
                    least = stock(tidied[one, column] / STEP[column])
                    tidied[other, column] = max(tidied[other, column], least)
    return tidied


def widened(deck: Ints, plates: Array) -> Array:
    """Wider flanges where one would be thicker than COMFORTABLE, the area kept.  (s,), (s, 5)

    The bottom flange widens along its whole deck (it slides on the launching bearings), the top
    flange in the segment alone.
    """
    wider = np.array(plates)
    for column, width in ((BOTTOM, BOTTOM_WIDTH), (TOP, TOP_WIDTH)):
        factor = np.maximum(plates[:, column] / COMFORTABLE, 1.0)
        wanted = np.ceil(plates[:, width] * factor / WIDTH_STEP - 1e-9) * WIDTH_STEP
        wanted = np.maximum(np.minimum(wanted, WIDEST), plates[:, width])
        if column == BOTTOM:
            for number in np.unique(deck):
                wanted[deck == number] = wanted[deck == number].max()
        wider[:, width] = np.round(wanted, 6)
        wider[:, column] = stock(plates[:, column] * plates[:, width] / wider[:, width])
    return tidy(deck, wider)


def narrowed(deck: Ints, plates: Array, margin: float = 0.0) -> Array:
    """Bottom flanges as narrow as COMFORTABLE plates of the same area allow.  (s,), (s, 5)

    margin : width on top of that, where the narrowest takes plates too thick after all      [m]
    """
    narrow = np.array(plates)
    for number in np.unique(deck):
        rows = deck == number
        area = plates[rows, BOTTOM] * plates[rows, BOTTOM_WIDTH]
        wanted = np.ceil(area.max() / COMFORTABLE / WIDTH_STEP - 1e-9) * WIDTH_STEP
        width = np.maximum(wanted + margin, NARROWEST)
        if width < plates[rows, BOTTOM_WIDTH].max() - 1e-9:
            narrow[rows, BOTTOM_WIDTH] = np.round(width, 6)
            narrow[rows, BOTTOM] = stock(area / width)
    return tidy(deck, narrow) if np.any(narrow != plates) else narrow


def segment_of(design: Design, table: GirderTable) -> Ints:
    """Segment of each reported section.  (n,)

    side 1 is the end of the element before the station, side 0 the start of the one after it.
    """
    inside = table.station + np.where(table.side == 1, -1e-4, 1e-4)
    found = np.zeros(len(table.station), dtype=np.int64)
    for number in np.unique(design.deck):
        rows = np.flatnonzero(design.deck == number)
        here = table.deck == number
        at = np.searchsorted(design.end[rows], inside[here])
        found[here] = rows[np.clip(at, 0, len(rows) - 1)]
    return found


def same(one: Design, other: Design) -> bool:
    """Whether two designs have the same plates."""
    return one.plates.shape == other.plates.shape and bool(np.all(one.plates == other.plates))


def is_thickest(plates: Array, column: int) -> Bools:
    """Plates that cannot be thickened."""
    return np.asarray(plates[:, column] >= STOCK[-1] - 1e-9)
