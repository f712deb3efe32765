"""Tables of ``[site]`` that place the bridge on a map and among its neighbours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from spanwright.project.fields import (
    Angle,
    Coordinate,
    Length,
    Level,
    Number,
    Section,
    Text,
    default,
)
from spanwright.project.kinds import Quantity, Whole

Form = Literal["girder", "truss"]
Side = Literal["left", "right"]


class CrsBrief(Section):
    """``[site.crs]``: a map projection of the project's own; left out, UTM on WGS 84 is used."""

    name: Text = Field(description='code in the EPSG registry, such as "EPSG:5186"')
    easting: Coordinate = Field(description="of the middle of the bridge on the map")
    northing: Coordinate = Field(description="of the middle of the bridge on the map")
    bearing: Angle = Field(
        description="of the axis towards increasing stations, clockwise from the map's grid north"
    )
    scale: Number = default(1.0, "lengths on the map taken as those on the ground")


class NeighbourBrief(Section):
    """``[[site.neighbours]]``: a bridge that stands nearby, drawn as context and never checked."""

    name: Text
    use: Literal["road", "rail", "foot", "pipes"]
    year: Annotated[int, Whole(least=1, most=2200)] | None = Field(
        default=None, description="of opening"
    )
    distance: Length = Field(description="between the two axes")
    side: Side = Field(description="of the axis on which it stands, seen towards its end")
    middle: Level = Field(description="station opposite which its middle lies")
    skew: Angle = default(0.0, "taken as parallel to the bridge")
    spans: tuple[Length, ...] = Field(min_length=1, description="in the order of our stations")
    forms: tuple[Form, ...] = default(
        ("girder",), "no form stated; one word for all spans or one for each"
    )
    level: Level = Field(description="of the road or rails")
    depth: Length = default("2 m", "usual for girders of 30 m", "from the level to the soffit")
    truss_height: Length = default("9 m", "about a seventh of a span of 65 m", "6 to 12 m")
    width: Length = default("6 m", "one track, or one lane with footways", "5 to 12 m")
    pier_width: Annotated[float, Quantity("length", above=0.0)] = default(
        "3 m", "usual of massive concrete piers, along the bridge", "2 to 5 m"
    )
