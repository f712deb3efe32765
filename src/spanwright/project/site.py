"""Section ``[site]``: the river, the ground, the climate and the earthquake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from spanwright.project.fields import (
    Angle,
    Blank,
    Extent,
    Flag,
    Length,
    Level,
    MonthDay,
    Number,
    Point,
    Section,
    Share,
    Station,
    Temperature,
    Text,
    default,
)
from spanwright.project.kinds import Quantity
from spanwright.project.surroundings import CrsBrief, NeighbourBrief

SoilKind = Literal["sand", "gravel", "clay", "silt", "rock", "fill"]


class WaterBrief(Section):
    """``[site.water]``: levels in the project's height datum."""

    low: Level | None = Field(default=None, description="lowest navigable or winter level")
    mean: Level = Field(description="mean water level")
    flood: Level = Field(description="level of the design flood, 1 % a year")
    ice: Level | None = Field(default=None, description="highest level of moving ice")


class SoilBrief(Section):
    """``[[site.soil]]``: one layer, depths below ground, downwards.

    Give ``top`` and ``bottom``, or ``thickness`` (then the layer starts where the last ended).
    """

    name: Blank = ""
    kind: SoilKind
    top: Extent | None = None
    bottom: Length | None = None
    thickness: Length | None = None
    unit_weight: Annotated[float, Quantity("weight density", above=0.0)] = default(
        "19 kN/m3", "saturated medium-dense soil", "17 to 21 kN/m3"
    )
    friction_angle: Annotated[float, Quantity("angle", least=0.0, most=0.9)] | None = None
    undrained_strength: Annotated[float, Quantity("stress", above=0.0)] | None = None
    n60: Number | None = Field(default=None, description="SPT blow count at 60 % energy")
    modulus: Annotated[float, Quantity("stress", above=0.0)] | None = None
    compressive_strength: Annotated[float, Quantity("stress", above=0.0)] | None = Field(
        default=None, description="uniaxial strength of intact rock"
    )


@dataclass(frozen=True, slots=True)
class Stratum:
    """One soil layer with both depths known, downwards from the ground [m, N/m3, rad, Pa]."""

    name: str
    kind: SoilKind
    top: float
    bottom: float
    unit_weight: float
    friction_angle: float | None
    undrained_strength: float | None
    n60: float | None
    modulus: float | None
    compressive_strength: float | None


def below_scour(strata: Sequence[Stratum], depth: float) -> tuple[Stratum, ...]:
    """Layers below a bed that lies `depth` [m] lower; depths count from there."""
    return tuple(
        replace(layer, top=max(layer.top - depth, 0.0), bottom=layer.bottom - depth)
        for layer in strata
        if layer.bottom > depth
    )


class ClimateBrief(Section):
    """``[site.climate]``: what EN 1991-1-4 and -1-5 ask for."""

    t_max: Temperature = Field(description="shade air temperature, 50 years, maximum")
    t_min: Temperature = Field(description="shade air temperature, 50 years, minimum")
    t_closing: Temperature = default("10 degC", "EN 1991-1-5 A.1(3) recommended value", "0 to 15")
    wind_speed: Annotated[float, Quantity("speed", above=0.0, most=80.0)] = Field(
        description="fundamental basic wind velocity v_b0, 10 min mean at 10 m, 50 years"
    )
    terrain: Literal["0", "I", "II", "III", "IV"] = default("II", "open river valley", "0 to III")
    humidity: Annotated[float, Quantity("number", above=0.0, most=1.0)] = default(
        "70 %", "outside air, for creep and shrinkage", "60 to 80 %"
    )
    ice_thickness: Extent = default("0 m", "no ice stated")
    ice_rule: Literal["JTG D60-2015", "SNiP 2.05.03-84", "ISO 19906"] = default(
        "JTG D60-2015", "EN 1991 has none for rivers; the only rule of the three that was read"
    )
    freeze_up: MonthDay | None = None
    break_up: MonthDay | None = None


class EarthquakeBrief(Section):
    """``[site.earthquake]``: EN 1998-1 ground motion; left out where it does not apply."""

    ground_acceleration: Annotated[float, Quantity("acceleration", above=0.0)] = Field(
        description="a_g on ground type A"
    )
    ground_type: Literal["A", "B", "C", "D", "E"] = default("C", "deep medium-dense sand")
    spectrum: Literal[1, 2] = default(1, "type 1: magnitude above 5.5, EN 1998-1 3.2.2.2(2)")
    behaviour: Annotated[float, Quantity("number", least=1.0, most=1.5)] = default(
        1.5, "behaviour factor q, limited ductile, EN 1998-2 4.1.6", "1.0 to 1.5"
    )


class NavigationBrief(Section):
    """``[site.navigation]``: ships that could hit a pier; left out where none sail."""

    cemt: Literal["I", "II", "III", "IV", "Va", "Vb", "VIa", "VIb", "VIc", "VII"] = Field(
        description="class of the waterway, EN 1991-1-7 Table C.3"
    )
    level: Literal["low", "mean", "flood", "ice"] = default("mean", "water level they sail at")


class RoadBelowBrief(Section):
    """``[[site.roads]]``: a road that passes under the bridge."""

    name: Text
    start: Station = Field(description="station where its carriageway starts")
    end: Station = Field(description="station where it ends")
    kind: Literal["motorway", "rural", "urban", "car park, cars", "car park, lorries"] = default(
        "rural", "EN 1991-1-7 Table 4.1"
    )
    reach: Extent = default("6 m", "a pier farther from the carriageway is out of reach")


class RiverBrief(Section):
    """``[site.river]``: what scour and the season need."""

    discharge: Annotated[float, Quantity("discharge", above=0.0)] = Field(
        description="peak of the design flood, 1 % a year"
    )
    mean_discharge: Annotated[float, Quantity("discharge", above=0.0)] | None = None
    bed_grain: Length = default("0.3 mm", "fine to medium sand", "0.15 to 0.6 mm")
    slope: Annotated[float, Quantity("slope", above=0.0, most=0.2)] | None = None
    roughness: Number = default(0.03, "clean sand bed, Manning", "0.025 to 0.040")
    debris_area: Annotated[float, Quantity("area", least=0.0)] = default(
        "0 m2", "no drift caught by a pier stated"
    )
    narrowed_to: Share = default(1.0, "no causeway during construction stated")


class ScourBrief(Section):
    """``[site.scour]``: how far the design flood lowers the bed, general and local together.

    The file says it, from a study of the river; foundations are modelled and checked with it.
    """

    depth: Extent = default("0 m", "no scour stated", "one to two shaft widths in sand")
    at: tuple[tuple[Text, Extent], ...] = Field(
        default=(), description='[support, depth] where it differs, e.g. ["pier 3", "4 m"]'
    )
    land: Flag = default(False, "supports outside the banks keep their ground")


class SiteBrief(Section):
    """``[site]``."""

    name: Blank = ""
    latitude: Angle | None = None
    longitude: Angle | None = None
    bearing: Angle | None = Field(
        default=None,
        description="of the axis towards increasing stations, clockwise from north; latitude and "
        "longitude are the middle of the bridge",
    )
    height_datum: Text = default("mean sea level", "levels are relative to it")
    ground: tuple[Point, ...] = Field(
        min_length=2, description="[station, level] along the axis, from end to end of the bridge"
    )
    banks: tuple[Station, Station] = Field(description="stations where the river starts and ends")
    water: WaterBrief
    soil: tuple[SoilBrief, ...] = Field(min_length=1)
    climate: ClimateBrief
    earthquake: EarthquakeBrief | None = None
    navigation: NavigationBrief | None = None
    roads: tuple[RoadBelowBrief, ...] = ()
    river: RiverBrief | None = None
    scour: ScourBrief = ScourBrief()
    crs: CrsBrief | None = None
    neighbours: tuple[NeighbourBrief, ...] = ()

    def scour_at(self, name: str, in_river: bool) -> float:
        """Depth of scour at a support.  [m]"""
        own = dict(self.scour.at)
        if name in own:
            return own[name]
        return self.scour.depth if in_river or self.scour.land else 0.0

    def strata(self) -> tuple[Stratum, ...]:
        """Soil layers from the ground downwards, thicknesses turned into depths.

        Depths the file gives are kept as they are; the reader has refused gaps and overlaps.
        """
        layers: list[Stratum] = []
        bottom = 0.0
        for layer in self.soil:
            top = bottom if layer.top is None else layer.top
            thickness = 0.0 if layer.thickness is None else layer.thickness
            bottom = top + thickness if layer.bottom is None else layer.bottom
            layers.append(
                Stratum(
                    layer.name or layer.kind,
                    layer.kind,
                    top,
                    bottom,
                    layer.unit_weight,
                    layer.friction_angle,
                    layer.undrained_strength,
                    layer.n60,
                    layer.modulus,
                    layer.compressive_strength,
                )
            )
        return tuple(layers)
