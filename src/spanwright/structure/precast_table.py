"""The reported sections of precast girders: `PrecastTable`, and what all tables have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from spanwright.datum.arrays import Array, Bools, Ints, freeze


class SectionRows(Protocol):
    """What labels and groups ask of a table of girder sections (`GirderTable`, `PrecastTable`)."""

    @property
    def deck(self) -> Ints: ...
    @property
    def girder(self) -> Ints: ...
    @property
    def station(self) -> Array: ...
    @property
    def side(self) -> Ints: ...
    @property
    def at_support(self) -> Bools: ...


@dataclass(frozen=True, slots=True, eq=False)
class PrecastTable:
    """Geometry at the n reported girder sections, one row a member end, as in `GirderTable`.

    deck, girder, span, station, at_support, member, side, slab_width, slab_width_model,
    slab_thickness, haunch, rebar_area, rebar_depth, is_cracked, span_length, curvature : as there;
                 haunch is the gap between girder top and slab soffit
    depth ... bottom_thickness : (n,) of the precast girder, see `precast.i_outline`; a solid end
                 block has web_width = bottom_width                                       [m]
    is_insitu  : (n,) the section lies in a diaphragm cast between girder ends: same outline, in the
                 slab's concrete, no strands, nothing in the stage "steel"
    girder_length, girder_span : (n,) of this precast girder, end to end and between the bearings
                 it lies on before it is continuous                                      [m]
    end_distance : (n,) from the nearer end of the precast girder; 0 where is_insitu     [m]
    layer_height, layer_area : (n, k) layers of strands above the soffit and all their area there;
                 0 area fills up.  Straight strands: the same along a girder         [m], [m2]
    layer_bond : (n, k) from where the layer's bond begins to the section, measured from the nearer
                 end; debonded strands are layers of their own; <= 0: no force there     [m]
    link_rate  : (n,) vertical links that cross web and interface, A_sw/s            [m2/m]
    link_diameter : (n,) of those links                                                  [m]
    bottom_bars, bottom_bar_height : (n,) ordinary bars in the bottom flange (continuous through
                 the diaphragms) and their height above the soffit               [m2], [m]
    self_moment, slab_moment : (n,) characteristic moments on the simply supported girder by its own
                 weight, and by the wet slab and diaphragms; 0 where is_insitu          [N m]
    self_shear, slab_shear   : (n,) the same for Vz                                       [N]
    """

    deck: Ints
    girder: Ints
    span: Ints
    station: Array
    at_support: Bools
    member: Ints
    side: Ints
    depth: Array
    top_width: Array
    top_thickness: Array
    top_taper: Array
    web_width: Array
    bottom_taper: Array
    bottom_width: Array
    bottom_thickness: Array
    slab_width: Array
    slab_width_model: Array
    slab_thickness: Array
    haunch: Array
    rebar_area: Array
    rebar_depth: Array
    is_cracked: Bools
    is_insitu: Bools
    span_length: Array
    curvature: Array
    girder_length: Array
    girder_span: Array
    end_distance: Array
    layer_height: Array
    layer_area: Array
    layer_bond: Array
    link_rate: Array
    link_diameter: Array
    bottom_bars: Array
    bottom_bar_height: Array
    self_moment: Array
    slab_moment: Array
    self_shear: Array
    slab_shear: Array

    def __post_init__(self) -> None:
        freeze(self)
