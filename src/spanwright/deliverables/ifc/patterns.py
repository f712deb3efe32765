"""Loads of all cases as multiples of a few shared patterns; needs no ifcopenshell.

Wind from four sides, eight temperatures and every weight load the same lines in the same few ways.
A pattern is one such way: one line of members, one direction, values of at most 1 kN/m or 1 K.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from spanwright.actions.types import Actions
from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.units import kN
from spanwright.engine.element import member_axes
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.layout.types import Layout
from spanwright.structure.types import Structure

# what a pattern does: force per metre along a global axis; warming of the whole member, of its top
# against its bottom, or of its left face against its right
WAYS: Final = ("along x", "along y", "along z", "warming", "top warmer", "left warmer")
WARMING: Final = 3  # first of the ways that are temperatures
EXPANSION: Final = 12e-6  # 1/K, by which strains are told as temperatures


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Members (k,) of one line, a way of WAYS, and values (k,) [N/m or K] of at most one unit."""

    name: str
    way: int
    members: Ints
    value: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Factored:
    """Patterns, and for each case what they are multiplied by.

    terms : case -> (pattern, factor [kN/m or K]);  left : stage -> (k,) rows of its line loads that
            are no uniform load over a whole member, and so no part of any pattern
    """

    patterns: tuple[Pattern, ...]
    terms: dict[str, list[tuple[int, float]]]
    left: dict[str, Ints] = field(default_factory=dict)


def member_lines(structure: Structure, layout: Layout) -> list[tuple[str, Ints]]:
    """All members, line by line: girders and slab edges, the shafts of each pier, the rest."""
    found: list[tuple[str, Ints]] = []
    rest = np.ones(len(structure.models["steel"].members), dtype=bool)
    for deck, lines in zip(layout.decks, structure.lines, strict=True):
        named = {round(girder.offset, 6): girder.name for girder in deck.girders}
        for y, members in zip(lines.y, lines.member, strict=True):
            side = "right edge" if y < 0 else "left edge"
            found.append((f"deck {deck.name}, {named.get(round(float(y), 6), side)}", members))
    piers: dict[str, list[Ints]] = {}
    for column in structure.columns:
        piers.setdefault(column.pier, []).append(column.members)
    found += [(f"{pier}, shafts", np.concatenate(each)) for pier, each in piers.items()]
    for _, members in found:
        rest[members] = False
    found.append(("other members", np.flatnonzero(rest)))
    return found


def factored(
    actions: Actions, lines: Sequence[tuple[str, Ints]], model: Model, size: tuple[Array, Array]
) -> Factored:
    """Every case's loads on whole members as multiples of patterns.

    size : (m,) widths and (m,) depths of the members [m]; over them curvatures are told as
    temperature differences, alpha dT / size = -curvature
    """
    length, axes = member_axes(model)
    patterns: list[Pattern] = []
    known: dict[tuple[int, int, bytes], int] = {}
    terms: dict[str, list[tuple[int, float]]] = {}
    left: dict[str, Ints] = {}
    for stage, loads in actions.loads.items():
        whole = _whole(loads, length)
        left[stage] = np.flatnonzero(~whole)
        for case, total in _totals(loads, whole, axes, size):
            for k, (label, members) in enumerate(lines):
                for way in np.flatnonzero(np.any(total[members] != 0.0, axis=0)):
                    own = total[members, way]
                    peak = float(own[np.argmax(np.abs(own))])
                    shape = np.round(own / peak, 9) + 0.0
                    key = (k, int(way), shape.tobytes())
                    if key not in known:
                        known[key] = len(patterns)
                        patterns.append(_pattern(case, label, members, int(way), shape))
                    unit = 1.0 if way >= WARMING else kN
                    terms.setdefault(case, []).append((known[key], peak / unit))
    return Factored(tuple(patterns), terms, left)


def _pattern(case: str, label: str, members: Ints, way: int, shape: Array) -> Pattern:
    on = shape != 0.0
    unit, most = ("1 K", 1.0) if way >= WARMING else ("1 kN/m", kN)
    is_even = bool(np.all(shape[on] == 1.0))
    words = f"{label}: {unit} {WAYS[way]}"
    if not is_even:
        words += f" at most, shared out as in {case}"
    elif not on.all():
        words += f", where {case} acts"
    return Pattern(words, way, members[on], shape[on] * most)


def _whole(loads: Loads, length: Array) -> Bools:
    """Rows that load a whole member evenly, on its own line.  (k,)"""
    reach = length[loads.line_member]
    return np.asarray(
        (loads.line_from <= 0.0)
        & (loads.line_to >= reach)
        & np.all(loads.line_start == loads.line_end, axis=1)
        & np.all(loads.line_arm == 0.0, axis=1)
    )


def _totals(
    loads: Loads, whole: Bools, axes: Array, size: tuple[Array, Array]
) -> Iterator[tuple[str, Array]]:
    """Case by case what acts on each member.  axes (m, 3, 3) -> (m, 6) [N/m], [K]"""
    width, depth = size
    turned = np.einsum("ki,kij->kj", loads.line_start, axes[loads.line_member])
    force = np.where(loads.line_local[:, None] == 1, turned, loads.line_start)
    for case, name in enumerate(loads.names):
        total = np.zeros((len(depth), len(WAYS)))
        rows = whole & (loads.line_case == case)
        np.add.at(total[:, :WARMING], loads.line_member[rows], force[rows])
        rows = loads.strain_case == case
        member, strain = loads.strain_member[rows], loads.strain[rows]
        np.add.at(total[:, WARMING], member, strain[:, 0] / EXPANSION)
        np.add.at(total[:, WARMING + 1], member, -strain[:, 1] * depth[member] / EXPANSION)
        np.add.at(total[:, WARMING + 2], member, -strain[:, 2] * width[member] / EXPANSION)
        yield name, total


def by_factor(terms: Sequence[tuple[int, float]]) -> Mapping[float, list[int]]:
    """Patterns that share a factor, to twelve digits."""
    found: dict[float, list[int]] = {}
    for pattern, factor in terms:
        found.setdefault(float(f"{factor:.12g}"), []).append(pattern)
    return found
