"""A load model as a value: vehicles, lane loads, factors and how they may stand together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from spanwright.traffic.trains import Train

Kind = Literal["lanes", "vehicle", "track", "area"]
Rule = Literal["en", "aashto", "jtg", "kds", "csa", "as", "sp"]
Evidence = Literal["read", "remembered", "computed"]


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle of a load model.

    impact   : factor on its axle loads (dynamic allowance)
    both_ways: it may drive either way;  edge : least distance of its axis from a kerb [m]
    drop_relieving : axles that relieve are left out
    """

    train: Train
    impact: float
    both_ways: bool
    edge: float
    drop_relieving: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Part of a lane load: load per metre of lane, over a width about an offset from the axis."""

    offset: float
    width: float
    load: float


@dataclass(frozen=True, slots=True)
class ArrangementSpec:
    """One way of loading: which vehicles, factors on vehicle and lane load.

    pair_gap : 0, or two of the vehicle in each lane at least this far apart, axle to axle [m]
    use      : "all", or "minimum": only for minima (hogging moments) and rows asked for
    """

    name: str
    vehicles: tuple[str, ...]
    vehicle: float
    lane: float
    pair_gap: float
    use: str


@dataclass(frozen=True, slots=True)
class Block:
    """Uniform load of a train: from `start` to `end` behind its first axle [m]; end may be inf."""

    start: float
    end: float
    load: float


@dataclass(frozen=True, slots=True, eq=False)
class LoadModel:
    """One load model, SI units.

    kind       : lanes (vehicles and lane loads side by side) | vehicle (one alone) |
                 track (a train on a given axis) | area (a uniform load)
    lane_factors  : (vehicle, lane load) factor of lane 1, 2, ... when lanes differ; the last
                    holds for all further lanes
    presence   : factor by number of loaded lanes; the last holds for more
    area       : load per area off the loaded lanes ("lanes") or on everything ("area") [N/m2]
    area_lanes : load per area in lane 1, 2, ... (LM1); the last holds for all further lanes
    spacing, edge : least distance of lane axes, and of an axis from the kerb; nan: by lane rule
    vehicle_room, lane_room : width a vehicle or lane load needs inside its lane, nan: no shift
    udl, udl_gap  : track: adverse uniform load, free of it this far beyond the outer axles
    formula    : "" or the name of a length rule for the loads (see search door)
    tags       : evidence tag of single numbers where it differs from `evidence`
    """

    name: str
    title: str
    kind: Kind
    source: str
    evidence: Evidence
    tags: Mapping[str, str]
    notes: tuple[str, ...]
    rule: Rule
    vehicles: Mapping[str, Vehicle]
    arrangements: tuple[ArrangementSpec, ...]
    bands: tuple[Band, ...]
    lane_factors: tuple[tuple[float, float], ...]
    presence: tuple[float, ...]
    most_lanes: int
    area: float
    area_lanes: tuple[float, ...]
    spacing: float
    edge: float
    vehicle_room: float
    lane_room: float
    udl: float
    udl_gap: float
    blocks: tuple[Block, ...]
    formula: str
    parts: tuple[str, str]

    @property
    def verified(self) -> bool:
        """Whether every number was read in a source, none only remembered."""
        return self.evidence != "remembered" and "remembered" not in self.tags.values()
