"""`Layout`: the general arrangement of a girder bridge: steel plate girders or precast ones.

Stations x run along the axis from the first abutment (x = 0) to the last; offsets y are positive
to the left; levels z are in the project's height datum.  Everything is SI.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from spanwright.alignment import Alignment
from spanwright.datum.arrays import Array, freeze

BearingKind = Literal["fixed", "guided", "transverse", "free"]
BearingMake = Literal["pot", "spherical", "elastomeric"]
# fixed: holds x and y; guided: holds y, moves along x; transverse: holds x, moves along y


@dataclass(frozen=True, slots=True, eq=False)
class Girder:
    """One line of a composite plate girder; plate sizes change at the segment joints.

    offset : y of the web                                                            [m]
    joints : (s + 1,) stations where segments meet, from deck start to deck end      [m]
    top_width, top_thickness, web_thickness, bottom_width, bottom_thickness : (s,)   [m]
    depth_station, depth : (d,) steel depth over flanges, linear between stations    [m]
             (constant depth: two equal values; haunches: more)
    """

    name: str
    offset: float
    joints: Array
    top_width: Array
    top_thickness: Array
    web_thickness: Array
    bottom_width: Array
    bottom_thickness: Array
    depth_station: Array
    depth: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class PrecastGirder:
    """One line of precast prestressed I-girders: one girder a span, its joints at the supports.

    offset, joints, widths and thicknesses, depth_station, depth : as of `Girder`, each segment one
             precast girder; thicknesses are those of the flanges' straight edges       [m]
    top_taper, bottom_taper : height over which a flange narrows to the web             [m]
    strand_level, strand_count : (r,) rows of straight strands above the soffit    [m], [-]
    strand_sheath : (r,) length at both ends over which a row does not bond; strands of one level
             with and without a sheath are rows of their own                            [m]
    """

    name: str
    offset: float
    joints: Array
    top_width: Array
    top_thickness: Array
    web_thickness: Array
    bottom_width: Array
    bottom_thickness: Array
    depth_station: Array
    depth: Array
    top_taper: float
    bottom_taper: float
    strand_level: Array
    strand_count: Array
    strand_sheath: Array

    def __post_init__(self) -> None:
        freeze(self)


AnyGirder = Girder | PrecastGirder


@dataclass(frozen=True, slots=True)
class Precast:
    """What all precast girders of a deck have in common.

    strand_area, strand_diameter : of one strand                                  [m2], [m]
    strand_strength, strand_proof: f_pk, f_p0.1k;  jacking : stress before release     [Pa]
    release_strength             : f_ck(t) of the girder at release                    [Pa]
    release_age, deck_age        : ages of the girder at release and when the slab is cast [s]
    cover         : to the links;  link_bar : diameter, two legs                        [m]
    link_spacing, link_spacing_ends : in the span, within a quarter of it from a support [m]
    continuity_bars : at the bottom of each girder's ends, joined in the diaphragm     [m2]
    diaphragm     : over a pier, along the bridge                                       [m]
    """

    strand_area: float
    strand_diameter: float
    strand_strength: float
    strand_proof: float
    jacking: float
    release_strength: float
    release_age: float
    deck_age: float
    cover: float
    link_bar: float
    link_spacing: float
    link_spacing_ends: float
    continuity_bars: float
    diaphragm: float


@dataclass(frozen=True, slots=True, eq=False)
class Slab:
    """Concrete deck slab of one deck.

    left, right   : y of the two edges                                               [m]
    thickness     : mean thickness                                                   [m]
    haunch        : concrete between slab soffit and top flange                      [m]
    rebar_station : (b,) stations; rebar_area (b - 1,) longitudinal bars between them, per
                    metre of width, both layers together                        [m, m2/m]
    rebar_depth   : centroid of these bars below the slab's top                      [m]
    bar_spacing   : of the longitudinal bars in each of the two layers               [m]
    cover         : concrete over the outer bars, which lie across                   [m]
    """

    left: float
    right: float
    thickness: float
    haunch: float
    rebar_station: Array
    rebar_area: Array
    rebar_depth: float
    bar_spacing: float = 0.125
    cover: float = 0.045

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Deck:
    """One continuous deck between two expansion joints.

    supports     : (p,) stations of its support lines, first and last are its ends   [m]
    girders      : all of one kind, by increasing offset
    cross_frames : (c,) stations of cross-frames or diaphragms, supports included    [m]
    frame_area   : cross-section of one cross-frame's chord / diagonal              [m2]
    stud_station, stud_rate : (u,), (u - 1,) studs per metre and girder      [m, 1/m]
    precast      : of a deck on precast girders, None on steel ones.  Without cross-frames and
                   studs, its frame_area, stud sizes and rate are 0
    """

    name: str
    supports: Array
    girders: tuple[AnyGirder, ...]
    slab: Slab
    cross_frames: Array
    frame_area: float
    stiffener_spacing: float
    stud_diameter: float
    stud_height: float
    stud_station: Array
    stud_rate: Array
    precast: Precast | None = None

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def steel_girders(self) -> tuple[Girder, ...]:
        """Its plate girders; none where the deck stands on precast ones."""
        return tuple(g for g in self.girders if isinstance(g, Girder))

    @property
    def precast_girders(self) -> tuple[PrecastGirder, ...]:
        """Its precast girder lines; none where the deck stands on steel."""
        return tuple(g for g in self.girders if isinstance(g, PrecastGirder))


@dataclass(frozen=True, slots=True)
class Bearing:
    """A bearing under one girder of one deck."""

    deck: str
    girder: str
    support: str
    station: float
    offset: float
    level: float
    kind: BearingKind
    vertical_stiffness: float
    make: BearingMake = "pot"
    shear_stiffness: float = 0.0  # where it is not held; laminated bearings only [N/m]


@dataclass(frozen=True, slots=True, eq=False)
class Foundation:
    """A pile cap on bored piles, or, without piles, a spread footing.

    cap_*          : the block of concrete, cap or footing                           [m]
    pile_x, pile_y : (q,) pile centres relative to the support's station and axis, none under a
                     footing                                                         [m]
    """

    cap_length: float  # along the bridge
    cap_width: float  # across
    cap_thickness: float
    cap_top: float  # level
    pile_diameter: float
    pile_x: Array
    pile_y: Array
    pile_length: float
    pile_rebar_ratio: float
    pile_link_ratio: float = 0.0015  # hoops, A_sw/(s d)

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def is_footing(self) -> bool:
        """Whether it stands on the ground itself."""
        return len(self.pile_x) == 0

    @property
    def underside(self) -> float:
        """Level of the cap's underside, or of the footing's base.  [m]"""
        return self.cap_top - self.cap_thickness

    @property
    def toe(self) -> float:
        """Lowest level: the tips of the piles, or the base of a footing.  [m]"""
        return self.underside - self.pile_length

    @property
    def volume(self) -> float:
        """Concrete of the cap or footing.  [m3]"""
        return self.cap_length * self.cap_width * self.cap_thickness


@dataclass(frozen=True, slots=True)
class Pier:
    """A pier: crosshead on one or more shafts on a pile cap or a footing.

    columns : y of the shafts;  shape "circle": diameter = width;  "rectangle": width across,
    depth along the bridge.  Levels: crosshead_top > shaft_top > foundation.cap_top > bed.
    """

    name: str
    station: float
    in_river: bool
    is_joint: bool
    shape: Literal["circle", "rectangle"]
    columns: tuple[float, ...]
    width: float
    depth: float
    shaft_top: float
    crosshead_length: float  # across the bridge
    crosshead_width: float  # along
    crosshead_depth: float
    crosshead_top: float
    rebar_ratio: float
    foundation: Foundation
    ground: float  # bed or ground level at the pier
    side: str  # which front builds it, e.g. "RU"
    scour: float = 0.0  # depth that the river may take away around it

    @property
    def bed(self) -> float:
        """Level of the bed after scour.  [m]"""
        return self.ground - self.scour


@dataclass(frozen=True, slots=True)
class Abutment:
    """A seat abutment on piles or on a footing."""

    name: str
    station: float
    width: float
    height: float
    thickness: float
    seat_level: float
    foundation: Foundation
    ground: float
    side: str
    scour: float = 0.0  # depth that the river may take away in front of it
    back_wall: float = 0.5  # thickness of the wall between bearing seat and road

    @property
    def bed(self) -> float:
        """Level of the ground after scour.  [m]"""
        return self.ground - self.scour


@dataclass(frozen=True, slots=True, eq=False)
class Road:
    """Across the deck: offsets of what the traffic sees, increasing y.

    kerbs : (2,) inner faces of the barriers: the width LM1 may use                  [m]
    edges : (2,) slab edges;  footways : (f, 2) loaded walkway strips (f may be 0)   [m]
    surfacing_thickness, surfacing_weight [N/m3]; barrier_weight per barrier [N/m]
    crossfall : slope to both sides from the axis
    barrier_width, barrier_height, kerb_height : foot of a barrier, its top and the kerb's above
    the road [m];  restraint : class of what it hands to the deck when it is struck
    """

    carriageway: float
    kerbs: Array
    edges: Array
    footways: Array
    surfacing_thickness: float
    surfacing_weight: float
    barrier_weight: float
    crossfall: float
    lanes: int
    barrier_width: float = 0.5
    barrier_height: float = 1.0
    kerb_height: float = 0.15
    restraint: Literal["A", "B", "C", "D"] = "B"

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """The road's axis: its level, its course in plan, and how the deck tilts along it.

    station, level : (a,) road level on the axis, linear between its stations (sampled finely) [m]
    plan         : the axis in plan, None where it is straight;  start : distance along it of the
                   bridge's station 0 [m].  `layout.curve` maps stations and offsets to points
    tilt_station, tilt : (t,) slope of the whole deck to one side, left edge higher positive, linear
                   between; empty: the road's crossfall to both sides               [m], [-]
    """

    station: Array
    level: Array
    plan: Alignment | None = None
    start: float = 0.0
    tilt_station: Array = field(default_factory=lambda: np.zeros(0))
    tilt: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """One material with the numbers the rooms above need [Pa, kg/m3, 1/K]."""

    name: str
    strength: float  # f_y (nominal, by thickness in the codes), f_ck, f_sk
    modulus: float
    density: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The whole bridge."""

    name: str
    length: float
    axis: Axis
    road: Road
    decks: tuple[Deck, ...]
    piers: tuple[Pier, ...]
    abutments: tuple[Abutment, ...]
    bearings: tuple[Bearing, ...]
    structural_steel: Material
    concrete: dict[str, Material]  # slab, pier, cap, pile; precast where there are such girders
    reinforcement: Material
    ground_station: Array  # river cross-section along the axis
    ground_level: Array
    water_levels: dict[str, float]  # mean, flood, ice, low: name -> level

    def __post_init__(self) -> None:
        freeze(self)
