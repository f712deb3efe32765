"""Small multiples over the length of the bridge: one panel a girder or a check, one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.deliverables.charts.axes import (
    Scale,
    element,
    limits,
    line,
    numbers,
    path,
    path_data,
    svg,
    text,
    tick_text,
    ticks,
)

WIDTH = 980.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 14.0, 36.0, 34.0
GAP = 22.0


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One line of a panel; kind is a class of `charts.axes.STYLE`."""

    name: str
    kind: str
    x: Array
    y: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True)
class Panel:
    """One strip: curves over x, a band between two of them, lines at fixed values.

    band   : indices of the two curves that bound the band, or None
    levels : (value, class) horizontal lines;  is_downward : positive values point down
    """

    title: str
    curves: tuple[Curve, ...]
    band: tuple[int, int] | None = None
    levels: tuple[tuple[float, str], ...] = ()
    is_downward: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """What all panels share: range of x, marked stations and their names, joints."""

    start: float
    end: float
    marks: tuple[tuple[float, str], ...]
    joints: tuple[float, ...] = ()


def draw_panels(
    label: str, grid: Grid, panels: Sequence[Panel], *, unit: str, height: float = 110.0,
    common: bool = True, floor: Sequence[float] = (0.0,), x_name: str = "station [m]",
) -> str:  # fmt: skip
    """All panels under each other.  common : one range of values for all."""
    across = Scale(grid.start, grid.end, LEFT, WIDTH - RIGHT)
    whole = limits((c.y for p in panels for c in p.curves), around=floor)
    body: list[str] = [_top(across, grid)]
    y = TOP
    for panel in panels:
        low, high = whole if common else limits((c.y for c in panel.curves), around=floor)
        body.append(panel_group(panel, across, grid, (low, high), y, height, unit))
        y += height + GAP
    body.append(station_axis(across, grid, y - GAP, x_name))
    return svg(WIDTH, y - GAP + BOTTOM, label, body)


def _top(across: Scale, grid: Grid) -> str:
    """Names of the supports above the first panel; a name that would touch is left out."""
    out, last = [], -1e9
    for station, name in grid.marks:
        x = across(station)
        width = 6.2 * len(name)
        if x - width / 2 > last + 3:
            out.append(text(name, x, 14.0, anchor="middle", size=10, kind="ch-note"))
            last = x + width / 2
    return "".join(out)


def panel_group(
    panel: Panel, across: Scale, grid: Grid, between: tuple[float, float], top: float,
    height: float, unit: str,
) -> str:  # fmt: skip
    low, high = between
    ends = (top, top + height) if panel.is_downward else (top + height, top)
    up = Scale(low, high, *ends)
    left, right = across.start, across.end
    out = [
        f'<g class="panel" data-left="{left:g}" data-right="{right:g}" data-top="{top:g}" '
        f'data-bottom="{top + height:g}" data-start="{grid.start:g}" data-end="{grid.end:g}" '
        f'data-unit="{escape(unit, quote=True)}" data-title="{escape(panel.title, quote=True)}">'
    ]
    marks = ticks(low, high, max(3, int(height / 24)))
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    for value in marks:
        y = up(value)
        out.append(line("ch-grid", left, y, right, y))
        out.append(text(tick_text(value, step), left - 6, y + 3.8, anchor="end", size=10))
    for station, _ in grid.marks:
        out.append(line("ch-support", across(station), top, across(station), top + height))
    for station in grid.joints:
        out.append(line("ch-joint", across(station), top, across(station), top + height))
    if low < 0 < high or panel.is_downward:
        out.append(line("ch-axis", left, up(0.0), right, up(0.0)))
    if panel.band is not None:
        out.append(_band(panel, across, up))
    for curve in panel.curves:
        data = path_data(across.array(curve.x), up.array(curve.y))
        out.append(
            f'<g class="series" data-name="{escape(curve.name, quote=True)}" '
            f'data-x="{numbers(curve.x, "%.6g")}" data-y="{numbers(curve.y)}">'
            f"{path(curve.kind, data)}</g>"
        )
    for value, kind in panel.levels:
        out.append(line(kind, left, up(value), right, up(value)))
    title = f"{panel.title} [{unit}]" if unit else panel.title
    out.append(text(title, left + 2, top - 5, size=11, bold=True))
    out.append("</g>")
    return "".join(out)


def _band(panel: Panel, across: Scale, up: Scale) -> str:
    """Area between two curves over the same stations, piece by piece between breaks."""
    assert panel.band is not None
    a, b = (panel.curves[k] for k in panel.band)
    good = np.isfinite(a.y) & np.isfinite(b.y)
    pieces = np.split(np.arange(good.size), np.flatnonzero(~good))
    data = ""
    for piece in pieces:
        rows = piece[good[piece]]
        if rows.size > 1:
            x = across.array(np.concatenate([a.x[rows], b.x[rows][::-1]]))
            y = up.array(np.concatenate([a.y[rows], b.y[rows][::-1]]))
            data += path_data(x, y) + "Z"
    return path("ch-band", data) if data else ""


def station_axis(across: Scale, grid: Grid, top: float, x_name: str) -> str:
    marks = ticks(grid.start, grid.end, 10)
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    out = [line("ch-axis", across.start, top, across.end, top)]
    for value in marks:
        x = across(value)
        out.append(line("ch-axis", x, top, x, top + 4))
        out.append(text(tick_text(value, step), x, top + 15, anchor="middle", size=10))
    middle = (across.start + across.end) / 2
    out.append(text(x_name, middle, top + 29, anchor="middle", size=10.5, kind="ch-note"))
    return "".join(out)


def draw_ribbon(
    label: str, grid: Grid, rows: Sequence[tuple[str, Array, Ints]], names: Sequence[str]
) -> str:
    """What governs where: for each row (name, edges (k + 1,), class (k,)) a ribbon of colours.

    class : index into `names`, -1 for nothing
    """
    across = Scale(grid.start, grid.end, LEFT, WIDTH - RIGHT)
    body = [_top(across, grid)]
    y = TOP - 14
    for name, edges, kinds in rows:
        body.append(text(name, LEFT - 6, y + 13, anchor="end", size=10.5))
        change = np.flatnonzero(np.diff(kinds)) + 1
        for a, b in zip([0, *change], [*change, kinds.size], strict=True):
            kind = int(kinds[a])
            if kind < 0:
                continue
            x0, x1 = across(float(edges[a])), across(float(edges[b]))
            body.append(
                element(
                    f"ch-f{kind % 8}",
                    "rect",
                    f'x="{x0:.1f}" y="{y:.1f}" width="{x1 - x0:.1f}" height="18"',
                    f"{names[kind]}, {edges[a]:.1f} to {edges[b]:.1f} m",
                )
            )
        y += 23
    for station, _ in grid.marks:
        body.append(line("ch-support", across(station), TOP - 18, across(station), y))
    body.append(station_axis(across, grid, y, "station [m]"))
    return svg(WIDTH, y + BOTTOM, label, body)
