"""Charts of a programme over time: bars, time against place, curves, months, fan, tornado."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.charts.axes import (
    STYLE,
    Scale,
    line,
    path,
    path_data,
    svg,
    text,
    tick_text,
    ticks,
)

WIDTH = 980.0
RIGHT, TOP, BOTTOM = 16.0, 26.0, 34.0
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Span:
    """A bar or a line: from one instant to another [day], of a class 0 to 7, with its words."""

    begin: float
    end: float
    kind: int
    words: str
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Work in time and place: it runs from (station, begin) to (station, end) [m], [day]."""

    stations: tuple[float, float]
    span: Span


@dataclass(frozen=True, slots=True)
class Closed:
    """A place where no work is done for a time: stations [m], from one instant to another [day]."""

    stations: tuple[float, float]
    begin: float
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical or level line at an instant, with its words."""

    at: float
    words: str
    kind: str = "ch-limit"


def month_starts(start: date, low: float, high: float) -> list[tuple[float, date]]:
    """Firsts of months between two instants: (instant, date)."""
    day = (start + timedelta(days=int(low))).replace(day=1)
    found = []
    while (day - start).days <= high:
        if (day - start).days >= low:
            found.append((float((day - start).days), day))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _month_axis(across: Scale, start: date, top: float, bottom: float) -> str:
    """Vertical month lines and their names below; years where they begin."""
    found = month_starts(start, across.low, across.high)
    every = max(1, -(-len(found) // 24))
    out = []
    for number, (at, day) in enumerate(found):
        x = across(at)
        out.append(line("ch-support" if day.month == 1 else "ch-grid", x, top, x, bottom))
        if number % every == 0:
            out.append(text(MONTHS[day.month - 1], x + 2, bottom + 13, size=9.5, kind="ch-note"))
        if day.month == 1 or number == 0:
            out.append(text(str(day.year), x + 2, bottom + 26, size=10.5, bold=True))
    out.append(line("ch-axis", across.start, bottom, across.end, bottom))
    return "".join(out)


def _marks(marks: Sequence[Mark], across: Scale, top: float, bottom: float) -> str:
    lines, words, last, level = [], [], -1e9, 0
    for mark in sorted(marks, key=lambda m: m.at):
        if not across.low <= mark.at <= across.high:
            continue
        x = across(mark.at)
        lines.append(line(mark.kind, x, top, x, bottom))
        level = (level + 1) % 3 if x - last < 6.0 * len(mark.words) else 0
        anchor = "end" if x > WIDTH - 160 else "start"
        words.append(text(mark.words, x + (3 if anchor == "start" else -3), top + 10 + 12 * level,
                          size=9.5, kind="ch-mark", anchor=anchor))  # fmt: skip
        last = x
    return "".join(lines + words)  # a name lies over the lines of the others


def _rect(kind: str, x: float, y: float, width: float, height: float, words: str) -> str:
    return (
        f'<rect class="{kind}" {STYLE[kind]} x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.8):.1f}" '
        f'height="{height:.1f}"><title>{escape(words)}</title></rect>'
    )


def _diamond(x: float, y: float, span: Span) -> str:
    kind, r = f"ch-f{span.kind % 8}", 5.0
    return (
        f'<path class="{kind}" {STYLE[kind]} d="M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}'
        f'L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z"><title>{escape(span.words)}</title></path>'
    )


def draw_gantt(
    label: str, start: date, rows: Sequence[tuple[str, Sequence[Span]]], marks: Sequence[Mark] = ()
) -> str:
    """Bars of each row; a critical one has a line under it.  A moment is a diamond."""
    left, step, high = 168.0, 15.0, 9.0
    end = max(span.end for _, spans in rows for span in spans)
    across = Scale(0.0, end * 1.01, left, WIDTH - RIGHT)
    bottom = TOP + step * len(rows) + 4
    body = [_month_axis(across, start, TOP, bottom)]
    for number, (name, spans) in enumerate(rows):
        y = TOP + step * number + 3
        body.append(text(name, left - 8, y + high - 1, anchor="end", size=10))
        for span in spans:
            x = across(span.begin)
            if span.end == span.begin:
                body.append(_diamond(x, y + high / 2.0, span))
                continue
            width = across(span.end) - x
            body.append(_rect(f"ch-f{span.kind % 8}", x, y, width, high, span.words))
            if span.is_critical:
                body.append(line("ch-limit", x, y + high + 1.2, x + max(width, 0.8),
                                 y + high + 1.2))  # fmt: skip
    body.append(_marks(marks, across, TOP - 22, bottom))
    return svg(WIDTH, bottom + BOTTOM, label, body)


def draw_time_location(
    label: str, start: date, works: Sequence[Placed], stations: Sequence[tuple[float, str]],
    length: float, closed: Sequence[Closed] = (), marks: Sequence[Mark] = (),
    height: float = 560.0,
) -> str:  # fmt: skip
    """Place across, time downwards: what is built where and when, and where fronts meet.

    closed : shaded, where and when no work is done;  marks : level lines at instants
    """
    left = 66.0
    end = max(p.span.end for p in works)
    across = Scale(0.0, length, left, WIDTH - RIGHT)
    down = Scale(0.0, end * 1.01, TOP + 10, TOP + 10 + height)
    bottom = down.end
    body = []
    for band in closed:
        x, y = across(band.stations[0]), down(max(band.begin, 0.0))
        body.append(_rect("ch-band", x, y, across(band.stations[1]) - x,
                          down(min(band.end, down.high)) - y, band.words))  # fmt: skip
    for at, day in month_starts(start, 0.0, end * 1.01):
        y = down(at)
        body.append(line("ch-support" if day.month == 1 else "ch-grid", left, y, WIDTH - RIGHT, y))
        words = f"{MONTHS[day.month - 1]} {day.year}" if day.month in (1, 7) else ""
        body.append(text(words or MONTHS[day.month - 1], left - 6, y + 4, anchor="end", size=9.5,
                         kind="ch-text" if words else "ch-note"))  # fmt: skip
    last = -1e9
    for station, name in stations:
        x = across(station)
        body.append(line("ch-grid", x, TOP + 10, x, bottom))
        if x - last > 6.4 * len(name):
            body.append(text(name, x, TOP, anchor="middle", size=9.5, kind="ch-note"))
            last = x
    for placed in works:
        x0, x1 = (across(s) for s in placed.stations)
        y0, y1 = down(placed.span.begin), down(placed.span.end)
        kind = f"ch-s{placed.span.kind % 8}"
        shift = 2.2 * (placed.span.kind % 8 - 3) if abs(x1 - x0) < 1.0 else 0.0
        body.append(path(kind, f"M{x0 + shift:.1f} {y0:.1f}L{x1 + shift:.1f} {y1:.1f}",
                         placed.span.words))  # fmt: skip
    for mark in marks:
        if 0.0 <= mark.at <= down.high:
            y = down(mark.at)
            body.append(line(mark.kind, left, y, WIDTH - RIGHT, y))
            body.append(text(mark.words, WIDTH - RIGHT, y - 3, anchor="end", size=9.5,
                             kind="ch-note"))  # fmt: skip
    body.append(line("ch-axis", left, bottom, WIDTH - RIGHT, bottom))
    values = ticks(0.0, length, 10)
    step = values[1] - values[0] if len(values) > 1 else 1.0
    for value in values:
        body.append(text(tick_text(value, step), across(value), bottom + 14, anchor="middle",
                         size=10))  # fmt: skip
    middle = (left + WIDTH - RIGHT) / 2
    body.append(text("station [m]", middle, bottom + 28, anchor="middle", size=10.5,
                     kind="ch-note"))  # fmt: skip
    return svg(WIDTH, bottom + BOTTOM, label, body)


def draw_shares(
    label: str, start: date, curves: Sequence[tuple[str, Array]], marks: Sequence[Mark] = (),
    height: float = 230.0,
) -> str:  # fmt: skip
    """Curves from 0 to 1 over days, e.g. the share of the work done.  curves : (class, (days,))"""
    left = 52.0
    days = max(len(values) for _, values in curves)
    across = Scale(0.0, float(days - 1), left, WIDTH - RIGHT)
    up = Scale(0.0, 1.0, TOP + height, TOP)
    body = [_month_axis(across, start, TOP, TOP + height)]
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        body.append(line("ch-grid", left, up(value), WIDTH - RIGHT, up(value)))
        body.append(text(f"{value:.0%}", left - 6, up(value) + 4, anchor="end", size=10))
    for kind, values in curves:
        x = across.array(np.arange(len(values), dtype=float))
        body.append(path(kind, path_data(x, up.array(values))))
    body.append(_marks(marks, across, TOP, TOP + height))
    return svg(WIDTH, TOP + height + BOTTOM, label, body)


def draw_months(
    label: str, start: date, months: Sequence[date], now: Array, before: Array,
    marks: Sequence[Mark] = (), height: float = 230.0,
) -> str:  # fmt: skip
    """Share of openings in each month: bars as it stands, an outline as it stood before."""
    left = 52.0
    edges = [float((month - start).days) for month in months]
    edges.append(edges[-1] + 31.0)
    across = Scale(edges[0], edges[-1], left, WIDTH - RIGHT)
    top = max(float(now.max()), float(before.max())) * 1.25
    up = Scale(0.0, top, TOP + height, TOP)
    body = [_month_axis(across, start, TOP, TOP + height)]
    levels = ticks(0.0, top, 5)
    for value in levels:
        body.append(line("ch-grid", left, up(value), WIDTH - RIGHT, up(value)))
        body.append(text(f"{value:.0%}", left - 6, up(value) + 4, anchor="end", size=10))
    for k, month in enumerate(months):
        x, width = across(edges[k]), across(edges[k + 1]) - across(edges[k])
        words = f"{MONTHS[month.month - 1]} {month.year}: {now[k]:.1%} (before: {before[k]:.1%})"
        body.append(_rect("ch-f0", x + 1, up(float(now[k])), width - 2,
                          TOP + height - up(float(now[k])), words))  # fmt: skip
    outline = "".join(
        f"{'M' if k == 0 else 'L'}{across(edges[k]):.1f} {up(float(before[k])):.1f}"
        f"L{across(edges[k + 1]):.1f} {up(float(before[k])):.1f}"
        for k in range(len(months))
    )
    body.append(path("ch-perm", outline))
    body.append(_marks(marks, across, TOP, TOP + height))
    return svg(WIDTH, TOP + height + BOTTOM, label, body)


def draw_fan(
    label: str, start: date, days: Array, bands: Array, marks: Sequence[Mark],
    names: Sequence[str], height: float = 280.0,
) -> str:  # fmt: skip
    """The forecast as it stood: the day of the sighting across, the date foreseen upwards.

    bands : (4, k) dates foreseen at 10, 50, 80 and 90 % [day];  marks : promised dates
    """
    left = 76.0
    pad = 0.06 * max(float(days[-1] - days[0]), 60.0)
    across = Scale(float(days[0]) - pad, float(days[-1]) + pad, left, WIDTH - RIGHT)
    shown = [mark for mark in marks if mark.at < bands.max() + 60.0]
    low = min(float(bands.min()), *(m.at for m in shown)) if shown else float(bands.min())
    up = Scale(low - 20.0, float(bands.max()) + 20.0, TOP + height, TOP)
    body = [_month_axis(across, start, TOP, TOP + height)]
    for at, day in month_starts(start, up.low, up.high):
        if day.month in (1, 4, 7, 10):
            body.append(line("ch-grid", left, up(at), WIDTH - RIGHT, up(at)))
            body.append(text(f"{MONTHS[day.month - 1]} {day.year}", left - 6, up(at) + 4,
                             anchor="end", size=10))  # fmt: skip
    x = across.array(days)
    area = np.concatenate([x, x[::-1]]), np.concatenate([up.array(bands[0]),
                                                         up.array(bands[3])[::-1]])  # fmt: skip
    body.append(path("ch-band", path_data(*area) + "Z"))
    for row, kind in ((0, "ch-max"), (1, "ch-perm"), (2, "ch-s2"), (3, "ch-min")):
        body.append(path(kind, path_data(x, up.array(bands[row]))))
    for k, name in enumerate(names):
        words = f"{name}: {start + timedelta(days=float(bands[1, k]))}"
        body.append(_rect("ch-f5", float(x[k]) - 2.5, up(float(bands[1, k])) - 2.5, 5.0, 5.0,
                          words))  # fmt: skip
    last, named = 1e9, []
    for mark in sorted(shown, key=lambda m: m.at):
        y = up(mark.at)
        body.append(line("ch-limit", left, y, WIDTH - RIGHT, y))
        if last - y > 11.0:  # names that would touch are left out; the table has them all
            named.append(text(mark.words, WIDTH - RIGHT - 2, y - 3, anchor="end", size=9.5,
                              kind="ch-mark"))  # fmt: skip
            last = y
    body += named
    return svg(WIDTH, TOP + height + BOTTOM, label, body)


def draw_tornado(
    label: str, start: date, middle: float, bars: Sequence[tuple[str, float, float, str]]
) -> str:
    """What moves a date: each driver's bar from its good to its bad end about the middle."""
    left, step, high = 220.0, 20.0, 12.0
    ends = [value for _, a, b, _ in bars for value in (a, b)] + [middle]
    pad = 0.04 * max(max(ends) - min(ends), 10.0)
    across = Scale(min(ends) - pad, max(ends) + pad, left, WIDTH - RIGHT)
    bottom = TOP + step * len(bars) + 4
    body = [_month_axis(across, start, TOP, bottom)]
    for number, (name, fast, slow, words) in enumerate(bars):
        y = TOP + step * number + 4
        body.append(text(name, left - 8, y + high - 2, anchor="end", size=10))
        for value, kind in ((fast, "ch-f2"), (slow, "ch-f1")):
            x0, x1 = sorted((across(middle), across(value)))
            body.append(_rect(kind, x0, y, x1 - x0, high, words))
    body.append(line("ch-axis", across(middle), TOP, across(middle), bottom))
    return svg(WIDTH, bottom + BOTTOM, label, body)


def draw_steps(
    label: str, start: date, rows: Sequence[tuple[str, Array]], each: float = 46.0
) -> str:
    """Units in use on each day, one strip a resource.  rows : (name, (days,))"""
    left = 168.0
    days = max(len(values) for _, values in rows)
    across = Scale(0.0, float(days), left, WIDTH - RIGHT)
    bottom = TOP + each * len(rows)
    body = [_month_axis(across, start, TOP, bottom)]
    for number, (name, values) in enumerate(rows):
        base = TOP + each * (number + 1) - 4
        top = max(float(values.max()), 1.0)
        up = Scale(0.0, top, base, base - each + 14)
        edges = np.repeat(np.arange(len(values) + 1, dtype=float), 2)[1:-1]
        data = path_data(across.array(edges), up.array(np.repeat(values, 2)))
        closed = f"{data}L{across(float(len(values))):.1f} {base:.1f}L{left:.1f} {base:.1f}Z"
        body.append(path("ch-band", closed) + path("ch-max", data))
        body.append(text(name, left - 8, base - 8, anchor="end", size=10))
        body.append(text(f"{top:g}", left - 8, up(top) + 8, anchor="end", size=9, kind="ch-note"))
        body.append(line("ch-grid", left, base, WIDTH - RIGHT, base))
    return svg(WIDTH, bottom + BOTTOM, label, body)
