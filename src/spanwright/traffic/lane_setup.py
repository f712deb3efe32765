"""What a lane search is asked: lanes, vehicles, lane loads and the ways of combining them."""

from __future__ import annotations

from dataclasses import dataclass

from spanwright.datum.arrays import Array
from spanwright.traffic.grid import Way
from spanwright.traffic.trains import Train


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """One way of loading the lanes; the extreme is the worst of all arrangements.

    trains  : vehicles of which a lane carries the worst one, each with its factor (impact in)
    vehicle : (kinds,) factor on the vehicle;  strip : (kinds,) factor on the lane load
    by_count: (lanes + 1,) factor on everything by number of loaded lanes
    rows    : None, or (2, r) whether the arrangement is allowed for the maximum / minimum of each
              searched response
    """

    name: str
    trains: tuple[tuple[Train, float], ...]
    vehicle: tuple[float, ...]
    strip: tuple[float, ...]
    by_count: tuple[float, ...]
    rows: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LaneSetup:
    """Everything a lane search needs besides the surfaces.

    kinds   : names of the lane kinds;  most : how many lanes of each there may be
    ways    : carriageways with the range of lane axes
    profile : the unit lane load as bands (offset from the lane axis, width, load): load per area
              for a width, load per length for width 0 (a line)
    rest    : load per area of what is not covered by a loaded lane; needs a single full-width band
    vehicle_shift, strip_shift : how far vehicle and lane load may stand beside the lane axis
    """

    model: str
    parts: tuple[str, str]
    kinds: tuple[str, ...]
    most: tuple[int, ...]
    ways: tuple[Way, ...]
    arrangements: tuple[Arrangement, ...]
    profile: tuple[tuple[float, float, float], ...]
    rest: float = 0.0
    vehicle_shift: float = 0.0
    strip_shift: float = 0.0
    step: float = 0.125
    notes: tuple[str, ...] = ()
