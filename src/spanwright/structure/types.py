"""`Structure`: the bridge as one model per stage, and what its rows mean."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.engine.model import Model
from spanwright.engine.surfaces import LoadingLines
from spanwright.structure.ground import GroupStiffness
from spanwright.structure.precast_ageing import PrecastAgeing
from spanwright.structure.precast_table import PrecastTable

# steel: girders without slab carry themselves and the wet slab, steel ones continuous, precast ones
# simply supported.  The composite stages share one mesh, continuous for all girders, and differ in
# the concrete's modulus: permanent loads, shrinkage, imposed deformations, short term.
STAGES: Final = ("steel", "long term", "shrinkage", "imposed", "short term")


@dataclass(frozen=True, slots=True, eq=False)
class GirderTable:
    """Section geometry at the n reported girder sections, one row a member end.

    Of a precast girder the plates are its flanges and web without their tapers, it has no studs,
    and `PrecastTable` holds what else is known of its rows.

    deck, girder, span : (n,) indices;  station : (n,) [m];  at_support : (n,) bool
    member, side       : (n,) member of the model and its end (0: i, just after the station;
                         1: j, just before it)
    top_width ... bottom_thickness : (n,) steel plates; web_height clear between flanges  [m]
    slab_width         : (n,) effective width for section checks (EN 1994-2 5.4.1.2)      [m]
    slab_width_model   : (n,) effective width used for stiffness                          [m]
    slab_thickness, haunch, rebar_depth : (n,) [m];  rebar_area : (n,) inside slab_width [m2]
    is_cracked         : (n,) slab taken as cracked in the composite stages
    restraint_spacing  : (n,) distance between the cross-frames around the section       [m]
    stiffener_spacing  : (n,) distance between transverse web stiffeners here            [m]
    stud_rate          : (n,) studs per metre [1/m]
    span_length        : (n,) length of the span the section stands in                   [m]
    curvature          : (n,) of the girder in plan, left positive                     [1/m]
    """

    deck: Ints
    girder: Ints
    span: Ints
    station: Array
    at_support: Bools
    member: Ints
    side: Ints
    top_width: Array
    top_thickness: Array
    web_height: Array
    web_thickness: Array
    bottom_width: Array
    bottom_thickness: Array
    slab_width: Array
    slab_width_model: Array
    slab_thickness: Array
    haunch: Array
    rebar_area: Array
    rebar_depth: Array
    is_cracked: Bools
    restraint_spacing: Array
    stiffener_spacing: Array
    stud_rate: Array
    span_length: Array
    curvature: Array

    def __post_init__(self) -> None:
        freeze(self)

    def at(self, rows: Ints) -> GirderTable:
        """Some of the rows, in their order; all of them give the table itself."""
        if len(rows) == len(self.station):
            return self
        return GirderTable(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One pier shaft in the model: members from bottom to top, and its foundation."""

    pier: str
    index: int
    members: Ints
    foot_node: int


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The bridge in its stages.

    models        : one `Model` per stage of STAGES, same nodes, members and springs
    lines         : loading lines, one a deck; x are stations along the axis
    table         : geometry at the reported sections
    girder_member : (g,) all girder members; girder_of, deck_of : (g,) their line and deck
    bearing_spring: (b,) spring index of each bearing, in the order of layout.bearings
    columns       : pier shafts
    foundation_spring : support name -> spring index of its pile group; it sits at the group's
                    elastic centre, where force and rotation uncouple, `groups[name].arm` below
                    the pile heads: `ground.pile_forces` turns its force into pile forces
    modular_ratio : stage -> n (0 for "steel")
    creep         : stage -> creep coefficient behind it
    shrinkage_strain : final free shrinkage of the slab (positive number)
    plane         : (d,) level of each deck's slab middle at the middle of the deck.  The grillage
                    is flat: all decks lie in one plane, and each support hangs at its true height
                    below it [m]
    groups        : support name -> stiffness of its pile group
    cross_frame_member : deck -> (g - 1, c) members, bay by bay, in the order of deck.cross_frames
    strip_member  : deck -> (l - 1, k) slab strips across, bay by bay
    crosshead_member : pier -> its crosshead's members, in order of y
    precast, precast_ageing : the sections of precast girders and their concretes; None without any
    precast_rows  : (m,) rows of `table` that are sections of precast girders
    """

    models: dict[str, Model]
    lines: tuple[LoadingLines, ...]
    table: GirderTable
    girder_member: Ints
    girder_of: Ints
    deck_of: Ints
    bearing_spring: Ints
    columns: tuple[Column, ...]
    foundation_spring: dict[str, int]
    modular_ratio: dict[str, float]
    creep: dict[str, float]
    shrinkage_strain: float
    deck_nodes: dict[str, Ints] = field(default_factory=dict)
    plane: Array = field(default_factory=lambda: np.zeros(0))
    groups: dict[str, GroupStiffness] = field(default_factory=dict)
    cross_frame_member: dict[str, Ints] = field(default_factory=dict)
    strip_member: dict[str, Ints] = field(default_factory=dict)
    crosshead_member: dict[str, Ints] = field(default_factory=dict)
    precast: PrecastTable | None = None
    precast_ageing: PrecastAgeing | None = None
    precast_rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def steel_rows(self) -> Ints:
        """Rows of `table` that are sections of plate girders."""
        every = np.arange(len(self.table.station), dtype=np.int64)
        return np.setdiff1d(every, self.precast_rows)
