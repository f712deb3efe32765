"""Strands and links of precast girders under the forces of a run.

Strands are the fewest for which bending, decompression and cracks hold; how many of them are
sheathed at the ends is what release and compression ask for.  Links follow from shear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.checks.prestressed.bench import Bench, PrestressedDemands
from spanwright.checks.prestressed.handling import splitting_series
from spanwright.checks.prestressed.run import end_checks, link_checks, strand_checks
from spanwright.checks.types import FAILS, PASSES, CheckSeries
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.layout.types import Deck
from spanwright.structure.prestressed import PrestressedGirders

Row = tuple[float, int, float]  # level above the soffit, strands, sheathed length  [m], [-], [m]
Heads = tuple[tuple[float, float], ...]
# Shares of each row of strands, and the share of the span over which they are sheathed at both
# ends: the whole moment comes to hold straight strands only away from the supports.
HEADS: Final[tuple[Heads, ...]] = (
    ((1.0, 0.0),),
    ((0.75, 0.0), (0.25, 0.10)),
    ((0.5, 0.0), (0.25, 0.08), (0.25, 0.16)),
    ((0.5, 0.0), (0.25, 0.10), (0.25, 0.22)),
    ((0.4, 0.0), (0.3, 0.10), (0.3, 0.25)),
)
LEAST: Final = 4  # strands in the bottom flange
SHEATH_STEP: Final = 0.5  # [m]
TRIES: Final = 4  # pairs of strands more than the fewest, where the ends ask for it
SPACINGS: Final = (0.300, 0.250, 0.200, 0.175, 0.150, 0.125, 0.100, 0.075)  # of links [m]
LINK_ZONE: Final = 0.25  # of the span beside a support, where links stand closer


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where strands may go: level and room of each row of the bottom flange, the top row.

    level, room : (r,) [m], [-];  top_level [m], top : strands there;  span : longest [m]
    """

    level: Array
    room: Array
    top_level: float
    top: int
    span: float

    def __post_init__(self) -> None:
        freeze(self)


def rows_of(places: Places, count: int, heads: Heads) -> tuple[Row, ...]:
    """Strands in rows from the bottom up, in pairs, each row bonded as `heads` says."""
    before = np.concatenate([[0.0], np.cumsum(places.room)[:-1]])
    filled = np.clip(count - before, 0.0, places.room)
    rows: list[Row] = []
    for level, number in zip(places.level, filled, strict=True):
        later = [2 * round(number * share / 2) for share, _ in heads[1:]]
        while sum(later) > number:
            later[later.index(max(later))] -= 2
        lengths = [0.0, *(round(part * places.span / SHEATH_STEP) * SHEATH_STEP
                          for _, part in heads[1:])]  # fmt: skip
        parts = [int(number) - sum(later), *later]
        rows += [(round(float(level), 6), part, sheath)
                 for part, sheath in zip(parts, lengths, strict=True) if part > 0]  # fmt: skip
    if places.top:
        rows.append((round(places.top_level, 6), places.top, 0.0))
    return tuple(rows)


def with_rows(girders: PrestressedGirders, mine: Bools, rows: Sequence[Row]) -> PrestressedGirders:
    """The girders with other strands in some sections.  mine : (n,)"""
    table = girders.table
    level, count, sheath = floats(rows).T
    k = max(len(rows), table.layer_area.shape[1])

    def column(old: Array, new: Array) -> Array:
        wide = np.zeros((girders.count, k))
        wide[:, : old.shape[1]] = old
        wide[mine] = 0.0
        wide[mine, : len(rows)] = new[mine] if new.ndim == 2 else new
        return wide

    bond = table.end_distance[:, None] - sheath
    moved = replace(
        table,
        layer_height=column(table.layer_height, level),
        layer_area=column(table.layer_area, count * girders.materials.strand_area),
        layer_bond=column(table.layer_bond, bond),
    )
    return replace(girders, table=moved)


def with_links(
    girders: PrestressedGirders, mine: Bools, spacing: tuple[float, float]
) -> PrestressedGirders:
    """The girders with other links: in the span, and beside the supports.  mine : (n,)"""
    table = girders.table
    legs = 2.0 * np.pi / 4.0 * table.link_diameter**2
    rate = legs / np.where(beside_supports(girders), spacing[1], spacing[0])
    return replace(girders, table=replace(table, link_rate=np.where(mine, rate, table.link_rate)))


def beside_supports(girders: PrestressedGirders) -> Bools:
    """Sections within a quarter of their span of a support.  (n,)"""
    table = girders.table
    return np.asarray(table.end_distance < LINK_ZONE * table.span_length)


def worst(series: Sequence[CheckSeries], mine: Bools) -> dict[str, float]:
    """Largest utilisation of each check over some sections, of those that were checked."""
    found = {}
    for one in series:
        live = mine & ((one.status == PASSES) | (one.status == FAILS))
        if live.any():
            found[one.name] = float(np.max(one.utilisation[live]))
    return found


# Checks that more strands answer away from a girder's ends, where bars take over; the others of
# `strand_checks` ask for fewer or shorter bond.
WANT_MORE: Final = (
    "decompression",
    "crack width of the soffit",
    "bending of prestressed girders",
    "anchored tension chord",
    "concrete pulled under the wet slab",
    "steel against brittle failure",
)
ENDS: Final = 0.1  # of the span from a girder's end
BARS: Final = tuple(k * 1e-4 for k in (10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80))  # [m2]


def fitted_strands(
    girders: PrestressedGirders,
    demands: PrestressedDemands,
    decks: Sequence[Deck],
    index: int,
    places: Places,
    aim: float,
) -> tuple[Row, ...]:
    """Rows of strands of one deck, the same in all its girders.

    The fewest strands for which every check holds with one of HEADS; where none does, those with
    the smallest worst utilisation.
    """
    mine = np.asarray(girders.table.deck == index)

    inner = mine & (girders.table.end_distance >= ENDS * girders.table.span_length)

    def tried(count: int, heads: Heads) -> tuple[float, float]:
        """Worst use of the checks that want more strands, and of the others."""
        changed = with_rows(girders, mine, rows_of(places, count, heads))
        # The strands that bond at the ends must not split them between the closest links.
        closest = with_links(changed, mine, (SPACINGS[-1], SPACINGS[-1]))
        series = (
            *strand_checks(Bench(changed, demands, tuple(decks))),
            splitting_series(Bench(closest, demands, tuple(decks))),
        )
        short = [use for name, use in worst(series, inner).items() if name in WANT_MORE]
        other = [use for name, use in worst(series, mine).items() if name not in WANT_MORE]
        return max(short, default=0.0), max(other, default=0.0)

    most = int(places.room.sum()) // 2 * 2
    low, high = LEAST // 2, most // 2  # pairs
    while low < high:
        middle = (low + high) // 2
        enough = tried(2 * middle, HEADS[0])[0] <= aim
        low, high = (low, middle) if enough else (middle + 1, high)
    best: tuple[float, tuple[Row, ...]] | None = None
    for count in range(2 * low, min(2 * low + 2 * TRIES, most) + 1, 2):
        for heads in HEADS:
            use = max(tried(count, heads))
            if best is None or use < best[0] - 1e-9:
                best = use, rows_of(places, count, heads)
            if use <= aim:
                return rows_of(places, count, heads)
    assert best is not None
    return best[1]


def fitted_links(
    girders: PrestressedGirders,
    demands: PrestressedDemands,
    decks: Sequence[Deck],
    index: int,
    aim: float,
) -> tuple[float, float]:
    """Widest spacings of the links in the span and beside the supports for which shear holds.

    Where none of SPACINGS does, the closest.
    """
    mine = np.asarray(girders.table.deck == index)
    near = beside_supports(girders)
    chosen = []
    for part in (mine & ~near, mine & near):
        for spacing in SPACINGS:
            changed = with_links(girders, mine, (spacing, spacing))
            found = worst(link_checks(Bench(changed, demands, tuple(decks))), part)
            if max(found.values(), default=0.0) <= aim:
                break
        chosen.append(spacing)
    return chosen[0], min(chosen)


def fitted_bars(
    girders: PrestressedGirders,
    demands: PrestressedDemands,
    decks: Sequence[Deck],
    index: int,
    aim: float,
) -> float:
    """Least area of the bars at the bottom of the girders' ends for which diaphragms and ends hold.

    They take what creep lifts over the piers and anchor the struts where strands do not bond yet.
    Where none of BARS does, the most.
    """
    table = girders.table
    mine = np.asarray(table.deck == index)
    ends = mine & (table.end_distance < ENDS * table.span_length)
    for area in BARS:
        bars = np.where(mine, area, table.bottom_bars)
        bench = Bench(
            replace(girders, table=replace(table, bottom_bars=bars)), demands, tuple(decks)
        )
        found = worst(end_checks(bench), ends)
        if max(found.values(), default=0.0) <= aim:
            break
    return area
