"""Whether an alignment holds the bridge, and what it says of the road's level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.alignment import Alignment, levels, misfits
from spanwright.datum.errors import InputError
from spanwright.datum.units import deg
from spanwright.layout.curve import TIGHTEST, curvature, turned
from spanwright.layout.notes import Notes
from spanwright.layout.profile import SAMPLE
from spanwright.layout.types import Axis

if TYPE_CHECKING:
    from spanwright.layout.types import Layout
    from spanwright.project.schema import Brief

GAP: Final = 0.01  # m between the segments of a file
KINK: Final = 1e-3  # rad
TURN: Final = 60 * deg  # of the whole bridge: wind and reports speak of one direction across
FLAT: Final = 0.005  # slope below which a curve counts as without superelevation
STEEP: Final = 800.0  # m: curves below this radius want it at the usual speeds


def distance_of_start(brief: Brief, plan: Alignment | None, length: float) -> float:
    """Distance along the plan of the first abutment.  [m]

    Raises InputError where the alignment ends before the bridge does, or is broken on it.
    """
    if plan is None:
        return 0.0
    assert brief.road.axis is not None
    given = brief.road.axis.start
    start = 0.0 if given is None else given - plan.start_station
    first, last = plan.start_station, plan.start_station + plan.length
    if start < -1e-6 or start + length > plan.length + 1e-6:
        begin = plan.start_station + start
        raise InputError(
            "road.axis.start",
            f'must keep the bridge of {length:g} m on "{plan.name}", stations {first:g} to '
            f"{last:g} m",
            got=f"{begin:g} to {begin + length:g} m",
        )
    ends = np.cumsum([segment.length for segment in plan.plan])
    for row, (gap, kink) in enumerate(misfits(plan)):
        on_bridge = start < ends[row] < start + length
        if on_bridge and (gap > GAP or abs(kink) > KINK):
            raise InputError(
                "road.axis.file",
                f'"{plan.name}" must be smooth on the bridge: at station '
                f"{plan.start_station + ends[row]:.3f} m its segments leave a gap of {gap:.3f} m "
                f"and a kink of {abs(kink) / deg:.3f} deg",
            )
    return max(start, 0.0)


def profile_of(plan: Alignment, start: float, length: float) -> Axis:
    """The alignment's own profile over the bridge, sampled at its joints and every few metres.

    Raises InputError where it does not reach over the bridge.
    """
    low, high = plan.profile[0].start, plan.profile[-1].start + plan.profile[-1].length
    if low > start + 1e-6 or high < start + length - 1e-6:
        first = plan.start_station
        raise InputError(
            "road.axis",
            f'the profile of "{plan.name}" must reach over the bridge, stations '
            f"{first + start:g} to {first + start + length:g} m",
            got=f"{first + low:g} to {first + high:g} m",
            hint="give road.profile to use another one",
        )
    joints = np.array([row.start for row in plan.profile]) - start
    joints = joints[(joints > 0.0) & (joints < length)]
    station = np.unique(
        np.round(np.concatenate([np.arange(0.0, length, SAMPLE), [length], joints]), 9)
    )
    along = np.clip(start + station, low, high)
    return Axis(station, levels(plan, along).level)


def check_course(layout: Layout, brief: Brief, notes: Notes) -> None:
    """Refuse a curve tighter than the model holds for; say what the curve means.

    Raises InputError.
    """
    axis = layout.axis
    if axis.plan is None:
        return
    station = np.linspace(0.0, layout.length, 1001)
    bend = np.abs(curvature(axis, station))
    sharpest = float(bend.max())
    address = "road.axis"
    if sharpest * TIGHTEST > 1.0 + 1e-9:
        raise InputError(
            address,
            f"must not turn more tightly than {TIGHTEST:g} m: below it a grillage of curved "
            "girders does not show their warping",
            got=f"{1 / sharpest:.1f} m at station {station[int(bend.argmax())]:.1f} m",
        )
    total = float(np.ptp(turned(axis, station)))
    if total > TURN:
        notes.warn(
            address,
            f"the axis turns by {total / deg:.0f} deg on the bridge: wind acts across and along "
            "the chord between the abutments only",
        )
    if sharpest == 0.0:
        return
    edge = float(np.max(np.abs(layout.road.edges)))
    notes.inform(
        address,
        f"smallest radius {1 / sharpest:.0f} m: girders are curved in plan, concentric with the "
        "axis; cross-frames and supports stand square to it, bearings are guided along the tangent",
    )
    notes.inform(
        address,
        "axle spacings are measured along the axis: on a lane at the deck's edge they differ by "
        f"at most {100 * edge * sharpest:.1f} %",
    )
    if sharpest * STEEP > 1.0 and float(np.max(np.abs(axis.tilt), initial=0.0)) < FLAT:
        notes.warn(
            "road.superelevation",
            f"is not given for a curve of {1 / sharpest:.0f} m: the deck falls by "
            f"{brief.road.crossfall:.1%} to both sides",
        )
