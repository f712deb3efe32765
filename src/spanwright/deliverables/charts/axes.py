"""Scales, ticks, paths and the style of everything a chart draws."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.numbers import MINUS

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"

# class -> presentation attributes; the report's style sheet overrides the colours by theme.
STYLE: dict[str, str] = {
    "ch-axis": 'stroke="#55616d" stroke-width="1" fill="none"',
    "ch-grid": 'stroke="#e2e6ea" stroke-width="1" fill="none"',
    "ch-support": 'stroke="#aab4be" stroke-width="1" stroke-dasharray="2 3" fill="none"',
    "ch-joint": 'stroke="#b3431e" stroke-width="1.2" stroke-dasharray="5 3" fill="none"',
    "ch-limit": 'stroke="#b3261e" stroke-width="1.4" fill="none"',
    "ch-max": 'stroke="#1f5f99" stroke-width="1.5" fill="none"',
    "ch-min": 'stroke="#c05621" stroke-width="1.5" fill="none"',
    "ch-perm": 'stroke="#1d2733" stroke-width="1.1" stroke-dasharray="5 3" fill="none"',
    "ch-band": 'stroke="none" fill="#1f5f99" fill-opacity="0.10"',
    "ch-text": 'fill="#1d2733"',
    "ch-note": 'fill="#55616d"',
    # Words over lines and bars: a rim of the ground keeps them legible.
    "ch-mark": 'fill="#55616d" stroke="#ffffff" stroke-width="3" paint-order="stroke"',
    "ch-wheel": 'stroke="#111820" stroke-width="0.8" fill="#111820"',
    "ch-strip": 'stroke="none" fill="#111820"',
    "ch-deck": 'stroke="#55616d" stroke-width="1" fill="none"',
    "ch-section": 'stroke="#b3431e" stroke-width="1.6" fill="none"',
}
# Colours that stay apart for colour-blind readers and in grey print (after Okabe and Ito).
SERIES = (
    "#1f5f99", "#c05621", "#2a7f62", "#8a4f9e", "#b0891b", "#3c9bc0", "#7a2e3a", "#5b6670",
)  # fmt: skip
STYLE |= {
    f"ch-s{k}": f'stroke="{colour}" stroke-width="1.4" fill="none"'
    for k, colour in enumerate(SERIES)
}
STYLE |= {f"ch-f{k}": f'stroke="none" fill="{colour}"' for k, colour in enumerate(SERIES)}


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers inside [low, high], about so many."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return [low]
    raw = span / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(k * power for k in (1.0, 2.0, 2.5, 5.0, 10.0) if k * power >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def tick_text(value: float, step: float) -> str:
    """A tick's number with as many decimals as its step needs."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    if step > 0 and abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    text = f"{abs(value):,.{decimals}f}".replace(",", "\u202f")
    return MINUS + text if value < 0 and float(f"{value:.{decimals}f}") != 0 else text


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear map from values to pixels; `start` pixel belongs to `low`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def array(self, values: Array) -> Array:
        out = self.start + (values - self.low) / (self.high - self.low) * (self.end - self.start)
        return np.asarray(out)


def limits(values: Iterable[Array], *, around: Sequence[float] = (0.0,)) -> tuple[float, float]:
    """Range that holds all finite values and the given ones, with a little air."""
    parts = [v[np.isfinite(v)] for v in values]
    every = np.concatenate([*parts, np.asarray(around, dtype=float)])
    low, high = float(every.min()), float(every.max())
    if high - low < 1e-30:
        return low - 1.0, high + 1.0
    air = 0.05 * (high - low)
    return (low - air if low < 0 else low), high + air


def path_data(x: Array, y: Array) -> str:
    """SVG path through pixel points; NaN lifts the pen."""
    out: list[str] = []
    pen = "M"
    for px, py in zip(x.tolist(), y.tolist(), strict=True):
        if px != px or py != py:
            pen = "M"
            continue
        out.append(f"{pen}{px:.1f} {py:.1f}")
        pen = "L"
    return "".join(out)


def element(kind: str, name: str, attributes: str, title: str = "") -> str:
    """One SVG element of a styled class."""
    head = f'<{name} class="{kind}" {STYLE[kind]} {attributes}'
    return f"{head}><title>{escape(title)}</title></{name}>" if title else f"{head}/>"


def path(kind: str, data: str, title: str = "") -> str:
    return element(kind, "path", f'd="{data}"', title)


def line(kind: str, x0: float, y0: float, x1: float, y1: float) -> str:
    return path(kind, f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}")


def text(
    words: str, x: float, y: float, *, anchor: str = "start", size: float = 11.0,
    kind: str = "ch-text", bold: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text class="{kind}" {STYLE[kind]} x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" '
        f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
    )


def numbers(values: Array, pattern: str = "%.4g") -> str:
    """Values for a read-out; NaN becomes an empty entry."""
    return ",".join("" if v != v else pattern % v for v in values.tolist())


def svg(width: float, height: float, label: str, body: Iterable[str]) -> str:
    """The frame of every chart."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
        f'aria-label="{escape(label, quote=True)}" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}">' + "\n".join(body) + "</svg>"
    )
