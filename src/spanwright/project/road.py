"""Section ``[road]``: what the traffic sees, across and along."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from spanwright.project.fields import (
    Blank,
    Extent,
    Length,
    Point,
    Section,
    Station,
    default,
)
from spanwright.project.kinds import Quantity, Whole

Slope = Annotated[float, Quantity("slope", least=-0.12, most=0.12)]


class FootwayBrief(Section):
    """``[road.footway]``: a walkway outside each barrier."""

    width: Extent = default("1 m", "service walkway", "0.75 to 1.5 m")
    use: Literal["service", "public", "none"] = default(
        "service", "inspection only; 'public' carries the footway load of EN 1991-2"
    )
    sides: Literal["both", "left", "right"] = default("both", "symmetrical deck")


class BarrierBrief(Section):
    """``[road.barrier]``: between the traffic and the walkway, one each side."""

    width: Length = default("0.5 m", "steel barrier on a kerb", "0.4 to 0.6 m")
    weight: Annotated[float, Quantity("line load", above=0.0)] = default(
        "3 kN/m", "steel barrier and its kerb, each side", "1 to 6 kN/m"
    )
    parapet_weight: Annotated[float, Quantity("line load", least=0.0)] = default(
        "1 kN/m", "railing and edge beam, each side", "0.5 to 2 kN/m"
    )
    restraint: Literal["A", "B", "C", "D"] = default(
        "B", "200 kN across, EN 1991-2 Table 4.9(n); the maker of the barrier states its class"
    )
    height: Length = default("1 m", "top of a steel barrier above the road", "0.8 to 1.2 m")
    kerb: Length = default("0.15 m", "height of the kerb it stands on", "0.07 to 0.2 m")


class SurfacingBrief(Section):
    """``[road.surfacing]``."""

    thickness: Length = default("90 mm", "two layers of asphalt on waterproofing", "80 to 120 mm")
    weight: Annotated[float, Quantity("weight density", above=0.0)] = default(
        "24 kN/m3", "mastic and hot-rolled asphalt", "23 to 25 kN/m3"
    )


class ProfileBrief(Section):
    """``[road.profile]``: tangent points of the road level on the axis.

    Left out, the layout keeps the road level and as low as clearance and freeboard allow.
    """

    points: tuple[Point, ...] = Field(
        min_length=2, description="[station, level] where the grades meet, ends included"
    )
    radius: Length = default("10 km", "crest curve, comfortable at 80 km/h", "3 to 20 km")


class ElementBrief(Section):
    """``[[road.axis.elements]]``: one piece of the axis in plan, in order of station.

    A clothoid runs from the curvature where the piece before it ends to that where the next begins.
    """

    kind: Literal["straight", "arc", "clothoid"]
    length: Length
    radius: Length | None = Field(default=None, description="of an arc")
    turn: Literal["left", "right"] | None = Field(default=None, description="of an arc")


class AxisBrief(Section):
    """``[road.axis]``: the axis in plan, from a file or piece by piece.  Left out, it is straight.

    Stations of the bridge are lengths along it from the first abutment.
    """

    file: Blank = Field(
        default="", description="LandXML or IFC 4.3 file, relative to the project file"
    )
    name: Blank = Field(default="", description="which alignment of the file, where it has several")
    start: Annotated[float | None, Quantity("length", auto=True)] = Field(
        default=None, description="station of the first abutment; auto: where the axis begins"
    )
    superelevation: Literal["", "rail", "none"] = Field(
        default="",
        description="superelevation of the file, where road.superelevation gives none: left out, "
        'that of a road is used; "rail": a railway\'s cant too; "none": neither',
    )
    elements: tuple[ElementBrief, ...] = Field(
        default=(), description="the axis piece by piece, instead of a file"
    )


class ClearanceBrief(Section):
    """``[road.clearance]``: free height below the girders over the river."""

    height: Extent = default("1 m", "freeboard only, no navigation stated")
    above: Literal["low", "mean", "flood", "ice"] = default("flood", "level it is measured from")


class RoadBrief(Section):
    """``[road]``."""

    carriageway: Length = Field(description="width of the lanes, strips excluded")
    lanes: Annotated[int, Whole(least=1, most=12)] = Field(description="marked lanes")
    safety_strip: Extent = default("0.5 m", "between lane and barrier, each side", "0.25 to 2 m")
    crossfall: Annotated[float, Quantity("slope", least=0.0, most=0.08)] = default(
        "2 %", "drainage to both sides", "1.5 to 2.5 %"
    )
    speed: Annotated[float, Quantity("speed", above=0.0)] = default("80 km/h", "two-lane road")
    category: str = default("", "not stated")
    footway: FootwayBrief = FootwayBrief()
    barrier: BarrierBrief = BarrierBrief()
    surfacing: SurfacingBrief = SurfacingBrief()
    superelevation: tuple[tuple[Station, Slope], ...] = Field(
        default=(),
        description="[station, slope] where the whole deck falls to one side, left edge higher: "
        "positive; linear between stations. Left out: the crossfall to both sides",
    )
    axis: AxisBrief | None = None
    profile: ProfileBrief | None = None
    clearance: ClearanceBrief = ClearanceBrief()

    @property
    def clear_width(self) -> float:
        """Between the barriers' inner faces: what LM1 may use [m]."""
        return self.carriageway + 2.0 * self.safety_strip

    @property
    def deck_width(self) -> float:
        """From slab edge to slab edge: clear width, barriers and walkways [m]."""
        walks = 0 if self.footway.use == "none" else 2 if self.footway.sides == "both" else 1
        return self.clear_width + 2.0 * self.barrier.width + walks * self.footway.width
