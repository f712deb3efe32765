"""An influence surface as a coloured plan of the deck, with the placement that governs on it."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spanwright.datum.arrays import Array, freeze
from spanwright.deliverables.charts.axes import (
    Scale,
    element,
    line,
    svg,
    text,
    tick_text,
    ticks,
)
from spanwright.deliverables.charts.panels import (
    BOTTOM,
    LEFT,
    RIGHT,
    WIDTH,
    Curve,
    Grid,
    Panel,
    panel_group,
    station_axis,
)
from spanwright.deliverables.numbers import MINUS, digits
from spanwright.engine.surfaces import Patches, Surfaces
from spanwright.traffic.field import axle_values

POSITIVE, NEGATIVE = (31, 95, 153), (192, 86, 33)  # blue and orange: safe for colour-blind eyes
COLUMNS, ROWS = 640, 72  # of the picture
DECK_HEIGHT = 120.0  # px
MOST_SPANS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is drawn: the window along the bridge and the strips across it."""

    start: float
    end: float
    edges: Array
    kerbs: Array
    girders: Array

    def __post_init__(self) -> None:
        freeze(self)


def evaluate(surfaces: Surfaces, row: int, x: Array, y: Array) -> Array:
    """The surface on a grid: (len(y), len(x)), exactly as the traffic search reads it."""
    lines = surfaces.y.size
    rows = np.full(lines, row, dtype=np.int64)
    stations = np.broadcast_to(x, (lines, x.size))
    along = axle_values(surfaces, rows, stations, np.eye(lines)[:, None, :])
    low = np.clip(np.searchsorted(surfaces.y, y, side="right") - 1, 0, max(0, lines - 2))
    if lines == 1:
        return np.repeat(along, y.size, axis=0)
    share = (y - surfaces.y[low]) / (surfaces.y[low + 1] - surfaces.y[low])
    return np.asarray((1 - share)[:, None] * along[low] + share[:, None] * along[low + 1])


def window(surfaces: Surfaces, station: float) -> tuple[float, float]:
    """Stations to show: whole spans around the section, at most `MOST_SPANS`."""
    spans = surfaces.spans
    k = int(np.clip(np.searchsorted(spans, station) - 1, 0, spans.size - 2))
    count = min(MOST_SPANS, spans.size - 1)
    first = int(np.clip(k - count // 2, 0, spans.size - 1 - count))
    return float(spans[first]), float(spans[first + count])


def png(pixels: NDArray[np.uint8]) -> bytes:
    """An (h, w, 4) RGBA picture as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    height, width = pixels.shape[:2]
    raw = np.concatenate(
        [np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1
    ).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(raw, 6))
        + chunk(b"IEND", b"")
    )


def colours(value: Array, largest: float) -> NDArray[np.uint8]:
    """Blue where positive, orange where negative, clear where nothing: fits any background."""
    share = np.clip(value / largest if largest > 0 else value, -1.0, 1.0)
    out = np.empty((*value.shape, 4), np.uint8)
    out[..., :3] = np.where((share >= 0)[..., None], POSITIVE, NEGATIVE)
    out[..., 3] = np.round(255 * np.abs(share) ** 0.75)
    return out


def draw_surface(
    label: str, surfaces: Surfaces, row: int, plan: Plan, placement: Patches, station: float,
    girder: float, *, unit: str, factor: float,
) -> str:  # fmt: skip
    """Plan of the deck (stretched across), coloured by the surface; section line below it.

    factor : divides the surface for the printed numbers;  unit : its name
    """
    x = np.linspace(plan.start, plan.end, COLUMNS)
    y = np.linspace(float(plan.edges[0]), float(plan.edges[-1]), ROWS)
    eta = evaluate(surfaces, row, x, y)
    largest = float(np.abs(eta).max())
    picture = base64.b64encode(png(colours(eta[::-1], largest))).decode()
    across = Scale(plan.start, plan.end, LEFT, WIDTH - RIGHT)
    top = 30.0
    up = Scale(float(plan.edges[0]), float(plan.edges[-1]), top + DECK_HEIGHT, top)
    width = across.end - across.start
    body = [
        f'<image x="{across.start:g}" y="{top:g}" width="{width:g}" height="{DECK_HEIGHT:g}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{picture}"/>',
        element("ch-deck", "rect", f'x="{across.start:g}" y="{top:g}" width="{width:g}" '
                f'height="{DECK_HEIGHT:g}"'),
    ]  # fmt: skip
    body += _strips_and_wheels(placement, across, up, plan)
    for offset in plan.girders:
        body.append(line("ch-grid", across.start, up(float(offset)), across.end, up(float(offset))))
    for kerb in plan.kerbs:
        body.append(line("ch-deck", across.start, up(float(kerb)), across.end, up(float(kerb))))
    for support in surfaces.spans:
        if plan.start - 1e-6 <= support <= plan.end + 1e-6:
            u = across(float(support))
            body.append(line("ch-support", u, top, u, top + DECK_HEIGHT + 96))
    u, v = across(station), up(girder)
    body.append(element("ch-section", "path",
                        f'd="M{u - 6:.1f} {v:.1f}H{u + 6:.1f}M{u:.1f} {v - 6:.1f}V{v + 6:.1f}"',
                        "the section this surface belongs to"))  # fmt: skip
    for value in ticks(float(plan.edges[0]), float(plan.edges[-1]), 4):
        body.append(text(tick_text(value, 1.0), LEFT - 6, up(value) + 3.5, anchor="end", size=10))
    body.append(_colour_bar(largest / factor, unit, across.end, top - 9))
    body.append(text("offset [m]", LEFT - 6, top - 8, anchor="end", size=10, kind="ch-note"))
    body.append(_section(surfaces, row, x, girder, across, top + DECK_HEIGHT + 18, unit, factor))
    return svg(WIDTH, top + DECK_HEIGHT + 18 + 78 + BOTTOM, label, body)


def _colour_bar(largest: float, unit: str, right: float, y: float) -> str:
    """The colours from minus to plus the largest value, with numbers at both ends."""
    ramp = colours(np.linspace(-1.0, 1.0, 128)[None, :], 1.0)
    picture = base64.b64encode(png(ramp)).decode()
    words = f"+{digits(largest, 3)} {unit}"
    x = right - 8.0 - 6.0 * len(words) - 90.0
    return (
        text(f"{MINUS}{digits(largest, 3)}", x - 5, y + 3.5, anchor="end", size=10, kind="ch-note")
        + f'<image x="{x:.1f}" y="{y - 5:.1f}" width="90" height="9" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{picture}"/>'
        + text(words, x + 95, y + 3.5, size=10, kind="ch-note")
    )


def _strips_and_wheels(placement: Patches, across: Scale, up: Scale, plan: Plan) -> list[str]:
    """Distributed loads as translucent strips, wheels as contact patches of 0.4 m drawn larger."""
    out = []
    bounds = strip_bounds(placement.strip_y)
    pressure = placement.strip_load / np.array([high - low for low, high in bounds] or [1.0])
    heaviest = float(pressure.max()) if pressure.size else 1.0
    for k, (low, high) in enumerate(bounds):
        a, b = max(placement.strip_from[k], plan.start), min(placement.strip_to[k], plan.end)
        if b <= a:
            continue
        u, v = across(float(a)), up(high)
        size = f'width="{across(float(b)) - u:.1f}" height="{up(low) - v:.1f}"'
        darkness = 0.08 + 0.2 * float(pressure[k]) / heaviest
        shape = f'x="{u:.1f}" y="{v:.1f}" {size} fill-opacity="{darkness:.3f}"'
        load = f"{placement.strip_load[k] / 1e3:.2f} kN/m"
        words = f"{load} at y = {placement.strip_y[k]:.2f} m"
        out.append(element("ch-strip", "rect", shape, words))
    for x, y, force in zip(
        placement.wheel_x, placement.wheel_y, placement.wheel_force, strict=True
    ):
        if plan.start <= x <= plan.end:
            u, v = across(float(x)) - 1.6, up(float(y)) - 3.0
            shape = f'x="{u:.1f}" y="{v:.1f}" width="3.2" height="6"'
            words = f"{force / 1e3:.0f} kN at x = {x:.2f} m, y = {y:.2f} m"
            out.append(element("ch-wheel", "rect", shape, words))
    return out


def strip_bounds(y: Array) -> list[tuple[float, float]]:
    """Lower and upper offset each line load stands for: half way to the next line on each side.

    Outermost lines reach as far out as in; a line alone stands for a lane of 3 m.
    """
    lines = np.unique(np.round(y, 6))
    if lines.size < 2:
        return [(float(v) - 1.5, float(v) + 1.5) for v in y]
    middle = (lines[1:] + lines[:-1]) / 2
    low = np.concatenate([[2 * lines[0] - middle[0]], middle])
    high = np.concatenate([middle, [2 * lines[-1] - middle[-1]]])
    row = np.searchsorted(lines, np.round(y, 6))
    return list(zip(low[row].tolist(), high[row].tolist(), strict=True))


def _section(
    surfaces: Surfaces, row: int, x: Array, girder: float, across: Scale, top: float, unit: str,
    factor: float,
) -> str:  # fmt: skip
    """The influence line along the girder of the section, under the plan."""
    eta = evaluate(surfaces, row, x, np.array([girder]))[0] / factor
    grid = Grid(across.low, across.high, ())
    panel = Panel("along the girder", (Curve("influence", "ch-max", x, eta),))
    low, high = min(0.0, float(eta.min())), max(0.0, float(eta.max()))
    air = 0.06 * max(high - low, 1e-30)
    drawn = panel_group(panel, across, grid, (low - air, high + air), top, 78.0, unit)
    return drawn + station_axis(across, grid, top + 78.0, "station [m]")
