"""Section ``[layout]``: what stands where, as far as the user wants to say it.

A field that may be ``"auto"`` holds None after validation: the layout chooses it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from spanwright.project.fields import (
    AutoCount,
    AutoLength,
    Extent,
    Flag,
    Length,
    Number,
    Section,
    Share,
    Spans,
    Station,
    Text,
    default,
)
from spanwright.project.kinds import Quantity, Whole
from spanwright.project.precast import PrecastBrief

Ratio = Annotated[float, Quantity("number", above=0.0, most=0.06)]


class PartBrief(Section):
    """``[[layout.parts]]``: one continuous deck; a joint pier stands where two parts meet."""

    name: Text
    length: Length
    side: Text = Field(description="which front builds it, e.g. RU")
    girders: Literal["steel", "prestressed"] = default(
        "steel", "plate girders; prestressed: precast I-girders of layout.precast"
    )
    spans: Spans = default("choose", "fitted to the preferred spans and the banks")


class SegmentBrief(Section):
    """``[[layout.girders.segments]]``: plates from the last segment's end to the station ``to``.

    Stations run along the whole bridge; every girder has the same plates.
    """

    to: Station
    top_width: Length
    top_thickness: Length
    web_thickness: Length
    bottom_width: Length
    bottom_thickness: Length


class GirdersBrief(Section):
    """``[layout.girders]``: parallel steel plate girders below the slab."""

    count: Annotated[int, Whole(least=2, most=20)] = default(
        4, "about one girder every 3 m of deck"
    )
    spacing: AutoLength = default("auto", "equal, slab overhang near 0.45 of it")
    depth: AutoLength = default("auto", "steel depth in the span, from span and slenderness")
    support_depth: AutoLength = default("auto", "steel depth over piers; equal when not haunched")
    haunched: Flag = default(False, "constant depth: can be launched")
    span_to_depth: Number = default(25.0, "continuous composite road girders", "20 to 30")
    segments: tuple[SegmentBrief, ...] = Field(
        default=(), description="explicit plates; left out, the layout chooses them"
    )


class SlabBrief(Section):
    """``[layout.slab]``."""

    width: AutoLength = default("auto", "clear width, barriers and walkways")
    thickness: Length = default("250 mm", "girder spacing near 3 m", "220 to 320 mm")
    haunch: Extent = default("50 mm", "between slab soffit and top flange", "0 to 120 mm")
    rebar_span: Annotated[float, Quantity("number", above=0.0, most=0.06)] = default(
        "0.8 %", "longitudinal bars, both layers, of the slab area", "0.5 to 1.2 %"
    )
    rebar_support: Annotated[float, Quantity("number", above=0.0, most=0.06)] = default(
        "1.8 %", "longitudinal bars over piers, for crack width", "1.2 to 2.5 %"
    )
    bar_spacing: Length = default(
        "125 mm", "of longitudinal bars in each layer; their diameter follows from the ratio"
    )
    cover: Length = default("45 mm", "to the outer bar", "35 to 60 mm")
    transverse_bar: Length = default("20 mm", "bars across the bridge, outside", "12 to 25 mm")
    transverse_top: Length = default(
        "150 mm", "greatest spacing of the transverse bars above", "100 to 200 mm"
    )
    transverse_bottom: Length = default(
        "150 mm", "greatest spacing of the transverse bars below", "100 to 200 mm"
    )


class FramesBrief(Section):
    """``[layout.cross_frames]``: bracing between girders, and stiffeners of the web."""

    spacing: Length = default("7 m", "restrains the bottom flange in hogging", "5 to 8 m")
    area: Annotated[float, Quantity("area", above=0.0)] = default(
        "40 cm2", "chord or diagonal, double angles", "25 to 80 cm2"
    )
    stiffener_spacing: AutoLength = default("auto", "transverse stiffeners at the cross-frames")


class LaunchBrief(Section):
    """``[layout.launch]``: what helps girders over the spans where they are launched."""

    nose: Number = default(0.7, "length of the launching nose over the longest span", "0.5 to 0.9")
    shoe: Length = default("1.5 m", "length of a launching bearing", "0.5 to 2.0 m")


class StudsBrief(Section):
    """``[layout.studs]``: headed studs on each top flange."""

    diameter: Length = default("22 mm", "usual size", "19 to 25 mm")
    height: Length = default("175 mm", "reaches above the lower layer of bars", "150 to 200 mm")
    rate: Annotated[float | None, Quantity("number", above=0.0, auto=True)] = default(
        "auto", "studs per metre and girder, from the shear flow"
    )


class PiersBrief(Section):
    """``[layout.piers]``."""

    shape: Literal["circle", "rectangle"] = default("circle", "simple to form, any flow direction")
    columns: Annotated[int, Whole(least=1, most=20)] = default(2, "one near each pair of girders")
    width: AutoLength = default("auto", "across the bridge, or the diameter")
    depth: AutoLength = default("auto", "along the bridge, rectangular shafts")
    crosshead_depth: AutoLength = default("auto", "from the column spacing")
    rebar_ratio: Annotated[float, Quantity("number", above=0.0, most=0.08)] = default(
        "1.2 %", "vertical bars of the shaft", "0.8 to 2.5 %"
    )
    bar: Length = default("32 mm", "main bars of shafts and crossheads", "25 to 40 mm")
    cover: Length = default("50 mm", "to the links", "45 to 60 mm")
    link_ratio: Ratio = default("0.15 %", "links of the shafts, A_sw/(s b)", "0.1 to 0.4 %")
    crosshead_ratio: Ratio = default("0.6 %", "top bars of the crosshead", "0.4 to 1.5 %")
    crosshead_link_ratio: Ratio = default(
        "0.3 %", "links of the crosshead, A_sw/(s b)", "0.15 to 1 %"
    )


class AbutmentsBrief(Section):
    """``[layout.abutments]``: seat abutments."""

    height: AutoLength = default("auto", "from the ground to the bearing seat")
    thickness: Length = default("1.8 m", "stem", "1.2 to 2.5 m")
    fill_weight: Annotated[float, Quantity("weight density", above=0.0)] = default(
        "20 kN/m3", "compacted gravel behind the stem", "19 to 21 kN/m3"
    )
    fill_friction: Annotated[float, Quantity("angle", above=0.0, most=0.9)] = default(
        "33 deg", "compacted gravel", "30 to 36 deg"
    )
    back_wall: Length = default("0.5 m", "wall between bearing seat and road", "0.4 to 0.8 m")
    rebar_ratio: Ratio = default("0.3 %", "vertical bars of the stem, each face", "0.2 to 1 %")
    back_wall_ratio: Ratio = default(
        "0.8 %", "vertical bars of the back wall, each face", "0.3 to 1.5 %"
    )
    link_ratio: Ratio = default("0.1 %", "links of the stem, A_sw/(s b)", "0.08 to 0.3 %")
    bar: Length = default("25 mm", "vertical bars of the stem", "20 to 32 mm")
    cover: Length = default("50 mm", "to the links", "45 to 60 mm")


class PilesBrief(Section):
    """``[layout.piles]``: bored piles and their caps."""

    diameter: Length = default("1.5 m", "bored cast-in-place piles", "1.0 to 2.0 m")
    count: AutoCount = default("auto", "per support, from the vertical load")
    spacing: Number = default(3.0, "centre to centre over the diameter", "2.5 to 4")
    length: AutoLength = default("auto", "from the vertical load and the soil layers")
    cap_thickness: AutoLength = default("auto", "from the pile diameter")
    rebar_ratio: Annotated[float, Quantity("number", above=0.0, most=0.08)] = default(
        "0.8 %", "vertical bars of the pile", "0.4 to 2 %"
    )
    bar: Length = default("32 mm", "vertical bars of the pile", "20 to 40 mm")
    cover: Length = default("75 mm", "to the hoops, cast against the ground", "60 to 100 mm")
    link_ratio: Ratio = default("0.15 %", "hoops of the pile, A_sw/(s d)", "0.08 to 0.4 %")
    head_deflection: Length = default(
        "25 mm", "greatest under characteristic actions, usual for bridges", "10 to 38 mm"
    )
    cap_ratio: Ratio = default("0.2 %", "bottom bars of the pile cap, each way", "0.15 to 0.6 %")
    cap_above_bed: Extent = default("0 m", "cap buried, its top at ground or bed level")


class FootingsBrief(Section):
    """``[layout.footings]``: spread footings, for the supports that stand on no piles."""

    at: tuple[Text, ...] = Field(
        default=(),
        description='names of the supports on footings, or ["all"]; the others stand on piles',
    )
    depth: Length = default(
        "3 m", "of the base below the ground, out of reach of frost", "2 to 5 m"
    )
    depth_at: tuple[tuple[Text, Length], ...] = Field(
        default=(), description='[support, depth] where it differs, e.g. ["pier 3", "4.5 m"]'
    )
    length: AutoLength = default("auto", "along the bridge, from load, ground and level forces")
    width: AutoLength = default("auto", "across the bridge, from load and ground")
    thickness: AutoLength = default("auto", "from how far it reaches beyond the shaft")
    ratio: Ratio = default(
        "0.2 %", "bars each way, below and above, of the section", "0.15 to 0.6 %"
    )

    def has(self, name: str) -> bool:
        """Whether a support stands on a footing."""
        return name in self.at or "all" in self.at

    def depth_of(self, name: str) -> float:
        """Of a support's base below the ground.  [m]"""
        return dict(self.depth_at).get(name, self.depth)


class BearingsBrief(Section):
    """``[layout.bearings]``."""

    kind: Literal["auto", "pot", "spherical", "elastomeric"] = default(
        "pot", "long continuous deck; auto: by load and movement"
    )
    stiffness: Annotated[float | None, Quantity("stiffness", above=0.0, auto=True)] = default(
        "auto", "vertical, each bearing, from its kind and load"
    )
    hold_down: Annotated[float, Quantity("force", least=0.0)] = default(
        "0 kN", "no ties against uplift at the ends of decks", "0 to 500 kN each bearing"
    )
    setting: Number = default(
        20.0, "K of doubt about the temperature at setting, EN 1991-1-5 6.1.3.3; 10 if measured"
    )
    fixed: Text = default("auto", "the support nearest the middle of each part holds it lengthwise")


class LayoutBrief(Section):
    """``[layout]``."""

    length: Length | None = Field(
        default=None, description="abutment to abutment; left out, the sum of the parts"
    )
    river_span: Length = default("60 m", "preferred span between the banks", "40 to 100 m")
    land_span: Length = default("40 m", "preferred span outside the banks", "25 to 60 m")
    span_module: Extent = default("0 m", "no fixed module of span lengths")
    keep_free: tuple[tuple[Station, Station], ...] = Field(
        default=(),
        description="[from, to] stations where no pier may stand: fairway, road, railway",
    )
    end_span: Share = default(0.8, "end span over its neighbour, for even moments", "0.7 to 0.9")
    parts: tuple[PartBrief, ...] = Field(min_length=1)
    girders: GirdersBrief = GirdersBrief()
    precast: PrecastBrief = PrecastBrief()
    slab: SlabBrief = SlabBrief()
    cross_frames: FramesBrief = FramesBrief()
    studs: StudsBrief = StudsBrief()
    launch: LaunchBrief = LaunchBrief()
    piers: PiersBrief = PiersBrief()
    abutments: AbutmentsBrief = AbutmentsBrief()
    piles: PilesBrief = PilesBrief()
    footings: FootingsBrief = FootingsBrief()
    bearings: BearingsBrief = BearingsBrief()

    @property
    def has_precast(self) -> bool:
        """Whether a part stands on precast girders."""
        return any(part.girders == "prestressed" for part in self.parts)

    @property
    def total(self) -> float:
        """Sum of the parts [m]."""
        return sum(part.length for part in self.parts)
