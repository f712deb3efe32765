"""The slope of the deck across: of the project's table, or of the alignment's file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.alignment import Alignment, Banking, banked
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Line
from spanwright.layout.notes import Notes

if TYPE_CHECKING:
    from spanwright.project.schema import Brief

ADDRESS: Final = "road.axis.superelevation"
STEP: Final = 1.0  # m: a transition of 50 m and 8 % is followed within 0.004 %
PLANE: Final = 1e-4  # difference of the halves' slopes that counts as none
STEEPEST: Final = 0.12  # of a road
TABLE: Final = 'give road.superelevation on the bridge, or road.axis.superelevation = "none"'


@dataclass(frozen=True, slots=True)
class Tilt:
    """Slope to one side at stations of the bridge, left edge higher positive; empty: crossfall.

    rise : of the surface on the axis above the profile of the file [m], empty: none
    """

    station: Array
    slope: Array
    rise: Array


def tilt_of(
    brief: Brief, plan: Alignment | None, start: float, length: float, notes: Notes
) -> Tilt:  # fmt: skip
    """The project's table if it has one, else what the file of the axis says.

    start : distance along the plan of the first abutment [m]

    Raises InputError where the file's superelevation cannot be built and is not set aside.
    """
    table = np.array(brief.road.superelevation).reshape(-1, 2)
    none = np.zeros(0)
    axis, banking = brief.road.axis, None if plan is None else plan.banking
    if plan is None or axis is None or banking is None:
        return Tilt(table[:, 0], table[:, 1], none)
    if table.size or axis.superelevation == "none" or _says_nothing(banking, axis.superelevation):
        notes.inform(ADDRESS, f"{banking.source} of {_file(brief)} is not used")
        return Tilt(table[:, 0], table[:, 1], none)
    _usable(banking, axis.superelevation, brief)
    station = _stations(banking, start, length)
    _require_no_jump(banking, start, length, brief)
    left, right, rise = banked(banking, start + station).T
    if np.isnan(rise).any():
        at = station[np.isnan(rise)][0]
        raise _refused(brief, banking, f"must reach over the bridge, not to station {at:.2f} m of")
    is_plane = np.abs(left - right) < PLANE
    is_roof = (np.abs(left + right) < PLANE) & (left <= 0.0)
    if banking.keeps_crown:
        is_plane &= np.abs(left) >= brief.road.crossfall - 1e-9
    elif is_plane.all() and not left.any():
        is_roof[:] = False  # a level road, said so by the file
    if is_roof.all():
        _crowned(left, banking, brief, notes)
        return Tilt(none, none, none)
    if not is_plane.all():
        at = station[~is_plane][0]
        words = f"must be one plane all along the bridge, or a roof; at station {at:.2f} m of"
        raise _refused(brief, banking, words)
    low, high = float(left.min()), float(left.max())
    if max(-low, high) > STEEPEST:
        raise _refused(brief, banking, f"must be at most {STEEPEST:.0%}, not so steep on")
    notes.lines.append(
        Line("road.superelevation", f"{low:.2%} to {high:.2%}", "given",
             f"{_file(brief)}: {banking.source}", f'of "{plan.name}", left edge higher: positive')
    )  # fmt: skip
    return Tilt(station, left, rise if rise.any() else none)


def _file(brief: Brief) -> str:
    return "" if brief.road.axis is None else PurePath(brief.road.axis.file).name


def _refused(brief: Brief, banking: Banking, words: str) -> InputError:
    return InputError(
        "road.axis.file", f"{banking.source} of {_file(brief)} {words} the bridge", hint=TABLE
    )


def _says_nothing(banking: Banking, wanted: str) -> bool:
    """A track without cant is no word on the slope of a road."""
    values = [value for row in banking.rows for value in (*row.left, *row.right, *row.rise)]
    return banking.is_rail and not wanted and not banking.fault and not any(values)


def _require_no_jump(banking: Banking, start: float, length: float, brief: Brief) -> None:
    for row, following in pairwise(banking.rows):
        at = following.start - start
        jump = max(abs(row.left[1] - following.left[0]), abs(row.right[1] - following.right[0]))
        if 0.0 < at < length and jump > PLANE:
            raise _refused(brief, banking, f"must not jump, by {jump:.2%} at station {at:.2f} m of")


def _usable(banking: Banking, wanted: str, brief: Brief) -> None:
    if banking.is_rail and wanted != "rail":
        raise InputError(
            "road.axis.file",
            f"{banking.source} of {_file(brief)} is the cant of a railway, not the slope of a road",
            hint='give road.superelevation, or say road.axis.superelevation = "rail" to take the '
            'plane of the rails for the road, "none" to leave it aside',
        )
    if banking.fault:
        raise InputError(
            "road.axis.file", f"{banking.source} of {_file(brief)}: {banking.fault}", hint=TABLE
        )


def _stations(banking: Banking, start: float, length: float) -> Array:
    """Ends of the bridge and of the file's pieces, and every metre where it changes."""
    edges = np.array([edge for row in banking.rows for edge in (row.start, row.start + row.length)])
    bent = [row for row in banking.rows if row.kind not in ("line", "clothoid")]
    fine = [np.arange(row.start, row.start + row.length, STEP) for row in bent]
    found = np.concatenate([edges, *fine]) - start
    inside = found[(found > 1e-6) & (found < length - 1e-6)]
    return np.unique(np.round(np.concatenate([[0.0, length], inside]), 6))


def _crowned(left: Array, banking: Banking, brief: Brief, notes: Notes) -> None:
    """The road is a roof on the whole bridge: the crossfall of the project stands."""
    fall = brief.road.crossfall
    text = f"{banking.source} of {_file(brief)}: a roof on the whole bridge, road.crossfall applies"
    if not banking.keeps_crown and float(np.max(np.abs(-left - fall))) > PLANE:
        notes.warn(ADDRESS, f"{text}, {fall:.1%}; the file falls by {-left.min():.1%}")
    else:
        notes.inform(ADDRESS, text)
