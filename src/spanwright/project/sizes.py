"""Section ``[sizes]``: plates, studs, frames, shafts and piles as `spanwright size` chose them.

It stands in a file of its own, ``sizes.toml`` beside the project file, so that the user's file
keeps its words; without it the layout's first guess stands.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from spanwright.project.fields import (
    Count,
    Extent,
    Length,
    Number,
    Section,
    Station,
    Text,
    default,
)
from spanwright.project.kinds import Quantity, Whole

PlateRow = tuple[Station, Length, Length, Length, Length, Length]
StudRow = tuple[Station, Number]
PierRow = tuple[Text, Length, Annotated[int, Whole(least=0)], Extent]
FootingRow = tuple[Text, Length, Length, Length]
SlabBarRow = tuple[Text, Length, Length, Length, Length]
BarShare = Annotated[float, Quantity("number", least=0.0, most=0.06)]
StrandRow = tuple[Length, Count, Extent]
PileBarRow = tuple[Text, BarShare, BarShare]
SupportBarRow = tuple[Text, BarShare, BarShare, BarShare, BarShare, BarShare]


class DeckSizes(Section):
    """``[[sizes.deck]]``: one continuous deck, all its girders alike."""

    name: Text
    supports: tuple[Station, ...] = Field(
        min_length=2, description="support lines the sizes were made for"
    )
    plates: tuple[PlateRow, ...] = Field(
        default=(),
        description="[to, top width, top thickness, web thickness, bottom width, bottom "
        "thickness]; left out for precast girders",
    )
    strands: tuple[StrandRow, ...] = Field(
        default=(),
        description="precast girders: [level above the soffit, strands, length at both ends over "
        "which they are sheathed]",
    )
    links: tuple[Length, Length] | None = Field(
        default=None,
        description="precast girders: spacing of the links in the span, and near the supports",
    )
    continuity_bars: Annotated[float | None, Quantity("area", above=0.0, auto=True)] = default(
        "auto",
        "precast girders: bars through the diaphragms; at least layout.precast.continuity_bars",
    )
    studs: tuple[StudRow, ...] = Field(
        default=(), description="[to, studs per metre and girder]; left out, the layout chooses"
    )
    cross_frames: tuple[Station, ...] = Field(
        default=(), description="stations; left out, equal panels of layout.cross_frames.spacing"
    )
    rebar_support: Annotated[float | None, Quantity("number", above=0.0, most=0.06, auto=True)] = (
        default(
            "auto",
            "longitudinal bars over piers, of the slab area; at least layout.slab.rebar_support",
        )
    )
    rebar_span: Annotated[float | None, Quantity("number", above=0.0, most=0.06, auto=True)] = (
        default(
            "auto",
            "longitudinal bars in the spans, of the slab area; at least layout.slab.rebar_span",
        )
    )


class SizesBrief(Section):
    """``[sizes]``: what `spanwright size` chose; the whole content of ``sizes.toml``."""

    deck: tuple[DeckSizes, ...] = Field(min_length=1)
    piers: tuple[PierRow, ...] = Field(
        default=(),
        description="[pier or abutment, shaft width or stem thickness, number of piles, length]; "
        "no piles for a footing",
    )
    footings: tuple[FootingRow, ...] = Field(
        default=(),
        description="[pier or abutment, length along the bridge, width across, thickness] of the "
        "supports on spread footings",
    )
    slab_bars: tuple[SlabBarRow, ...] = Field(
        default=(),
        description="[deck, top bar, its spacing, bottom bar, its spacing] across the bridge",
    )
    support_bars: tuple[SupportBarRow, ...] = Field(
        default=(),
        description="[pier or abutment, shaft or stem, its links, crosshead, its links, cap]: "
        "shares of the concrete section",
    )
    pile_bars: tuple[PileBarRow, ...] = Field(
        default=(),
        description="[pier or abutment, vertical bars of its piles, their hoops]: shares of the "
        "concrete section",
    )
