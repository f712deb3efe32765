"""What each member of the structural model stands for: its element, its shape, its material.

Needs no ifcopenshell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.layout.types import Layout
from spanwright.structure.types import STAGES, GirderTable, Structure

Shape = Literal["composite girder", "rectangle", "circle", "stiffness only"]
# sizes of a shape [m]: of a girder the plates from the top, depth of the web, then slab and haunch
GIRDER_SIZES: Final = (
    "top_width", "top_thickness", "web_height", "web_thickness", "bottom_width",
    "bottom_thickness", "slab_width_model", "slab_thickness", "haunch",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Members that share one cross-section in every stage.

    name     : e.g. "girder", "slab strip";  material : key of `materials_of`
    size     : (9,) GIRDER_SIZES of a girder; else width along member y and depth along z, or the
               diameter, first; 0 where there is none [m]
    rigidity : (stage, 6) EA EIy EIz GJ GAy GAz;  members : (k,)
    """

    name: str
    shape: Shape
    material: str
    size: Array
    rigidity: Array
    members: Ints

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(slots=True)
class Idealised:
    """Row by row of the members: the element they stand for, their kind and size [m]."""

    element: list[str]
    kind: Ints
    size: Array

    def across(self) -> tuple[Array, Array]:
        """Width along y and depth along z, over which faces differ in temperature; 1 m where a
        member has a stiffness and no shape.  (m,), (m,) [m]"""
        shape = np.array([shape for _, shape, _ in KINDS])[self.kind]
        width, depth = np.ones(len(shape)), np.ones(len(shape))
        plain = np.isin(shape, ("rectangle", "circle"))
        width[plain] = self.size[plain, 0]
        depth[plain] = np.where(shape == "circle", self.size[:, 0], self.size[:, 1])[plain]
        girder = shape == "composite girder"
        width[girder] = self.size[girder, GIRDER_SIZES.index("slab_width_model")]
        depth[girder] = self.size[girder][:, [1, 2, 5, 7, 8]].sum(axis=1)
        return width, depth


# name, shape, material
KINDS: Final[tuple[tuple[str, Shape, str], ...]] = (
    ("girder", "composite girder", "steel"), ("precast girder", "composite girder", "precast"),
    ("diaphragm", "stiffness only", "slab"), ("slab edge", "rectangle", "slab"),
    ("slab strip", "rectangle", "slab"), ("cross-frame", "stiffness only", "steel"),
    ("crosshead", "rectangle", "pier"), ("shaft", "rectangle", "pier"),
    ("round shaft", "circle", "pier"), ("stem top", "rectangle", "cap"),
    ("stem", "rectangle", "cap"), ("plinth", "stiffness only", "pier"),
)  # fmt: skip
KIND: Final = {name: row for row, (name, *_) in enumerate(KINDS)}


def idealise(structure: Structure, layout: Layout) -> Idealised:
    """What every member is.  Raises ValueError for a member nothing tells of."""
    count = len(structure.models[STAGES[0]].members)
    found = Idealised(
        [""] * count, np.full(count, -1, dtype=np.int64), np.zeros((count, len(GIRDER_SIZES)))
    )
    _decks(found, structure, layout)
    _supports(found, structure, layout)
    if (found.kind < 0).any():
        names = structure.models[STAGES[0]].member_names
        raise ValueError(f"what is {names[int(np.argmin(found.kind))]}?")
    return found


def _put(found: Idealised, members: Ints, kind: str, element: str, *size: Array | float) -> None:
    found.kind[members] = KIND[kind]
    for column, value in enumerate(size):
        found.size[members, column] = value
    for member in members.ravel().tolist():
        found.element[member] = element


def _decks(found: Idealised, structure: Structure, layout: Layout) -> None:
    for d, (deck, lines) in enumerate(zip(layout.decks, structure.lines, strict=True)):
        home, thickness = f"deck {deck.name}", deck.slab.thickness
        for y, members in zip(_tributary(lines.y), lines.member, strict=True):
            _put(found, members, "slab edge", f"{home}/slab", y, thickness)
        _put(found, structure.strip_member[deck.name], "slab strip", f"{home}/slab",
             _tributary(lines.x), thickness)  # fmt: skip
        for k, members in enumerate(structure.cross_frame_member[deck.name].T):
            kind = "cross-frame" if deck.precast is None else "diaphragm"
            _put(found, members, kind, f"{home}/{kind} {k + 1}")
        for g, girder in enumerate(deck.girders):
            mine = (structure.deck_of == d) & (structure.girder_of == g)
            kind = "girder" if deck.precast is None else "precast girder"
            _put(found, structure.girder_member[mine], kind, f"{home}/{girder.name}")
    table = structure.table
    sizes = girder_sizes(table, len(found.kind))[structure.girder_member]
    found.size[structure.girder_member] = sizes


def _supports(found: Idealised, structure: Structure, layout: Layout) -> None:
    for pier in layout.piers:
        _put(found, structure.crosshead_member[pier.name], "crosshead", f"{pier.name}/crosshead",
             pier.crosshead_width, pier.crosshead_depth)  # fmt: skip
    piers = {pier.name: pier for pier in layout.piers}
    for column in structure.columns:
        pier = piers[column.pier]
        kind = "round shaft" if pier.shape == "circle" else "shaft"
        _put(found, column.members, kind, f"{pier.name}/shaft {column.index + 1}", pier.width,
             pier.width if pier.shape == "circle" else pier.depth)  # fmt: skip
    names = structure.models[STAGES[0]].member_names
    beginning = {f"{a.name} stem": a for a in layout.abutments}
    seats = {f"plinth {b.support} {b.deck} {b.girder}": f"{b.support}/{b.deck}/{b.girder}/bearing"
             for b in layout.bearings}  # fmt: skip
    for row in np.flatnonzero(found.kind < 0):
        one, name = np.array([row]), names[row]
        if name in seats:
            _put(found, one, "plinth", seats[name])
        for words, abutment in beginning.items():
            if name.startswith(f"{words} top "):
                _put(found, one, "stem top", f"{abutment.name}/stem", abutment.thickness,
                     abutment.height)  # fmt: skip
            elif name.startswith(f"{words} piece "):
                _put(found, one, "stem", f"{abutment.name}/stem", abutment.width,
                     abutment.thickness)  # fmt: skip


def _tributary(at: Array) -> Array:
    """Width that belongs to each line.  (n,) [m]"""
    half = 0.5 * np.diff(at)
    return np.asarray(np.append(half, 0.0) + np.append(0.0, half))


def girder_sizes(table: GirderTable, members: int) -> Array:
    """Plates and slab of the girder members, mean of their reported ends; others 0.  (m, 9) [m]"""
    total, rows = np.zeros((members, len(GIRDER_SIZES))), np.zeros(members)
    np.add.at(total, table.member, np.stack([getattr(table, n) for n in GIRDER_SIZES], axis=1))
    np.add.at(rows, table.member, 1.0)
    return np.asarray(total / np.maximum(rows, 1.0)[:, None])


def sections(structure: Structure, found: Idealised) -> list[Section]:
    """Members with equal shape and equal rigidity in every stage, in the order they appear."""
    rigidity = np.stack([structure.models[stage].rigidity for stage in STAGES], axis=1)
    count = len(found.kind)
    # single precision: sums of one section taken in another order are one section still
    alike = np.column_stack(
        [found.kind, found.size, np.where(np.isinf(rigidity), 0.0, rigidity).reshape(count, -1)]
    ).astype(np.float32)
    _, first, group = np.unique(alike, axis=0, return_index=True, return_inverse=True)
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    return [
        Section(name, shape, material, found.size[at], rigidity[at], members[g])
        for g in np.argsort(first, kind="stable")
        for at in (int(first[g]),)
        for name, shape, material in (KINDS[found.kind[at]],)
    ]
