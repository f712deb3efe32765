"""Section ``[layout.precast]``: precast prestressed girders of the parts that ask for them."""

from __future__ import annotations

from typing import Annotated, Literal

from spanwright.project.fields import (
    AutoCount,
    AutoLength,
    ConcreteClass,
    Length,
    Number,
    Section,
    default,
)
from spanwright.project.kinds import Quantity, Whole

Stress = Annotated[float, Quantity("stress", above=0.0)]
Area = Annotated[float, Quantity("area", above=0.0)]
Age = Annotated[float, Quantity("time", above=0.0)]
Ratio = Annotated[float, Quantity("number", above=0.0, most=1.0)]


class PrecastBrief(Section):
    """``[layout.precast]``: pretensioned I-girders, one beside another, one a span.

    They carry themselves and the wet slab simply supported; slab and diaphragms over the piers
    make the deck continuous for all that follows.
    """

    span: Length = default("30 m", "preferred span of precast girders", "25 to 40 m")
    count: AutoCount = default("auto", "girders near 2.5 m apart")
    spacing: AutoLength = default("auto", "equal, slab overhang near 0.4 of it")
    depth: AutoLength = default("auto", "of the girder alone, from span and slenderness")
    span_to_depth: Number = default(17.0, "precast road girders under a slab", "15 to 20")
    top_width: AutoLength = default("auto", "0.45 of the depth: stable while it is lifted")
    top_thickness: Length = default("120 mm", "edge of the top flange", "100 to 150 mm")
    top_taper: Length = default("80 mm", "from the flange's edge to the web", "50 to 150 mm")
    web_thickness: Length = default("180 mm", "two links, cover and a strand", "150 to 220 mm")
    bottom_width: AutoLength = default("auto", "0.4 of the depth: room for the strands")
    bottom_thickness: Length = default("220 mm", "edge of the bottom flange", "160 to 260 mm")
    bottom_taper: Length = default("160 mm", "from the web to the flange's edge", "100 to 250 mm")
    concrete: ConcreteClass = default("C50/60", "usual for pretensioned girders")
    release_strength: Stress = default(
        "35 MPa", "f_ck(t) when the strands are released", "30 to 40 MPa"
    )
    release_age: Age = default("2 days", "steam or heat in the yard", "1 to 4 days")
    deck_age: Age = default(
        "90 days", "of the girders when the slab is poured: older ones creep less", "30 to 180 days"
    )
    strand_diameter: Length = default("15.7 mm", "seven-wire strand Y1860S7, EN 10138-3")
    strand_area: Area = default("150 mm2", "of one strand, EN 10138-3")
    strand_strength: Stress = default("1860 MPa", "f_pk of the strand")
    strand_proof: Stress = default("1600 MPa", "f_p0.1k of the strand", "1580 to 1640 MPa")
    jacking: Ratio = default(
        "73 %", "stress before release over f_pk: 0.75 f_pk holds after it", "70 to 77 %"
    )
    exposure: Literal["XC", "XD"] = default(
        "XC", "sheltered below the slab; XD: salt water reaches the girders"
    )
    strands: AutoCount = default("auto", "in the bottom flange of each girder, from the stresses")
    top_strands: Annotated[int, Whole(least=0, most=8)] = default(
        2, "hold the top of the girder's ends together"
    )
    cover: Length = default("40 mm", "to the links", "35 to 50 mm")
    link_bar: Length = default("12 mm", "vertical bars of the web, two legs", "10 to 16 mm")
    link_spacing: Length = default("200 mm", "of the links in the span", "100 to 300 mm")
    link_spacing_ends: Length = default(
        "75 mm", "of the links within a quarter of the span from a support", "75 to 200 mm"
    )
    continuity_bars: Area = default(
        "50 cm2", "bars along the bottom, joined in the diaphragms against creep", "20 to 80 cm2"
    )
    diaphragm: Length = default("1.0 m", "diaphragm over a pier, along the bridge", "0.8 to 1.5 m")
